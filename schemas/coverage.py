"""Where planned shots stand in the film, and what each cut keeps of the story's beats."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from schemas.bases import EndMilliseconds, Milliseconds, Received, Returned, Revision
from schemas.ids import BeatId, CutId, SegmentId, ShotId, SourceId, StoryId, VideoId
from schemas.stories import PlannedMilliseconds, Text
from schemas.videos import CutCode, Frame
from schemas.vocabulary import BeatKind, Presence, ShotMovement, ShotSize

MOST_PLACEMENTS = 2000

InFrame = Annotated[Frame, Meta(description="its first frame in the source", examples=[0])]
OutFrame = Annotated[Frame, Meta(description="the first frame of the source after it", examples=[45])]
BeatTitle = Annotated[str, Meta(examples=["The crack in the habit"])]
Kind = Annotated[BeatKind, Meta(examples=["hook"])]
StoryRevision = Annotated[Revision, Meta(description="of the story whose beats these are")]
EditRevision = Annotated[int, Meta(description="the edit list that was measured", ge=1, examples=[1])]


Share = Annotated[
    float, Meta(description="what is kept of its time; null when it is unplaced", ge=0, le=1, examples=[0.75])
]


class NewPlacement(Received, frozen=True):
    """Frames of a source that show a planned shot, from `in_frame` up to but without `out_frame`."""

    shot_id: ShotId
    in_frame: InFrame
    out_frame: OutFrame


class NewPlacements(Received, frozen=True):
    """Which shot stands where in a source, from now on.

    A frame shows one shot at most, so placements do not overlap: a dissolve is cut where the second shot takes over.
    Frames without a shot may lie between them. A shot may stand in several places, also of several sources.
    """

    placements: Annotated[list[NewPlacement], Meta(max_length=MOST_PLACEMENTS)]


class Placement(Returned, frozen=True):
    """Frames of a source that show a planned shot, and when that is in the source."""

    shot_id: ShotId
    beat_id: BeatId
    in_frame: InFrame
    out_frame: OutFrame
    begin_ms: Annotated[Milliseconds, Meta(examples=[0])]
    end_ms: Annotated[Milliseconds, Meta(examples=[1800])]


class Placements(Returned, frozen=True):
    """Which shot stands where in a source, in the order of its frames."""

    source_id: SourceId
    video_id: VideoId
    story_id: StoryId
    frames: Annotated[int, Meta(description="length of the source", examples=[1500])]
    placements: list[Placement]
    revision: Revision


class Span(Returned, frozen=True):
    """From when until when."""

    begin_ms: Annotated[Milliseconds, Meta(examples=[0])]
    end_ms: EndMilliseconds


class Kept(Returned, frozen=True):
    """How much of something planned a cut keeps, counted in the frames of the sources where it stands.

    A frame counts once, however often the cut shows it, and at whatever speed.
    """

    state: Annotated[Presence, Meta(examples=["trimmed"])]
    share: Share | None
    frames: Annotated[int, Meta(description="all of its frames, each source's at its own rate", ge=0, examples=[180])]
    trimmed_frames: Annotated[int, Meta(description="how many of them the cut does not show", ge=0, examples=[45])]
    duration_ms: Annotated[int, Meta(description="how long all of it lasts", ge=0, examples=[7200])]
    trimmed_ms: Annotated[int, Meta(description="how long what is not shown lasts", ge=0, examples=[1800])]
    on_screen_ms: Annotated[
        int, Meta(description="how long the cut shows it: at its speed, repeats counted", ge=0, examples=[2700])
    ]


class Stretch(Returned, frozen=True):
    """One piece of a shot in a cut: which frames of the source, and when they are shown."""

    segment_id: SegmentId
    source_id: SourceId
    in_frame: InFrame
    out_frame: OutFrame
    begin_ms: Annotated[Milliseconds, Meta(description="in the cut", examples=[0])]
    end_ms: Annotated[EndMilliseconds, Meta(description="in the cut")]


class ShotCoverage(Kept, frozen=True):
    """What a cut keeps of a planned shot, and every stretch of it in playing order.

    A shot that stands in several sources (another take, a market's insert) is measured in the one of which the cut
    keeps the largest share.
    """

    shot_id: ShotId
    size: Annotated[ShotSize, Meta(examples=["close"])]
    movement: Annotated[ShotMovement, Meta(examples=["push_in"])]
    dialogue: Annotated[Text, Meta(examples=["Two cups. Habit."])]
    planned_ms: PlannedMilliseconds
    source_id: Annotated[SourceId | None, Meta(description="where it was measured; null when it is unplaced")]
    stretches: list[Stretch]


class BeatCoverage(Kept, frozen=True):
    """What a cut keeps of a beat: of its shots that stand in a source, taken together."""

    beat_id: BeatId
    kind: Kind
    title: BeatTitle
    begin_ms: Annotated[Milliseconds, Meta(description="planned, in the story", examples=[0])]
    end_ms: Annotated[Milliseconds, Meta(description="planned, in the story", examples=[3000])]
    unplaced_shots: Annotated[int, Meta(description="shots that stand nowhere yet", ge=0, examples=[0])]
    shots: list[ShotCoverage]


class CutCoverage(Returned, frozen=True):
    """What a cut shows of the story, through its edit list in force: every beat in the order of the story."""

    cut_id: CutId
    code: CutCode
    video_id: VideoId
    story_id: StoryId
    story_revision: StoryRevision
    edit_revision: EditRevision
    duration_ms: Annotated[int, Meta(description="of the cut", examples=[15000])]
    beats: list[BeatCoverage]


class BeatOfCut(Kept, frozen=True):
    """What a cut keeps of a beat."""

    beat_id: BeatId


class CutOfVideo(Returned, frozen=True):
    """What a cut keeps of the master, and of each beat in the order of the story."""

    cut_id: CutId
    code: CutCode
    name: Annotated[str, Meta(examples=["The empty chair"])]
    edit_revision: EditRevision
    duration_ms: Annotated[int, Meta(examples=[15000])]
    on_master: Annotated[list[Span], Meta(description="what it takes from the master, on the master's time")]
    beats: list[BeatOfCut]


class BeatOfVideo(Returned, frozen=True):
    """A beat, and where its shots stand in the master."""

    beat_id: BeatId
    kind: Kind
    title: BeatTitle
    on_master: list[Span]


class Master(Returned, frozen=True):
    """The film that all times of `on_master` are on."""

    source_id: SourceId
    duration_ms: Annotated[int, Meta(examples=[60000])]


class VideoCoverage(Returned, frozen=True):
    """What each cut of a video keeps of the story, the longest cut first."""

    video_id: VideoId
    story_id: StoryId
    story_revision: StoryRevision
    master: Master | None
    beats: list[BeatOfVideo]
    cuts: list[CutOfVideo]
