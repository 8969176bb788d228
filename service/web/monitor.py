"""What a player is told: which stretch of which preview stands where in a film, and the lines over it. Pure.

Times are milliseconds on the film that is played, fractions of them where a frame begins between two: a player counts
in frames, and its rate is an exact fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec
from markupsafe import Markup
from msgspec import Struct

from schemas.ids import SegmentId, SourceId
from schemas.pictures import Pictures
from schemas.vocabulary import Aspect
from service.rulebook.safe_zones import Zone
from service.timedtext.retime import Segment
from service.timedtext.timing import Rate, half_up

UPRIGHT = ("tiktok", "youtube_shorts", "instagram_reels")
SIDES = {Aspect.TALL: (9, 16), Aspect.SQUARE: (1, 1), Aspect.PORTRAIT: (4, 5), Aspect.WIDE: (16, 9)}


class Stretch(Struct, frozen=True):
    """A part of a source at its place in the film. At a speed of 2 it plays the source twice as fast."""

    source: str
    layer: str
    in_ms: float
    out_ms: float
    at_ms: float
    end_ms: float
    speed: float


class Reel(Struct, frozen=True):
    """A source's rate, where the newest facts of its pictures are, and those known now, if any."""

    fps: Rate
    href: str
    pictures: Pictures | None = None


class Line(Struct, frozen=True, omit_defaults=True):
    """A cue: what is read on the picture, what it was translated from, and the symbol of its state."""

    id: str
    begin_ms: int
    end_ms: int
    text: str
    source: str = ""
    state: str = ""


class Tongue(Struct, frozen=True):
    """The language of a column of lines and the direction of its writing."""

    lang: str
    dir: str


class Platform(Struct, frozen=True):
    """What a platform leaves free of an upright picture, in per cent from its left upper corner, and of which day."""

    key: str
    name: str
    date: str
    left: float
    top: float
    right: float
    bottom: float


class Island(Struct, frozen=True, kw_only=True):
    """Everything that the monitor and the timeline need, as JSON in the page.

    `width` and `height` are the picture's proportions; `shots` are where the picture changes.
    """

    width: int
    height: int
    fps: Rate
    frames: int
    duration_ms: int
    segments: list[Stretch]
    sources: dict[str, Reel]
    shots: list[int]
    cues: Sequence[Line] = ()
    platforms: list[Platform] = []
    target: Tongue | None = None
    original: Tongue | None = None

    @property
    def length(self) -> str:
        """How long it lasts, as the clock beside the picture says it: `01:00.000`."""
        seconds, rest = divmod(self.duration_ms, 1000)
        minutes, hours = seconds // 60, seconds // 3600
        return f"{f'{hours}:' if hours else ''}{minutes % 60:02}:{seconds % 60:02}.{rest:03}"

    @property
    def json(self) -> Markup:
        """For a `<script type="application/json">`, which only `</` or `<!--` could end."""
        return Markup(msgspec.json.encode(self).decode().replace("<", "\\u003c"))  # noqa: S704  # nothing is left to end it


def of_source(
    source: SourceId,
    rate: Rate,
    frames: int,
    size: tuple[int, int],
    pictures: Pictures | None = None,
    *,
    shots: Iterable[int] = (),
    cues: Sequence[Line] = (),
    target: Tongue | None = None,
    original: Tongue | None = None,
) -> Island:
    """A source as it is. `size` is its picture's width and height; `pictures` what is known of its preview."""
    whole = Segment(None, "picture", 0, source, 0, frames, 0)
    return Island(
        width=size[0],
        height=size[1],
        fps=rate,
        frames=frames,
        duration_ms=rate.ms(frames),
        segments=[_stretch(whole, rate, rate)],
        sources={str(source): _reel(source, rate, pictures)},
        shots=sorted(set(shots)),
        cues=cues,
        target=target,
        original=original,
    )


def of_cut(
    aspect: Aspect,
    rate: Rate,
    frames: int,
    segments: Sequence[Segment[SegmentId, SourceId]],
    source_rates: Mapping[SourceId, Rate],
    pictures: Mapping[SourceId, Pictures],
    zones: Mapping[str, Zone],
    *,
    shots: Iterable[int] = (),
    cues: Sequence[Line] = (),
    target: Tongue | None = None,
    original: Tongue | None = None,
) -> Island:
    """A cut by its edit list. `shots` on the cut's time join the places where its pictures meet."""
    stretches = [_stretch(one, source_rates[one.source_id], rate) for one in segments]
    joints = {round(edge) for one in stretches if one.layer == "picture" for edge in (one.at_ms, one.end_ms)}
    duration = rate.ms(frames)
    used = dict.fromkeys(one.source_id for one in segments)
    width, height = SIDES[aspect]
    return Island(
        width=width,
        height=height,
        fps=rate,
        frames=frames,
        duration_ms=duration,
        segments=stretches,
        sources={str(source): _reel(source, source_rates[source], pictures.get(source)) for source in used},
        shots=sorted(at for at in joints.union(shots) if 0 < at < duration),
        cues=cues,
        platforms=free_parts(zones) if aspect is Aspect.TALL else [],
        target=target,
        original=original,
    )


def free_parts(zones: Mapping[str, Zone]) -> list[Platform]:
    """What each platform leaves free of an upright picture."""
    return [
        Platform(key, zone.title.rpartition(" ")[2], zone.date.isoformat(), *_edges(zone))
        for key in UPRIGHT
        if (zone := zones.get(key))
    ]


def _edges(zone: Zone) -> tuple[float, float, float, float]:
    return zone.box.left, zone.box.top, zone.box.right, zone.box.bottom


def _stretch(one: Segment[SegmentId, SourceId] | Segment[None, SourceId], own: Rate, film: Rate) -> Stretch:
    speed = Fraction(one.speed_num, one.speed_den)
    begin, end = own.exact_ms(one.in_frame), own.exact_ms(one.out_frame)
    until = film.exact_ms(one.cut_in_frame + half_up((end - begin) / speed / film.frame_ms))
    at = film.exact_ms(one.cut_in_frame)
    return Stretch(str(one.source_id), one.layer, _ms(begin), _ms(end), _ms(at), _ms(until), float(speed))


def _ms(exact: Fraction) -> float:
    return round(float(exact), 3)


def _reel(source: SourceId, rate: Rate, pictures: Pictures | None) -> Reel:
    return Reel(rate, f"/v1/sources/{source}/pictures", pictures)
