"""The rules of an edit list: which stretch of which source falls where in the cut. Pure.

Lengths are exact fractions, rounded half up once for each segment. Where source and cut run at the same rate nothing
is rounded: a speed must then give a whole number of frames.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from schemas.ids import SegmentId, SourceId
from schemas.videos import NewSegment, Speed
from schemas.vocabulary import Layer
from service.problems import Fault
from service.timedtext.timing import Rate, half_up
from service.videos.model import SourceFacts

SLOWEST, FASTEST = Fraction(1, 8), Fraction(8)
LONGEST_MS = 86_400_000


class Laid(Struct, frozen=True):
    """A segment in its place. `segment_id` is None for a new one; `frames` is its length in the cut."""

    segment_id: SegmentId | None
    layer: Layer
    position: int
    source_id: SourceId
    in_frame: int
    out_frame: int
    speed: Fraction
    cut_in_frame: int
    frames: int

    @property
    def cut_out_frame(self) -> int:
        """The first frame of the cut after it."""
        return self.cut_in_frame + self.frames


class Layout(Struct, frozen=True):
    """An edit list laid out, or everything that is wrong with it. `frames` is the length of the cut."""

    segments: list[Laid]
    frames: int
    faults: list[Fault]


def lay_out(
    segments: Sequence[NewSegment], rate: Rate, sources: Mapping[SourceId, SourceFacts], known: Collection[SegmentId]
) -> Layout:
    """Put every segment in its place in a cut of this rate.

    `sources` are those of the cut's video; `known` are the segments that the cut has, or once had.
    """
    faults = list(_identities(segments, known))
    laid: dict[Layer, list[Laid]] = {Layer.PICTURE: [], Layer.SOUND: []}
    for index, segment in enumerate(segments):
        before = laid[segment.layer]
        placed = _place(segment, before, rate, sources.get(segment.source_id))
        if isinstance(placed, Laid):
            before.append(placed)
        else:
            faults += [Fault(f"/segments/{index}{at}", code, detail) for at, code, detail in placed]
    if all(segment.layer is not Layer.PICTURE for segment in segments):
        faults.append(
            Fault("/segments", "no_picture", f"0 of {len(segments)} segments are picture; a cut has at least 1")
        )
    placed_all = [*laid[Layer.PICTURE], *laid[Layer.SOUND]]
    return Layout(placed_all, max((one.cut_out_frame for one in placed_all), default=0), faults)


Complaint = tuple[str, str, str]


def _place(
    segment: NewSegment, before: Sequence[Laid], rate: Rate, source: SourceFacts | None
) -> Laid | list[Complaint]:
    """The segment behind those of its layer, or what is wrong with it: below its pointer, code, detail."""
    faults = list(_faults(segment, source))
    free = before[-1].cut_out_frame if before else 0
    begin = free if segment.cut_in_frame is None else segment.cut_in_frame
    if begin < free:
        taken = f"its layer is taken up to frame {free} of the cut; this segment would begin at {begin}"
        faults.append(("/cut_in_frame", "overlap", taken))
    if faults or source is None:
        return faults
    speed = Fraction(segment.speed.num, segment.speed.den)
    frames, complaint = _length(segment.out_frame - segment.in_frame, speed, source.rate, rate)
    if complaint:
        return [complaint]
    if rate.exact_ms(begin + frames) > LONGEST_MS:
        return [("", "too_long", f"the cut would last {rate.ms(begin + frames)} ms; at most {LONGEST_MS} are possible")]
    return Laid(
        segment.id,
        segment.layer,
        len(before),
        segment.source_id,
        segment.in_frame,
        segment.out_frame,
        speed,
        begin,
        frames,
    )


def _faults(segment: NewSegment, source: SourceFacts | None) -> Iterator[Complaint]:
    """What is wrong with a segment by itself."""
    if source is None:
        yield "/source_id", "not_found", "this video has no such source"
    if segment.out_frame <= segment.in_frame:
        empty = f"it begins at frame {segment.in_frame} and ends before frame {segment.out_frame}; it has no frames"
        yield "/out_frame", "end_before_start", empty
    if source is not None and segment.out_frame > source.frames:
        beyond = f"{segment.out_frame} is too far: the source ends at frame {source.frames}"
        yield "/out_frame", "beyond_source", beyond
    if not SLOWEST <= Fraction(segment.speed.num, segment.speed.den) <= FASTEST:
        yield "/speed", "range", f"{_text(segment.speed)} is not a speed from 1/8 to 8/1"


@lru_cache(256)
def pace(speed: Fraction, source: Rate, cut: Rate) -> Fraction:
    """How many frames of the cut one of the source lasts, before a whole segment is rounded half up."""
    return source.frame_ms / speed / cut.frame_ms


def _length(frames: int, speed: Fraction, source: Rate, cut: Rate) -> tuple[int, Complaint | None]:
    """How many frames of the cut so many of the source last."""
    exact = frames * pace(speed, source, cut)
    if source == cut and exact.denominator != 1:
        lasts = f"{frames} frames at speed {speed.numerator}/{speed.denominator} last {exact} frames of the cut"
        return 0, ("/out_frame", "not_whole", f"{lasts}; take a multiple of {speed.numerator} frames")
    whole = half_up(exact)
    if whole == 0:
        short = f"{frames} frames at {source} a second are less than half a frame of the cut at {cut}"
        return 0, ("/out_frame", "too_short", short)
    return whole, None


def _identities(segments: Sequence[NewSegment], known: Collection[SegmentId]) -> Iterator[Fault]:
    """Identifiers that the cut never gave, or that come back twice."""
    places: dict[SegmentId, int] = {}
    for index, segment in enumerate(segments):
        if segment.id is None:
            continue
        at = f"/segments/{index}/id"
        if segment.id in places:
            yield Fault(at, "twice", f"segment {places[segment.id]} of this list has this id too")
        elif segment.id not in known:
            yield Fault(at, "not_found", "this cut never had such a segment; leave id out for a new one")
        places.setdefault(segment.id, index)


def _text(speed: Speed) -> str:
    return f"{speed.num}/{speed.den}"
