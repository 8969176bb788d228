"""What the films of a campaign must show, say or leave out, and the claims that they may make."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType, field

from schemas.bases import Market, Milliseconds, Moment, Name, Page, Received, Returned, Revision
from schemas.checks import Check, shown, shown_in_a_line
from schemas.ids import BrandId, CampaignId, ClaimId, PersonId, RequirementId

RequirementKind = Annotated[
    Literal["on_screen", "show", "say", "not_say", "disclosure", "logo_space"],
    Meta(
        description="on_screen: seen for at least `minimum_ms`; show: seen at all; say, not_say: about `phrases`; "
        "disclosure: that it is an advertisement, or made by a machine; logo_space: room that stays free",
        examples=["on_screen"],
    ),
]
Level = Annotated[
    Literal["must", "should"],
    Meta(description="must: without it a cut is not what was ordered; should: a wish", examples=["must"]),
]
Title = Annotated[Name, Check(shown_in_a_line), Meta(examples=["The product is on screen for 2 seconds"])]
Phrase = Annotated[str, Meta(min_length=1, max_length=400, examples=["the same cup"])]
Phrases = Annotated[
    list[Phrase], Meta(max_length=20, description="words, where it is about words", examples=[["the same cup"]])
]
Markets = Annotated[
    list[Market], Meta(max_length=250, description="where it holds; empty: in every market", examples=[["DE", "FR"]])
]
Minimum = Annotated[
    Milliseconds | None, Meta(description="of `on_screen` only, in all the time of a cut together", examples=[2000])
]


class NewRequirement(Received, frozen=True):
    """Something that the films must show, say or leave out."""

    kind: RequirementKind
    title: Title
    level: Level = "must"
    phrases: Phrases = field(default_factory=list)
    markets: Markets = field(default_factory=list)
    minimum_ms: Minimum = None


class RequirementChange(Received, frozen=True):
    """What is different from now on; what is left out stays."""

    kind: RequirementKind | UnsetType = UNSET
    title: Title | UnsetType = UNSET
    level: Level | UnsetType = UNSET
    phrases: Phrases | UnsetType = UNSET
    markets: Markets | UnsetType = UNSET
    minimum_ms: Minimum | UnsetType = UNSET


class Requirement(Returned, frozen=True):
    """Something that the films must show, say or leave out."""

    id: RequirementId
    brand_id: BrandId
    campaign_id: CampaignId
    kind: RequirementKind
    level: Level
    title: Title
    phrases: Phrases
    markets: Markets
    minimum_ms: Minimum
    by: Annotated[PersonId, Meta(description="who wrote it last")]
    revision: Revision
    created_at: Moment
    updated_at: Moment


class RequirementPage(Page[Requirement], frozen=True):
    """Some requirements."""


ClaimText = Annotated[str, Check(shown), Meta(min_length=1, max_length=400, examples=["Grown without pesticides"])]
ClaimState = Annotated[
    Literal["open", "substantiated", "rejected"],
    Meta(description="open: nobody has shown yet that it holds; rejected: it may not be said", examples=["open"]),
]
ClaimSource = Annotated[
    str, Meta(max_length=1000, description="what it rests on", examples=["Audit of 2027-01-12, Kiwa BCS"])
]
Document = Annotated[
    Annotated[str, Meta(min_length=1, max_length=2000)] | None,
    Meta(
        description="where the document is: an address, or its name in your files",
        examples=["https://files.example.com/audit-2027.pdf"],
    ),
]


class NewClaim(Received, frozen=True):
    """Something that the brand says of its product."""

    text: ClaimText
    state: ClaimState = "open"
    source: ClaimSource = ""
    document: Document = None


class ClaimChange(Received, frozen=True):
    """What is different from now on; what is left out stays."""

    text: ClaimText | UnsetType = UNSET
    state: ClaimState | UnsetType = UNSET
    source: ClaimSource | UnsetType = UNSET
    document: Document | UnsetType = UNSET


class Claim(Returned, frozen=True):
    """Something that the brand says of its product, and what it rests on."""

    id: ClaimId
    brand_id: BrandId
    campaign_id: CampaignId
    text: ClaimText
    state: ClaimState
    source: ClaimSource
    document: Document
    by: Annotated[PersonId, Meta(description="who wrote it last")]
    revision: Revision
    created_at: Moment
    updated_at: Moment


class ClaimPage(Page[Claim], frozen=True):
    """Some claims."""
