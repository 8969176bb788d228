"""Brands, campaigns and their markets."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType, field

from schemas.bases import Locale, Market, Moment, Name, Page, Received, Returned, Revision, Wrong
from schemas.ids import BrandId, CampaignId

StartsOn = Annotated[date, Meta(examples=["2027-02-01"])]
EndsOn = Annotated[date, Meta(examples=["2027-03-31"])]
Locales = Annotated[list[Locale], Meta(min_length=1, max_length=20, examples=[["de-DE"]])]
Markets = Annotated[list["MarketOfCampaign"], Meta(max_length=60)]


FourEyes = Annotated[bool, Meta(description="whether texts are approved by somebody else than their writers")]


class NewBrand(Received, frozen=True):
    """A brand to be made."""

    name: Annotated[Name, Meta(examples=["Aldermoor Coffee"])]


class BrandChange(Received, frozen=True):
    """What to change of a brand."""

    name: Annotated[Name, Meta(examples=["Aldermoor Coffee"])]


class Brand(Returned, frozen=True):
    """Who pays. Brands of one organization are walled off from each other by grants."""

    id: BrandId
    name: Annotated[str, Meta(examples=["Aldermoor Coffee"])]
    revision: Revision
    created_at: Moment
    updated_at: Moment


class BrandPage(Page[Brand], frozen=True):
    """Some brands."""


class MarketOfCampaign(Received, frozen=True):
    """A country or territory that the campaign runs in, with its locales in their order."""

    market: Market
    locales: Locales
    public_delivery: Annotated[
        bool, Meta(description="whether anybody may fetch released files, and any site show them")
    ] = False


def _each_market_once(markets: list[MarketOfCampaign] | UnsetType) -> None:
    seen: set[str] = set()
    for index, one in enumerate(markets or ()):
        if one.market in seen:
            raise Wrong(f"/markets/{index}/market", "twice", f"{one.market} is listed twice")
        if len(set(one.locales)) != len(one.locales):
            raise Wrong(f"/markets/{index}/locales", "twice", "a locale is listed twice")
        seen.add(one.market)


class NewCampaign(Received, frozen=True):
    """A campaign to be made."""

    brand_id: BrandId
    name: Annotated[Name, Meta(examples=["The Same Cup"])]
    starts_on: StartsOn | None = None
    ends_on: EndsOn | None = None
    markets: Markets = field(default_factory=list)
    four_eyes: FourEyes = False

    def __post_init__(self) -> None:
        _each_market_once(self.markets)
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise Wrong("/ends_on", "end_before_start", "the campaign ends before it starts")


class CampaignChange(Received, frozen=True):
    """What to change of a campaign; what is left out stays. `markets` replaces the whole list."""

    name: Annotated[Name, Meta(examples=["The Same Cup"])] | UnsetType = UNSET
    starts_on: StartsOn | UnsetType | None = UNSET
    ends_on: EndsOn | UnsetType | None = UNSET
    markets: Markets | UnsetType = UNSET
    four_eyes: FourEyes | UnsetType = UNSET

    def __post_init__(self) -> None:
        _each_market_once(self.markets)


class Campaign(Returned, frozen=True):
    """One body of work with markets and dates."""

    id: CampaignId
    brand_id: BrandId
    name: Annotated[str, Meta(examples=["The Same Cup"])]
    starts_on: StartsOn | None
    ends_on: EndsOn | None
    markets: list[MarketOfCampaign]
    four_eyes: FourEyes
    revision: Revision
    created_at: Moment
    updated_at: Moment


class CampaignPage(Page[Campaign], frozen=True):
    """Some campaigns."""
