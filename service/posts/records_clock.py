"""What the clock has told, and the calendars that show posts, as stored."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from schemas.ids import BrandId, CampaignId, OrganizationId, PersonId
from service.db.pool import Tx
from service.db.queries import load
from service.identity import Grant
from service.posts.model import CampaignPlace

queries = load(__package__)


class OnTheClock(Struct, frozen=True):
    """A campaign in which time changes something."""

    org: OrganizationId
    campaign_id: CampaignId


class FeedOwner(Struct, frozen=True):
    """Whose calendar of which campaign a secret address shows, and what they may do."""

    org: OrganizationId
    id: PersonId
    name: str
    grants: tuple[Grant, ...]
    campaign_id: CampaignId


async def list_on_the_clock(tx: Tx) -> list[OnTheClock]:
    """Of every organization the campaigns with posts that wait or are live."""
    return await tx.all(OnTheClock, queries.list_on_the_clock)


async def insert_notice(tx: Tx, brand: BrandId, kind: str, subject: str, mark: str) -> bool:
    """False when it was told before."""
    return await tx.do(queries.insert_notice, brand, kind, subject, mark) == 1


async def insert_feed(tx: Tx, place: CampaignPlace, person: PersonId, token_sha256: bytes) -> datetime:
    """When it was made."""
    made: datetime = await tx.value(queries.insert_feed, place.brand_id, place.id, person, token_sha256)
    return made


async def get_feed(tx: Tx, campaign: CampaignId, person: PersonId) -> datetime | None:
    """Since when there is one; None where there is none."""
    since: datetime | None = await tx.value(queries.get_feed, campaign, person)
    return since


async def end_feed(tx: Tx, campaign: CampaignId, person: PersonId) -> bool:
    """Whether there was one."""
    return await tx.do(queries.end_feed, campaign, person) > 0


async def find_feed(tx: Tx, token_sha256: bytes) -> FeedOwner | None:
    """Whose calendar it is, in whichever organization."""
    return await tx.one(FeedOwner, queries.find_feed, token_sha256)
