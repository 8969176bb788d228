"""What later rooms learn of sources and cuts. Pure."""

from __future__ import annotations

from msgspec import Struct

from schemas.ids import BrandId, CampaignId, CutId, SegmentId, SourceId, VideoId
from schemas.vocabulary import Layer, SourceRole
from service.timedtext.retime import Segment
from service.timedtext.timing import Rate

# What a player is told of the containers that it plays.
MEDIA_TYPES = {"mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm"}
OTHER_MEDIA_TYPE = "application/octet-stream"


class StoryPlace(Struct, frozen=True):
    """Where a story stands."""

    brand_id: BrandId
    campaign_id: CampaignId


class SourceFacts(Struct, frozen=True):
    """A source as everything that is timed on it needs it. `rate` is exact and constant."""

    id: SourceId
    brand_id: BrandId
    campaign_id: CampaignId
    video_id: VideoId
    role: SourceRole
    name: str
    rate: Rate
    frames: int
    duration_ms: int


class CutRow(Struct, frozen=True):
    """A cut as everything that is timed on it needs it."""

    id: CutId
    brand_id: BrandId
    campaign_id: CampaignId
    video_id: VideoId
    code: str
    name: str
    market: str | None
    rate: Rate
    frames: int
    edit_revision: int


class SegmentRow(Struct, frozen=True):
    """A stored segment and the rate of its source."""

    segment_id: SegmentId
    layer: Layer
    position: int
    source_id: SourceId
    in_frame: int
    out_frame: int
    cut_in_frame: int
    speed_num: int
    speed_den: int
    source_rate: Rate

    def timed(self) -> Segment[SegmentId, SourceId]:
        """As `timedtext.retime` takes it."""
        return Segment(
            self.segment_id,
            self.layer.value,
            self.position,
            self.source_id,
            self.in_frame,
            self.out_frame,
            self.cut_in_frame,
            self.speed_num,
            self.speed_den,
        )


class Edit(Struct, frozen=True):
    """A cut with one of its edit lists: what `retime.conform(cues, segments, cut.rate, source_rates)` takes."""

    cut: CutRow
    segments: list[Segment[SegmentId, SourceId]]
    source_rates: dict[SourceId, Rate]
