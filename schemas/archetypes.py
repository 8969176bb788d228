"""Archetypes: reusable narrative patterns, built in or of the organization's own, in versions that never change."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, field

from schemas.bases import KEY_PATTERN, KEY_WANTED, Milliseconds, Moment, Name, Page, Received, Returned, Revision, form
from schemas.vocabulary import BeatKind

Words = Annotated[str, Meta(max_length=1000)]
ArchetypeKey = Annotated[
    str, Meta(description="`key` of an archetype at /v1/archetypes", max_length=100, examples=["slice_of_life"])
]
NewKey = Annotated[
    str,
    form(
        KEY_PATTERN,
        KEY_WANTED,
        description="once in an organization, and no built-in one's",
        examples=["rebirth"],
    ),
]
ArchetypeVersion = Annotated[int, Meta(description="1 is the first", ge=1, le=1_000_000_000, examples=[1])]
Title = Annotated[Name, Meta(examples=["Slice of Life"])]
Summary = Annotated[Words, Meta(examples=["An ordinary moment that everyone recognises."])]
BrandRole = Annotated[Words, Meta(examples=["Part of the place."])]
WhenToUse = Annotated[Words, Meta(examples=["When the product belongs to a habit, a room or a relationship."])]
Guidance = Annotated[
    list[Annotated[Words, Meta(min_length=1)]],
    Meta(max_length=20, examples=[["The product is seen early and named late."]]),
]
Source = Annotated[Words, Meta(description="where it comes from", examples=["Editorial guidance of Cutdown"])]
Kind = Annotated[BeatKind, Meta(examples=["hook"])]
BeatName = Annotated[Name, Meta(examples=["The crack in the habit"])]
Begin = Annotated[Milliseconds, Meta(examples=[0])]
End = Annotated[Milliseconds, Meta(examples=[3000])]
BeatGuidance = Annotated[Words, Meta(examples=["A routine with one thing missing or out of place."])]


class NewArchetypeBeat(Received, frozen=True, kw_only=True):
    """A beat and its window in a story of 60 seconds. The last one may be open-ended: it lasts as long as the film."""

    kind: Kind
    name: BeatName
    begin_ms: Begin
    end_ms: End
    guidance: BeatGuidance = ""
    open_ended: bool = False


class NewArchetypeVersion(Received, frozen=True, kw_only=True):
    """What an archetype says. Beats follow each other; each kind comes once, but for `other`."""

    name: Title
    summary: Summary = ""
    brand_role: BrandRole = ""
    when_to_use: WhenToUse = ""
    guidance: Guidance = field(default_factory=list)
    source: Source = ""
    beats: Annotated[list[NewArchetypeBeat], Meta(min_length=1, max_length=50)]


class NewArchetype(NewArchetypeVersion, frozen=True, kw_only=True):
    """An archetype of the organization's own, in its first version."""

    key: NewKey


class ArchetypeBeat(Returned, frozen=True):
    """A beat and its window in a story of 60 seconds; an open-ended one lasts as long as the film does."""

    kind: Kind
    name: BeatName
    begin_ms: Begin
    end_ms: End
    guidance: BeatGuidance
    open_ended: bool


class Archetype(Returned, frozen=True):
    """A version of a narrative pattern; it never changes. `guidance` is advice for the writer, never a rule."""

    key: ArchetypeKey
    version: ArchetypeVersion
    newest_version: ArchetypeVersion
    built_in: Annotated[bool, Meta(description="whether it comes with Cutdown")]
    name: Title
    summary: Summary
    brand_role: BrandRole
    when_to_use: WhenToUse
    guidance: Guidance
    source: Source
    date: Annotated[date, Meta(description="of this version")]
    beats: list[ArchetypeBeat]
    withdrawn_at: Annotated[
        Moment | None, Meta(description="since when no new story can be told with it", examples=[None])
    ]
    revision: Revision


class ArchetypePage(Page[Archetype], frozen=True):
    """The archetypes in their newest versions, all on one page: the built-in ones, then your own by name."""
