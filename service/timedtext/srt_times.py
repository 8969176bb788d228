"""The time lines of SRT: as all tools write them, and as they are met."""

from __future__ import annotations

import re

from service.timedtext.decoding import MAX_MS

LIKE = "00:00:01,000 --> 00:00:02,500"
_EXACT = r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])([,.])([0-9]{3})"
_COLON, _POINT = r"[ \t]*[:：][ \t]*", r"[ \t]*[.,:;，][ \t]*"
_LOOSE = rf"((?:-[ \t]*)?(?:[0-9]{{1,6}}{_COLON})?[0-9]{{1,3}}{_COLON}[0-9]{{1,3}}(?:{_POINT}[0-9]{{1,9}})?)"
_ARROW = r"[ \t]*(?:-[ \t]+->|-[ \t]*-[ \t]+>|[-–—=]{1,3}>{1,2}|--&gt;|→|➔)[ \t]*"
TIMES = re.compile(  # a number line if there is one, then exact times or loose ones, then the rest of their line
    r"^(?:[ \t]*([0-9]{1,9})[ \t]*\n)?[ \t]*"
    rf"(?:{_EXACT}[ \t]*-->[ \t]*{_EXACT}(?=[ \t\n]|\Z)|{_LOOSE}{_ARROW}{_LOOSE}(?![0-9]))(.*)(?:\n|\Z)",
    re.MULTILINE,
)
_TIME = re.compile(rf"(-)?[ \t]*(?:([0-9]+){_COLON})?([0-9]+){_COLON}([0-9]+)(?:{_POINT}([0-9]+))?")

NEGATIVE = "A caption time cannot be negative. Shift the file so that it begins at 0 or later."
TOO_LATE = "The cue ends after 99:59:59.999. Correct its times."


def exact_ms(hours: str, minutes: str, seconds: str, ms: str) -> int:
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(ms)


def loose_ms(text: str) -> int:
    """What a time means that lacks hours, digits or milliseconds; below zero where it says so. What stands behind the
    seconds is their decimal fraction, whatever its length: `1,5` is a second and a half."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no time")
    minus, hours, minutes, seconds, fraction = found.groups()
    ms = exact_ms(hours or "0", minutes, seconds, f"{fraction or '':0<3}"[:3])
    return -ms if minus else ms


def refusal(begin_ms: int, end_ms: int, line: str) -> str | None:
    """Why strict does not take times that were read loosely."""
    if begin_ms < 0 or end_ms < 0:
        return NEGATIVE
    if max(begin_ms, end_ms) > MAX_MS:
        return TOO_LATE
    return expected(line)


def expected(found: str) -> str:
    return f"Expected a time line like {LIKE}, found {found.strip()[:80]!r}."
