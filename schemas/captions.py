"""Tracks, cues, releases and files."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

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
    Sha256,
    Wrong,
)
from schemas.ids import CueId, CutId, FileId, PersonId, ReleaseId, SegmentId, SourceId, TrackId

Kind = Literal["captions", "subtitles", "descriptions", "forced"]
Stream = Annotated[Literal["speech", "description", "on_screen"], Meta(examples=["speech"])]
TrackStatus = Annotated[Literal["draft", "in_review", "approved"], Meta(examples=["approved"])]
TextStatus = Literal["missing", "draft", "stale"]
Origin = Literal["import", "human", "memory", "machine", "kept"]
ReleaseStatus = Annotated[Literal["in_review", "approved", "withdrawn"], Meta(examples=["approved"])]
FormatName = Annotated[Literal["vtt", "srt"], Meta(examples=["vtt"])]
CellState = Annotated[
    Literal["missing", "draft", "in_review", "approved", "stale", "blocked"], Meta(examples=["approved"])
]
Done = Annotated[int, Meta(description="cues that have a text here which is not stale", ge=0, examples=[24])]
Total = Annotated[int, Meta(description="all cues", ge=0, examples=[24])]
SizeBytes = Annotated[int, Meta(ge=0, examples=[1382])]

KIND = Annotated[
    Kind,
    Meta(
        description="captions: same language, with non-speech sounds; subtitles: translation; descriptions; forced",
        examples=["subtitles"],
    ),
]
CueText = Annotated[
    str, Meta(min_length=1, max_length=2000, description="line breaks as \\n", examples=["Zwei Tassen.\nGewohnheit."])
]


class NewTrack(Received, frozen=True):
    """A locale to be opened on a source or a cut that has captions in its own language."""

    locale: Locale
    kind: KIND = "subtitles"


class Track(Returned, frozen=True):
    """The texts of one source, or of one cut, in one locale. `done` of `total` cues have a text that is not stale."""

    id: TrackId
    source_id: SourceId | None
    cut_id: Annotated[CutId | None, Meta(examples=[None])]
    locale: Annotated[str, Meta(examples=["de-DE"])]
    kind: KIND
    is_source: bool
    status: TrackStatus
    done: Done
    stale: Annotated[int, Meta(description="texts whose source text changed since", ge=0, examples=[0])]
    total: Total
    approved_by: PersonId | None
    approved_at: Moment | None
    revision: Revision
    created_at: Moment


class OpenedTracks(Returned, frozen=True):
    """The tracks that were opened; none when every locale of the markets had one."""

    opened: list[Track]


class TrackPage(Page[Track], frozen=True):
    """Some tracks."""


class TextOfCue(Returned, frozen=True):
    """A cue of a track: its time, the source text, and the text here. Revision 0: nothing here yet.

    Stale: the source changed since this was written; `translated_from` is what the source said then.
    """

    id: CueId
    track_id: TrackId
    begin_ms: Milliseconds
    end_ms: EndMilliseconds
    stream: Stream
    source_text: Annotated[str, Meta(examples=["Two cups.\nHabit."])]
    text: Annotated[str | None, Meta(examples=["Zwei Tassen.\nGewohnheit."])]
    status: Annotated[TextStatus, Meta(examples=["draft"])]
    translated_from: Annotated[str | None, Meta(examples=[None])]
    origin: Annotated[Origin | None, Meta(examples=["human"])]
    written_at: Moment | None
    revision: Revision


class TextOfCuePage(Page[TextOfCue], frozen=True):
    """Some cues of a track, in order of time."""


class TextChange(Received, frozen=True):
    """A new text for a cue in a track's locale."""

    text: CueText


class Timing(Returned, frozen=True):
    """When a cue stands on its source, or on the cut that has it. A withdrawn one stands nowhere: this was its time."""

    id: CueId
    source_id: SourceId | None
    cut_id: Annotated[CutId | None, Meta(examples=[None])]
    begin_ms: Milliseconds
    end_ms: EndMilliseconds
    withdrawn: bool
    revision: Revision


class TimingChange(Received, frozen=True):
    """A new time for a cue on its source or cut."""

    begin_ms: Annotated[Milliseconds, Meta(examples=[1200])]
    end_ms: Annotated[Milliseconds, Meta(examples=[3400])]

    def __post_init__(self) -> None:
        if self.end_ms <= self.begin_ms:
            raise Wrong("/end_ms", "end_before_begin", "a cue ends after it begins")


class PlacedCue(Returned, frozen=True):
    """Where a cue, or a piece of it, stands in a cut. The cut's own cues stand in one that is all of it."""

    cue_id: CueId
    segment_id: SegmentId
    begin_ms: Milliseconds
    end_ms: EndMilliseconds
    how: Annotated[Literal["whole", "clipped", "split"], Meta(examples=["whole"])]


class Conform(Returned, frozen=True):
    """Where the source cues stand in a cut. `current` is false while a worker still computes the newest edit list."""

    cut_id: CutId
    edit_revision: Annotated[int, Meta(ge=1, examples=[1])]
    current: Annotated[bool, Meta(examples=[True])]
    dropped: Annotated[int, Meta(description="cues of the sources of which nothing is in the cut", ge=0, examples=[6])]
    cues: list[PlacedCue]


class File(Returned, frozen=True):
    """A format of a release. Its address never shows other bytes."""

    id: FileId
    format: FormatName
    sha256: Sha256
    size_bytes: SizeBytes
    url: Annotated[str, Meta(examples=["/f/5e2f0c6f9d1b4a7e8c3d2b1a0f9e8d7c/15-a.de-DE.vtt"])]


class NewRelease(Received, frozen=True):
    """A release to be made from the texts as they are now."""

    market: Market
    locale: Locale
    kind: KIND = "subtitles"


class Release(Returned, frozen=True):
    """The frozen captions of one cut for one market in one locale."""

    id: ReleaseId
    cut_id: CutId
    market: Market
    locale: Locale
    kind: KIND
    number: Annotated[int, Meta(description="counts the releases of this cut, market, locale and kind", examples=[1])]
    status: ReleaseStatus
    stale: Annotated[bool, Meta(description="its inputs have changed since, in a way that would change the captions")]
    done: Done
    total: Total
    files: list[File]
    approved_by: PersonId | None
    approved_at: Moment | None
    withdrawn_at: Annotated[Moment | None, Meta(examples=[None])]
    created_at: Moment


class ReleasePage(Page[Release], frozen=True):
    """Some releases."""


class Cell(Returned, frozen=True):
    """A cut in a locale of a market: what there is, and what is wanting."""

    cut_id: CutId
    market: Market
    locale: Locale
    kind: KIND
    state: CellState
    done: Done
    total: Total
    because: Annotated[str, Meta(description="why it is not approved, in words; empty when it is", examples=[""])]
    release_id: ReleaseId | None
    release_number: Annotated[int | None, Meta(examples=[1])]
    approved_at: Moment | None
    files: list[File]
    errors: Annotated[int | None, Meta(description="findings; null while nothing was measured", examples=[0])]
    warnings: Annotated[int | None, Meta(examples=[1])]
    pack: Annotated[str | None, Meta(description="the rules that it was measured by", examples=["de-DE 2026-11-21"])]


class LocaleFindings(Returned, frozen=True):
    """How the captions of a campaign stand to the rules of a locale: `failing` of `tracks` have an error.

    A track here is a cut in a market. `packs` are the rules with their dates; several while some are
    still to be measured.
    """

    locale: Annotated[str, Meta(examples=["de-DE"])]
    kind: KIND
    packs: Annotated[list[str], Meta(examples=[["de-DE 2026-11-21"]])]
    tracks: Annotated[int, Meta(ge=1, examples=[8])]
    failing: Annotated[int, Meta(ge=0, examples=[0])]
    errors: Annotated[int, Meta(ge=0, examples=[0])]
    warnings: Annotated[int, Meta(ge=0, examples=[1])]


class Matrix(Returned, frozen=True):
    """Every cut of a campaign in every locale of its markets, and what was found in each locale."""

    data: list[Cell]
    findings: list[LocaleFindings]
