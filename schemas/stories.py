"""Archetypes, and stories with their beats and planned shots."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType, field

from schemas.bases import Milliseconds, Moment, Name, Page, Received, Returned, Revision
from schemas.ids import BeatId, BrandId, CampaignId, ShotId, SourceId, StoryId, VideoId
from schemas.vocabulary import BeatKind, ShotMovement, ShotSize, Treatment

Text = Annotated[str, Meta(max_length=4000)]
Title = Annotated[Name, Meta(examples=["The empty chair"])]
ArchetypeKey = Annotated[
    str, Meta(description="`key` of an archetype at /v1/archetypes", max_length=100, examples=["slice_of_life"])
]
Premise = Annotated[Text, Meta(description='the "what if"', examples=["What if the chair stayed empty?"])]
Emotion = Annotated[str, Meta(description="the one target emotion", max_length=200, examples=["belonging"])]
Conflict = Annotated[Text, Meta(description="present from the first frame", examples=["Nobody dares to sit down."])]
PlannedMilliseconds = Annotated[
    int, Meta(description="planned length, not a timecode", ge=1, le=86_400_000, examples=[1800])
]


class ArchetypeBeat(Returned, frozen=True):
    """A beat and its window in a story of 60 seconds; an open-ended one lasts as long as the film does."""

    kind: Annotated[BeatKind, Meta(examples=["hook"])]
    name: Annotated[str, Meta(examples=["The crack in the habit"])]
    begin_ms: Annotated[Milliseconds, Meta(examples=[0])]
    end_ms: Annotated[Milliseconds, Meta(examples=[3000])]
    guidance: Annotated[str, Meta(examples=["A routine with one thing missing or out of place."])]
    open_ended: bool


class Archetype(Returned, frozen=True):
    """A reusable narrative pattern. `guidance` is advice for the writer, never a rule."""

    key: ArchetypeKey
    name: Annotated[str, Meta(examples=["Slice of Life"])]
    summary: Annotated[str, Meta(examples=["An ordinary moment that everyone recognises."])]
    brand_role: Annotated[str, Meta(examples=["Part of the place."])]
    when_to_use: Annotated[str, Meta(examples=["When the product belongs to a habit, a room or a relationship."])]
    guidance: Annotated[list[str], Meta(examples=[["The product is seen early and named late."]])]
    source: Annotated[str, Meta(examples=["Editorial guidance of Cutdown"])]
    date: date
    beats: list[ArchetypeBeat]


class ArchetypePage(Page[Archetype], frozen=True):
    """The archetypes, all on one page."""


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
    """A story to be made. Without beats it gets those of its archetype."""

    campaign_id: CampaignId
    title: Title
    archetype: ArchetypeKey
    premise: Premise = ""
    emotion: Emotion = ""
    conflict: Conflict = ""
    treatment: Treatment = Treatment.CINEMATIC
    beats: Beats = field(default_factory=list)


class StoryChange(Received, frozen=True):
    """What to change of a story; what is left out stays. `beats` replaces the whole list."""

    title: Title | UnsetType = UNSET
    archetype: ArchetypeKey | UnsetType = UNSET
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
