"""Answering the items of checklists: signed, waived with a reason, said not to apply, taken back.

Whoever answers says what they looked at. Two who answer the same at the same moment are ordered by a lock on the cut:
the second is told who was first, and when.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

from msgspec import UNSET

from schemas.checklists import AnswerStatus, AnswerToOne
from schemas.ids import BrandId, CutId
from service.accessibility import records
from service.accessibility.gathering import cuts_of, gather, items_by_market
from service.accessibility.measuring import measure
from service.accessibility.model import Ground, Pair, StoredAnswer
from service.accessibility.problems import AnsweredAlready, NotAnswerable, NothingToTakeBack, SubjectChanged
from service.accessibility.records import Written
from service.accessibility.states import unanswerable
from service.accessibility.subjects import Subject, confirmed_by, subject_of, why_stale
from service.campaigns.actions import require
from service.db.pool import Tx
from service.events.actions import record_all
from service.identity import PERMISSIONS, Grant, Person
from service.problems import Fault, Invalid, Missing, Problem
from service.rulebook import Rulebook
from service.rulebook.market_items import MarketItem

ASKS: dict[AnswerStatus, str] = {
    "signed": "checklists:sign",
    "not_applicable": "checklists:sign",
    "taken_back": "checklists:sign",
    "waived": "checklists:waive",
}


async def answer_one(tx: Tx, person: Person, rulebook: Rulebook, asked: AnswerToOne) -> StoredAnswer:
    """One answer; raises what is in its way, Missing where there is no such checklist."""
    (found,) = await _answer(tx, person, rulebook, [asked])
    if isinstance(found, Problem):
        raise found
    return found


async def answer_many(
    tx: Tx, person: Person, rulebook: Rulebook, asked: Sequence[AnswerToOne]
) -> list[StoredAnswer | Problem]:
    """Each answer as written, or what kept it out, in their order. A fixed number of queries, however many.

    Invalid, before anything is written, where a checklist is not there or an item is answered twice.
    """
    _once_each(asked)
    found = await _answer(tx, person, rulebook, asked)
    absent = [
        Fault(f"/answers/{index}/cut_id", "not_found", "there is no such cut for this market that you can see")
        for index, one in enumerate(found)
        if isinstance(one, Missing)
    ]
    if absent:
        raise Invalid(*absent)
    return found


async def _answer(
    tx: Tx, person: Person, rulebook: Rulebook, asked: Sequence[AnswerToOne]
) -> list[StoredAnswer | Problem]:
    pairs = list(dict.fromkeys((one.cut_id, one.market) for one in asked))
    await records.lock_cuts(tx, cuts_of(pairs))
    grounds = await gather(tx, rulebook, pairs)
    items = await items_by_market(tx, rulebook, (market for _, market in grounds))
    by_key = {market: {item.id: item for item in of} for market, of in items.items()}
    judged = [_judged(person, one, grounds, by_key) for one in asked]
    rows = [one for one in judged if isinstance(one, Written)]
    if rows:
        await records.insert_answers(tx, person.id, rows)
        await _tell(tx, person, rows)
    now = {(one.cut_id, one.market, one.item): one for one in await records.list_standing_answers(tx, pairs)}
    return [now[one.cut_id, one.market, one.item] if isinstance(one, Written) else one for one in judged]


def _once_each(asked: Sequence[AnswerToOne]) -> None:
    seen: set[tuple[CutId, str, str]] = set()
    for index, one in enumerate(asked):
        key = (one.cut_id, one.market, one.item)
        if key in seen:
            raise Invalid(Fault(f"/answers/{index}", "twice", "this item of this checklist is answered above already"))
        seen.add(key)


def _judged(
    person: Person, new: AnswerToOne, grounds: Mapping[Pair, Ground], items: Mapping[str, Mapping[str, MarketItem]]
) -> Written | Problem:
    try:
        ground = grounds.get((new.cut_id, new.market))
        if ground is None:
            raise Missing
        item = items[new.market].get(new.item)
        if item is None:
            raise Invalid(Fault("/item", "unknown_item", f"there is no item {new.item}; read the checklist"))
        return _written(person, new, ground, item)
    except Problem as refused:
        return refused


def _written(person: Person, new: AnswerToOne, ground: Ground, item: MarketItem) -> Written:
    brand = ground.place.brand_id
    require(person, ASKS[new.status], brand, new.market)
    last = ground.answers.get(item.id)
    standing = last if last is not None and last.status != "taken_back" else None
    subject = subject_of(item.subject, ground)
    _seen_by_both(new, standing, in_force=standing is not None and not why_stale(standing, item, subject, ground))
    if new.status == "taken_back":
        if standing is None:
            raise NothingToTakeBack("this item has no answer; nothing was changed")
        require(person, ASKS[standing.status], brand, new.market)
    else:
        _same_subject(new, subject)
    if new.status == "signed":
        _signable(item, subject, ground)
    return Written(
        brand_id=brand,
        cut_id=new.cut_id,
        market=new.market,
        item=item.id,
        number=last.number + 1 if last else 1,
        status=new.status,
        sentence=new.sentence.strip(),
        role=role_of(person, ASKS[new.status], brand, new.market),
        subject=item.subject,
        subject_sha256=subject.sha256,
        inputs=subject.inputs | {"confirmed": confirmed_by(item)},
        item_hash=bytes.fromhex(item.item_hash),
    )


def _seen_by_both(new: AnswerToOne, standing: StoredAnswer | None, *, in_force: bool) -> None:
    """An answer that stands is replaced by whoever saw it; one that is stale, by anybody who saw no other."""
    if standing is None or new.seen == standing.number or (new.seen is None and not in_force):
        return
    verb = {"signed": "signed", "waived": "waived"}.get(standing.status, "said that it does not apply")
    when = standing.at.isoformat(timespec="seconds").replace("+00:00", "Z")
    raise AnsweredAlready(f"{standing.person} {verb} this at {when}", answer=standing.shown())


def _same_subject(new: AnswerToOne, subject: Subject) -> None:
    now = subject.sha256.hex() if subject.sha256 else None
    if new.subject_sha256 is UNSET:
        raise Invalid(Fault("/subject_sha256", "missing", "say what you looked at: the item's `subject_sha256`"))
    if new.subject_sha256 != now:
        raise SubjectChanged("what you answered for has changed since you read it", subject_sha256=now)


def _signable(item: MarketItem, subject: Subject, ground: Ground) -> None:
    why = unanswerable(subject, measure(item, ground))
    if why is not None:
        raise NotAnswerable(why.detail, reason=why)


def role_of(person: Person, permission: str, brand: BrandId, market: str) -> str:
    """The role in which somebody may do this there; the first that they were given."""
    holds = partial(_holds, permission=permission, brand=brand, market=market)
    return next((grant.role.value for grant in person.grants if holds(grant)), "")


def _holds(grant: Grant, permission: str, brand: BrandId, market: str) -> bool:
    return permission in PERMISSIONS[grant.role] and grant.brand in (None, brand) and grant.market in (None, market)


async def _tell(tx: Tx, person: Person, rows: Sequence[Written]) -> None:
    """One event for each checklist."""
    of: dict[tuple[BrandId, CutId, str], list[Written]] = defaultdict(list)
    for row in rows:
        of[row.brand_id, row.cut_id, row.market].append(row)
    told = defaultdict(list)
    for (brand, cut, market), answers in of.items():
        data = {"market": market, "answers": {one.item: one.status for one in answers}}
        told[brand].append((cut, data))
    for brand, happened in told.items():
        await record_all(tx, person, "checklist.answered", brand, happened)
