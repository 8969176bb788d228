"""The uploaded film of a cut, and what comparing it with the cut's edit list found."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import Milliseconds, Moment, Received, Returned, Revision, Sha256, form
from schemas.ids import CutId, PersonId, SegmentId
from schemas.videos import FrameRate

FilmState = Annotated[
    Literal["pending", "matching", "mismatching", "unreadable"],
    Meta(
        description="`pending`: a worker still compares; `unreadable`: film or sources cannot be decoded throughout",
        examples=["mismatching"],
    ),
]
FindingKind = Annotated[
    Literal["duration", "aspect", "picture", "framing", "sound", "sound_offset"],
    Meta(
        description="what differs. `duration`: milliseconds; `aspect`: width by height; `picture`: the source's frame"
        " that a segment begins or ends with; `framing`: film and source differ in shape and the picture is found"
        " neither as a part of full height or width nor between bars, so it is not comparable; `sound`:"
        " correlation, at most 1; `sound_offset`: milliseconds, more than 0 when the film's sound is late",
        examples=["picture"],
    ),
]
Reason = Annotated[
    str,
    form(
        r"\S",
        "something that can be read",
        description="why the film is right all the same",
        min_length=1,
        max_length=2000,
        examples=["The client asked for a dissolve instead of the hard cut."],
    ),
]


class FilmFinding(Returned, frozen=True):
    """Something in which a film differs from the cut's edit list."""

    kind: FindingKind
    segment_id: Annotated[SegmentId | None, Meta(description="null: the cut as a whole")]
    cut_frame: Annotated[int | None, Meta(description="where in the cut, at the cut's rate", examples=[75])]
    measured: Annotated[float | None, Meta(description="null: nothing like it was found", examples=[143.0])]
    expected: Annotated[float | None, Meta(examples=[140.0])]
    tolerance: Annotated[float | None, Meta(description="how far they may differ", examples=[1.0])]
    detail: Annotated[str, Meta(examples=["the cut's frame 75 shows frame 143 of the source, not 140"])]


class AcceptedFilm(Returned, frozen=True):
    """Somebody said that a film is right in spite of its findings."""

    by: PersonId
    at: Moment
    reason: Annotated[str, Meta(examples=["The client asked for a dissolve instead of the hard cut."])]


class Film(Returned, frozen=True):
    """The uploaded film of a cut, as measured from its bytes, and how it stands to the edit list in force."""

    cut_id: CutId
    number: Annotated[int, Meta(description="counts the films of the cut", ge=1, examples=[1])]
    sha256: Sha256
    size_bytes: Annotated[int, Meta(ge=1, examples=[7_213_377])]
    media_type: Annotated[str, Meta(examples=["video/mp4"])]
    container: Annotated[str, Meta(examples=["mp4"])]
    video_codec: Annotated[str, Meta(examples=["h264"])]
    audio_codec: Annotated[str | None, Meta(description="null without sound", examples=["aac"])]
    width_px: Annotated[int, Meta(description="as shown, after rotation", examples=[1080])]
    height_px: Annotated[int, Meta(description="as shown, after rotation", examples=[1920])]
    fps: FrameRate
    frames: Annotated[int, Meta(description="counted, not taken from the header", examples=[375])]
    duration_ms: Milliseconds
    faststart: Annotated[bool, Meta(description="whether a player can begin before it has the whole file")]
    edit_revision: Annotated[int, Meta(description="the edit list that it is compared with", ge=1, examples=[1])]
    state: FilmState
    held: Annotated[bool, Meta(description="whether the releases of the cut wait for it", examples=[True])]
    reason: Annotated[str, Meta(description="why it is unreadable; else empty", examples=[""])]
    pictures: Annotated[int, Meta(description="edges of picture segments that were compared", ge=0, examples=[24])]
    sounds: Annotated[int, Meta(description="sound segments that could be recognised", ge=0, examples=[12])]
    findings: list[FilmFinding]
    compared_at: Moment | None
    accepted: AcceptedFilm | None
    revision: Revision
    created_at: Moment


class FilmAcceptance(Received, frozen=True):
    """Why a film is right in spite of its findings. Whoever accepts it, and when, stays written beside it."""

    reason: Reason
