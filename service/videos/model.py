"""What later rooms learn of sources and cuts. Pure."""

from __future__ import annotations

from msgspec import Struct

from schemas.ids import BeatId, BrandId, CampaignId, CutId, SegmentId, ShotId, SourceId, StoryId, VideoId
from schemas.vocabulary import BeatKind, Layer, ShotMovement, ShotSize, SourceRole
from service.timedtext.retime import Segment
from service.timedtext.timing import Rate

# What a player is told of the containers that it plays.
MEDIA_TYPES = {"mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm"}
OTHER_MEDIA_TYPE = "application/octet-stream"


class StoryPlace(Struct, frozen=True):
    """Where a story stands."""

    brand_id: BrandId
    campaign_id: CampaignId


class Unfilmed(Struct, frozen=True):
    """A story without a video."""

    id: StoryId
    title: str


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


class Film(Struct, frozen=True):
    """A video with its story, and its master if it has one."""

    video_id: VideoId
    story_id: StoryId
    story_revision: int
    master_id: SourceId | None
    master_ms: int
    master_rate: Rate


class StoryStand(Struct, frozen=True):
    """Frames of a source that show a shot of a story, and when that is in the source."""

    shot_id: ShotId
    source_id: SourceId
    source_name: str
    in_frame: int
    out_frame: int
    begin_ms: int
    end_ms: int


class PlannedShot(Struct, frozen=True):
    """A shot that the video's story plans."""

    id: ShotId
    size: ShotSize
    movement: ShotMovement
    planned_ms: int
    dialogue: str


class PlannedBeat(Struct, frozen=True):
    """A beat that the video's story plans, with its shots in their order."""

    id: BeatId
    kind: BeatKind
    title: str
    begin_ms: int
    end_ms: int
    shots: list[PlannedShot]


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


class PictureRow(Struct, frozen=True):
    """A stored segment of the picture."""

    segment_id: SegmentId
    position: int
    source_id: SourceId
    in_frame: int
    out_frame: int
    cut_in_frame: int
    speed_num: int
    speed_den: int

    def timed(self) -> Segment[SegmentId, SourceId]:
        """As `timedtext.retime` takes it."""
        place = (self.position, self.source_id, self.in_frame, self.out_frame, self.cut_in_frame)
        return Segment(self.segment_id, "picture", *place, self.speed_num, self.speed_den)


class SourceRate(Struct, frozen=True):
    """A source's rate."""

    id: SourceId
    rate: Rate


class EditRow(CutRow, frozen=True):
    """A cut as stored, with the picture of its edit list in force, and the rates of its video's sources."""

    segments: list[PictureRow]
    sources: list[SourceRate]

    def edit(self) -> Edit:
        """As coverage takes it."""
        return Edit(self, [one.timed() for one in self.segments], {one.id: one.rate for one in self.sources})
