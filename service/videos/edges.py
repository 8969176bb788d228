"""Which frames and sounds of film and sources are to be laid beside each other. Pure.

A segment's picture is looked at where it begins and where it ends: there another shot, or another frame of the same
one, shows. A frame of the cut stands for a time; in a film or source of another rate it is the frame shown at the
middle of that time.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from schemas.ids import SegmentId, SourceId
from service.media.likeness import MOST_LAG_MS
from service.timedtext.retime import Segment
from service.timedtext.timing import Rate, half_up
from service.videos.model import Edit

LOOKS = 5  # frames beside each other say more about where they come from than one does
NEAR_FRAMES = 12  # how far around a frame another one is looked for, in frames of the cut
LONGEST_SOUND_MS = 30_000  # the first half minute of a segment says where its sound is
SHORTEST_SOUND_MS = 500


class Look(Struct, frozen=True):
    """A frame of the film and the frame of the source that it should show; `slack` is how far that may be off, in
    frames of the source: one frame of the cut."""

    film_frame: int
    source_frame: Fraction
    slack: Fraction

    def allows(self, frame: int) -> bool:
        """Whether this frame of the source is near enough."""
        return abs(frame - self.source_frame) <= self.slack


class Edge(Struct, frozen=True):
    """The first or last frame of a picture segment, and those beside it inside the segment. `near`: the two of them of
    which one must show what it should, since a cut that lies one frame early or late is within the tolerance."""

    segment_id: SegmentId
    source_id: SourceId
    cut_frame: int
    looks: list[Look]
    film_near: range
    source_near: range

    @property
    def near(self) -> list[Look]:
        """The edge and the frame beside it."""
        return self.looks[:2]

    @property
    def inner(self) -> list[Look]:
        """What is inside even where the cut lies one frame off; the edge alone where there is no more."""
        return self.looks[1:] or self.looks


class Sound(Struct, frozen=True):
    """A stretch of the film's sound and the one of a source that it should be."""

    segment_id: SegmentId
    source_id: SourceId
    cut_frame: int
    speed: Fraction
    film_ms: tuple[int, int]
    source_ms: tuple[int, int]
    expected: bool  # false: a picture's own sound at another speed, which many mute


def edges_of(edit: Edit, film_rate: Rate, film_frames: int, source_frames: dict[SourceId, int]) -> list[Edge]:
    """Both edges of every picture segment, as far as the film reaches."""
    found = []
    for one in edit.segments:
        if one.layer == "picture":
            lasts = _frames(one, edit)
            begin, end = range(min(LOOKS, lasts)), range(lasts - 1, max(-1, lasts - 1 - LOOKS), -1)
            found += [_edge(one, edit, film_rate, film_frames, source_frames, places) for places in (begin, end)]
    return [edge for edge in found if edge.looks]


def _edge(
    one: Segment[SegmentId, SourceId],
    edit: Edit,
    film_rate: Rate,
    film_frames: int,
    source_frames: dict[SourceId, int],
    places: range,
) -> Edge:
    step = _step(one, edit)
    slack = max(Fraction(1), step)
    last = source_frames[one.source_id] - 1
    looks = []
    for place in places:
        film_frame = _film_frame(one.cut_in_frame + place, edit.cut.rate, film_rate)
        if film_frame < film_frames:
            looks.append(Look(film_frame, min(Fraction(one.out_frame - 1), one.in_frame + place * step), slack))
    reach = half_up(NEAR_FRAMES * slack)
    middle = looks[0].film_frame if looks else 0
    low = min((floor(look.source_frame) for look in looks), default=0)
    high = max((ceil(look.source_frame) for look in looks), default=0)
    return Edge(
        one.segment_id,
        one.source_id,
        one.cut_in_frame + places[0],
        looks,
        range(max(0, middle - NEAR_FRAMES), min(film_frames, middle + NEAR_FRAMES + 1)),
        range(max(0, low - reach), min(last, high + reach) + 1),
    )


def sounds_of(edit: Edit) -> Iterator[Sound]:
    """What should be heard: the sound layer, or that of the pictures where a cut has none."""
    layered = [one for one in edit.segments if one.layer == "sound"]
    for one in layered or edit.segments:
        cut, source = edit.cut.rate, edit.source_rates[one.source_id]
        speed = Fraction(one.speed_num, one.speed_den)
        length_ms = min(half_up(cut.exact_ms(_frames(one, edit))), LONGEST_SOUND_MS)
        if length_ms >= SHORTEST_SOUND_MS:
            begin_ms, in_ms = cut.ms(one.cut_in_frame), source.ms(one.in_frame)
            yield Sound(
                one.segment_id,
                one.source_id,
                one.cut_in_frame,
                speed,
                (begin_ms - MOST_LAG_MS, begin_ms + length_ms + MOST_LAG_MS),
                (in_ms, in_ms + half_up(length_ms * speed)),
                bool(layered) or speed == 1,
            )


def _step(one: Segment[SegmentId, SourceId], edit: Edit) -> Fraction:
    """How many frames of the source a frame of the cut lasts."""
    speed = Fraction(one.speed_num, one.speed_den)
    return speed * edit.cut.rate.frame_ms / edit.source_rates[one.source_id].frame_ms


def _frames(one: Segment[SegmentId, SourceId], edit: Edit) -> int:
    """How many frames of the cut a segment lasts, as the edit list laid it out."""
    return max(1, half_up((one.out_frame - one.in_frame) / _step(one, edit)))


def _film_frame(cut_frame: int, cut: Rate, film: Rate) -> int:
    return floor((cut_frame + Fraction(1, 2)) * cut.frame_ms / film.frame_ms)
