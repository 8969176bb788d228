"""The links of a market: whoever has one fetches the market's approved files, without an account.

The address is a secret: it is shown once, only its hash is stored, and each page and each file asks the database
whether it still works, so revoking one works at once. A link is of one market of one campaign. What it opens is read
inside the walls of that campaign's brand; other markets are not asked for at all.
"""

from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import asdict

from schemas.ids import CampaignId, MarketLinkId
from schemas.market_links import MadeMarketLink, MarketLink, NewMarketLink
from service.campaigns import records
from service.campaigns.actions import require
from service.campaigns.model import OpenedLink
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import Person
from service.people.tokens import fingerprint, looks_like_link, new_link_token
from service.problems import Fault, Invalid, Missing


async def make_link(
    tx: Tx, person: Person, campaign_id: CampaignId, new: NewMarketLink, public_url: str
) -> MadeMarketLink:
    """A link with its address, which is not to be had again. Raises Missing, Forbidden and Invalid."""
    campaign = await records.get_campaign(tx, campaign_id)
    if campaign is None:
        raise Missing
    require(person, "campaigns:write", campaign.brand_id, new.market)
    if new.market not in {one.market for one in campaign.markets}:
        raise Invalid(Fault("/market", "not_planned", "the campaign does not run there; add the market to it first"))
    if new.expires_at is not None and new.expires_at <= datetime.now(UTC):
        raise Invalid(Fault("/expires_at", "past", "this moment is over; name a later one, or none"))
    token = new_link_token()
    made = await records.insert_market_link(tx, campaign_id, new, fingerprint(token), person.id)
    if made is None:
        raise Missing
    facts = {"campaign_id": str(campaign_id), "market": new.market, "label": new.label}
    await record(tx, person, "market_link.created", made.id, campaign.brand_id, facts)
    return MadeMarketLink(**asdict(made), url=f"{public_url}/m/{token}")


async def revoke_link(tx: Tx, person: Person, campaign_id: CampaignId, link_id: MarketLinkId) -> MarketLink:
    """It opens nothing any more; revoking it twice changes nothing."""
    link, campaign = await show_link(tx, campaign_id, link_id), await records.get_campaign(tx, campaign_id)
    if campaign is None:
        raise Missing
    require(person, "campaigns:write", campaign.brand_id, link.market)
    if await records.revoke_market_link(tx, link_id):
        facts = {"campaign_id": str(campaign_id), "market": link.market, "label": link.label}
        await record(tx, person, "market_link.revoked", link_id, campaign.brand_id, facts)
    return link


async def show_link(tx: Tx, campaign_id: CampaignId, link_id: MarketLinkId) -> MarketLink:
    """One link of a campaign; Missing outside the walls."""
    link = await records.get_market_link(tx, campaign_id, link_id)
    if link is None:
        raise Missing
    return link


async def find_link(db: Database, token: str) -> OpenedLink | None:
    """The link of a token, working or ended; None for a token that never was one."""
    if not looks_like_link(token):
        return None
    async with db.system() as tx:
        return await records.find_market_link(tx, fingerprint(token))


async def note_opening(db: Database, link: OpenedLink) -> None:
    """Remember that somebody opened it, to the minute."""
    async with db.transaction(link.scope) as tx:
        await records.open_market_link(tx, link.id)
