"""Answering items from a form: one, or the same item of many checklists; and what is said of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import UNSET, Struct

from schemas.checklists import AnswerStatus, AnswerToOne
from schemas.ids import CampaignId, CutId
from service.accessibility.answering import answer_many
from service.accessibility.model import StoredAnswer
from service.accessibility.problems import AnsweredAlready, NotAnswerable, NothingToTakeBack, SubjectChanged
from service.exchange import ApiRequest
from service.problems import Forbidden, Invalid, Problem
from service.web.checklists.grid import Cell, Seen
from service.web.checklists.reasons import why
from service.web.checklists.words import state_word
from service.web.words import Language

STATUSES: dict[str, AnswerStatus] = {
    "signed": "signed",
    "waived": "waived",
    "not_applicable": "not_applicable",
    "taken_back": "taken_back",
}


class Fared(Struct, frozen=True):
    """How the answer to one cell went."""

    key: str
    good: bool
    said: str


async def answer_all(
    request: ApiRequest,
    language: Language,
    campaign: CampaignId,
    item: str,
    status: str,
    sentence: str,
    chosen: Sequence[Seen],
) -> list[Fared]:
    """Answer one item of many checklists; each stands alone, and one that is refused keeps no other out."""
    if status not in STATUSES:
        return []
    asked, fared = [], []
    for one in {(one.cut, one.market): one for one in chosen}.values():
        try:
            asked.append(_asked(one, item, STATUSES[status], sentence))
        except Invalid:
            fared.append(
                Fared(f"{one.cut}.{one.market}", False, language.say("It changed meanwhile. Look at it again."))
            )
    async with request.db.transaction(request.user.scope) as tx:
        found = await answer_many(tx, request.user, request.rulebook, asked) if asked else []
    for new, answer in zip(asked, found, strict=True):
        good = isinstance(answer, StoredAnswer)
        said = state_word(language, status) if isinstance(answer, StoredAnswer) else refused(language, answer)
        fared.append(Fared(f"{new.cut_id}.{new.market}", good, said))
    return fared


def _asked(one: Seen, item: str, status: AnswerStatus, sentence: str) -> AnswerToOne:
    subject = UNSET if status == "taken_back" else one.subject
    return AnswerToOne(
        cut_id=CutId.parse(one.cut),
        market=one.market,
        item=item,
        status=status,
        sentence=sentence.strip(),
        subject_sha256=subject,
        seen=one.answer,
    )


def refused(language: Language, problem: Problem) -> str:
    """Why an answer was not written, in a few words."""
    say = language.say
    match problem:
        case AnsweredAlready():
            theirs = problem.facts["answer"]
            return say("%(person)s answered it at this moment: look at it first.", person=theirs.person)
        case SubjectChanged():
            return say("It changed while you looked. Look at it again.")
        case NotAnswerable():
            return why(language, problem.facts["reason"])
        case NothingToTakeBack():
            return say("It has no answer any more.")
        case Forbidden():
            return say("You may not answer this here.")
    return say("It changed meanwhile. Look at it again.")


def summary(language: Language, fared: Sequence[Fared]) -> str:
    """How many were answered, and how many not."""
    good = sum(one.good for one in fared)
    if good == len(fared):
        return language.plural("Answered: %(num)s checklist.", "Answered: %(num)s checklists.", good)
    return language.say(
        "Answered: %(good)s. Not answered: %(bad)s.", good=language.number(good), bad=language.number(len(fared) - good)
    )


def reasons(fared: Sequence[Fared], cells: Mapping[str, Cell]) -> list[tuple[str, list[Cell]]]:
    """What was not answered, by why."""
    found: dict[str, list[Cell]] = {}
    for one in fared:
        if not one.good:
            found.setdefault(one.said, []).extend([cells[one.key]] if one.key in cells else [])
    return list(found.items())
