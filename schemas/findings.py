"""What is wrong with captions by the rules of their locale, measured, and what would mend it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import Returned, Revision
from schemas.captions import KIND
from schemas.ids import CueId, CutId, TrackId

Severity = Annotated[Literal["error", "warning"], Meta(examples=["warning"])]
Errors = Annotated[int, Meta(description="findings that keep the captions from being approved", ge=0, examples=[0])]
Warnings = Annotated[int, Meta(description="findings that somebody should look at", ge=0, examples=[1])]
Pack = Annotated[
    str, Meta(description="the rules of the locale and the date that they are of", examples=["de-DE 2026-11-21"])
]


class ProposedFix(Returned, frozen=True):
    """A change of the cue `cue_id` that mends a finding; what is null stays as it is, `remove` takes the cue away.

    `safe`: it changes neither sense nor synchrony and breaks no other rule, so nobody needs to look.
    """

    cue_id: CueId
    safe: bool
    begin_ms: Annotated[int | None, Meta(examples=[None])]
    end_ms: Annotated[int | None, Meta(examples=[None])]
    text: Annotated[str | None, Meta(examples=["Zwei Tassen.\nGewohnheit."])]
    remove: bool


class CaptionFinding(Returned, frozen=True):
    """A breach of a rule. `measured` and `limit` are in the unit of the rule: characters, lines, ms, or
    characters a second.

    `cue_id` is null where the whole track is meant.
    """

    cue_id: CueId | None
    rule: Annotated[str, Meta(examples=["chars_per_line"])]
    severity: Severity
    measured: Annotated[float, Meta(examples=[47.0])]
    limit: Annotated[float, Meta(examples=[42.0])]
    says: Annotated[str, Meta(examples=["A line of 47 characters; at most 42. Break or shorten it."])]
    fix: ProposedFix | None


class TrackFindings(Returned, frozen=True):
    """What is wrong with a track: with the texts of a source or a cut in one locale."""

    track_id: TrackId
    locale: Annotated[str, Meta(examples=["de-DE"])]
    kind: KIND
    pack: Pack
    errors: Errors
    warnings: Warnings
    data: list[CaptionFinding]
    revision: Revision


class FixedTrack(TrackFindings, frozen=True):
    """What is left when every safe fix is made. `fixed` counts the cues that changed."""

    fixed: Annotated[int, Meta(description="cues", ge=0, examples=[3])]


class CheckedText(Returned, frozen=True):
    """What would be wrong with a cue if it said this. `text` is as it would be stored; nothing was written."""

    track_id: TrackId
    cue_id: CueId
    text: Annotated[str, Meta(examples=["Zwei Tassen.\nGewohnheit."])]
    units_per_second: Annotated[
        float, Meta(description="characters, as the rules of the locale count them", ge=0, examples=[13.6])
    ]
    comfortable: Annotated[
        float | None, Meta(description="units a second that are read with ease; null: no limit", examples=[17.0])
    ]
    pack: Pack
    errors: Errors
    warnings: Warnings
    data: list[CaptionFinding]


class CutFindings(Returned, frozen=True):
    """What is wrong with the captions of a cut in a locale of a market, laid out for its picture."""

    cut_id: CutId
    market: Annotated[str, Meta(examples=["DE"])]
    locale: Annotated[str, Meta(examples=["de-DE"])]
    kind: KIND
    pack: Pack
    errors: Errors
    warnings: Warnings
    data: list[CaptionFinding]
