"""TTML's time expressions as exact milliseconds: an int wherever that is exact, else a fraction.

Rounding is the reader's, once, at the end. Source: TTML2, sections 7.2 (parameters), 12.3 (time expressions) and
annex H (SMPTE time code to media time).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

Time = int | Fraction
_T = TypeVar("_T")

INDEFINITE = 10**12  # ms: later than anything that can be written

_CLOCK = re.compile(r"([0-9]{2,9}):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,30}))?")
_FRAMES = re.compile(r"([0-9]{2,9}):([0-5][0-9]):([0-5][0-9]):([0-9]{2,9})(?:\.([0-9]{1,9}))?")
_OFFSET = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,30}))?(h|ms|m|s|f|t)")
_LOOSE = re.compile(r"(?:(?:([0-9]{1,3}):)?([0-9]{1,2}):)?([0-9]{1,5})(?:[.,]([0-9]{1,9}))?\s*s?")
_LOOSE_FRAMES = re.compile(r"([0-9]{1,3}):([0-9]{1,2}):([0-9]{1,2})[:;]([0-9]{1,3})")
_NUMBER = re.compile(r"[0-9]{1,9}")
_PAIR = re.compile(r"([0-9]{1,9})[ :/]([0-9]{1,9})")
_UNITS = {"h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}
_NEAR_RATES = {"23.976": 24, "23.98": 24, "29.97": 30, "59.94": 60, "47.952": 48, "119.88": 120}


class Clock:
    """What the parameters of one document make of its time expressions.

    `faults` are parameters that could not be taken as written, in words.
    """

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self.faults: list[str] = []
        frame_rate = parameters.get("ttp:frameRate")
        multiplier = self._taken(parameters, "ttp:frameRateMultiplier", _fraction, Fraction(1))
        self.nominal = 30
        if frame_rate in _NEAR_RATES:
            self.faults.append(
                f"ttp:frameRate {frame_rate!r} is not whole: read as {_NEAR_RATES[frame_rate]} × 1000/1001"
            )
            self.nominal, multiplier = _NEAR_RATES[frame_rate], Fraction(1000, 1001)
        elif frame_rate is not None:
            self.nominal = self._taken(parameters, "ttp:frameRate", _whole, 30)
        self.rate = self.nominal * multiplier
        self.sub = self._taken(parameters, "ttp:subFrameRate", _whole, 1)
        self.ticks = Fraction(self._taken(parameters, "ttp:tickRate", _whole, 0)) or (
            self.rate * self.sub if frame_rate is not None else Fraction(1)
        )
        self.base = self._word(parameters, "ttp:timeBase", ("media", "smpte", "clock"))
        self.drop = self._word(parameters, "ttp:dropMode", ("nonDrop", "dropNTSC", "dropPAL"))
        self.marker = parameters.get("ttp:markerMode", "")
        self._known: dict[str, Time] = {}

    def ms(self, expression: str) -> Time:
        """A time expression in milliseconds; raises ValueError with the reason, in words."""
        known = None if self.base == "smpte" else _on_the_clock(expression)
        if known is None:
            known = self._known.get(expression)
        if known is None:
            exact = self._exact(expression.strip())
            known = self._known[expression] = exact if type(exact) is int else _plain(exact)
        return known

    def loose(self, expression: str) -> Time:
        """What a time expression that is none was meant to be, where only one thing can be meant; else ValueError."""
        text = expression.strip()
        match = _LOOSE.fullmatch(text)
        if match:
            hours, minutes, seconds, fraction = match.groups(default="0")
            return _plain(_clock_ms(int(hours), int(minutes), int(seconds), fraction))
        match = _LOOSE_FRAMES.fullmatch(text)
        if match:
            return _plain(self._frames_ms(*map(int, match.groups()), sub=0))
        raise ValueError(f"{expression[:40]!r} is not a time")

    def _exact(self, text: str) -> Time:
        match = _CLOCK.fullmatch(text)
        if match:  # of SMPTE time code; in media time it was read on the clock
            hours, minutes, seconds, fraction = match.groups()
            return self._frames_ms(int(hours), int(minutes), int(seconds), 0, sub=0) + _fraction_ms(fraction)
        match = _OFFSET.fullmatch(text)
        if match:
            count = Fraction(f"{match[1]}.{match[2]}") if match[2] else int(match[1])
            if match[3] == "f":
                return count * 1000 / self.rate
            return count * 1000 / self.ticks if match[3] == "t" else count * _UNITS[match[3]]
        match = _FRAMES.fullmatch(text)
        if match is None:
            raise ValueError(f"{text[:40]!r} is not a time expression of TTML like 00:00:01.500")
        hours, minutes, seconds, frames, sub = match.groups(default="0")
        if int(frames) >= self.nominal or int(sub) >= self.sub:
            raise ValueError(f"{text[:40]!r} has more frames than a second has ({self.nominal})")
        return self._frames_ms(int(hours), int(minutes), int(seconds), int(frames), sub=int(sub))

    def _frames_ms(self, hours: int, minutes: int, seconds: int, frames: int, *, sub: int) -> Time:
        count = frames + Fraction(sub, self.sub)
        if self.base != "smpte":
            return ((hours * 60 + minutes) * 60 + seconds) * 1000 + count * 1000 / self.rate
        count += ((hours * 60 + minutes) * 60 + seconds) * self.nominal
        tens, all_minutes = divmod(hours * 60 + minutes, 10)[0], hours * 60 + minutes
        if self.drop == "dropNTSC":
            count -= 2 * (all_minutes - tens)
        elif self.drop == "dropPAL":
            count -= 4 * (hours * 27 + (minutes // 2 - minutes // 20))
        return count * 1000 / self.rate

    def _taken(self, parameters: Mapping[str, str], name: str, of: Callable[[str], _T | None], default: _T) -> _T:
        said = parameters.get(name)
        value = default if said is None else of(said.strip())
        if value is None:
            self.faults.append(f"{name} {str(said)[:40]!r} is not understood: read as {default}")
            return default
        return value

    def _word(self, parameters: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
        said = parameters.get(name, words[0]).strip()
        if said not in words:
            self.faults.append(f"{name} {said[:40]!r} is not understood: read as {words[0]}")
            return words[0]
        return said


@lru_cache(maxsize=8192)  # the files of a film, in all their languages, have the same times
def _on_the_clock(expression: str) -> Time | None:
    """A time of hours, minutes and seconds; None for any other."""
    match = _CLOCK.fullmatch(expression.strip())
    if match is None:
        return None
    hours, minutes, seconds, fraction = match.groups()
    return _plain(_clock_ms(int(hours), int(minutes), int(seconds), fraction))


def _whole(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) and int(text) > 0 else None


def _fraction(text: str) -> Fraction | None:
    """`1000 1001`, or `1000:1001` as the drafts of 2006 had it."""
    match = _PAIR.fullmatch(text)
    if match is None or not int(match[1]) or not int(match[2]):
        return None
    return Fraction(int(match[1]), int(match[2]))


def _fraction_ms(digits: str | None) -> Time:
    if not digits:
        return 0
    if len(digits) == 3:
        return int(digits)
    return int(digits.ljust(3, "0")) if len(digits) <= 3 else Fraction(int(digits) * 1000, 10 ** len(digits))


def _clock_ms(hours: int, minutes: int, seconds: int, fraction: str | None) -> Time:
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + _fraction_ms(fraction)


def _plain(time: Time) -> Time:
    """The same time, as an int where it is whole."""
    return time.numerator if time.denominator == 1 else time
