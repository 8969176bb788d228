"""Where, in which media and how long something of the films may be used; and where a market sends people."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from schemas.bases import NAME_PATTERN, Market, Moment, Name, Page, Received, Returned, Revision, form
from schemas.checks import Check, address, shown_in_a_line, within_reach
from schemas.ids import BrandId, BriefLinkId, CampaignId, PersonId, RightsId

RightsOf = Annotated[
    Literal["talent", "music", "footage", "font"], Meta(description="what may be used", examples=["talent"])
]
Medium = Literal["paid_social", "organic_social", "web", "tv", "cinema", "out_of_home", "in_store", "print"]
RightsName = Annotated[Name, Check(shown_in_a_line), Meta(description="whose, or which", examples=["Marta Lindqvist"])]
Territories = Annotated[
    Annotated[list[Market], Meta(min_length=1, max_length=250)] | None,
    Meta(description="null: worldwide", examples=[["DE", "AT", "CH"]]),
]
Media = Annotated[list[Medium], Meta(min_length=1, max_length=8, examples=[["paid_social", "organic_social"]])]
FirstDay = Annotated[
    date, Check(within_reach), Meta(description="the first day, where it is used", examples=["2027-01-01"])
]
LastDay = Annotated[
    date | None,
    Check(within_reach),
    Meta(description="the last day, where it is used; null: without end", examples=["2027-06-30"]),
]
Contract = Annotated[
    str, Meta(max_length=200, description="where the contract is to be found", examples=["ALD-2026-118, § 4"])
]


class NewRights(Received, frozen=True):
    """A window in which something may be used. `territories` must be said: null is worldwide."""

    what: RightsOf
    name: RightsName
    territories: Territories
    media: Media
    starts_on: FirstDay
    ends_on: LastDay = None
    contract: Contract = ""


class RightsChange(Received, frozen=True):
    """What is different from now on; what is left out stays."""

    what: RightsOf | UnsetType = UNSET
    name: RightsName | UnsetType = UNSET
    territories: Territories | UnsetType = UNSET
    media: Media | UnsetType = UNSET
    starts_on: FirstDay | UnsetType = UNSET
    ends_on: LastDay | UnsetType = UNSET
    contract: Contract | UnsetType = UNSET


class Rights(Returned, frozen=True):
    """A window in which something may be used: where, in which media, from which day to which."""

    id: RightsId
    brand_id: BrandId
    campaign_id: CampaignId
    what: RightsOf
    name: RightsName
    territories: Territories
    media: Media
    starts_on: FirstDay
    ends_on: LastDay
    contract: Contract
    by: Annotated[PersonId, Meta(description="who wrote it last")]
    revision: Revision
    created_at: Moment
    updated_at: Moment


class RightsPage(Page[Rights], frozen=True):
    """Some rights windows."""


LinkKind = Annotated[
    Literal["affiliate", "landing"],
    Meta(description="affiliate: somebody is paid for who follows it, which must be disclosed", examples=["landing"]),
]
Url = Annotated[
    str,
    Check(address),
    form(
        r"^https?://[^\s/?#]+[^\s]*$(?!\n)",
        "a whole address that begins with https://",
        max_length=2000,
        examples=["https://aldermoor.example/de?ref=cup"],
    ),
]
LinkMarket = Annotated[Market | None, Meta(description="null: every market")]
LinkLabel = Annotated[
    str,
    Check(shown_in_a_line),
    Meta(pattern=NAME_PATTERN, min_length=1, max_length=100, examples=["Shop, Germany"]),
]


class NewBriefLink(Received, frozen=True):
    """Where a market, or every market, sends people."""

    kind: LinkKind
    label: LinkLabel
    url: Url
    market: LinkMarket = None


class BriefLinkChange(Received, frozen=True):
    """What is different from now on; what is left out stays."""

    kind: LinkKind | UnsetType = UNSET
    label: LinkLabel | UnsetType = UNSET
    url: Url | UnsetType = UNSET
    market: LinkMarket | UnsetType = UNSET


class BriefLink(Returned, frozen=True):
    """Where a market, or every market, sends people."""

    id: BriefLinkId
    brand_id: BrandId
    campaign_id: CampaignId
    kind: LinkKind
    market: LinkMarket
    label: LinkLabel
    url: Url
    by: Annotated[PersonId, Meta(description="who wrote it last")]
    revision: Revision
    created_at: Moment
    updated_at: Moment


class BriefLinkPage(Page[BriefLink], frozen=True):
    """Some links."""
