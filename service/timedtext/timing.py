"""Frames and milliseconds, exactly. A rate is a fraction; a time is rounded once, half up, at the very end."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct
from msgspec.structs import force_setattr


class Rate(Struct, frozen=True):
    """Frames per second as an exact fraction in lowest terms: 23.976 is `Rate(24000, 1001)`."""

    num: int
    den: int = 1

    def __post_init__(self) -> None:
        if self.num <= 0 or self.den <= 0:
            raise ValueError(f"{self.num}/{self.den} is not a frame rate")
        exact = Fraction(self.num, self.den)
        force_setattr(self, "num", exact.numerator)
        force_setattr(self, "den", exact.denominator)

    def __str__(self) -> str:
        return f"{self.num}/{self.den}"

    @property
    def frame_ms(self) -> Fraction:
        """How long one frame lasts, in milliseconds."""
        return Fraction(1000 * self.den, self.num)

    def exact_ms(self, frames: int | Fraction) -> Fraction:
        return frames * self.frame_ms

    def ms(self, frames: int) -> int:
        """When a frame begins, in whole milliseconds."""
        return half_up(self.exact_ms(frames))

    def frames(self, ms: int | Fraction) -> int:
        """The frame that begins nearest to this time; the inverse of `ms` below 500 frames per second."""
        return half_up(ms / self.frame_ms)

    def frame_at(self, ms: int) -> int:
        """The frame on screen at this time."""
        return int(ms / self.frame_ms // 1)


def half_up(value: Fraction) -> int:
    """The nearest whole number; exactly between two, the higher one."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
