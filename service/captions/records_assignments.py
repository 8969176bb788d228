"""Assignments and calendar feeds as stored."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from schemas.assignments import Assignment, Duty
from schemas.ids import AssignmentId, BrandId, CampaignId, OrganizationId, PersonId, VideoId
from service.captions.problems import AlreadyAssigned
from service.db.pool import Tx
from service.db.problems import refusing
from service.db.queries import Slice, Sort, load
from service.identity import Grant, Role

queries = load(__package__)
SOONEST = Sort("id", "uuid")
MOST_OF_ONE = 500


class VideoPlace(Struct, frozen=True):
    """Where a video stands; `planned`: there are, or should be, texts of it in the locale that was asked about."""

    brand_id: BrandId
    campaign_id: CampaignId
    title: str
    planned: bool


class Duties(Struct, frozen=True):
    """Who looks after a locale of a video."""

    id: AssignmentId
    video_id: VideoId
    locale: str
    role: Duty
    person_id: PersonId
    person: str
    due_on: date | None
    revision: int


class Helper(Struct, frozen=True):
    """Somebody with a role on a brand."""

    id: PersonId
    name: str
    role: Role


class CalendarOwner(Struct, frozen=True):
    """Whose calendar a secret address shows, and what they may do."""

    org: OrganizationId
    id: PersonId
    name: str
    grants: tuple[Grant, ...]


async def get_video_place(tx: Tx, video: VideoId, locale: str) -> VideoPlace | None:
    return await tx.one(VideoPlace, queries.get_video_place, video, locale)


async def insert_assignment(
    tx: Tx,
    brand: BrandId,
    video: VideoId,
    locale: str,
    role: Duty,
    person: PersonId,
    due_on: date | None,
    note: str,
    by: PersonId,
) -> AssignmentId:
    """AlreadyAssigned when somebody looks after this locale in this role."""
    with refusing(assignment_once=_taken):
        args = (brand, video, locale, role, person, due_on, note, by)
        return AssignmentId(await tx.value(queries.insert_assignment, *args))


async def find_assignment(tx: Tx, video: VideoId, locale: str, role: Duty) -> AssignmentId | None:
    found = await tx.value(queries.find_assignment, video, locale, role)
    return None if found is None else AssignmentId(found)


async def get_assignment(tx: Tx, assignment: AssignmentId) -> Assignment | None:
    return await tx.one(Assignment, queries.get_assignment, assignment)


async def list_duties(tx: Tx, campaign: CampaignId) -> list[Duties]:
    return await tx.all(Duties, queries.list_duties, campaign)


async def list_assigned(tx: Tx, person: PersonId) -> list[Assignment]:
    """Everything that somebody was given, done or not; the oldest first."""
    part = Slice(SOONEST, None, MOST_OF_ONE)
    return (await tx.page(Assignment, queries.list_my_assignments, part, person))[:MOST_OF_ONE]


async def update_assignment(
    tx: Tx, assignment: AssignmentId, seen: int | None, person: PersonId, due_on: date | None, note: str
) -> bool:
    """Whether it was at the revision seen."""
    return await tx.do(queries.update_assignment, assignment, seen, person, due_on, note) == 1


async def withdraw_assignment(tx: Tx, assignment: AssignmentId) -> bool:
    return await tx.do(queries.withdraw_assignment, assignment) == 1


async def list_helpers(tx: Tx, brand: BrandId) -> list[Helper]:
    return await tx.all(Helper, queries.list_helpers, brand)


async def insert_calendar_feed(tx: Tx, person: PersonId, token_sha256: bytes) -> datetime:
    """When it was made."""
    made: datetime = await tx.value(queries.insert_calendar_feed, person, token_sha256)
    return made


async def end_calendar_feed(tx: Tx, person: PersonId) -> bool:
    """Whether there was one."""
    return await tx.do(queries.end_calendar_feed, person) > 0


async def get_calendar_feed(tx: Tx, person: PersonId) -> datetime | None:
    """Since when somebody's calendar has a secret address; None: it has none."""
    since: datetime | None = await tx.value(queries.get_calendar_feed, person)
    return since


async def find_calendar(tx: Tx, token_sha256: bytes) -> CalendarOwner | None:
    """Whose calendar it is, in whichever organization."""
    return await tx.one(CalendarOwner, queries.find_calendar, token_sha256)


def _taken() -> AlreadyAssigned:
    return AlreadyAssigned("somebody looks after this locale in this role; change that assignment, or withdraw it")
