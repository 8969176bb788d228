"""Who looks after a locale of a video, and until when.

Whoever approves gives work out; anybody who writes may take some for themselves. Nothing is ticked off: whether it is
done is seen from the texts.
"""

from __future__ import annotations

from datetime import date

from msgspec import UNSET

from schemas.assignments import Assignable, Assignables, Assignment, AssignmentChange, Duty, NewAssignment
from schemas.ids import AssignmentId, BrandId, PersonId, VideoId
from service.captions import records_assignments as records
from service.captions.actions import canonical_locale
from service.captions.admitting import require_locale
from service.captions.records_assignments import Helper
from service.db.pool import Tx
from service.events.actions import record
from service.identity import PERMISSIONS, Person
from service.problems import Fault, Invalid, Missing, PreconditionFailed
from service.rulebook import Rulebook

ASKS: dict[Duty, str] = {"localize": "tracks:write", "review": "tracks:approve"}


async def assign(tx: Tx, person: Person, rulebook: Rulebook, video: VideoId, new: NewAssignment) -> Assignment:
    """Give a locale of a video to somebody. Raises Invalid, Forbidden, AlreadyAssigned; Missing outside the walls."""
    locale = canonical_locale(rulebook, new.locale)
    place = await records.get_video_place(tx, video, locale)
    if place is None:
        raise Missing
    await _admit(tx, person, place.brand_id, (video, locale), new.person_id, new.role)
    if not place.planned:
        detail = f"nobody wants this video in {locale}; see the markets of its campaign"
        raise Invalid(Fault("/locale", "not_planned", detail))
    facts = (new.person_id, new.due_on, new.note.strip(), person.id)
    made = await records.insert_assignment(tx, place.brand_id, video, locale, new.role, *facts)
    await record(tx, person, "assignment.made", made, place.brand_id, _told(video, locale, new.role, new.person_id))
    return await shown(tx, made)


async def reassign(
    tx: Tx, person: Person, assignment: AssignmentId, seen: int | None, change: AssignmentChange
) -> Assignment:
    """Somebody else, another day, another note. What says the same changes nothing."""
    now = await shown(tx, assignment)
    who = now.person_id if change.person_id is UNSET else change.person_id
    due_on = now.due_on if change.due_on is UNSET else change.due_on
    note = now.note if change.note is UNSET else change.note.strip()
    await _admit(tx, person, now.brand_id, (now.video_id, now.locale), who, now.role, had=now.person_id)
    if seen is not None and seen != now.revision:
        raise PreconditionFailed.on(now)
    if (who, due_on, note) == (now.person_id, now.due_on, now.note):
        return now
    if not await records.update_assignment(tx, assignment, now.revision, who, due_on, note):
        raise PreconditionFailed.on(await shown(tx, assignment))
    told = _told(now.video_id, now.locale, now.role, who)
    await record(tx, person, "assignment.changed", assignment, now.brand_id, told)
    return await shown(tx, assignment)


async def give(
    tx: Tx, person: Person, rulebook: Rulebook, video: VideoId, locale: str, role: Duty, who: PersonId, due: date | None
) -> Assignment:
    """Give a locale to somebody, whoever had it before."""
    there = await records.find_assignment(tx, video, locale, role)
    if there is None:
        new = NewAssignment(locale=locale, role=role, person_id=who, due_on=due)
        return await assign(tx, person, rulebook, video, new)
    return await reassign(tx, person, there, None, AssignmentChange(person_id=who, due_on=due))


async def withdraw(tx: Tx, person: Person, assignment: AssignmentId) -> None:
    """Nobody looks after it any more."""
    now = await shown(tx, assignment)
    await _require(tx, person, now.brand_id, (now.video_id, now.locale), now.role, {now.person_id})
    if await records.withdraw_assignment(tx, assignment):
        told = _told(now.video_id, now.locale, now.role, now.person_id)
        await record(tx, person, "assignment.withdrawn", assignment, now.brand_id, told)


async def shown(tx: Tx, assignment: AssignmentId) -> Assignment:
    """One assignment; Missing outside the walls, and once it was withdrawn."""
    found = await records.get_assignment(tx, assignment)
    if found is None:
        raise Missing
    return found


async def assignable(tx: Tx, video: VideoId) -> Assignables:
    """Who may be given something of a video; Missing outside the walls."""
    place = await records.get_video_place(tx, video, "und")
    if place is None:
        raise Missing
    return Assignables(data=able(await records.list_helpers(tx, place.brand_id)))


def able(helpers: list[Helper]) -> list[Assignable]:
    """Those who may localize or review, by name, from the roles of everybody on a brand."""
    found: dict[PersonId, tuple[str, set[str]]] = {}
    for one in helpers:
        found.setdefault(one.id, (one.name, set()))[1].update(PERMISSIONS[one.role])
    every = [
        Assignable(id=who, name=name, roles=[role for role, asked in ASKS.items() if asked in may])
        for who, (name, may) in found.items()
    ]
    return [one for one in every if one.roles]


async def _admit(
    tx: Tx,
    person: Person,
    brand: BrandId,
    of: tuple[VideoId, str],
    who: PersonId,
    role: Duty,
    had: PersonId | None = None,
) -> None:
    """Forbidden, or Invalid for somebody who could not do it."""
    await _require(tx, person, brand, of, role, {who, had or who})
    helpers = await records.list_helpers(tx, brand)
    if not any(one.id == who and role in one.roles for one in able(helpers)):
        detail = f"nobody of this name may {role} here; GET /v1/videos/{{id}}/assignable lists who may"
        raise Invalid(Fault("/person_id", "not_assignable", detail))


async def _require(
    tx: Tx, person: Person, brand: BrandId, of: tuple[VideoId, str], role: Duty, concerned: set[PersonId]
) -> None:
    """Who approves the locale gives it to anybody; who could do it takes it, and gives it back."""
    asked = ASKS[role] if concerned == {person.id} else "tracks:approve"
    await require_locale(tx, person, asked, brand, *of)


def _told(video: VideoId, locale: str, role: Duty, who: PersonId) -> dict[str, str]:
    return {"video_id": str(video), "locale": locale, "role": role, "person_id": str(who)}
