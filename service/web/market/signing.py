"""What a market is asked to sign, as its page says it to whoever has the link; signing asks who they are. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from schemas.checklists import ChecklistRow, Outstanding
from service.web.matrix import Cut
from service.web.words import Language

BY_PEOPLE = frozenset({"waits_for_person", "cannot_measure", "no_text", "ai_labelled", "ai_not_labelled"})
NOT_YET = frozenset({"no_film", "release_missing", "release_stale", "not_measured_yet", "unmeasurable"})


class ToSign(Struct, frozen=True):
    """A cut of which somebody may sign something. `first` are the titles of what a post waits for."""

    cut: Cut
    count: int
    first: list[str]
    href: str


def to_sign(
    rows: Sequence[ChecklistRow], cuts: Mapping[str, Cut], title: Callable[[Outstanding], str], room: str
) -> list[ToSign]:
    """The cuts of a market with what a person may sign in them now, most first; `room` is where checklists are."""
    found = []
    for row in rows:
        blocking = [one for one in row.standing.blocking if is_for_people(one)]
        count = len(blocking) + sum(is_for_people(one) for one in row.standing.warning)
        cut = cuts.get(str(row.standing.cut_id))
        if count and cut:
            href = f"{room}/{cut.id}/{row.standing.market}?show=waiting"
            found.append(ToSign(cut, count, [title(one) for one in blocking], href))
    return sorted(found, key=lambda one: (-len(one.first), -one.count))


def is_for_people(one: Outstanding) -> bool:
    """Whether a person can answer it as it stands: it was never measured, or what was signed has changed since."""
    code = one.reason.code if one.reason else ""
    return code in BY_PEOPLE or (one.state == "stale" and code not in NOT_YET)


def sentence(language: Language, found: Sequence[ToSign]) -> str:
    """How much that is, in one line."""
    return language.plural(
        "%(num)s thing waits for somebody of this market who has looked at it.",
        "%(num)s things wait for somebody of this market who has looked at them.",
        sum(one.count for one in found),
    )
