"""OpenTimelineIO's schemas as far as they are read: one shape for everything that can stand in a composition, because
programs write versions of their own, and what is not known is only refused where it is met.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from service.timedtext.timing import Rate


class Time(Struct):
    """A number of frames, or samples, at a rate."""

    value: float
    rate: float

    def exact(self) -> tuple[Fraction, Rate]:
        """Its seconds and its rate; ValueError where it has none."""
        rate = rate_of(self.rate)
        if not abs(self.value) < 1e12:
            raise ValueError(f"{self.value} is no time")
        return Fraction(round(self.value * 1000), 1000) * Fraction(rate.den, rate.num), rate


class Range(Struct):
    """A begin and a length."""

    start_time: Time
    duration: Time


class Media(Struct):
    """What a clip refers to, whatever kind it is."""

    schema: str = field(default="", name="OTIO_SCHEMA")
    name: str | None = None
    target_url: str | None = None
    name_prefix: str | None = None
    available_range: Range | None = None


class Effect(Struct):
    """What is done to an item."""

    schema: str = field(default="", name="OTIO_SCHEMA")
    time_scalar: float = 1


class Item(Struct):
    """Anything that can stand in a composition, or hold others."""

    schema: str = field(name="OTIO_SCHEMA")
    name: str | None = None
    enabled: bool = True
    source_range: Range | None = None
    effects: list[Effect] | None = None
    children: list[Item] = []
    kind: str = ""
    media_reference: Media | None = None
    media_references: dict[str, Media] | None = None
    active_media_reference_key: str = "DEFAULT_MEDIA"
    in_offset: Time | None = None
    out_offset: Time | None = None
    tracks: Item | None = None
    metadata: dict[str, Any] | None = None

    def is_a(self, *kinds: str) -> bool:
        return self.schema.partition(".")[0] in kinds

    @property
    def media(self) -> Media:
        """What it refers to; a clip of the second version names one of several."""
        return (self.media_references or {}).get(self.active_media_reference_key) or self.media_reference or Media()


def rate_of(number: float) -> Rate:
    """The rate that a floating number means: 23.976 and 23.98 are 24000/1001."""
    whole = round(number) if 0 < number <= 1_000_000 else 0
    if whole and abs(number - whole) < 0.0005:
        return Rate(whole)
    for known in (24, 30, 48, 60, 120):
        if abs(number - known / 1.001) < 0.006:
            return Rate(known * 1000, 1001)
    raise ValueError(f"{number:g} is no rate")
