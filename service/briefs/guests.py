"""The links of guests: whoever has one reads the brief, watches the cuts and says what they think, without an account.

The address is a secret: it is shown once, only its hash is stored, and each page asks the database whether it still
works, so revoking one works at once. It opens one campaign behind the walls of its brand.
"""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import asdict

from schemas.approvals import GuestLink, MadeGuestLink, NewGuestLink
from schemas.ids import CampaignId, GuestLinkId
from service.briefs import records_words as records
from service.briefs.actions import open_for
from service.briefs.model import OpenedGuestLink
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import Person
from service.people.tokens import fingerprint, looks_like_link, new_link_token
from service.problems import Fault, Invalid, Missing


async def make(tx: Tx, person: Person, campaign: CampaignId, new: NewGuestLink, public_url: str) -> MadeGuestLink:
    """A link with its address, which is not to be had again. Raises Missing, Forbidden and Invalid."""
    brief = await open_for(tx, person, campaign)
    if new.expires_at is not None and new.expires_at <= datetime.now(UTC):
        raise Invalid(Fault("/expires_at", "past", "this moment is over; name a later one, or none"))
    token = new_link_token()
    made = await records.insert_guest_link(tx, campaign, new, fingerprint(token), person.id)
    if made is None:
        raise Missing
    facts = {"campaign_id": str(campaign), "label": new.label}
    await record(tx, person, "guest_link.created", made.id, brief.brand_id, facts)
    return MadeGuestLink(**asdict(made), url=f"{public_url}/b/{token}")


async def revoke(tx: Tx, person: Person, campaign: CampaignId, link_id: GuestLinkId) -> GuestLink:
    """It opens nothing any more; revoking it twice changes nothing."""
    brief, link = await open_for(tx, person, campaign), await show(tx, campaign, link_id)
    if await records.revoke_guest_link(tx, link_id):
        facts = {"campaign_id": str(campaign), "label": link.label}
        await record(tx, person, "guest_link.revoked", link_id, brief.brand_id, facts)
    return link


async def show(tx: Tx, campaign: CampaignId, link_id: GuestLinkId) -> GuestLink:
    """One link of a campaign; Missing outside the walls."""
    link = await records.get_guest_link(tx, campaign, link_id)
    if link is None:
        raise Missing
    return link


async def find(db: Database, token: str) -> OpenedGuestLink | None:
    """The link of a token, working or ended; None for a token that never was one."""
    if not looks_like_link(token):
        return None
    async with db.system() as tx:
        return await records.find_guest_link(tx, fingerprint(token))


async def note_opening(db: Database, link: OpenedGuestLink) -> None:
    """Remember that somebody opened it, to the minute."""
    async with db.transaction(link.scope) as tx:
        await records.open_guest_link(tx, link.id)
