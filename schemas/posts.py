"""Posts: one cut on one channel for one market, from the plan to what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from schemas.bases import (
    KEY_PATTERN,
    KEY_WANTED,
    Locale,
    Market,
    Moment,
    Page,
    Received,
    Returned,
    Revision,
    Sha256,
    Wrong,
    form,
)
from schemas.channels import Handle, Zone
from schemas.checks import Check, address, shown, within_reach
from schemas.gates import Gate
from schemas.ids import BrandId, CampaignId, ChannelId, CutId, PersonId, PostId, ReleaseId, VideoId
from schemas.post_copy import Cover, Disclosure, Hashtags, Inherited, PostText, PostTitle
from schemas.videos import CutCode, Platform

MOST_PLANNED = 1000

Slot = Annotated[
    str,
    form(
        KEY_PATTERN,
        KEY_WANTED,
        description="tells two posts of the same cut on the same channel apart; a living post has its slot alone",
        examples=["launch"],
    ),
]
Media = Annotated[
    Literal["organic_social", "paid_social"],
    Meta(
        description="which rights it needs: those of a plain post, or of one that is advertised",
        examples=["organic_social"],
    ),
]
PostStatus = Annotated[
    Literal["planned", "scheduled", "live", "unknown", "taken_down", "withdrawn"],
    Meta(
        description="unknown: somebody tried, and nobody knows whether it is there; nobody may post it again until that"
        " is found out. taken_down: it was live and is not any more. withdrawn: it will not be posted",
        examples=["planned"],
    ),
]
LocalTime = Annotated[
    str,
    Check(within_reach),
    form(
        r"^\d{4}-\d\d-\d\dT\d\d:\d\d$(?!\n)",
        "a day and a time of day without an offset, such as 2026-11-20T18:00",
        description="what the clock of the zone shows",
        examples=["2026-11-20T18:00"],
    ),
]
Fold = Annotated[
    Literal["first", "second"] | None,
    Meta(description="which of two, where the clock shows a time twice; else null", examples=[None]),
]
PostUrl = Annotated[
    str,
    Check(address),
    form(
        r"^https?://[^\s\x00-\x1f\x7f]+$(?!\n)",
        "the address of the post, beginning with https://",
        description="where it can be seen",
        max_length=2000,
        examples=["https://www.tiktok.com/@aldermoor.kaffee/video/7311111111111111111"],
    ),
]
PostNote = Annotated[str, Check(shown), Meta(max_length=2000, examples=["Posted by hand from the studio's phone."])]
Delivery = Annotated[
    Literal["sidecar", "burned", "text"],
    Meta(description="a file beside the film, drawn into it, or within the post's text", examples=["sidecar"]),
]
StepVerb = Annotated[
    Literal[
        "planned",
        "changed",
        "scheduled",
        "unscheduled",
        "recorded",
        "corrected",
        "doubted",
        "not_arrived",
        "taken_down",
        "captioned",
        "withdrawn",
        "overridden",
        "override_ended",
    ],
    Meta(examples=["scheduled"]),
]


class NewPosts(Received, frozen=True):
    """Posts to be planned: every one of these cuts on every one of these channels, where market and platform of the
    cut, the channel and the campaign agree. What is there already stays as it is."""

    cuts: Annotated[list[CutId], Meta(min_length=1, max_length=200)]
    channels: Annotated[list[ChannelId], Meta(min_length=1, max_length=200)]
    markets: Annotated[list[Market], Meta(max_length=250)] | None = None
    slot: Slot = "launch"
    media: Media = "organic_social"
    local_at: Annotated[LocalTime | None, Meta(description="on the clock of each channel; null: later")] = None
    fold: Fold = None


class Step(Returned, frozen=True):
    """What was done with a post, by whom and when."""

    number: Annotated[int, Meta(ge=1, examples=[1])]
    verb: StepVerb
    note: PostNote
    by: PersonId
    name: Annotated[str, Meta(description="their name", examples=["Marie Keller"])]
    at: Moment


class Post(Returned, frozen=True):
    """One cut on one channel for one market."""

    id: PostId
    brand_id: BrandId
    campaign_id: CampaignId
    cut_id: CutId
    cut: CutCode
    video_id: VideoId
    channel_id: ChannelId
    platform: Platform
    handle: Handle
    market: Market
    slot: Slot
    media: Media
    status: PostStatus
    local_at: LocalTime | None
    zone: Zone | None
    fold: Fold
    due_at: Moment | None
    url: PostUrl | None
    posted_at: Moment | None
    film_sha256: Annotated[Sha256 | None, Meta(description="the film that went out")]
    evidence_sha256: Annotated[
        Sha256 | None, Meta(description="of the picture or document that proves it", examples=[None])
    ]
    note: PostNote
    last: Annotated[Step, Meta(description="who did what with it last")]
    revision: Revision
    created_at: Moment
    updated_at: Moment


class PostPage(Page[Post], frozen=True):
    """Some posts."""


class LeftOut(Returned, frozen=True):
    """What was not planned, and why."""

    cut_id: CutId
    channel_id: ChannelId
    market: Market
    code: Annotated[str, Meta(examples=["cut_of_other_market"])]
    detail: Annotated[str, Meta(examples=["15 A is for US; the post would be for DE"])]


class PlannedPosts(Returned, frozen=True):
    """What was planned now, what was there before (each says who planned it and when), and what fits nowhere."""

    planned: list[Post]
    there: list[Post]
    left_out: list[LeftOut]


class LiveCaption(Returned, frozen=True):
    """Which captions are on a post in a locale, and which would be there if it were posted now."""

    locale: Locale
    release_id: ReleaseId
    number: Annotated[int, Meta(ge=1, examples=[9])]
    how: Delivery
    newest_id: Annotated[
        ReleaseId | None, Meta(description="the newest approved release; null: there is none any more")
    ]
    newest_number: Annotated[int | None, Meta(examples=[12])]
    state: Annotated[
        Literal["current", "drifted", "withdrawn"],
        Meta(
            description="drifted: a newer release was approved; withdrawn: what is live was taken back",
            examples=["drifted"],
        ),
    ]
    price: Annotated[
        str | None,
        Meta(
            description="what mending costs of the platform's quota, or how; null: nothing to mend",
            examples=["450 units"],
        ),
    ]
    at: Moment


class PlannedPost(Post, frozen=True):
    """A post with what it says, its gates, and the captions that are live on it."""

    copy: Inherited
    open: Annotated[bool, Meta(description="whether every gate lets it out now")]
    gates: list[Gate]
    captions: list[LiveCaption]


class Plan(Returned, frozen=True):
    """Every post of a campaign that was not withdrawn, by the time at which it is due."""

    data: list[PlannedPost]


class PostChange(Received, frozen=True):
    """What to change of a post; what is left out stays. What it says is given back to the wider level with null."""

    media: Media | UnsetType = UNSET
    local_at: LocalTime | UnsetType | None = UNSET
    zone: Annotated[Zone, Meta(description="left out with a new time: the channel's")] | UnsetType = UNSET
    fold: Fold | UnsetType = UNSET
    text: PostText | UnsetType | None = UNSET
    title: PostTitle | UnsetType | None = UNSET
    hashtags: Hashtags | UnsetType | None = UNSET
    cover_ms: Cover | UnsetType | None = UNSET
    disclosure: Disclosure | UnsetType | None = UNSET


class Schedule(Received, frozen=True):
    """When it goes out; what is left out stays as it was planned."""

    local_at: LocalTime | None = None
    zone: Annotated[Zone | None, Meta(description="left out with a new time: the channel's")] = None
    fold: Fold = None


class CaptionOnPost(Received, frozen=True):
    """Captions that went out with a post."""

    locale: Locale
    release_id: ReleaseId
    how: Delivery


SentCaptions = Annotated[
    list[CaptionOnPost],
    Meta(description="null: the newest approved release of every locale, in the platform's way", max_length=50),
]


class PostRecord(Received, frozen=True):
    """What somebody posted by hand: where it is, since when, and what proves it."""

    posted_at: Annotated[
        datetime,
        Check(within_reach),
        Meta(tz=True, description="RFC 3339 with its offset", examples=["2026-11-20T18:01:00+01:00"]),
    ]
    url: PostUrl | None = None
    evidence_sha256: Annotated[Sha256 | None, Meta(description="of bytes that were uploaded as evidence")] = None
    note: PostNote = ""
    captions: SentCaptions | None = None

    def __post_init__(self) -> None:
        Received.__post_init__(self)
        if not (self.url or self.evidence_sha256 or self.note.strip()):
            raise Wrong("", "no_evidence", "say where it is (url), or what proves it (evidence_sha256 or note)")


class Doubt(Received, frozen=True):
    """Why nobody knows whether it is there; with the address where it might be."""

    note: Annotated[
        str, Check(shown), Meta(min_length=1, max_length=2000, examples=["The app closed while it was sending."])
    ]
    url: PostUrl | None = None


class PostRemark(Received, frozen=True):
    """Why, in a sentence that stays written in the post's history."""

    note: Annotated[
        str,
        Check(shown),
        Meta(min_length=1, max_length=2000, examples=["Looked on the channel at noon: it is not there."]),
    ]


class Takedown(Received, frozen=True):
    """Why it was taken down, and what proves it."""

    note: Annotated[str, Check(shown), Meta(min_length=1, max_length=2000, examples=["The music's rights ended."])]
    evidence_sha256: Sha256 | None = None


class Evidence(Returned, frozen=True):
    """A picture or document that is kept: what names it where a post is recorded, corrected or taken down."""

    evidence_sha256: Sha256
    size_bytes: Annotated[int, Meta(ge=1, examples=[184_320])]


class CaptionsMended(Received, frozen=True):
    """Other captions that took the place of those on a live post."""

    captions: Annotated[list[CaptionOnPost], Meta(min_length=1, max_length=50)]
    note: PostNote = ""
