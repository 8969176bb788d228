"""The words of a brief, and what the client said of it; with or without an account."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import Moment, Page, Received, Returned, Revision, Sha256
from schemas.ids import BrandId, CampaignId, DecisionId, GuestLinkId, PersonId
from schemas.market_links import Ends, Label

ProductRole = Annotated[
    str,
    Meta(
        max_length=2000,
        description="what the product does in the story",
        examples=["The cup is what both kitchens have in common; nobody names it before the end."],
    ),
]
BriefNote = Annotated[str, Meta(max_length=10_000, examples=["Warm, honest light. No product shots on white."])]
ContentHash = Annotated[Sha256, Meta(description="of everything that is approved: words, requirements and claims")]
DecisionWord = Annotated[
    Literal["asked", "approved", "changes_asked"],
    Meta(description="asked: it was sent to the client for approval", examples=["approved"]),
]
DecisionNote = Annotated[
    str, Meta(max_length=2000, description="with `changes_asked`: which", examples=["Please name the price."])
]
GuestName = Annotated[str | None, Meta(description="as a guest typed it", examples=["Jonas Keller"])]


class BriefWords(Received, frozen=True):
    """The brief's own words from now on."""

    product_role: ProductRole
    note: BriefNote = ""


class NewDecision(Received, frozen=True):
    """A word on the brief as it was read: `content_sha256` says which state that was."""

    word: DecisionWord
    content_sha256: ContentHash
    note: DecisionNote = ""


class Decision(Returned, frozen=True):
    """A word on the brief: by a person, or by a guest under the name they typed."""

    id: DecisionId
    campaign_id: CampaignId
    word: DecisionWord
    content_sha256: ContentHash
    note: DecisionNote
    by: PersonId | None
    by_name: Annotated[str, Meta(description="the person's name, or the one that a guest typed", examples=["Jonas"])]
    guest_link_id: GuestLinkId | None
    at: Moment


class DecisionPage(Page[Decision], frozen=True):
    """Some words on a brief."""


class ChangedPart(Returned, frozen=True):
    """What of a brief is not as it was when it was approved."""

    kind: Annotated[Literal["words", "requirement", "claim"], Meta(examples=["requirement"])]
    title: Annotated[str, Meta(description="of the words: empty", examples=["The product is on screen for 2 seconds"])]
    how: Annotated[Literal["changed", "added", "withdrawn"], Meta(examples=["changed"])]
    at: Annotated[Moment, Meta(description="when it was changed last")]


class BriefStanding(Returned, frozen=True):
    """Where a brief stands with the client.

    none: nothing is written; draft: nobody was asked, or not since changes were asked for and made; waiting: the client
    was asked; stale: it was approved, and `changed` since.
    """

    state: Annotated[
        Literal["none", "draft", "waiting", "approved", "changes_asked", "stale"], Meta(examples=["approved"])
    ]
    by: Annotated[str | None, Meta(description="who said the last word", examples=["Jonas Keller"])]
    guest: Annotated[bool, Meta(description="whether they said it without an account", examples=[True])]
    at: Moment | None
    reason: Annotated[str, Meta(description="what they wrote with it", examples=[""])]
    changed: Annotated[list[ChangedPart], Meta(description="of `stale`: what changed after the approval")]


class Brief(Returned, frozen=True):
    """The brief of a campaign: its words, and where it stands. Requirements, claims, rights and links have lists."""

    campaign_id: CampaignId
    brand_id: BrandId
    product_role: ProductRole
    note: BriefNote
    by: Annotated[PersonId | None, Meta(description="who wrote the words last; null: nobody did")]
    at: Moment | None
    content_sha256: ContentHash
    standing: BriefStanding
    revision: Annotated[Revision, Meta(description="of the words")]


class NewGuestLink(Received, frozen=True):
    """A link to be made for a client."""

    label: Label
    expires_at: Ends | None = None


class GuestLink(Returned, frozen=True):
    """Whoever has it reads the brief, watches the cuts, comments and approves. Its secret is not kept."""

    id: GuestLinkId
    campaign_id: CampaignId
    label: Label
    made_by: Annotated[PersonId, Meta(description="whom its page names to ask")]
    created_at: Moment
    expires_at: Ends | None
    last_opened_at: Annotated[Moment | None, Meta(description="to the minute; null: never opened")]
    revoked_at: Annotated[Moment | None, Meta(examples=[None])]


class GuestLinkPage(Page[GuestLink], frozen=True):
    """Some links."""


class MadeGuestLink(GuestLink, frozen=True):
    """A new link, with its address."""

    url: Annotated[
        str | None,
        Meta(
            description="hand it to the client; shown in the first answer only, null when the answer is replayed",
            examples=["https://cutdown.example.com/b/q3v0Zc1bB7n5mXk9Lr2tYw8sEa4uHd6gJf0iOp1qRsT"],
        ),
    ]
