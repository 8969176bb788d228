"""Importing captions: what a file changes, and cues one at a time."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import EndMilliseconds, Locale, Milliseconds, Received, Returned, Revision, Wrong
from schemas.captions import KIND, CueText
from schemas.ids import CueId, CutId, SourceId, TrackId
from schemas.problems import ProblemDocument

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


class FileProblem(Returned, frozen=True):
    """A place where a file is not as its format has it, and what was done about it. `repaired`: nothing is lost."""

    line: Annotated[int, Meta(ge=1, examples=[6])]
    code: Annotated[str, Meta(description="a word for programs", examples=["overlap"])]
    detail: Annotated[str, Meta(examples=["The cue began before the one above it ended; it now begins there."])]
    repaired: Annotated[bool, Meta(examples=[True])]


class ImportSummary(Returned, frozen=True):
    """What a caption file changes, counted.

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
    missing: Annotated[int, Meta(description="of a translation: source cues without a text yet", ge=0, examples=[0])]
    left_out: Annotated[
        list[str], Meta(description="what the file had and captions do not keep", examples=[["1 STYLE block"]])
    ]
    problems: Annotated[
        list[FileProblem], Meta(description="of `mode=repair`: what was mended, or could not be; at most 1,000")
    ]
    revision: Revision


class Imported(ImportSummary, frozen=True):
    """What a caption file changes: the counts, and each cue in order of time.

    `id` is the track; null in a dry run of its first import. `applied`: the track now says what the file says; false in
    a dry run that would change it. `revision` is the one to send as `If-Match` with the next import.
    """

    cues: list[ImportedCue]


class ImportItem(Received, frozen=True):
    """One of many files: where it goes. `file` names its part of the form; one of `source_id` and `cut_id` is given."""

    file: Annotated[str, Meta(min_length=1, max_length=200, examples=["15-a.de-DE.vtt"])]
    locale: Locale
    source_id: Annotated[SourceId | None, Meta(examples=["src_01kd3v6m2rfa8t4y9n5qk7w1xe"])] = None
    cut_id: Annotated[CutId | None, Meta(examples=[None])] = None
    kind: Annotated[KIND | None, Meta(description="captions in the language of the source, else subtitles")] = None
    if_match: Annotated[
        str | None, Meta(description="the ETag of the track, where one would change", examples=['"r3"'])
    ] = None

    def __post_init__(self) -> None:
        if (self.source_id is None) is (self.cut_id is None):
            raise Wrong("/source_id", "one_of", "give either source_id or cut_id")


class ImportItems(Received, frozen=True):
    """What the files of a form are; each is imported by itself."""

    items: Annotated[list[ImportItem], Meta(min_length=1, max_length=200)]


class ImportResult(Returned, frozen=True):
    """How one file fared: `imported`, or the problem that kept it out. `status` is what it would have been alone."""

    file: Annotated[str, Meta(examples=["15-a.de-DE.vtt"])]
    status: Annotated[int, Meta(examples=[201])]
    imported: ImportSummary | None
    problem: ProblemDocument | None


class ImportResults(Returned, frozen=True):
    """How each file fared, in the order of the items."""

    data: list[ImportResult]
    succeeded: Annotated[int, Meta(description="files", ge=0, examples=[44])]
    failed: Annotated[int, Meta(description="files", ge=0, examples=[1])]


class NewCue(Received, frozen=True):
    """A cue to be added to the captions of a source or a cut, in their own language."""

    begin_ms: Annotated[Milliseconds, Meta(examples=[1200])]
    end_ms: Annotated[Milliseconds, Meta(examples=[3400])]
    text: CueText

    def __post_init__(self) -> None:
        if self.end_ms <= self.begin_ms:
            raise Wrong("/end_ms", "end_before_begin", "a cue ends after it begins")
