"""What a cut contains of what is marked in its sources, when, and how long: through its edit list, exactly. Pure.

What is seen follows the picture's segments. What is heard (a phrase, music, a voice) follows the sound's, or the
picture's in a cut without a sound layer. A face, and a script, may be either: their time is that of both together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from hashlib import sha256

import msgspec
from msgspec import Struct

from schemas.contents import (
    AiInCut,
    Content,
    MadeByAi,
    Meets,
    OccurrenceState,
    Reads,
    RequirementInCut,
    RightsInCut,
    TextInCut,
    Uses,
)
from schemas.coverage import Span
from schemas.ids import CampaignId, CutId, MarkId, RequirementId, RightsId, SourceId, VideoId
from schemas.vocabulary import Aspect
from service.timedtext.timing import half_up
from service.videos.model import CutRow, Edit, SegmentRow
from service.videos.projecting import Piece, Taken, merged, picture, project, sound

Exact = tuple[Fraction, Fraction]

# What of a requirement, of rights and of AI's work is heard; everything else is seen.
_HEARD = {"say", "not_say", "music", "voice"}
_EITHER = {"talent", "script"}


class Taking(SegmentRow, frozen=True):
    """A stored segment, and the bytes of its source."""

    sha256: str


class Take(CutRow, frozen=True):
    """A cut as stored, with both layers of its edit list in force."""

    aspect: Aspect
    edited_at: datetime | None
    unfilmed_since: datetime
    segments: list[Taking]

    def edit(self) -> Edit:
        """As projecting takes it."""
        rates = {one.source_id: one.source_rate for one in self.segments}
        return Edit(self, [one.timed() for one in self.segments], rates)

    @property
    def sha256(self) -> str:
        """Of everything that makes the picture and the sound: two cuts of one hash look and sound alike."""
        segments = sorted(self.segments, key=lambda one: (one.layer, one.position))
        taken = [
            (one.layer, one.sha256, one.in_frame, one.out_frame, one.speed_num, one.speed_den, one.cut_in_frame)
            for one in segments
        ]
        return _hash([self.aspect, str(self.rate), taken])


class Marked(Struct, frozen=True):
    """A mark as a cut takes it. `sense`: the requirement's kind, what the rights are of, or what AI made."""

    id: MarkId
    video_id: VideoId
    source_id: SourceId | None
    cut_id: CutId | None
    in_frame: int
    out_frame: int
    what: Content
    sense: str


class Asked(Struct, frozen=True):
    """A requirement of a campaign's brief."""

    id: RequirementId
    campaign_id: CampaignId
    kind: str
    level: str
    title: str
    markets: list[str]
    minimum_ms: int | None


class Window(Struct, frozen=True):
    """A rights window."""

    id: RightsId
    what: str
    name: str
    withdrawn: bool


class Fall(Struct, frozen=True):
    """Where a mark falls in a cut: exact times that neither overlap nor touch. `whole`: no frame of it is missing."""

    mark: Marked
    ranges: list[Exact]
    whole: bool

    @property
    def spans(self) -> list[Span]:
        """The same in whole milliseconds."""
        return _spans(self.ranges)


class _Stand(Struct, frozen=True):
    mark: Marked
    source_id: SourceId
    in_frame: int
    out_frame: int


def falls(edit: Edit, marks: Iterable[Marked]) -> list[Fall]:
    """Where each mark of the cut's video falls in the cut; marks of other cuts are left out."""
    of_source: dict[MarkId, _Stand] = {}
    found: list[Fall] = []
    for mark in marks:
        if mark.source_id is not None:
            of_source[mark.id] = _Stand(mark, mark.source_id, mark.in_frame, mark.out_frame)
        elif mark.cut_id == edit.cut.id:
            found.append(_on_cut(edit, mark))
    seen = [one for one in of_source.values() if one.mark.sense not in _HEARD]
    heard = [one for one in of_source.values() if one.mark.sense in _HEARD | _EITHER]
    pieces: dict[MarkId, list[Piece]] = {key: [] for key in of_source}
    _lay(edit, picture(edit), seen, pieces)
    _lay(edit, sound(edit), heard, pieces)
    return found + [_fall(of_source[key].mark, taken) for key, taken in pieces.items()]


def requirement_in(asked: Asked, fallen: Sequence[Fall]) -> RequirementInCut:
    """How a cut keeps a requirement. `fallen`: every mark of it in the video, also those that the cut leaves out."""
    ranges = merged(one for fall in fallen for one in fall.ranges)
    kept_ms = half_up(_lasting(ranges))
    return RequirementInCut(
        requirement_id=asked.id,
        kind=asked.kind,
        level=asked.level,
        title=asked.title,
        markets=asked.markets,
        state=_state(asked, fallen, kept_ms),
        kept_ms=kept_ms,
        needed_ms=asked.minimum_ms,
        ranges=_spans(ranges),
    )


def rights_in(window: Window, fallen: Iterable[Fall]) -> RightsInCut | None:
    """How much a cut uses of something; None when it does not."""
    ranges = merged(one for fall in fallen for one in fall.ranges)
    if not ranges:
        return None
    return RightsInCut(
        rights_id=window.id,
        what=window.what,
        name=window.name,
        withdrawn=window.withdrawn,
        used_ms=half_up(_lasting(ranges)),
        ranges=_spans(ranges),
    )


def texts_in(fallen: Iterable[Fall]) -> list[TextInCut]:
    """The words in the picture, in the order in which they come."""
    found = [
        TextInCut(
            mark_id=fall.mark.id,
            text=fall.mark.what.text,
            role=fall.mark.what.role,
            box=fall.mark.what.box,
            begin_ms=span.begin_ms,
            end_ms=span.end_ms,
        )
        for fall in fallen
        if isinstance(fall.mark.what, Reads)
        for span in fall.spans
    ]
    return sorted(found, key=lambda one: (one.begin_ms, one.end_ms, str(one.mark_id)))


def ai_in(fallen: Iterable[Fall]) -> list[AiInCut]:
    """What AI made of it, in the order in which it comes."""
    found = [
        AiInCut(
            mark_id=fall.mark.id,
            made=fall.mark.what.made,
            tool=fall.mark.what.tool,
            used_ms=half_up(_lasting(fall.ranges)),
            ranges=fall.spans,
        )
        for fall in fallen
        if isinstance(fall.mark.what, MadeByAi) and fall.ranges
    ]
    return sorted(found, key=lambda one: (one.ranges[0].begin_ms, str(one.mark_id)))


def meets(fall: Fall) -> RequirementId | None:
    """The requirement that a mark is of."""
    return fall.mark.what.requirement_id if isinstance(fall.mark.what, Meets) else None


def uses(fall: Fall) -> RightsId | None:
    """The rights window that a mark is of."""
    return fall.mark.what.rights_id if isinstance(fall.mark.what, Uses) else None


def contents_hash(fallen: Iterable[Fall]) -> str:
    """Of what is declared to stand in a cut: text and AI's work, each with its exact times, whoever declared it."""
    told = []
    for fall in fallen:
        if fall.ranges and isinstance(fall.mark.what, Reads | MadeByAi):
            times = [(str(begin), str(end)) for begin, end in fall.ranges]
            told.append(msgspec.json.encode([fall.mark.what, times]).decode())
    return _hash(sorted(told))


def edit_hash(segments_sha256: str, contents_sha256: str) -> str:
    """Of both together."""
    return _hash([segments_sha256, contents_sha256])


def _lay(edit: Edit, segments: list[Taken], stands: list[_Stand], pieces: dict[MarkId, list[Piece]]) -> None:
    for stand, piece in project(edit, segments, stands):
        pieces[stand.mark.id].append(piece)


def _fall(mark: Marked, pieces: Sequence[Piece]) -> Fall:
    ranges = merged((piece.begin_ms, piece.end_ms) for piece in pieces)
    shown = merged((piece.in_frame, piece.out_frame) for piece in pieces)
    return Fall(mark, ranges, shown == [(mark.in_frame, mark.out_frame)])


def _on_cut(edit: Edit, mark: Marked) -> Fall:
    """A mark of the cut itself; an edit list that has become shorter may have cut it off."""
    begin, end = mark.in_frame, min(mark.out_frame, edit.cut.frames)
    rate = edit.cut.rate
    ranges = [(rate.exact_ms(begin), rate.exact_ms(end))] if begin < end else []
    return Fall(mark, ranges, end == mark.out_frame)


def _state(asked: Asked, fallen: Sequence[Fall], kept_ms: int) -> OccurrenceState:
    if asked.kind == "not_say":
        return "broken" if any(fall.ranges for fall in fallen) else "met"
    if not fallen:
        return "unmarked"
    if not any(fall.ranges for fall in fallen):
        return "missing"
    enough = any(fall.whole for fall in fallen) if asked.minimum_ms is None else kept_ms >= asked.minimum_ms
    return "met" if enough else "trimmed"


def _lasting(ranges: Iterable[Exact]) -> Fraction:
    return sum((end - begin for begin, end in ranges), Fraction(0))


def _spans(ranges: Iterable[Exact]) -> list[Span]:
    return [Span(begin_ms=half_up(begin), end_ms=half_up(end)) for begin, end in ranges]


def _hash(told: object) -> str:
    return sha256(msgspec.json.encode(told)).hexdigest()
