"""Conform: where each cue of the sources falls in a cut, by the cut's edit list.

Speech and description follow the sound layer, or the picture layer in a cut without one; on-screen text follows the
picture. Everything is computed in exact fractions and rounded once. Cost: sorting, then one sweep for each segment.

A cue's time is whole milliseconds, rounded or cut off, and a frame boundary mostly is not. So a cue that begins or
ends less than a millisecond from a segment's edge counts as lying on it; otherwise a cue made to end with its shot
would leave a sliver in the next one and count as clipped.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor, lcm
from operator import attrgetter
from typing import Generic, Literal, TypeVar

from service.timedtext.timing import Rate, half_up

CueT = TypeVar("CueT", bound=Hashable)
SourceT = TypeVar("SourceT", bound=Hashable)
SegmentT = TypeVar("SegmentT", bound=Hashable)

Stream = Literal["speech", "description", "on_screen"]
Layer = Literal["picture", "sound"]
How = Literal["whole", "clipped", "split"]


@dataclass(frozen=True, slots=True)
class SourceCue(Generic[CueT, SourceT]):
    """A cue on the time of its source."""

    cue_id: CueT
    source_id: SourceT
    begin_ms: int
    end_ms: int
    stream: Stream = "speech"


@dataclass(frozen=True, slots=True)
class Segment(Generic[SegmentT, SourceT]):
    """A stretch of a source in a cut. `in_frame` and `out_frame` (exclusive) count in the source's rate,
    `cut_in_frame` in the cut's. A speed of 2/1 plays the source twice as fast."""

    segment_id: SegmentT
    layer: Layer
    position: int
    source_id: SourceT
    in_frame: int
    out_frame: int
    cut_in_frame: int
    speed_num: int = 1
    speed_den: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.in_frame < self.out_frame:
            raise ValueError(f"segment {self.segment_id} has no frames: {self.in_frame} to {self.out_frame}")
        if self.speed_num <= 0 or self.speed_den <= 0 or self.cut_in_frame < 0:
            raise ValueError(f"segment {self.segment_id} cannot be placed")


@dataclass(frozen=True, slots=True)
class Placed(Generic[CueT, SegmentT]):
    """One piece of a cue in the cut. `whole`: all of it; `clipped`: the only piece, and not all of it; `split`: one
    of several pieces. `heard_ms` is the stretch of the source that it comes from."""

    cue_id: CueT
    segment_id: SegmentT
    begin_ms: int
    end_ms: int
    how: How
    heard_ms: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Conformed(Generic[CueT, SegmentT]):
    """`placed` by time; `dropped`: the cues of which nothing is in the cut, as they were given."""

    placed: tuple[Placed[CueT, SegmentT], ...]
    dropped: tuple[CueT, ...]


@dataclass(frozen=True, slots=True)
class _Run(Generic[SegmentT]):
    """Neighbouring segments that play on without a seam, with exact times in milliseconds."""

    segment_id: SegmentT
    in_ms: Fraction
    out_ms: Fraction
    cut_in_ms: Fraction
    cut_out_ms: Fraction
    speed: Fraction

    @property
    def ends_ms(self) -> Fraction:
        """When it ends in the cut."""
        return min(self.cut_in_ms + (self.out_ms - self.in_ms) / self.speed, self.cut_out_ms)


class _Window(Generic[SegmentT]):
    """A run for times in whole milliseconds, all fractions of it worked out once.

    A time less than a millisecond from an edge of the run means the edge.
    """

    def __init__(self, run: _Run[SegmentT]) -> None:
        self.segment_id = run.segment_id
        self.heard_ms = half_up(run.in_ms), half_up(run.out_ms)
        self.shown_ms = half_up(run.cut_in_ms), half_up(run.ends_ms)
        self.in_near = floor(run.in_ms - 1) + 1, ceil(run.in_ms + 1) - 1  # the first and last that mean the edge
        self.out_near = floor(run.out_ms - 1) + 1, ceil(run.out_ms + 1) - 1
        start, pace = run.cut_in_ms - run.in_ms / run.speed, 1 / run.speed
        self.scale = lcm(start.denominator, pace.denominator)
        self.start, self.pace = int(start * self.scale), int(pace * self.scale)

    def piece(self, cue: SourceCue[CueT, SourceT]) -> tuple[Placed[CueT, SegmentT], bool] | None:
        """What is in the run of a cue, and whether it is all of it."""
        begin, end = cue.begin_ms, cue.end_ms
        if end <= self.in_near[1] or (begin >= self.out_near[0] and begin > self.in_near[1]):
            return None
        begin_ms, end_ms = self.in_cut(begin), self.in_cut(end)
        if begin_ms >= end_ms:
            return None
        whole = begin >= self.in_near[0] and end <= self.out_near[1]
        heard_ms = (max(begin, self.heard_ms[0]), min(end, self.heard_ms[1]))
        how: How = "whole" if whole else "clipped"
        return Placed(cue.cue_id, self.segment_id, begin_ms, end_ms, how, heard_ms), whole

    def in_cut(self, source_ms: int) -> int:
        """A source time on the cut's time, held inside the run. An edge's own rounded time is the edge exactly."""
        if source_ms <= self.heard_ms[0]:
            return self.shown_ms[0]
        if source_ms >= self.heard_ms[1]:
            return self.shown_ms[1]
        exact = self.start + source_ms * self.pace  # in parts of a millisecond
        rounded = (2 * exact + self.scale) // (2 * self.scale)
        return min(max(rounded, self.shown_ms[0]), self.shown_ms[1])


def conform(
    cues: Iterable[SourceCue[CueT, SourceT]],
    segments: Iterable[Segment[SegmentT, SourceT]],
    rate: Rate,
    source_rates: Mapping[SourceT, Rate],
) -> Conformed[CueT, SegmentT]:
    """Place the cues in a cut at `rate`. Every source that a segment names must have its rate."""
    given = list(cues)
    runs = _runs(list(segments), rate, source_rates)
    waiting: dict[tuple[Layer, SourceT], list[SourceCue[CueT, SourceT]]] = defaultdict(list)
    speech: Layer = "sound" if any(layer == "sound" for layer, _ in runs) else "picture"
    for cue in sorted(given, key=lambda cue: cue.begin_ms):
        waiting["picture" if cue.stream == "on_screen" else speech, cue.source_id].append(cue)
    pieces: dict[CueT, list[tuple[Placed[CueT, SegmentT], bool]]] = {cue.cue_id: [] for cue in given}
    for key, lane in waiting.items():
        reach = list(accumulate((cue.end_ms for cue in lane), max))
        for run in runs.get(key, ()):
            first = bisect_right(reach, run.in_ms)
            last = bisect_left(lane, run.out_ms, key=attrgetter("begin_ms"))
            window = _Window(run)
            for cue in lane[first:last]:
                if piece := window.piece(cue):
                    pieces[cue.cue_id].append(piece)
    placed = [piece for found in pieces.values() for piece in _named(found)]
    placed.sort(key=lambda piece: (piece.begin_ms, piece.end_ms))
    return Conformed(tuple(placed), tuple(cue_id for cue_id, found in pieces.items() if not found))


def shots_in_cut(
    shots: Mapping[SourceT, Iterable[int]],
    segments: Iterable[Segment[SegmentT, SourceT]],
    rate: Rate,
    source_rates: Mapping[SourceT, Rate],
) -> tuple[int, ...]:
    """When the picture of a cut changes, in milliseconds and in order: at the shot changes of its sources (`shots`, the
    first frames of shots) and where its segments begin and end. Segments that play on without a seam are one. The first
    frame of the cut is no change."""
    found: set[int] = set()
    for (layer, source_id), runs in _runs(list(segments), rate, source_rates).items():
        if layer == "sound":
            continue
        source = source_rates[source_id]
        frames = sorted(set(shots.get(source_id, ())))
        for run in runs:
            found |= {half_up(run.cut_in_ms), half_up(run.cut_out_ms)}
            first = bisect_right(frames, run.in_ms, key=source.exact_ms)
            last = bisect_left(frames, run.out_ms, key=source.exact_ms)
            inside = (run.cut_in_ms + (source.exact_ms(frame) - run.in_ms) / run.speed for frame in frames[first:last])
            found |= {half_up(at) for at in inside if at < run.cut_out_ms}
    end = max(found, default=0)
    return tuple(sorted(found - {0, end}))


def _runs(
    segments: list[Segment[SegmentT, SourceT]], rate: Rate, source_rates: Mapping[SourceT, Rate]
) -> dict[tuple[Layer, SourceT], list[_Run[SegmentT]]]:
    """The runs of each layer and source. A run ends where the next one of its layer begins in the cut: a stretch of
    another rate rarely ends on a frame of the cut."""
    runs: dict[tuple[Layer, SourceT], list[_Run[SegmentT]]] = defaultdict(list)
    for layer in ("picture", "sound"):
        ordered = sorted((s for s in segments if s.layer == layer), key=lambda s: s.position)
        chained: list[tuple[SourceT, _Run[SegmentT]]] = []
        for segment in ordered:
            run = _run(segment, rate, source_rates[segment.source_id])
            if chained and chained[-1][0] == segment.source_id and _plays_on(chained[-1][1], run, rate):
                before = chained.pop()[1]
                run = replace(
                    before, out_ms=run.out_ms, cut_out_ms=before.cut_in_ms + (run.out_ms - before.in_ms) / run.speed
                )
            elif chained:
                source_id, before = chained.pop()
                end = min(before.cut_out_ms, run.cut_in_ms) if run.cut_in_ms > before.cut_in_ms else before.cut_out_ms
                chained.append((source_id, replace(before, cut_out_ms=end)))
            chained.append((segment.source_id, run))
        for source_id, run in chained:
            runs[layer, source_id].append(run)
    return runs


def _run(segment: Segment[SegmentT, SourceT], rate: Rate, source_rate: Rate) -> _Run[SegmentT]:
    in_ms, out_ms = source_rate.exact_ms(segment.in_frame), source_rate.exact_ms(segment.out_frame)
    cut_in_ms, speed = rate.exact_ms(segment.cut_in_frame), Fraction(segment.speed_num, segment.speed_den)
    return _Run(segment.segment_id, in_ms, out_ms, cut_in_ms, cut_in_ms + (out_ms - in_ms) / speed, speed)


def _plays_on(before: _Run[SegmentT], after: _Run[SegmentT], rate: Rate) -> bool:
    """Whether the second goes on where the first stops, in the source exactly and in the cut within its frame."""
    seam = abs(after.cut_in_ms - before.cut_out_ms) < rate.frame_ms
    return seam and before.out_ms == after.in_ms and before.speed == after.speed


def _named(found: list[tuple[Placed[CueT, SegmentT], bool]]) -> list[Placed[CueT, SegmentT]]:
    """The pieces, called split where there are several that are not the whole cue."""
    parts = sum(not whole for _, whole in found)
    return [piece if whole or parts == 1 else replace(piece, how="split") for piece, whole in found]
