"""Wants you: what waits for one person in every campaign, the most urgent first. Reads only.

What was given to somebody else is not wanted of you; nor is what you wrote yourself where four eyes are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from schemas.assignments import Assignment
from schemas.wants import Want, Wants
from service.captions import records_wants as found
from service.captions.records_assignments import list_assigned
from service.captions.records_wants import WaitingTrack
from service.captions.releasing import stale_among
from service.db.pool import Tx
from service.identity import Person

SOON = timedelta(days=3)
URGENT = ("conflict", "sent_back", "finding", "review", "release", "localize")  # where no day presses


async def wants_of(tx: Tx, person: Person) -> Wants:
    """Everything that the person can move. A handful of queries, over what waits alone."""
    today = datetime.now(UTC).date()
    assigned = [one for one in await list_assigned(tx, person.id) if not one.is_done]
    back = await _sent_back(tx, person, assigned, today)
    asked = {(one.video_id, one.locale) for one in back}
    wants = back + [
        _to_localize(one, today)
        for one in assigned
        if one.role == "localize" and (one.video_id, one.locale) not in asked
    ]
    wants += await _to_review(tx, person, assigned, today)
    if person.may("tracks:approve"):
        wants += await _to_release(tx, person)
    if person.may("tracks:write"):
        wants += await _conflicts(tx, person)
        wants += await _failing(tx, person)
    masters = await found.list_masters(tx, [one.video_id for one in wants]) if wants else {}
    placed = [replace(one, source_id=masters.get(one.video_id)) for one in wants]
    return Wants(data=sorted(placed, key=lambda one: _urgency(one, today)))


def _urgency(one: Want, today: date) -> tuple[int, date, int, str, str]:
    """Overdue, then due soon, then by what it is, and by its day."""
    day = one.due_on or date.max
    rank = 0 if one.overdue else 1 if day <= today + SOON else 2
    kind = URGENT.index(one.kind)
    return (rank, day, kind, one.campaign, one.locale) if rank < 2 else (2 + kind, day, kind, one.campaign, one.locale)


def want(kind: str, of: Any, **facts: Any) -> Want:
    """Something that waits, of a thing that knows its campaign and video; what is not named is not there."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("source_id", "track_kind", "track_id", "cut_id", "cut", "market", "post_id", "assignment_id", "due_on"), None
    )
    place = {name: getattr(of, name) for name in ("campaign_id", "campaign", "video_id", "video")}
    counts = {"overdue": False, "missing": 0, "stale": 0, "count": 0, "total": 0, "note": ""}
    return Want(kind=kind, **nothing | place | counts | facts)  # type: ignore[arg-type]


def _given(one: Assignment, today: date) -> dict[str, Any]:
    overdue = one.due_on is not None and one.due_on < today
    return {"assignment_id": one.id, "due_on": one.due_on, "overdue": overdue, "note": one.note}


def _to_localize(one: Assignment, today: date) -> Want:
    """What is left of a locale; all that is left may be to submit it."""
    missing = max(0, one.total - one.done - one.stale)
    counts = {"missing": missing, "stale": one.stale, "count": missing + one.stale, "total": one.total}
    return want("localize", one, locale=one.locale, **counts, **_given(one, today))


async def _sent_back(tx: Tx, person: Person, assigned: Iterable[Assignment], today: date) -> list[Want]:
    """What went back to who looks after it, or, where nobody does, to who wrote it."""
    mine = {(one.video_id, one.locale): one for one in assigned if one.role == "localize"}
    wants = []
    for one in await found.list_sent_back(tx, person.id):
        given = mine.get((one.video_id, one.locale))
        if one.localizer_id == person.id or (one.localizer_id is None and one.own):
            facts = (_given(given, today) if given else {}) | {"note": one.note}
            wants.append(want("sent_back", one, locale=one.locale, track_kind=one.kind, track_id=one.track_id, **facts))
    return wants


async def _to_review(tx: Tx, person: Person, assigned: Iterable[Assignment], today: date) -> list[Want]:
    mine = {(one.video_id, one.locale): one for one in assigned if one.role == "review"}
    wants = []
    for one in await list_reviews(tx, person):
        given = mine.get((one.video_id, one.locale))
        facts = {"locale": one.locale, "track_kind": one.kind, "track_id": one.track_id}
        counts = {"count": given.total, "total": given.total} if given else {}
        wants.append(want("review", one, **facts, **counts, **(_given(given, today) if given else {})))
    return wants


async def list_reviews(tx: Tx, person: Person) -> list[WaitingTrack]:
    """The locales that wait for this person's approval, the longest first."""
    if not person.may("tracks:approve"):
        return []
    return [one for one in await found.list_waiting_tracks(tx, person.id) if _reviews(person, one)]


def _reviews(person: Person, one: WaitingTrack) -> bool:
    return not one.own and one.reviewer_id in (None, person.id) and person.may("tracks:approve", one.brand_id)


async def _to_release(tx: Tx, person: Person) -> list[Want]:
    """The newest releases that wait, unless the captions have changed since: then there will be newer ones."""
    waiting = await found.list_waiting_releases(tx)
    stale = await stale_among(tx, [one.release_id for one in waiting])
    return [
        want(
            "release",
            one,
            locale=one.locale,
            track_kind=one.kind,
            cut_id=one.cut_id,
            cut=one.cut,
            market=one.market,
            count=one.total,
            total=one.total,
        )
        for one in waiting
        if one.release_id not in stale and person.may("tracks:approve", one.brand_id, one.market)
    ]


async def _conflicts(tx: Tx, person: Person) -> list[Want]:
    """Where a cut wanted something else, and what it was written over has changed."""
    return [
        want(
            "conflict",
            one,
            locale=one.locale,
            track_kind=one.kind,
            cut_id=one.cut_id,
            cut=one.cut,
            market=one.market,
            count=one.conflicts,
            total=one.locales,
        )
        for one in await found.list_contested(tx)
        if person.may("tracks:write", one.brand_id)
    ]


async def _failing(tx: Tx, person: Person) -> list[Want]:
    return [
        want(
            "finding",
            one,
            locale=one.locale,
            track_kind=one.kind,
            cut_id=one.cut_id,
            cut=one.cut,
            market=one.market,
            count=one.errors,
            total=one.cuts,
        )
        for one in await found.list_failing(tx)
        if one.localizer_id in (None, person.id) and person.may("tracks:write", one.brand_id)
    ]
