"""The shot list of a story: what is planned, where it stands in the film, what is said in it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from schemas.bases import EndMilliseconds, Milliseconds, Returned, Revision
from schemas.coverage import BeatTitle, InFrame, Kind, OutFrame
from schemas.ids import BeatId, CueId, ShotId, SourceId, StoryId
from schemas.stories import PlannedMilliseconds, Text, Title
from schemas.vocabulary import ShotMovement, ShotSize


class SaidInShot(Returned, frozen=True):
    """A spoken cue of the source's own captions that sounds while the shot is seen, on the source's time."""

    cue_id: CueId
    begin_ms: Annotated[Milliseconds, Meta(examples=[480])]
    end_ms: Annotated[EndMilliseconds, Meta(examples=[2240])]
    text: Annotated[str, Meta(examples=["Two cups. Habit."])]


class ShotInSource(Returned, frozen=True):
    """Frames of a source that show a shot, and what is said there."""

    source_id: SourceId
    source_name: Annotated[str, Meta(examples=["The Same Cup, master"])]
    in_frame: InFrame
    out_frame: OutFrame
    begin_ms: Annotated[Milliseconds, Meta(examples=[0])]
    end_ms: EndMilliseconds
    said: list[SaidInShot]


class ListedShot(Returned, frozen=True):
    """A planned shot, and every place where it stands, the master's first. Without places nobody said it yet."""

    number: Annotated[int, Meta(description="counts the shots of the story from 1", ge=1, examples=[1])]
    shot_id: ShotId
    beat_id: BeatId
    beat_kind: Kind
    beat_title: BeatTitle
    size: Annotated[ShotSize, Meta(examples=["close"])]
    movement: Annotated[ShotMovement, Meta(examples=["push_in"])]
    planned_ms: PlannedMilliseconds
    dialogue: Annotated[Text, Meta(description="as planned", examples=["Two cups. Habit."])]
    places: list[ShotInSource]


class ShotList(Returned, frozen=True):
    """Every shot of a story in its order."""

    story_id: StoryId
    title: Title
    story_revision: Annotated[Revision, Meta(description="of the story that plans these shots")]
    shots: list[ListedShot]
