"""Links with which the people of a market fetch its files, without an account."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from schemas.bases import NAME_PATTERN, Market, Moment, Page, Received, Returned
from schemas.checks import Check, shown_in_a_line, within_reach
from schemas.ids import CampaignId, MarketLinkId, PersonId

Label = Annotated[
    str,
    Check(shown_in_a_line),
    Meta(
        pattern=NAME_PATTERN,
        description="who has the link, for those who make it",
        min_length=1,
        max_length=100,
        examples=["Marketing São Paulo"],
    ),
]
Ends = Annotated[
    datetime, Check(within_reach), Meta(tz=True, description="null: never", examples=["2027-06-30T00:00:00Z"])
]


class NewMarketLink(Received, frozen=True):
    """A link to be made for a market of the campaign."""

    market: Market
    label: Label
    expires_at: Ends | None = None


class MarketLink(Returned, frozen=True):
    """Whoever has it sees the market's page and its approved files, and nothing else. Its secret is not kept."""

    id: MarketLinkId
    campaign_id: CampaignId
    market: Market
    label: Label
    made_by: Annotated[PersonId, Meta(description="whom its page names to ask")]
    created_at: Moment
    expires_at: Ends | None
    last_opened_at: Annotated[Moment | None, Meta(description="to the minute; null: never opened")]
    revoked_at: Annotated[Moment | None, Meta(examples=[None])]


class MarketLinkPage(Page[MarketLink], frozen=True):
    """Some links."""


class MadeMarketLink(MarketLink, frozen=True):
    """A new link, with its address."""

    url: Annotated[
        str | None,
        Meta(
            description="hand it to the market; shown in the first answer only, null when the answer is replayed",
            examples=["https://cutdown.example.com/m/q3v0Zc1bB7n5mXk9Lr2tYw8sEa4uHd6gJf0iOp1qRsT"],
        ),
    ]
