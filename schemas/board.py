"""A campaign at a glance: how far each market is, and what stands in the way of going live there."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import Market, Moment, Returned
from schemas.ids import CampaignId, CutId, PersonId, PostId
from schemas.people import RoleWord

ObstacleRoom = Annotated[
    Literal["captions", "checklists", "posts"], Meta(description="where it is mended", examples=["captions"])
]
ObstacleState = Annotated[
    Literal["missing", "draft", "in_review", "open", "stale", "blocked", "overdue", "unknown", "takedown"],
    Meta(
        description="missing: nothing is there; draft: somebody is at it; in_review, open: a person must look; stale:"
        " what it was made of has changed; blocked: a rule or a gate refuses; overdue: its time is over; unknown: it"
        " was sent, and nobody knows whether it arrived; takedown: it is live, and must not be any more",
        examples=["in_review"],
    ),
]


class Share(Returned, frozen=True):
    """So many of so many."""

    done: Annotated[int, Meta(ge=0, examples=[5])]
    total: Annotated[int, Meta(ge=0, examples=[8])]


class Who(Returned, frozen=True):
    """Somebody who has it."""

    id: PersonId
    name: Annotated[str, Meta(examples=["Marie Keller"])]


class Obstacle(Returned, frozen=True):
    """One thing that stands in the way in a market, in however many cuts."""

    room: ObstacleRoom
    state: ObstacleState
    code: Annotated[
        str,
        Meta(
            description="what it is: the state of captions, the item of a checklist, the kind of a gate,"
            " what a post wants",
            examples=["in_review"],
        ),
    ]
    count: Annotated[int, Meta(description="how often it is there", ge=1, examples=[3])]
    cuts: list[CutId]
    locales: Annotated[list[str], Meta(examples=[["de-DE"]])]
    posts: list[PostId]
    who: Annotated[list[Who], Meta(description="to whom it was given, or whose it is; empty: nobody has it")]
    roles: Annotated[
        list[RoleWord], Meta(description="whose work it is, where it was given to nobody", examples=[["reviewer"]])
    ]
    since: Annotated[Moment | None, Meta(description="since when it stands there, at the latest; null: not known")]
    due_on: Annotated[date | None, Meta(examples=["2026-11-27"])]
    detail: Annotated[str, Meta(examples=["A reviewer approves German once, for all cuts and markets."])]


class MarketBoard(Returned, frozen=True):
    """A market: its releases that are approved, its cuts that no checklist keeps back, its posts that are live."""

    market: Market
    captions: Share
    checklists: Share
    posts: Share
    ready: Annotated[bool, Meta(description="nothing stands in the way of what is planned here")]
    next_due: Annotated[Moment | None, Meta(description="when the next post goes out")]
    obstacles: Annotated[list[Obstacle], Meta(description="the most urgent first")]


class Board(Returned, frozen=True):
    """A campaign, market by market, as it is now."""

    campaign_id: CampaignId
    at: Moment
    captions: Share
    checklists: Share
    posts: Share
    markets: Annotated[list[MarketBoard], Meta(description="in the order of the campaign")]
