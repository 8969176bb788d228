"""Where a stretch of a source falls in a cut, through the cut's edit list. Pure.

Counted in whole frames of the sources, so nothing is rounded before it is said in milliseconds. A segment's frames are
spread evenly over the frames of the cut that its edit list gives it: a stretch of another rate rarely fills whole ones.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, groupby
from operator import attrgetter
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from schemas.ids import SegmentId, SourceId
from service.timedtext.retime import Layer, Segment
from service.timedtext.timing import Rate, half_up
from service.videos.edit_list import pace
from service.videos.model import Edit

Frames = tuple[int, int]
NumberT = TypeVar("NumberT", int, Fraction)
Taken = Segment[SegmentId, SourceId]


class InSource(Protocol):
    """Frames of a source, from `in_frame` up to but without `out_frame`."""

    @property
    def source_id(self) -> SourceId: ...

    @property
    def in_frame(self) -> int: ...

    @property
    def out_frame(self) -> int: ...


StandT = TypeVar("StandT", bound=InSource)


class Shown(Struct, frozen=True):
    """A segment in the cut: so many frames of its source fill so many of the cut, at the cut's rate."""

    segment_id: SegmentId
    source_id: SourceId
    in_frame: int
    frames: int
    cut_in_frame: int
    cut_frames: int
    rate: Rate

    def at_ms(self, frame: int) -> Fraction:
        """When a frame of the source begins in the cut, exactly."""
        passed = Fraction((frame - self.in_frame) * self.cut_frames, self.frames)
        return self.rate.exact_ms(self.cut_in_frame + passed)


class Piece(Struct, frozen=True):
    """Some frames of a segment."""

    of: Shown
    in_frame: int
    out_frame: int

    @property
    def begin_ms(self) -> Fraction:
        """In the cut, exactly."""
        return self.of.at_ms(self.in_frame)

    @property
    def end_ms(self) -> Fraction:
        """In the cut, exactly."""
        return self.of.at_ms(self.out_frame)


class Lane(Generic[StandT]):
    """What stands in one source, in the order of its frames; they may overlap."""

    def __init__(self, stands: Sequence[StandT]) -> None:
        self.stands = stands
        self.reach = list(accumulate((one.out_frame for one in stands), max))  # nothing before ends later

    def met(self, segment: Taken) -> Iterator[StandT]:
        """Those of which a segment takes something."""
        for stand in self.stands[bisect_right(self.reach, segment.in_frame) :]:
            if stand.in_frame >= segment.out_frame:
                return
            if stand.out_frame > segment.in_frame:
                yield stand


def picture(edit: Edit) -> list[Taken]:
    """The segments that are seen, in playing order."""
    return _layer(edit, "picture")


def sound(edit: Edit) -> list[Taken]:
    """The segments that are heard, in playing order: those of the picture in a cut without a sound layer."""
    return _layer(edit, "sound") or _layer(edit, "picture")


def project(edit: Edit, segments: Iterable[Taken], stands: Iterable[StandT]) -> Iterator[tuple[StandT, Piece]]:
    """What these segments of a cut take of everything that stands in its sources, in playing order."""
    ordered = sorted(stands, key=lambda one: (one.source_id.uuid, one.in_frame))
    lanes = {source: Lane(list(ones)) for source, ones in groupby(ordered, key=attrgetter("source_id"))}
    for segment in segments:
        lane = lanes.get(segment.source_id)
        if lane is not None:
            shown = _shown(edit, segment)
            for stand in lane.met(segment):
                begin, end = max(segment.in_frame, stand.in_frame), min(segment.out_frame, stand.out_frame)
                yield stand, Piece(shown, begin, end)


def merged(ranges: Iterable[tuple[NumberT, NumberT]]) -> list[tuple[NumberT, NumberT]]:
    """The same frames, or exact times, as ranges that neither overlap nor touch, in order."""
    found: list[tuple[NumberT, NumberT]] = []
    for begin, end in sorted(ranges):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((begin, end))
    return found


def lasting_ms(pieces: Iterable[Piece], rate: Rate) -> Fraction:
    """How long the pieces last together; summed up in whole numbers for each length of a segment."""
    parts: dict[int, int] = defaultdict(int)
    for piece in pieces:
        parts[piece.of.frames] += (piece.out_frame - piece.in_frame) * piece.of.cut_frames
    return rate.exact_ms(sum((Fraction(part, frames) for frames, part in parts.items()), Fraction(0)))


def _layer(edit: Edit, layer: Layer) -> list[Taken]:
    return sorted((one for one in edit.segments if one.layer == layer), key=lambda one: one.position)


def _shown(edit: Edit, segment: Taken) -> Shown:
    frames, speed = segment.out_frame - segment.in_frame, Fraction(segment.speed_num, segment.speed_den)
    length = half_up(frames * pace(speed, edit.source_rates[segment.source_id], edit.cut.rate))
    place = (segment.in_frame, frames, segment.cut_in_frame, length)
    return Shown(segment.segment_id, segment.source_id, *place, edit.cut.rate)
