"""A film held to what a platform takes of files. Pure; what nobody has measured breaks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schemas.platforms import BreachWayOut, Unit
from service.posts.breaches import Breach, breach
from service.posts.draft import FilmFacts
from service.rulebook.platforms import Film, aspect_of

_KINDS = (("containers", "container"), ("video_codecs", "video_codec"), ("audio_codecs", "audio_codec"))
_RANGES: tuple[tuple[str, str, Unit, BreachWayOut], ...] = (
    ("max_width", "width", "px", "convert_film"),
    ("min_fps", "fps", "fps", "convert_film"),
    ("max_fps", "fps", "fps", "convert_film"),
    ("min_ms", "duration_ms", "ms", "lengthen_film"),
    ("max_ms", "duration_ms", "ms", "trim_film"),
    ("max_bytes", "size_bytes", "bytes", "convert_film"),
    ("max_video_bitrate", "video_bitrate", "bits_per_second", "convert_film"),
    ("max_audio_rate", "audio_rate", "hz", "convert_film"),
    ("max_audio_channels", "audio_channels", "count", "convert_film"),
)


def film_breaches(limits: Film, film: FilmFacts) -> Iterator[Breach]:
    """What the platform would refuse of the file."""
    for rule, fact in _KINDS:
        taken, has = getattr(limits, rule), getattr(film, fact)
        if taken and has and has not in taken:
            yield breach(limits, "film", rule, has, ", ".join(taken), "convert_film")
    for rule, fact, unit, way_out in _RANGES:
        limit, has = getattr(limits, rule), getattr(film, fact)
        if limit is not None and has is not None and _outside(rule, has, limit):
            yield breach(limits, "film", rule, _number(has), limit, way_out, unit)
    yield from _shape(limits, film)
    if limits.faststart and film.faststart is False:
        yield breach(limits, "film", "faststart", "last", "first", "convert_film")
    free, length = limits.claimed_over_ms, film.duration_ms
    if free is not None and length is not None and length > free:
        yield breach(limits, "film", "claimed_over_ms", length, free, "clear_claims", "ms", binds=False)


def _shape(limits: Film, film: FilmFacts) -> Iterator[Breach]:
    """Sides and their proportion."""
    if film.width is None or film.height is None:
        return
    sides = {"min_side": min(film.width, film.height), "max_side": max(film.width, film.height)}
    for rule, side in sides.items():
        limit = getattr(limits, rule)
        if limit is not None and _outside(rule, side, limit):
            yield breach(limits, "film", rule, side, limit, "convert_film", "px")
    aspect = Fraction(film.width, film.height)
    for rule in ("min_aspect", "max_aspect"):
        written = getattr(limits, rule)
        if written is not None and _outside(rule, aspect, aspect_of(written)):
            shape = f"{aspect.numerator}:{aspect.denominator}"
            yield breach(limits, "film", rule, shape, written, "convert_film", "aspect")


def _outside(rule: str, has: int | Fraction, limit: int | Fraction) -> bool:
    return has < limit if rule.startswith("min_") else has > limit


def _number(has: int | Fraction) -> int | str:
    """A rate to the thousandth, everything else as it is."""
    return has if isinstance(has, int) else f"{float(has):.3f}".rstrip("0").rstrip(".")
