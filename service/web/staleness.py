"""Why a release is stale, cue by cue: what it was made from, beside what would be released now."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from msgspec import Struct

from schemas.captions import TextOfCue
from schemas.ids import CueId
from schemas.imports import ImportedCue
from schemas.reviews import ReviewedCue
from service.captions.model import Projected, normalised
from service.timedtext.model import Cue, Document


class What(StrEnum):
    """What changed about a cue since a release."""

    SOURCE = "source"
    TEXT = "text"
    TIMING = "timing"
    ADDED = "added"
    REMOVED = "removed"


class Change(Struct, frozen=True):
    """One difference. `cue` counts from 1 in the cut (a removed one: in the release); `tag` is the texts' locale."""

    what: What
    cue: int
    tag: str
    old: str = ""
    new: str = ""


def changes(
    locale: str, rows: Sequence[Projected], released: Document | None, outdated: Sequence[tuple[str, TextOfCue]] = ()
) -> list[Change]:
    """All differences, in the order of the cut.

    `rows` are the cut's cues now, `released` the release's document, and `outdated` the texts whose source has changed,
    each with the source's locale.
    """
    numbers = {cue: number for number, cue in enumerate(dict.fromkeys(row.cue_id for row in rows), 1)}
    found = [
        Change(What.SOURCE, numbers[text.id], tag, text.translated_from or "", text.source_text)
        for tag, text in outdated
        if text.id in numbers
    ]
    if released is not None:
        found += _against(locale, released, [row for row in rows if row.text is not None and not row.hidden], numbers)
    return sorted(found, key=lambda one: one.cue)


def _against(locale: str, released: Document, rows: Sequence[Projected], numbers: dict[CueId, int]) -> list[Change]:
    before, now = [normalised(cue.text) for cue in released.cues], [normalised(row.text or "") for row in rows]
    found: list[Change] = []
    for how, i, j, k, n in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        for place, (cue, row) in enumerate(zip_longest(released.cues[i:j], rows[k:n]), i + 1):
            text = (row.text or "") if row else ""
            if row is None:
                found.append(Change(What.REMOVED, place, locale, old=cue.text))
            elif cue is None:
                found.append(Change(What.ADDED, numbers[row.cue_id], locale, new=text))
            elif how == "replace":
                found.append(Change(What.TEXT, numbers[row.cue_id], locale, cue.text, text))
            elif (cue.begin_ms, cue.end_ms) != (row.begin_ms, row.end_ms):
                found.append(Change(What.TIMING, numbers[row.cue_id], "", span(cue), span(row)))
    return found


def span(of: Cue | Projected | ImportedCue | ReviewedCue) -> str:
    """When it stands in its film, as the clock writes it."""
    return f"{_clock(of.begin_ms)} – {_clock(of.end_ms)}"


def _clock(ms: int) -> str:
    return f"{ms // 60_000:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"
