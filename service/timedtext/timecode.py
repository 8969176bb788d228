"""SMPTE ST 12-1 time code: `HH:MM:SS:FF`, and drop frame, which numbers 29.97 and 59.94 so that the labels keep to the
clock: at the begin of every minute that is not a tenth the first two (four at 59.94) labels are skipped, never frames.
"""

from __future__ import annotations

import re

from service.timedtext.timing import Rate

_SHAPE = re.compile(r"(\d\d):(\d\d):(\d\d)([:;])(\d\d)|(\d\d);(\d\d);(\d\d)(;)(\d\d)")


class NoTimeCode(ValueError):
    """A time code that is none; its words say why."""


def nominal(rate: Rate) -> int:
    """How many frames time code counts in a second: 30 for 29.97."""
    return -(-rate.num // rate.den)


def can_drop(rate: Rate) -> bool:
    """Whether drop frame is defined for the rate."""
    return rate.den == 1001 and nominal(rate) % 30 == 0


def is_drop(text: str) -> bool:
    """Whether a label says by its punctuation that it is drop frame."""
    return ";" in text


def frames(text: str, rate: Rate, *, drop: bool) -> int:
    """How many frames after 00:00:00:00 a label stands; NoTimeCode for one that does not exist."""
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise NoTimeCode(f"{text!r} is no time code; it is written 01:02:03:04")
    hours, minutes, seconds, _, frame = (part for part in shape.groups() if part is not None)
    counted = nominal(rate)
    h, m, s, f = int(hours), int(minutes), int(seconds), int(frame)
    if h > 23 or m > 59 or s > 59:
        raise NoTimeCode(f"{text} does not exist; hours end at 23, minutes and seconds at 59")
    if f >= counted:
        raise NoTimeCode(f"{text} does not exist at {counted} frames a second; the last frame is {counted - 1}")
    skipped = counted // 15 if drop else 0
    if skipped and not can_drop(rate):
        raise NoTimeCode(f"{text} is drop frame, which exists only at 30000/1001 and its multiples, not at {rate}")
    if f < skipped and s == 0 and m % 10:
        raise NoTimeCode(f"{text} does not exist; drop frame skips the first {skipped} numbers of that minute")
    passed = 60 * h + m
    return (60 * passed + s) * counted + f - skipped * (passed - passed // 10)


def label(frame: int, rate: Rate, *, drop: bool) -> str:
    """The label of a frame; the inverse of `frames`. After a day it begins again."""
    counted = nominal(rate)
    skipped = counted // 15 if drop else 0
    minute, ten = 60 * counted - skipped, 600 * counted - 9 * skipped
    tens, rest = divmod(frame % (144 * ten), ten)
    if skipped and rest >= 60 * counted:
        rest += skipped * (1 + (rest - 60 * counted) // minute)
    seconds, f = divmod(tens * 600 * counted + rest, counted)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{';' if drop else ':'}{f:02}"
