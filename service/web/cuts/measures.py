"""Time and place as people read and write them: time codes, clocks, bars in percent of a whole. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct

from service.timedtext import timecode
from service.timedtext.timing import Rate

_SECONDS = re.compile(r"(?:(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?")


class Bar(Struct, frozen=True):
    """A stretch of a whole as the attributes of an SVG rectangle: `12.5%`."""

    x: str
    width: str


class NoPlace(ValueError):
    """What somebody wrote is no place in a film."""


def bar(begin: float, end: float, whole: float) -> Bar:
    """One stretch; never so narrow that it cannot be seen."""
    return Bar(_percent(begin, whole), _percent(max(end - begin, whole * 0.004), whole))


def bars(stretches: Iterable[tuple[float, float]], whole: float) -> list[Bar]:
    """Stretches of a whole; none where the whole is nothing."""
    return [bar(begin, end, whole) for begin, end in stretches] if whole > 0 else []


def code(frame: int, rate: Rate) -> str:
    """A frame as time code, in drop frame where the rate has it."""
    return timecode.label(frame, rate, drop=timecode.can_drop(rate))


def clock(ms: int) -> str:
    """A length or a place as `1:02.48`, without zeros at its end."""
    minutes, rest = divmod(ms, 60_000)
    seconds, thousandths = divmod(rest, 1000)
    return f"{minutes}:{seconds:02}" + f".{thousandths:03}".rstrip("0").rstrip(".")


def seconds(ms: int) -> str:
    """The `t` of an address: seconds, no more digits than there are."""
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")


def rate_said(num: int, den: int) -> str:
    """A rate as people say it, and the exact fraction where that differs: `23.976 (24000/1001)`."""
    return str(num) if den == 1 else f"{num / den:.3f}".rstrip("0") + f" ({num}/{den})"


def place(text: str, rate: Rate) -> int:
    """The frame that somebody means: a time code, or minutes and seconds (`1:02.5`, `62,5`). Raises NoPlace."""
    text = text.strip()
    said = _SECONDS.fullmatch(text)
    if said is None:
        try:
            return timecode.frames(text, rate, drop=timecode.is_drop(text))
        except timecode.NoTimeCode as error:
            raise NoPlace(str(error)) from None
    minutes, whole, fraction = said.groups()
    exact = Fraction(60 * int(minutes or 0) + int(whole)) + Fraction(int(fraction or 0), 10 ** len(fraction or ""))
    return rate.frames(exact * 1000)


def _percent(part: float, whole: float) -> str:
    return f"{min(max(part / whole, 0.0), 1.0) * 100:.3f}".rstrip("0").rstrip(".") + "%"
