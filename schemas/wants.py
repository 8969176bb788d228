"""What waits for one person, in every campaign."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import Market, Returned
from schemas.captions import KIND
from schemas.ids import AssignmentId, CampaignId, CutId, PostId, SourceId, TrackId, VideoId

WantKind = Annotated[
    Literal["localize", "sent_back", "review", "release", "conflict", "finding", "takedown", "outcome", "late_post"],
    Meta(
        description="localize: texts are missing or stale; sent_back: a reviewer asks for changes (`note`); "
        "review: a locale waits for approval; release: captions of a cut do; conflict: overrides wait for a decision; "
        "finding: captions break a rule; takedown: a post is live and must not "
        "be any more; outcome: nobody knows whether a post arrived; late_post: a post was due and "
        "is not on record",
        examples=["localize"],
    ),
]


class Want(Returned, frozen=True):
    """Something that the caller can move, and where: a locale of a video, or (`cut_id`) of one cut for a market."""

    kind: WantKind
    campaign_id: CampaignId
    campaign: Annotated[str, Meta(examples=["The Same Cup"])]
    video_id: VideoId
    video: Annotated[str, Meta(examples=["The Same Cup"])]
    source_id: Annotated[SourceId | None, Meta(description="the master of the video")]
    locale: Annotated[str, Meta(description="empty: in every language", examples=["de-DE"])]
    track_kind: Annotated[KIND | None, Meta(examples=["subtitles"])]
    track_id: TrackId | None
    cut_id: CutId | None
    cut: Annotated[str | None, Meta(description="its code", examples=["15 A"])]
    market: Annotated[Market | None, Meta(examples=["DE"])]
    post_id: PostId | None
    assignment_id: AssignmentId | None
    due_on: Annotated[date | None, Meta(examples=["2027-01-22"])]
    overdue: bool
    missing: Annotated[int, Meta(description="texts that are not there", ge=0, examples=[3])]
    stale: Annotated[int, Meta(description="texts whose source text changed since", ge=0, examples=[1])]
    count: Annotated[int, Meta(description="cues, conflicts or findings that it is about", ge=0, examples=[4])]
    total: Annotated[int, Meta(description="cues or cuts that there are", ge=0, examples=[24])]
    note: Annotated[str, Meta(description="what was said with it", examples=["Keep the title in English."])]


class Wants(Returned, frozen=True):
    """Everything that waits for the caller, the most urgent first."""

    data: list[Want]
