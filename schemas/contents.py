"""What films really contain by time: marks on sources and cuts, and what each cut shows of them."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from schemas.bases import EndMilliseconds, Market, Milliseconds, Moment, Received, Returned, Sha256, Wrong, form
from schemas.coverage import Span
from schemas.films import FilmState
from schemas.ids import CampaignId, CutId, MarkId, PersonId, RequirementId, RightsId, SourceId, VideoId
from schemas.videos import CutCode, Frame, FrameRate
from schemas.vocabulary import Aspect

MOST_MARKS = 2000
WHOLE = 1000

InFrame = Annotated[Frame, Meta(description="its first frame", examples=[120])]
OutFrame = Annotated[Frame, Meta(description="the first frame after it", examples=[195])]
Words = Annotated[
    str, form(r"\S", "something that can be read", min_length=1, max_length=2000, examples=["Advertisement"])
]

TextRole = Annotated[
    Literal["price", "legal", "disclosure", "super", "other"],
    Meta(
        description="`price`: what something costs; `legal`: a legal line; `disclosure`: says that this is advertising;"
        " `super`: words of the story",
        examples=["disclosure"],
    ),
]
AiPart = Annotated[
    Literal["script", "image", "video", "music", "voice"], Meta(description="what AI made", examples=["music"])
]
OccurrenceState = Annotated[
    Literal["met", "trimmed", "missing", "unmarked", "broken"],
    Meta(
        description="`met`: the cut keeps enough of it; `trimmed`: some, but too little; `missing`: nothing of what is"
        " marked; `unmarked`: nobody has marked it in the film, so nobody can tell; `broken`: it is said although it"
        " must not be",
        examples=["trimmed"],
    ),
]


class Box(Received, frozen=True):
    """Where in the picture, in thousandths of its width and height, from the left and the top."""

    left: Annotated[int, Meta(ge=0, le=WHOLE, examples=[80])]
    top: Annotated[int, Meta(ge=0, le=WHOLE, examples=[700])]
    width: Annotated[int, Meta(ge=1, le=WHOLE, examples=[840])]
    height: Annotated[int, Meta(ge=1, le=WHOLE, examples=[90])]

    def __post_init__(self) -> None:
        if self.left + self.width > WHOLE:
            raise Wrong("/width", "beyond_picture", f"{self.left} and {self.width} are more than {WHOLE} together")
        if self.top + self.height > WHOLE:
            raise Wrong("/height", "beyond_picture", f"{self.top} and {self.height} are more than {WHOLE} together")


class Meets(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="requirement", tag_field="kind"):
    """A requirement of the brief is met here; what must not be said is said here."""

    requirement_id: RequirementId


class Uses(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="rights", tag_field="kind"):
    """Something of which the rights are limited is used here."""

    rights_id: RightsId


class Reads(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="text", tag_field="kind"):
    """Words stand in the picture here."""

    text: Words
    role: TextRole
    box: Annotated[Box | None, Meta(description="where in the picture; null: not said")] = None


class MadeByAi(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="ai", tag_field="kind"):
    """AI made this."""

    made: AiPart
    tool: Annotated[str, Meta(description="with which", max_length=200, examples=["a music model"])] = ""


Content = Meets | Uses | Reads | MadeByAi


class NewMark(Received, frozen=True, kw_only=True):
    """What stands in some frames of a source or a cut. Without frames it stands in the whole of it."""

    what: Content
    in_frame: InFrame | None = None
    out_frame: OutFrame | None = None


class Mark(Returned, frozen=True):
    """What stands in some frames of a source, or of a cut alone. A mark is made and taken away, never changed."""

    id: MarkId
    source_id: SourceId | None
    cut_id: Annotated[CutId | None, Meta(examples=[None])]
    what: Content
    in_frame: InFrame
    out_frame: OutFrame
    begin_ms: Annotated[Milliseconds, Meta(examples=[4800])]
    end_ms: Annotated[Milliseconds, Meta(examples=[7800])]
    by: PersonId
    at: Moment


class Marks(Returned, frozen=True):
    """What stands in a source or in a cut alone, in the order of its frames."""

    source_id: SourceId | None
    cut_id: Annotated[CutId | None, Meta(examples=[None])]
    fps: FrameRate
    frames: Annotated[int, Meta(description="how long it is", examples=[1500])]
    marks: list[Mark]


class RequirementInCut(Returned, frozen=True):
    """How a cut keeps one requirement of the brief.

    With a minimum it counts how long it is on screen; without one, whether it stands in the cut whole at least once.
    """

    requirement_id: RequirementId
    kind: Annotated[str, Meta(examples=["on_screen"])]
    level: Annotated[str, Meta(description="`must` or `should`", examples=["must"])]
    title: Annotated[str, Meta(examples=["The cup on screen"])]
    markets: Annotated[list[Market], Meta(description="where it holds; empty: everywhere", examples=[["DE"]])]
    state: OccurrenceState
    kept_ms: Annotated[int, Meta(description="how long the cut shows it, or lets it be heard", ge=0, examples=[1800])]
    needed_ms: Annotated[int | None, Meta(description="how long it must; null: no minimum", examples=[3000])]
    ranges: Annotated[list[Span], Meta(description="when in the cut")]


class RightsInCut(Returned, frozen=True):
    """A rights window that a cut uses, and how much of it."""

    rights_id: RightsId
    what: Annotated[str, Meta(description="`talent`, `music`, `footage` or `font`", examples=["music"])]
    name: Annotated[str, Meta(examples=["Slow Morning"])]
    withdrawn: Annotated[bool, Meta(description="whether the window was taken back", examples=[False])]
    used_ms: Annotated[int, Meta(ge=0, examples=[15000])]
    ranges: Annotated[list[Span], Meta(description="when in the cut")]


class TextInCut(Returned, frozen=True):
    """Words in the picture of a cut, each time that they stand there."""

    mark_id: MarkId
    text: Annotated[str, Meta(examples=["Advertisement"])]
    role: TextRole
    box: Box | None
    begin_ms: Annotated[Milliseconds, Meta(description="in the cut", examples=[0])]
    end_ms: Annotated[EndMilliseconds, Meta(description="in the cut")]


class AiInCut(Returned, frozen=True):
    """What AI made of a cut."""

    mark_id: MarkId
    made: AiPart
    tool: Annotated[str, Meta(examples=["a music model"])]
    used_ms: Annotated[int, Meta(ge=0, examples=[15000])]
    ranges: Annotated[list[Span], Meta(description="when in the cut")]


class FilmFacts(Returned, frozen=True):
    """The uploaded film of a cut as platforms and checklists ask for it."""

    number: Annotated[int, Meta(description="counts the films of the cut", ge=1, examples=[1])]
    sha256: Sha256
    container: Annotated[str, Meta(examples=["mp4"])]
    video_codec: Annotated[str, Meta(examples=["h264"])]
    audio_codec: Annotated[str | None, Meta(description="null without sound", examples=["aac"])]
    width_px: Annotated[int, Meta(examples=[1080])]
    height_px: Annotated[int, Meta(examples=[1920])]
    fps: FrameRate
    frames: Annotated[int, Meta(examples=[375])]
    duration_ms: Milliseconds
    size_bytes: Annotated[int, Meta(ge=1, examples=[7_213_377])]
    bitrate_bps: Annotated[int, Meta(description="bits a second of the whole file", ge=0, examples=[3_847_134])]
    faststart: bool
    state: FilmState
    held: Annotated[bool, Meta(description="whether the cut waits for it: it differs and nobody accepted that")]
    arrived_at: Annotated[Moment, Meta(description="when it was uploaded")]
    since: Annotated[Moment, Meta(description="since when its state is what it is")]


class CutState(Returned, frozen=True):
    """What a cut is, as hashes: whoever answers for it answers for these.

    `edit_sha256` covers the edit list (what of which bytes, when, how fast, in which shape) and what is declared to
    stand in it: text on screen, and what AI made. Its two parts stand beside it, so that a change can be named.
    """

    cut_id: CutId
    campaign_id: CampaignId
    video_id: VideoId
    code: CutCode
    market: Market | None
    aspect: Annotated[Aspect, Meta(examples=["9:16"])]
    fps: FrameRate
    frames: Annotated[int, Meta(examples=[375])]
    duration_ms: Annotated[int, Meta(examples=[15000])]
    edit_revision: Annotated[int, Meta(ge=1, examples=[1])]
    edit_sha256: Sha256
    segments_sha256: Sha256
    contents_sha256: Sha256
    film: FilmFacts | None
    edited_at: Annotated[
        Moment | None, Meta(description="since when the edit list is as it is; null: that was not kept yet")
    ]
    unfilmed_since: Annotated[Moment | None, Meta(description="since when there is no film; null: there is one")]


class CutContents(Returned, frozen=True):
    """What a cut contains: of the brief's requirements, of things with limited rights, of text, of what AI made."""

    state: CutState
    requirements: list[RequirementInCut]
    rights: list[RightsInCut]
    texts: list[TextInCut]
    ai: list[AiInCut]


class VideoContents(Returned, frozen=True):
    """The same of every cut of a video, the longest cut first."""

    video_id: VideoId
    cuts: list[CutContents]
