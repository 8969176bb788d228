"""Videos, their sources as measured, and cuts as edit lists over the sources."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType, field

from schemas.bases import (
    KEY_PATTERN,
    KEY_WANTED,
    Market,
    Milliseconds,
    Moment,
    Name,
    Page,
    Received,
    Returned,
    Revision,
    Sha256,
    Wrong,
    form,
)
from schemas.ids import BrandId, CampaignId, CutId, SegmentId, SourceId, StoryId, VideoId
from schemas.vocabulary import Aspect, Layer, SourceRole

MOST_SEGMENTS = 500
FASTEST_FPS = 240

Title = Annotated[Name, Meta(examples=["The Same Cup"])]
Part = Annotated[int, Meta(ge=1, le=1_000_000)]
Frame = Annotated[int, Meta(ge=0, le=86_400 * FASTEST_FPS)]
CutCode = Annotated[
    str,
    form(
        r"^\S(.{0,18}\S)?$",
        "1 to 20 characters on one line, with no space at either end, such as 15 A",
        description="what people call the cut; once in a video",
        examples=["15 A"],
    ),
]
Platform = Annotated[
    str, form(KEY_PATTERN, KEY_WANTED, description="a platform's key", examples=["tiktok", "youtube_shorts"])
]
Purpose = Annotated[str, Meta(max_length=400, examples=["opens on the empty chair"])]


class FrameRate(Received, frozen=True, kw_only=True):
    """Frames per second as an exact fraction: 23.976 is 24000/1001."""

    num: Annotated[Part, Meta(examples=[25])]
    den: Annotated[Part, Meta(examples=[1])] = 1

    def __post_init__(self) -> None:
        if not self.den <= self.num <= FASTEST_FPS * self.den:
            raise Wrong("", "range", f"{self.num}/{self.den} frames per second; 1 to {FASTEST_FPS} are possible")


class Speed(Received, frozen=True):
    """How fast a segment plays its source: 2/1 is twice as fast. From 1/8 to 8/1."""

    num: Annotated[Part, Meta(examples=[1])] = 1
    den: Annotated[Part, Meta(examples=[1])] = 1


class NewVideo(Received, frozen=True):
    """A video to be made."""

    story_id: StoryId
    title: Title


class VideoChange(Received, frozen=True):
    """What to change of a video; what is left out stays. Another story is one of the same campaign."""

    title: Title | UnsetType = UNSET
    story_id: StoryId | UnsetType = UNSET


class Video(Returned, frozen=True):
    """The film of a story."""

    id: VideoId
    brand_id: BrandId
    campaign_id: CampaignId
    story_id: StoryId
    title: Title
    revision: Revision
    created_at: Moment
    updated_at: Moment


class VideoPage(Page[Video], frozen=True):
    """Some videos."""


class Source(Returned, frozen=True):
    """One of a video's media, as measured from its bytes. It never changes."""

    id: SourceId
    video_id: VideoId
    role: Annotated[SourceRole, Meta(examples=["insert"])]
    name: Annotated[str, Meta(examples=["end card DE"])]
    sha256: Sha256
    size_bytes: Annotated[int, Meta(ge=1, examples=[48_213_377])]
    media_type: Annotated[str, Meta(examples=["video/mp4"])]
    container: Annotated[str, Meta(examples=["mp4"])]
    video_codec: Annotated[str | None, Meta(examples=["h264"])]
    audio_codec: Annotated[str | None, Meta(description="null without sound", examples=["aac"])]
    width_px: Annotated[int | None, Meta(description="as shown, after rotation", examples=[1080])]
    height_px: Annotated[int | None, Meta(description="as shown, after rotation", examples=[1920])]
    fps: FrameRate
    frames: Annotated[int, Meta(description="counted, not taken from the header", examples=[1500])]
    duration_ms: Milliseconds
    faststart: Annotated[bool, Meta(description="whether a player can begin before it has the whole file")]
    created_at: Moment


class SourcePage(Page[Source], frozen=True):
    """Some sources."""


class NewSegment(Received, frozen=True, kw_only=True):
    """A stretch of a source, from `in_frame` up to but without `out_frame`, counted at the source's rate."""

    id: Annotated[
        SegmentId | None, Meta(description="send it back to keep the segment; leave it out for a new one")
    ] = None
    layer: Layer
    source_id: SourceId
    in_frame: Annotated[Frame, Meta(examples=[0])]
    out_frame: Annotated[Frame, Meta(examples=[75])]
    speed: Speed = field(default_factory=Speed)
    cut_in_frame: Annotated[
        Frame | None,
        Meta(description="where it begins in the cut, at the cut's rate; left out: where its layer ends so far"),
    ] = None


class Segment(Returned, frozen=True):
    """A stretch of a source and its place in the cut. A segment sent back as it is stays as it is."""

    id: SegmentId
    layer: Layer
    source_id: SourceId
    in_frame: Annotated[Frame, Meta(examples=[0])]
    out_frame: Annotated[Frame, Meta(examples=[75])]
    speed: Speed
    cut_in_frame: Annotated[Frame, Meta(examples=[0])]


Segments = Annotated[
    list[NewSegment],
    Meta(
        description="in playing order within each layer; a gap stays black or silent",
        min_length=1,
        max_length=MOST_SEGMENTS,
    ),
]


class NewCut(Received, frozen=True, kw_only=True):
    """A cut to be made, with its edit list."""

    code: CutCode
    name: Annotated[Name, Meta(examples=["The empty chair"])]
    aspect: Annotated[Aspect, Meta(examples=["9:16"])]
    purpose: Purpose = ""
    market: Market | None = None
    platform: Platform | None = None
    fps: FrameRate
    parent_cut_id: CutId | None = None
    segments: Segments


class CutChange(Received, frozen=True):
    """What to change of a cut's facts; what is left out stays."""

    code: CutCode | UnsetType = UNSET
    name: Annotated[Name, Meta(examples=["The empty chair"])] | UnsetType = UNSET
    aspect: Annotated[Aspect, Meta(examples=["9:16"])] | UnsetType = UNSET
    purpose: Purpose | UnsetType = UNSET
    market: Market | UnsetType | None = UNSET
    platform: Platform | UnsetType | None = UNSET
    parent_cut_id: CutId | UnsetType | None = UNSET


class EditList(Received, frozen=True):
    """What a cut is made of from now on."""

    segments: Segments


class CutFacts(Returned, frozen=True):
    """A variant of a video: duration × aspect × market × platform × purpose."""

    id: CutId
    brand_id: BrandId
    video_id: VideoId
    code: CutCode
    name: Annotated[str, Meta(examples=["The empty chair"])]
    aspect: Annotated[Aspect, Meta(examples=["9:16"])]
    purpose: Purpose
    market: Market | None
    platform: Platform | None
    fps: FrameRate
    frames: Annotated[int, Meta(description="length of the edit list in force, at the cut's rate", examples=[375])]
    duration_ms: Annotated[int, Meta(description="the same in milliseconds", examples=[15000])]
    parent_cut_id: Annotated[CutId | None, Meta(examples=[None])]
    edit_revision: Annotated[int, Meta(description="counts edit lists", ge=1, examples=[1])]
    revision: Revision
    created_at: Moment
    updated_at: Moment


class Cut(CutFacts, frozen=True):
    """A cut with the edit list in force: the picture's segments, then the sound's, each in playing order."""

    segments: list[Segment]


class ImportedCut(Cut, frozen=True):
    """A cut whose edit list came in as a file."""

    left_out: Annotated[
        list[str],
        Meta(
            description="what the file had and the edit list has not, in words",
            examples=[["event 007 of channel A3: another channel sounds at the same time"]],
        ),
    ]


class CutPage(Page[CutFacts], frozen=True):
    """Some cuts, without their segments."""
