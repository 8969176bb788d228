"""What posts say: text, title, hashtags, cover and disclosure, said once and inherited.

The levels, from wide to narrow: the campaign, a platform, a market, a market on a platform, one post. The narrowest
that says something counts, field by field.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from schemas.bases import Market, Milliseconds, Moment, Received, Returned, Revision, form
from schemas.checks import Check, shown
from schemas.ids import CampaignId, PersonId, PostId
from schemas.videos import Platform

DisclosureWord = Annotated[
    Literal["third_party_paid", "own_brand", "synthetic"],
    Meta(
        description="third_party_paid: somebody paid for it; own_brand: it promotes the channel's own business;"
        " synthetic: realistic content made or altered by AI"
    ),
]
CopyLevel = Annotated[
    Literal["campaign", "platform", "market", "market_platform", "post"],
    Meta(description="where a value was said", examples=["market"]),
]
PostText = Annotated[
    str,
    Check(shown),
    Meta(description="as it will stand, without the hashtags", max_length=10_000, examples=["Ein Platz ist frei."]),
]
PostTitle = Annotated[str, Check(shown), Meta(max_length=500, examples=["Die gleiche Tasse"])]
Hashtag = Annotated[
    str,
    form(
        r"^[^\s#\x00-\x1f\x7f]+$(?!\n)",
        "a word without # and spaces",
        min_length=1,
        max_length=100,
        examples=["kaffee"],
    ),
]
Hashtags = Annotated[list[Hashtag], Meta(description="without the #, in this order", max_length=100)]
Disclosure = Annotated[
    list[DisclosureWord],
    Meta(description="what is disclosed; empty: there is nothing to disclose", max_length=3, examples=[["own_brand"]]),
]
Cover = Annotated[Milliseconds, Meta(description="the moment of the film that stands still", examples=[1200])]


class Copy(Returned, frozen=True):
    """What one level says; null: as the wider level says. Revision 0: nothing was said here yet."""

    campaign_id: CampaignId
    level: CopyLevel
    platform: Annotated[Platform | None, Meta(examples=[None])]
    market: Market | None
    post_id: Annotated[PostId | None, Meta(examples=[None])]
    text: PostText | None
    title: PostTitle | None
    hashtags: Hashtags | None
    cover_ms: Cover | None
    disclosure: Disclosure | None
    by: PersonId | None
    at: Moment | None
    revision: Revision


class Copies(Returned, frozen=True):
    """What every level of a campaign says, from wide to narrow; those of single posts are read with the posts."""

    data: list[Copy]


class CopyChange(Received, frozen=True):
    """What to say at one level; what is left out stays, null says nothing here any more."""

    text: PostText | UnsetType | None = UNSET
    title: PostTitle | UnsetType | None = UNSET
    hashtags: Hashtags | UnsetType | None = UNSET
    cover_ms: Cover | UnsetType | None = UNSET
    disclosure: Disclosure | UnsetType | None = UNSET


class SaidText(Returned, frozen=True):
    """A text and the level that says it; both null: nobody has."""

    value: Annotated[str | None, Meta(examples=["Ein Platz ist frei."])]
    level: CopyLevel | None


class SaidHashtags(Returned, frozen=True):
    """Hashtags and the level that says them."""

    value: Hashtags | None
    level: CopyLevel | None


class SaidCover(Returned, frozen=True):
    """The cover and the level that says it; null: the platform takes its first frame."""

    value: Cover | None
    level: CopyLevel | None


class SaidDisclosure(Returned, frozen=True):
    """What is disclosed and the level that says it; null: nobody has said."""

    value: Disclosure | None
    level: CopyLevel | None


class Inherited(Returned, frozen=True):
    """What a post says in the end, each with where it comes from."""

    text: SaidText
    title: SaidText
    hashtags: SaidHashtags
    cover_ms: SaidCover
    disclosure: SaidDisclosure
