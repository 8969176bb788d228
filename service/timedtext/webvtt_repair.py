"""WebVTT as it is found in the wild, mended so that the standard's parser reads what was meant.

Lines are mended before they are read, times and tags after. Every repair is a problem with its line; what could not be
saved is a problem that is not called repaired.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from msgspec.structs import replace

from service.timedtext import cue_settings, markup
from service.timedtext.cuetext import escape, stamp
from service.timedtext.filelines import Lines, mended
from service.timedtext.model import Cue, Document, ordered
from service.timedtext.problems import Problem
from service.timedtext.srt_text import PLACES

_TIME = r"(?:([0-9]{1,4})\s?[:.]\s?)?([0-9]{1,3})\s?:\s?([0-9]{1,2})(?:\s?[.,:;]\s?([0-9]{1,9}))?"
_LENIENT = re.compile(rf"\s*{_TIME}\s*(?:-{{1,4}}>|[–—=]+>|→|⟶)\s*{_TIME}(.*)", re.DOTALL)
_CLOCK = r"(?:[0-9]{2,}:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"
_EXACT = re.compile(rf"{_CLOCK}[\t ]+-->[\t ]+{_CLOCK}(?:[\t ].*)?", re.DOTALL)
_SIGNATURE = re.compile(r"\W*webvtt\b(?:[\t ]+(.*)|.*)", re.IGNORECASE | re.DOTALL)
_COUNTER = re.compile(r"\s*[0-9]+\s*")
_PLACED = re.compile(r"\{\\an([1-9])\}")
_CODES = re.compile(r"\{\\[^{}]*\}")
_ARROW = re.compile(r"->|[–—=]>|→|⟶")
_SHOWN_MS = 1000  # how long a cue without an end stays, when nothing follows
_MENDED = frozenset({"bad_setting", "unknown_tag", "bare_ampersand", "unclosed_tag", "stray_end_tag", "open_bracket"})


def mend(data: bytes) -> Lines:
    """The lines of a file with its signature, its time lines and the blank lines between cues as they should be."""
    given = mended(data)
    mender = _Mender(given)
    for line, place in zip(given.lines[mender.begins :], given.places[mender.begins :], strict=True):
        mender.take(line, place)
    return Lines(mender.lines, mender.places, given.problems)


def settle(document: Document) -> Document:
    """The document with times that run forward, without overlaps, and with tags and settings that do something."""
    problems = [replace(one, repaired=True) if one.code in _MENDED else one for one in document.problems]
    ids = frozenset(region.id for region in document.regions)
    cues = [_sound(cue, ids, line, problems) for cue, line in zip(document.cues, document.lines, strict=True)]
    order = sorted(range(len(cues)), key=lambda at: min(cues[at].begin_ms, cues[at].end_ms))
    for here, after in zip_longest(order, order[1:]):
        cues[here] = _forward(cues[here], None if after is None else cues[after], document.lines[here], problems)
    problems = [one for one in problems if one.code != "reversed_times"]
    problems = [replace(one, repaired=True) if one.code == "out_of_order" else one for one in problems]
    problems.sort(key=lambda one: one.line)
    return ordered(replace(document, cues=tuple(cues), problems=tuple(problems)))


class _Mender:
    """Takes line after line and keeps what the parser shall see, with the number of each in the file."""

    def __init__(self, given: Lines) -> None:
        first = next((at for at, line in enumerate(given.lines) if line.strip()), 0)
        found = _SIGNATURE.fullmatch(given.lines[first])
        self.problems = given.problems
        self.begins = first + 1 if found else first
        self.places = [given.places[first]]
        rest = (found[1] if found else None) or ""
        self.lines = [f"WEBVTT {rest}".strip() if "-->" not in rest else "WEBVTT"]
        if given.lines[first] != self.lines[0]:
            self._mended(self.places[0], "signature", "The first line was made WEBVTT.")

    def take(self, line: str, place: int) -> None:
        exact = "-->" in line and _EXACT.fullmatch(line)
        times = line if exact else _times(line) if _ARROW.search(line) else None
        if times is not None:
            if not exact:
                self._mended(place, "time_line", f"The time line was read as {times[:60]!r}.")
            self._part(place)
            self._put(times, place)
        elif "-->" in line:
            self._mended(place, "arrow", "An arrow in the text was written as →.")
            self._put(line.replace("-->", "→"), place)
        elif line.strip() == "WEBVTT" and not self.lines[-1]:
            self._mended(place, "signature", "A second WEBVTT line was left out.")
        else:
            self._put(line if line.strip() else "", place)

    def _part(self, place: int) -> None:
        """Part the cue that begins now from what is above it; its name, if that is a number, goes with it."""
        above = self.lines[-1]
        if not above or (len(self.lines) > 1 and not self.lines[-2]):
            return
        self._mended(place, "missing_blank_line", "A blank line was put before this cue.")
        named = len(self.lines) > 1 and bool(_COUNTER.fullmatch(above))
        at = len(self.lines) - named
        self.lines.insert(at, "")
        self.places.insert(at, place)

    def _put(self, line: str, place: int) -> None:
        self.lines.append(line)
        self.places.append(place)

    def _mended(self, place: int, code: str, detail: str) -> None:
        self.problems.append(Problem(place, code, detail, repaired=True))


def _times(line: str) -> str | None:
    """A time line as it should be; None for a line that has no two times."""
    found = _LENIENT.fullmatch(line)
    if found is None:
        return None
    parts = found.groups()
    settings = " ".join(word for word in parts[8].replace("-->", "").split() if ":" in word)
    return f"{stamp(_ms(parts[:4]))} --> {stamp(_ms(parts[4:8]))} {settings}".rstrip()


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, fraction = parts
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0")[:3].ljust(3, "0"))


def _sound(cue: Cue, ids: frozenset[str], line: int, problems: list[Problem]) -> Cue:
    """The cue with tags that pair up, settings that are known, and the codes of other formats as settings."""
    raw = cue.markup or escape(cue.text)
    settings = cue.settings
    if ignored := cue_settings.parse(settings, ids).ignored if settings else ():
        settings = " ".join(word for word in settings.split() if word not in ignored)
    if "{\\" in raw:
        placed = _PLACED.search(raw)
        raw = _CODES.sub("", raw)
        settings = settings or (PLACES.get(int(placed[1]), "") if placed else "")
        problems.append(Problem(line, "ass_codes", "ASS codes were taken out of the text.", repaired=True))
    elif not cue.markup:
        return replace(cue, settings=settings)
    text, proper = markup.proper(raw)
    return replace(cue, text=text, settings=settings, markup="" if escape(text) == proper else proper)


def _forward(cue: Cue, after: Cue | None, line: int, problems: list[Problem]) -> Cue:
    """The cue with times that run forward and do not reach into the next one where that stands in the same place."""
    begin, end = sorted((cue.begin_ms, cue.end_ms))
    if cue.end_ms < cue.begin_ms:
        problems.append(Problem(line, "reversed_times_swapped", "The times were put in order.", repaired=True))
    limit = None if after is None else min(after.begin_ms, after.end_ms)
    if begin == end:
        end = begin + _SHOWN_MS if limit is None or limit <= begin else min(begin + _SHOWN_MS, limit)
        problems.append(
            Problem(line, "no_duration", f"The cue had no duration; it ends at {stamp(end)}.", repaired=True)
        )
    elif after is not None and limit is not None and begin < limit < end and after.settings == cue.settings:
        end = limit
        problems.append(
            Problem(line, "overlap", f"The cue reached into the next; it ends at {stamp(end)}.", repaired=True)
        )
    return cue if (begin, end) == (cue.begin_ms, cue.end_ms) else replace(cue, begin_ms=begin, end_ms=end)
