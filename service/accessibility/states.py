"""How each item of a checklist stands, and what the checklist comes to. Pure.

What a person answered for exactly these bytes goes before what was measured, but for a signature under what is measured
to fail: that only a waiver answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from schemas.checklists import (
    ChecklistItem,
    ItemBasis,
    ItemState,
    Measured,
    Outstanding,
    Reason,
    Standing,
)
from service.accessibility.measuring import can_measure, measure
from service.accessibility.model import Ground, StoredAnswer
from service.accessibility.reasons import reason
from service.accessibility.since import since_of
from service.accessibility.subjects import SUBJECTS, Subject, subject_of, why_stale
from service.rulebook.market_items import Basis, MarketItem

DONE: frozenset[ItemState] = frozenset({"holds", "signed", "waived", "not_applicable"})
WAITS_FOR = {  # by the reason of an open or stale item
    "no_film": "film",
    "unmeasurable": "film",
    "release_missing": "captions",
    "release_stale": "captions",
    "not_measured_yet": "engine",
}
MENDS = {"captions": "captions", "sound": "film", "flash": "film", "picture": "film"}  # by the topic of one that fails


class Stand(Struct, frozen=True):
    """How one item stands, with what that was computed from. `answer` is the newest, unless it was taken back."""

    item: MarketItem
    subject: Subject
    measured: Measured | None
    answer: StoredAnswer | None
    state: ItemState
    reason: Reason | None


def stands(items: Sequence[MarketItem], ground: Ground) -> list[Stand]:
    """Every item of a checklist as it stands."""
    subjects = {kind: subject_of(kind, ground) for kind in SUBJECTS}
    return [_stand(item, subjects[item.subject], ground) for item in items]


def _stand(item: MarketItem, subject: Subject, ground: Ground) -> Stand:
    measured, answer = measure(item, ground), ground.answers.get(item.id)
    if answer is not None and answer.status == "taken_back":
        answer = None
    return Stand(item, subject, measured, answer, *state_of(item, subject, measured, answer, ground))


def shown(one: Stand) -> ChecklistItem:
    """An item as the wire has it."""
    item, subject = one.item, one.subject
    return ChecklistItem(
        item=item.id,
        title=item.title,
        guidance=item.guidance,
        group=item.group,
        topic=item.topic,
        level=item.level,
        subject=item.subject,
        answered_by=item.answered_by,
        metric=item.metric,
        threshold=item.threshold,
        blocks=item.blocks,
        why=item.why,
        basis=[_basis(law) for law in item.basis],
        labels=list(item.labels),
        state=one.state,
        reason=one.reason,
        measured=one.measured,
        answer=None if one.answer is None else one.answer.shown(),
        subject_sha256=subject.sha256.hex() if subject.sha256 else None,
        item_hash=item.item_hash,
        answerable=unanswerable(subject, one.measured) is None,
    )


def state_of(
    item: MarketItem, subject: Subject, measured: Measured | None, answer: StoredAnswer | None, ground: Ground
) -> tuple[ItemState, Reason | None]:
    """The state and, where it is not simply answered, why."""
    old = why_stale(answer, item, subject, ground) if answer else None
    fails = measured is not None and measured.verdict == "fails"
    if answer is not None and old is None and not (answer.status == "signed" and fails):
        return answer.status, None  # type: ignore[return-value]  # what was taken back is none
    if measured is not None and measured.verdict == "not_applicable":
        return "not_applicable", Reason(code=measured.code, facts={}, detail=measured.detail)
    if measured is not None and measured.verdict in ("holds", "fails"):
        if subject.stale is not None and subject.hindrance is None:
            return "stale", subject.stale
        return ("fails" if fails else "holds"), None
    if old is not None:
        return "stale", old
    return "open", subject.hindrance or _waits(item, measured, ground)


def unanswerable(subject: Subject, measured: Measured | None) -> Reason | None:
    """Why nobody can sign an item as it stands: there is nothing, it is older than what it is made of, or it fails."""
    if subject.hindrance or subject.stale:
        return subject.hindrance or subject.stale
    if measured is not None and measured.verdict == "fails":
        return Reason(code="fails", facts={"code": measured.code}, detail=measured.detail)
    return None


def standing_of(ground: Ground, items: Sequence[Stand]) -> Standing:
    """What a checklist comes to."""
    states = Counter(one.state for one in items)
    waiting = [one for one in items if one.state not in DONE]
    waits = Counter(_waits_for(one) for one in waiting)
    return Standing(
        cut_id=ground.place.cut_id,
        market=ground.place.market,
        holds=sum(states[state] for state in DONE),
        total=len(items),
        states=dict(states.items()),
        blocking=[_outstanding(one, ground) for one in waiting if one.item.blocks],
        warning=[_outstanding(one, ground) for one in waiting if not one.item.blocks],
        waiting_on=[who for who, _ in waits.most_common()],  # type: ignore[misc]
    )


def _waits(item: MarketItem, measured: Measured | None, ground: Ground) -> Reason:
    if measured is not None:
        return Reason(code=measured.code, facts={}, detail=measured.detail)
    if not can_measure(item.id) or item.answered_by != "measured":
        return reason("cannot_measure" if item.answered_by == "measured" else "waits_for_person")
    if item.topic == "sound" and ground.sound is not None and ground.sound.reason:
        return reason("unmeasurable", why=ground.sound.reason)
    return reason("not_measured_yet" if item.topic in ("sound", "captions") else "waits_for_person")


def _waits_for(one: Stand) -> str:
    if one.state == "fails":
        return MENDS.get(one.item.topic, "cut")
    return WAITS_FOR.get(one.reason.code if one.reason else "", "person")


def _outstanding(one: Stand, ground: Ground) -> Outstanding:
    since = since_of(one.item, one.measured, ground.answers.get(one.item.id), one.reason, ground)
    return Outstanding(item=one.item.id, title=one.item.title, state=one.state, reason=one.reason, since=since)


def _basis(law: Basis) -> ItemBasis:
    return ItemBasis(
        pack=law.pack,
        law=law.law,
        binds=law.binds,
        confirmed=law.confirmed,
        in_force=law.in_force,
        valid_from=law.valid_from,
        source_title=law.source.title,
        source_url=law.source.address,
        confidence=law.confidence,
    )
