"""Who has what, and since when, as the board reads it. Pure."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from schemas.ids import BrandId, CampaignId, CutId, PersonId, PostId, VideoId


class Given(Struct, frozen=True):
    """A locale of a video that somebody looks after."""

    video_id: VideoId
    locale: str
    role: str
    person_id: PersonId
    person: str
    due_on: date | None


class Times(Struct, frozen=True):
    """When the texts of a locale of a video moved last: written, submitted, and the source's last word."""

    video_id: VideoId
    locale: str
    written_at: datetime | None
    submitted_at: datetime | None
    source_at: datetime | None


class PressingPost(Struct, frozen=True):
    """A post that must come down, of which nobody knows whether it arrived, or that was due and is not on record."""

    kind: str
    id: PostId
    brand_id: BrandId
    campaign_id: CampaignId
    campaign: str
    video_id: VideoId
    video: str
    cut_id: CutId
    cut: str
    market: str
    handle: str
