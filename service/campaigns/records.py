"""Brands and campaigns as stored."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec import UNSET

from schemas.campaigns import Brand, Campaign, CampaignChange, MarketOfCampaign, NewCampaign
from schemas.ids import BrandId, CampaignId, MarketLinkId, PersonId
from schemas.market_links import MarketLink, NewMarketLink
from service.campaigns.model import OpenedLink, StandingPost
from service.campaigns.problems import BrandNameTaken, DatesReversed
from service.db.pool import Tx
from service.db.problems import refusing
from service.db.queries import Slice, Sort, load

queries = load(__package__)


async def insert_brand(tx: Tx, name: str) -> Brand:
    """A new brand; BrandNameTaken when a living one has this name."""
    with refusing(brand_name_once=BrandNameTaken):
        return await tx.only(Brand, queries.insert_brand, name)


async def get_brand(tx: Tx, brand: BrandId) -> Brand | None:
    """The brand, unless it lies outside the walls."""
    return await tx.one(Brand, queries.get_brand, brand)


async def update_brand(tx: Tx, brand: BrandId, seen: int | None, name: str) -> Brand | None:
    """The brand with its new name; None when it was not at the revision seen."""
    with refusing(brand_name_once=BrandNameTaken):
        return await tx.one(Brand, queries.update_brand, brand, seen, name)


async def insert_campaign(tx: Tx, new: NewCampaign) -> CampaignId | None:
    """A new campaign, still without its markets; None when there is no such brand."""
    found = await tx.value(queries.insert_campaign, new.brand_id, new.name, new.starts_on, new.ends_on, new.four_eyes)
    return None if found is None else CampaignId(found)


async def insert_markets(tx: Tx, campaign: CampaignId, markets: list[MarketOfCampaign]) -> None:
    """The campaign's markets in this order."""
    rows = [(campaign, one.market, index, one.locales, one.public_delivery) for index, one in enumerate(markets)]
    await tx.each(queries.insert_market, rows)


async def list_standing_posts(tx: Tx, campaign: CampaignId, markets: Collection[str]) -> list[StandingPost]:
    """The posts of a campaign that stand in these markets; a hundred at most."""
    return await tx.all(StandingPost, queries.list_standing_posts, campaign, list(markets))


async def delete_markets(tx: Tx, campaign: CampaignId) -> None:
    """Take the campaign's markets away, to be replaced as a whole."""
    await tx.do(queries.delete_markets, campaign)


async def get_campaign(tx: Tx, campaign: CampaignId) -> Campaign | None:
    """The campaign with its markets, unless it lies outside the walls."""
    return await tx.one(Campaign, queries.get_campaign, campaign)


async def update_campaign(tx: Tx, campaign: CampaignId, seen: int | None, change: CampaignChange) -> bool:
    """Change what is set, but for the markets; False when it was not at the revision seen."""
    pairs: list[Any] = []
    for value in (change.name, change.starts_on, change.ends_on, change.four_eyes):
        pairs += [value is not UNSET, None if value is UNSET else value]
    with refusing(campaign_dates_ordered=DatesReversed):
        return await tx.value(queries.update_campaign, campaign, seen, *pairs) is not None


# Links of markets


async def insert_market_link(
    tx: Tx, campaign: CampaignId, new: NewMarketLink, token_sha256: bytes, maker: PersonId
) -> MarketLink | None:
    """A new link; None when there is no such campaign."""
    facts = (campaign, new.market, new.label, token_sha256, maker, new.expires_at)
    return await tx.one(MarketLink, queries.insert_market_link, *facts)


async def list_markets(tx: Tx) -> list[str]:
    """The markets that campaigns run in, in their order."""
    return [row[0] for row in await tx.rows(queries.list_markets)]


async def get_market_link(tx: Tx, campaign: CampaignId, link: MarketLinkId) -> MarketLink | None:
    """A campaign's link, unless it lies outside the walls."""
    return await tx.one(MarketLink, queries.get_market_link, campaign, link)


async def list_market_links(tx: Tx, campaign: CampaignId) -> list[MarketLink]:
    """The newest thousand links of a campaign, the newest first."""
    newest = Slice(Sort("id", "uuid", descending=True), None, 1000)
    return await tx.page(MarketLink, queries.list_market_links, newest, campaign, None)


async def revoke_market_link(tx: Tx, link: MarketLinkId) -> bool:
    """Whether it worked until now."""
    return await tx.do(queries.revoke_market_link, link) == 1


async def find_market_link(tx: Tx, token_sha256: bytes) -> OpenedLink | None:
    """What a token opens, in whatever organization, working or ended."""
    return await tx.one(OpenedLink, queries.find_market_link, token_sha256)


async def open_market_link(tx: Tx, link: MarketLinkId) -> None:
    """Remember that somebody opened it."""
    await tx.do(queries.open_market_link, link)
