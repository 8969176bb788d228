"""Stories with their beats and planned shots."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType, field

from schemas.archetypes import ArchetypeKey, ArchetypeVersion
from schemas.bases import Milliseconds, Moment, Name, Page, Received, Returned, Revision
from schemas.ids import BeatId, BrandId, CampaignId, ShotId, SourceId, StoryId, VideoId
from schemas.vocabulary import BeatKind, ShotMovement, ShotSize, Treatment

Text = Annotated[str, Meta(max_length=4000)]
Title = Annotated[Name, Meta(examples=["The empty chair"])]
Premise = Annotated[Text, Meta(description='the "what if"', examples=["What if the chair stayed empty?"])]
Emotion = Annotated[str, Meta(description="the one target emotion", max_length=200, examples=["belonging"])]
Conflict = Annotated[Text, Meta(description="present from the first frame", examples=["Nobody dares to sit down."])]
PlannedMilliseconds = Annotated[
    int, Meta(description="planned length, not a timecode", ge=1, le=86_400_000, examples=[1800])
]


class PlannedShot(Received, frozen=True, kw_only=True):
    """A shot that a beat plans; without timecodes."""

    id: Annotated[ShotId | None, Meta(description="send it back to keep the shot; leave it out for a new one")] = None
    size: ShotSize
    movement: ShotMovement
    planned_ms: PlannedMilliseconds
    dialogue: Annotated[Text, Meta(examples=["Two cups. Habit."])] = ""


class StoryBeat(Received, frozen=True, kw_only=True):
    """A narrative step, its window in the story, and the shots that it plans, in their order."""

    id: Annotated[BeatId | None, Meta(description="send it back to keep the beat; leave it out for a new one")] = None
    kind: Annotated[BeatKind, Meta(examples=["hook"])]
    title: Annotated[Name, Meta(examples=["The crack in the habit"])]
    begin_ms: Annotated[Milliseconds, Meta(examples=[0])]
    end_ms: Annotated[Milliseconds, Meta(examples=[3000])]
    shots: Annotated[list[PlannedShot], Meta(max_length=100)] = field(default_factory=list)


class PlacedShot(Returned, frozen=True):
    """Frames of a source that show a shot."""

    shot_id: ShotId
    video_id: VideoId
    source_id: SourceId
    in_frame: int
    out_frame: int


Beats = Annotated[list[StoryBeat], Meta(max_length=50)]


class NewStory(Received, frozen=True, kw_only=True):
    """A story to be made. Without beats it gets those of its archetype, in the newest version unless one is named."""

    campaign_id: CampaignId
    title: Title
    archetype: ArchetypeKey
    archetype_version: ArchetypeVersion | None = None
    premise: Premise = ""
    emotion: Emotion = ""
    conflict: Conflict = ""
    treatment: Treatment = Treatment.CINEMATIC
    beats: Beats = field(default_factory=list)


class StoryChange(Received, frozen=True):
    """What to change of a story; what is left out stays.

    `beats` replaces the whole list; beats and shots that are sent back with their ids stay the ones they were. Another
    `archetype` is told in its newest version unless one is named, and leaves the beats as they are.
    """

    title: Title | UnsetType = UNSET
    archetype: ArchetypeKey | UnsetType = UNSET
    archetype_version: ArchetypeVersion | UnsetType = UNSET
    premise: Premise | UnsetType = UNSET
    emotion: Emotion | UnsetType = UNSET
    conflict: Conflict | UnsetType = UNSET
    treatment: Treatment | UnsetType = UNSET
    beats: Beats | UnsetType = UNSET


class Story(Returned, frozen=True):
    """A campaign's own instance of an archetype."""

    id: StoryId
    brand_id: BrandId
    campaign_id: CampaignId
    title: Title
    archetype: ArchetypeKey
    archetype_version: ArchetypeVersion
    premise: Premise
    emotion: Emotion
    conflict: Conflict
    treatment: Treatment
    beats: list[StoryBeat]
    revision: Revision
    created_at: Moment
    updated_at: Moment


class StoryPage(Page[Story], frozen=True):
    """Some stories."""
