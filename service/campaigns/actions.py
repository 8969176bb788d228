"""What people do with brands and campaigns. Every rule is enforced here, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET
from msgspec.structs import replace

from schemas.campaigns import Brand, BrandChange, Campaign, CampaignChange, MarketOfCampaign, NewBrand, NewCampaign
from schemas.ids import BrandId, CampaignId
from service.campaigns import records
from service.campaigns.model import StandingPost
from service.campaigns.problems import MarketInUse
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Forbidden, Invalid, Missing, PreconditionFailed
from service.rulebook import Rulebook
from service.rulebook.problems import UnknownLocale, UnknownMarket


def require(person: Person, permission: str, brand: BrandId | None = None, market: str | None = None) -> None:
    """Forbidden unless the person may do this on this brand and in this market."""
    if not person.may(permission, brand, market):
        raise Forbidden(f"this needs {permission}", required_scope=permission)


def require_throughout(person: Person, permission: str, brand: BrandId, *markets: str | None) -> None:
    """Forbidden unless the person may do this in each of these markets; None, or no market: in every one."""
    if not all(person.holds(permission, brand, market) for market in markets or (None,)):
        every = "" if markets and None not in markets else " in every market"
        raise Forbidden(f"this needs {permission}{every}", required_scope=permission)


async def create_brand(tx: Tx, person: Person, new: NewBrand) -> Brand:
    """A brand; only those who work for every brand make one, for they see it afterwards."""
    require(person, "campaigns:write")
    if person.scope.brands is not None:
        raise Forbidden("a brand is made by someone who works for every brand", required_scope="campaigns:write")
    brand = await records.insert_brand(tx, new.name)
    await record(tx, person, "brand.created", brand.id, brand.id)
    return brand


async def change_brand(tx: Tx, person: Person, brand: BrandId, seen: int | None, change: BrandChange) -> Brand:
    """Rename a brand."""
    changed = await records.update_brand(tx, brand, seen, change.name) if person.may("campaigns:write", brand) else None
    if changed is None:
        current = await records.get_brand(tx, brand)
        if current is None:
            raise Missing
        require(person, "campaigns:write", brand)
        raise PreconditionFailed.on(current)
    await record(tx, person, "brand.updated", brand, brand)
    return changed


async def create_campaign(tx: Tx, person: Person, rulebook: Rulebook, new: NewCampaign) -> Campaign:
    """A campaign of a brand, with its markets."""
    if await records.get_brand(tx, new.brand_id) is None:
        raise Invalid(Fault("/brand_id", "not_found", "there is no such brand; list them at /v1/brands"))
    require(person, "campaigns:write", new.brand_id)
    markets = canonical_markets(rulebook, new.markets)
    campaign = await records.insert_campaign(tx, new)
    if campaign is None:
        raise Missing
    await records.insert_markets(tx, campaign, markets)
    await record(tx, person, "campaign.created", campaign, new.brand_id)
    return await _campaign(tx, campaign)


async def change_campaign(
    tx: Tx, person: Person, rulebook: Rulebook, campaign: CampaignId, seen: int | None, change: CampaignChange
) -> Campaign:
    """Change a campaign's name, dates or markets. MarketInUse for a market that is left out while posts stand there."""
    current = await _campaign(tx, campaign)
    require(person, "campaigns:write", current.brand_id)
    if not await records.update_campaign(tx, campaign, seen, change):
        raise PreconditionFailed.on(await _campaign(tx, campaign))
    if change.markets is not UNSET:
        markets = canonical_markets(rulebook, change.markets)
        left = {one.market for one in current.markets} - {one.market for one in markets}
        if left and (posts := await records.list_standing_posts(tx, campaign, left)):
            raise MarketInUse(_standing(posts), posts=posts)
        await records.delete_markets(tx, campaign)
        await records.insert_markets(tx, campaign, markets)
    await record(tx, person, "campaign.updated", campaign, current.brand_id)
    return await _campaign(tx, campaign)


def _standing(posts: Sequence[StandingPost]) -> str:
    """Which posts keep a campaign in its markets, and the way out."""
    named = ", ".join(f"{one.cut} on {one.handle} ({one.status})" for one in posts[:3])
    more = f" and {len(posts) - 3} more" if len(posts) > 3 else ""
    markets = ", ".join(dict.fromkeys(one.market for one in posts))
    way_out = "Take down what is live, withdraw what is planned or scheduled; then the market can go"
    return f"posts stand in {markets}: {named}{more}. {way_out}"


async def _campaign(tx: Tx, campaign: CampaignId) -> Campaign:
    found = await records.get_campaign(tx, campaign)
    if found is None:
        raise Missing
    return found


def canonical_markets(rulebook: Rulebook, markets: list[MarketOfCampaign]) -> list[MarketOfCampaign]:
    """The markets with canonical codes and locales; Invalid with every unknown one and what was perhaps meant."""
    faults: list[Fault] = []
    canonical = []
    for index, one in enumerate(markets):
        locales = []
        try:
            market = rulebook.markets.canonical(one.market)
        except UnknownMarket as error:
            faults.append(Fault(f"/markets/{index}/market", "unknown_market", str(error)))
            market = one.market
        for place, locale in enumerate(one.locales):
            try:
                locales.append(rulebook.languages.canonical(locale))
            except UnknownLocale as error:
                faults.append(Fault(f"/markets/{index}/locales/{place}", "unknown_locale", str(error)))
        canonical.append(replace(one, market=market, locales=locales))
    if faults:
        raise Invalid(*faults)
    return canonical
