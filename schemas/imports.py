"""Importing captions: what a file changes, and cues one at a time."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import EndMilliseconds, Milliseconds, Received, Returned, Revision, Wrong
from schemas.captions import KIND, CueText
from schemas.ids import CueId, CutId, SourceId, TrackId

CueChange = Annotated[
    Literal["kept", "moved", "reworded", "added", "restored", "withdrawn"],
    Meta(
        description="moved: the same text at another time or place; reworded: another text, perhaps at another time; "
        "restored: a withdrawn cue that is back",
        examples=["moved"],
    ),
]
Count = Annotated[int, Meta(description="cues", ge=0, examples=[2])]


class CueBefore(Returned, frozen=True):
    """A cue as it was."""

    begin_ms: Milliseconds
    end_ms: EndMilliseconds
    text: Annotated[str, Meta(examples=["Two cups."])]


class ImportedCue(Returned, frozen=True):
    """What an import does to one cue. `cue_id` is null for a new one in a dry run, `before` for one that is new."""

    cue_id: CueId | None
    change: CueChange
    begin_ms: Milliseconds
    end_ms: EndMilliseconds
    text: Annotated[str, Meta(examples=["Two cups.\nHabit."])]
    before: CueBefore | None


class Imported(Returned, frozen=True):
    """What a caption file changes, cue by cue, in order of time.

    `id` is the track; null in a dry run of its first import. `applied`: the track now says what the file says; false in
    a dry run that would change it. `revision` is the one to send as `If-Match` with the next import.
    """

    id: TrackId | None
    source_id: SourceId | None
    cut_id: Annotated[CutId | None, Meta(examples=[None])]
    locale: Annotated[str, Meta(examples=["en-US"])]
    kind: KIND
    is_source: bool
    applied: bool
    kept: Count
    moved: Count
    reworded: Count
    added: Count
    restored: Count
    withdrawn: Count
    left_out: Annotated[
        list[str], Meta(description="what the file had and captions do not keep", examples=[["1 STYLE block"]])
    ]
    cues: list[ImportedCue]
    revision: Revision


class NewCue(Received, frozen=True):
    """A cue to be added to the captions of a source or a cut, in their own language."""

    begin_ms: Annotated[Milliseconds, Meta(examples=[1200])]
    end_ms: Annotated[Milliseconds, Meta(examples=[3400])]
    text: CueText

    def __post_init__(self) -> None:
        if self.end_ms <= self.begin_ms:
            raise Wrong("/end_ms", "end_before_begin", "a cue ends after it begins")
