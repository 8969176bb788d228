"""The captions of one cut, and what it does differently."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from schemas.bases import (
    EndMilliseconds,
    Locale,
    Market,
    Milliseconds,
    Moment,
    Page,
    Received,
    Returned,
    Revision,
    Wrong,
)
from schemas.captions import KIND, CueText
from schemas.ids import CueId, CutId, OverrideId, PersonId, SegmentId

Field = Annotated[Literal["text", "begin_ms", "end_ms", "hidden"], Meta(examples=["begin_ms"])]
OverrideState = Annotated[
    Literal["kept", "conflict", "parked", "void"],
    Meta(
        description="kept: in force; conflict: what it was written over has changed since, and releases wait for a "
        "decision; parked: its segment or cue is not in the cut now; void: what is derived says the same by now",
        examples=["kept"],
    ),
]
Value = str | int | bool
InTrack = Annotated[Locale | None, Meta(description="null: in every language", examples=["de-DE"])]
OfKind = Annotated[KIND | None, Meta(examples=["subtitles"])]
Hidden = Annotated[bool, Meta(description="left out of this cut", examples=[False])]


class Override(Returned, frozen=True):
    """What one cut does differently with one field of a cue: in every language, or in one track."""

    id: OverrideId
    cut_id: CutId
    cue_id: CueId
    segment_id: SegmentId
    locale: InTrack
    kind: OfKind
    field: Field
    value: Annotated[Value, Meta(description="ours: text, milliseconds or true", examples=[1200])]
    base: Annotated[Value | None, Meta(description="what was derived when it was written", examples=[1000])]
    derived: Annotated[Value | None, Meta(description="theirs: what is derived now", examples=[1000])]
    state: OverrideState
    address: Annotated[
        str,
        Meta(
            description="where to decide: PATCH the value to keep it, or null to take what is derived",
            examples=["/v1/cuts/cut_01kd3v6m2rfa8t4y9n5qk7w1xe/cues/cue_01kd3v6m2rfa8t4y9n5qk7w1xe"],
        ),
    ]
    by: PersonId
    at: Moment
    revision: Revision


class OverridePage(Page[Override], frozen=True):
    """Some overrides."""


class DerivedCue(Returned, frozen=True):
    """A cue as its source, its texts and the edit list have it in a cut."""

    begin_ms: Milliseconds
    end_ms: EndMilliseconds
    text: Annotated[str | None, Meta(examples=["Zwei Tassen.\nGewohnheit."])]


class CutCue(Returned, frozen=True):
    """A cue, or a piece of it, as one cut shows it in one track (locale null: its place, in every language).

    The revision counts the changes of what is derived here and of the overrides on it.
    """

    cut_id: CutId
    cue_id: CueId
    segment_id: SegmentId
    locale: InTrack
    kind: OfKind
    how: Annotated[Literal["whole", "clipped", "split"], Meta(examples=["whole"])]
    begin_ms: Milliseconds
    end_ms: EndMilliseconds
    text: Annotated[
        str | None, Meta(description="with `market`, its facts written out", examples=["Zwei Tassen.\nGewohnheit."])
    ]
    hidden: Hidden
    derived: DerivedCue
    overrides: list[Override]
    revision: Revision


class CutTrack(Returned, frozen=True):
    """The captions of one cut in one track, in order of time, with its overrides merged in."""

    cut_id: CutId
    locale: InTrack
    kind: OfKind
    market: Annotated[Market | None, Meta(examples=["DE"])]
    edit_revision: Annotated[int, Meta(ge=0, examples=[1])]
    current: Annotated[bool, Meta(description="false while a worker still places the cues", examples=[True])]
    conflicts: Annotated[int, Meta(description="overrides that wait for a decision", ge=0, examples=[0])]
    missing_facts: Annotated[list[str], Meta(description="named, and without a value in the market", examples=[[]])]
    cues: list[CutCue]


class CutCueChange(Received, frozen=True):
    """What a cut does differently with a cue from now on. What is left out stays; null takes an override back.

    An override in conflict is kept by sending its value again. A value that says what is derived needs no override.
    """

    text: CueText | UnsetType | None = UNSET
    begin_ms: Annotated[Milliseconds, Meta(examples=[1200])] | UnsetType | None = UNSET
    end_ms: Annotated[Milliseconds, Meta(examples=[3400])] | UnsetType | None = UNSET
    hidden: Hidden | UnsetType | None = UNSET

    def __post_init__(self) -> None:
        if isinstance(self.begin_ms, int) and isinstance(self.end_ms, int) and self.end_ms <= self.begin_ms:
            raise Wrong("/end_ms", "end_before_begin", "a cue ends after it begins")
