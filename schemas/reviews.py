"""A locale as a reviewer reads it, and what is said when it goes back; many locales at once."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from schemas.bases import EndMilliseconds, Milliseconds, Moment, Page, Received, Returned, Revision
from schemas.captions import Track
from schemas.ids import CueId, PersonId, RemarkId, TrackId
from schemas.problems import ProblemDocument

Words = Annotated[
    str, Meta(min_length=1, max_length=2000, examples=["Say what is new: the cup was there all the time."])
]
MOST_TRACKS = 200


class CueRemark(Received, frozen=True):
    """What is said of one cue."""

    cue_id: CueId
    text: Words


class SendBack(Received, frozen=True):
    """Why a locale goes back to whoever wrote it, as a whole and cue by cue."""

    reason: Words
    cues: Annotated[list[CueRemark], Meta(max_length=500)] = field(default_factory=list)


class Remark(Returned, frozen=True):
    """What a reviewer said, of a cue or (null) of the locale as a whole, when it was at `revision`.

    `answered`: the cue has another text since; of the whole, it was submitted again.
    """

    id: RemarkId
    track_id: TrackId
    cue_id: CueId | None
    revision: Revision
    text: Annotated[str, Meta(examples=["Say what is new: the cup was there all the time."])]
    by: PersonId
    person: Annotated[str, Meta(description="their name", examples=["Aiko Mori"])]
    answered: bool
    created_at: Moment


class RemarkPage(Page[Remark], frozen=True):
    """Some remarks."""


class ReviewedCue(Returned, frozen=True):
    """A text to be read, and what it was when the locale was approved last (null: nothing, or never approved)."""

    cue_id: CueId
    begin_ms: Milliseconds
    end_ms: EndMilliseconds
    source_text: Annotated[str, Meta(examples=["Two cups.\nHabit."])]
    text: Annotated[str | None, Meta(examples=["Zwei Tassen.\nGewohnheit."])]
    approved_text: Annotated[str | None, Meta(examples=["Zwei Tassen. Gewohnheit."])]
    approved_source_text: Annotated[str | None, Meta(examples=["Two cups.\nHabit."])]
    cuts: Annotated[int, Meta(description="in how many cuts it appears", ge=0, examples=[4])]


class Reviewed(Returned, frozen=True):
    """A locale as a reviewer reads it. `approved_before`: it was approved once, so there is something to compare."""

    track: Track
    approved_before: bool
    cues: list[ReviewedCue]


class SeenTrack(Received, frozen=True):
    """A track, and the revision that was seen."""

    id: TrackId
    revision: Annotated[int, Meta(ge=0, examples=[24])]


class SeenTracks(Received, frozen=True):
    """The tracks that something is done with."""

    tracks: Annotated[list[SeenTrack], Meta(min_length=1, max_length=MOST_TRACKS)]


class TrackResult(Returned, frozen=True):
    """How one track fared: `track` as it stands then, or the `problem` that kept it as it was."""

    track_id: TrackId
    status: Annotated[int, Meta(description="what it would be answered alone", examples=[200])]
    track: Track | None
    problem: ProblemDocument | None


class TrackResults(Returned, frozen=True):
    """How each fared, in the order of the request."""

    data: list[TrackResult]
    succeeded: Annotated[int, Meta(ge=0, examples=[1])]
    failed: Annotated[int, Meta(ge=0, examples=[0])]
