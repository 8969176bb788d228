"""The calendar of a campaign's posts: with a key or a session, or at a secret address that can be revoked.

Whoever has the address reads what its owner may see at that moment; it ends with the account.
"""

from __future__ import annotations

from schemas.ids import CampaignId
from schemas.post_tasks import PostCalendar
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import Person, Scope
from service.people.model import brands_of
from service.people.tokens import fingerprint, looks_like_link, new_link_token
from service.posts import calendar, records, records_clock
from service.posts.wording import find_place
from service.problems import Missing


async def calendar_of(tx: Tx, campaign: CampaignId, public_url: str) -> bytes:
    """The posts of a campaign as iCalendar; Missing outside the walls."""
    place = await find_place(tx, campaign)
    return calendar.calendar(place.name, await records.list_plan(tx, campaign), public_url)


async def open_feed(tx: Tx, person: Person, campaign: CampaignId, public_url: str) -> PostCalendar:
    """A new secret address; one's own before for this campaign works no longer."""
    place = await find_place(tx, campaign)
    await records_clock.end_feed(tx, campaign, person.id)
    token = new_link_token()
    made = await records_clock.insert_feed(tx, place, person.id, fingerprint(token))
    await record(tx, person, "person.post_calendar_opened", person.id, None, {"campaign_id": str(campaign)})
    return PostCalendar(url=f"{public_url}/ics/posts/{token}.ics", created_at=made)


async def close_feed(tx: Tx, person: Person, campaign: CampaignId) -> None:
    """The secret address works no longer; doing it twice is harmless."""
    await find_place(tx, campaign)
    if await records_clock.end_feed(tx, campaign, person.id):
        await record(tx, person, "person.post_calendar_closed", person.id, None, {"campaign_id": str(campaign)})


async def calendar_at(db: Database, token: str, public_url: str) -> bytes:
    """The calendar of a secret address; Missing when it is none, or none any more."""
    owner = None
    if looks_like_link(token):
        async with db.system() as tx:
            owner = await records_clock.find_feed(tx, fingerprint(token))
    if owner is None:
        raise Missing
    async with db.reading(Scope(owner.org, brands_of(owner.grants))) as tx:
        return await calendar_of(tx, owner.campaign_id, public_url)
