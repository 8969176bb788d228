"""SubRip (SRT). It has no standard: strict takes what all tools agree on and refuses, with the line, what it would have
to guess; repair takes what exists in the wild and names every repair.

Both take LF, CRLF or CR, `,` or `.` before the milliseconds, a missing number, extra blank lines, a byte order mark.
Written: LF, cues numbered from 1, `<i>`, `<b>` and `<u>`. Positions and colours are read and not written: social
platforms, which these files go to, show `{\\an8}` and `<font>` to the reader as they stand.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from service.timedtext import cue_settings, decoding, srt_text, webvtt
from service.timedtext.cuetext import stamp
from service.timedtext.losses import Feature
from service.timedtext.mending import mended
from service.timedtext.model import Cue, Document, ordered
from service.timedtext.problems import LEFT_OUT, Mode, Problem, Unreadable
from service.timedtext.srt_times import NEGATIVE, TIMES, TOO_LATE, exact_ms, expected, loose_ms, refusal

CARRIES: frozenset[Feature] = frozenset({"bold", "italics", "underline"})

_SPACE_LINE = re.compile(r"^[ \t\f]+$", re.MULTILINE)
_NUMBER = re.compile(r"[ \t]*([0-9]{1,9})[ \t]*")
_COORDINATES = re.compile(r"(?:[XY][12]:[ \t]*-?[0-9]+[ \t]*)+")
_BROKEN_TIMES = re.compile(r".*[0-9].*-->|-->.*[0-9]")


def read(data: bytes, mode: Mode = "strict") -> Document:
    """The cues of an SRT file; raises Unreadable, in strict mode with every place where the reader would guess."""
    text, problems = decoding.text_of(data, mode)
    if not text.startswith("WEBVTT"):
        return _Reading(mode == "repair", list(problems), [], []).document(_SPACE_LINE.sub("", text))
    if mode == "strict":
        raise Unreadable(1, "This is a WebVTT file. Send it as WebVTT.")
    document = webvtt.read(data, mode)
    said = Problem(1, "format", "This is a WebVTT file and was read as one.", repaired=True)
    return replace(document, problems=(said, *document.problems))


def looks_like(text: str) -> bool:
    """Whether a text has the times of an SRT file near its begin."""
    return not text.startswith("WEBVTT") and TIMES.search(text[:4096]) is not None


def write(document: Document) -> bytes:
    """The file's bytes."""
    blocks = []
    for number, cue in enumerate(ordered(document).cues, start=1):
        text = srt_text.write(cue)
        times = f"{stamp(cue.begin_ms, ',')} --> {stamp(cue.end_ms, ',')}"
        blocks.append(f"{number}\n{times}\n{text}\n" if text else f"{number}\n{times}\n")
    return "\n".join(blocks).encode()


class _Reading(Struct):
    """One file being read. `problems` are what repair did, or what strict refuses."""

    repair: bool
    problems: list[Problem]
    cues: list[Cue]
    lines: list[int]
    reduced: int = 0  # cues with codes that were left out
    number: int = 0  # of the last cue, as the file has it
    label: str | None = None  # a number that stood apart from the cue that follows
    joined: bool = False  # whether the cue that follows has no blank line before it

    def document(self, text: str) -> Document:
        times = list(TIMES.finditer(text))
        self.lead(text[: times[0].start()] if times else text)
        line, at = 1, 0
        for index, found in enumerate(times):
            decoding.check_count(line, index + 1)
            stop = times[index + 1].start() if index + 1 < len(times) else len(text)
            line += text.count("\n", at, found.start())
            at = found.start()
            self.cue(found, text[found.end() : stop], line + (found[1] is not None), stop == len(text))
        return self.done()

    def done(self) -> Document:
        if not self.repair and self.problems:
            self.problems.sort(key=lambda problem: problem.line)
            raise Unreadable(self.problems[0].line, self.problems[0].detail, tuple(self.problems))
        if not self.cues:
            raise Unreadable(1, "The file has no cue. Send the file that has the captions.", tuple(self.problems))
        if self.repair:
            self.cues, self.lines, found = mended(self.cues, self.lines)
            self.problems = sorted(self.problems + found, key=lambda problem: problem.line)
        if self.reduced:
            codes = f"font or position codes of {self.reduced} cue{'s' if self.reduced > 1 else ''}"
            self.problems.append(Problem(1, LEFT_OUT, codes))
        return Document(tuple(self.cues), None, tuple(self.lines), problems=tuple(self.problems))

    def cue(self, found: re.Match[str], body: str, line: int, last: bool) -> None:
        label, h1, m1, s1, point1, ms1, h2, m2, s2, point2, ms2, loose1, loose2, rest = found.groups()
        if self.joined:
            self.refuse(line, "no_blank_line", "A blank line is missing before this cue. Add it.")
            self.mend(line, "no_blank_line", "A blank line was missing before the cue.")
        if self.repair:
            self.numbered(label or self.label, line)
        if loose1 is None:
            begin_ms, end_ms = exact_ms(h1, m1, s1, ms1), exact_ms(h2, m2, s2, ms2)
            if self.repair and (point1 == "." or point2 == "."):
                self.mend(line, "decimal_point", "`.` before the milliseconds was taken for the `,` of SRT.")
            if not self.repair and end_ms <= begin_ms:
                self.refuse(line, "reversed", "The cue does not end after it begins. Correct its times.")
        else:
            begin_ms, end_ms = self.loose(loose1, loose2, line, found[0])
        raw = self.body(body, line + 1, last)
        settings, reduced = "", False
        if rest and not rest.isspace():
            settings, reduced, raw = self.rest(rest.strip(), line, raw)
        said = srt_text.read(raw, self.repair)
        for code, detail, offset in said.faults:
            (self.mend if self.repair else self.refuse)(line + 1 + offset, code, detail)
        self.reduced += reduced or said.left_out
        if begin_ms >= 0:
            self.cues.append(Cue(label or "", begin_ms, end_ms, said.text, settings or said.settings, said.markup))
            self.lines.append(line)

    def numbered(self, label: str | None, line: int) -> None:
        """Name a number that is missing or not the next one; cues are numbered anew when they are written."""
        self.label = None
        if label is None:
            self.mend(line, "number", "The cue had no number.")
            self.number += 1
            return
        if int(label) != self.number + 1 and self.cues:
            self.mend(line, "number", f"The cue's number was {label} after {self.number}.")
        self.number = int(label)

    def loose(self, first: str, second: str, line: int, found: str) -> tuple[int, int]:
        """Times that are not as SRT has them; both below zero where none can be had of them."""
        begin_ms, end_ms = loose_ms(first), loose_ms(second)
        if not self.repair:
            shown = found.strip().rpartition("\n")[2]
            self.refuse(line, "time", refusal(begin_ms, end_ms, shown) or expected(shown))
        elif max(begin_ms, end_ms) > decoding.MAX_MS:
            self.mend(line, "time", f"{TOO_LATE} The cue was left out.", repaired=False)
            return -1, -1
        elif begin_ms < 0 or end_ms < 0:
            self.mend(line, "time", f"{NEGATIVE} A time below zero was taken for 0.", repaired=False)
        else:
            self.mend(line, "time", f"{first} to {second} was read as {stamp(begin_ms)} to {stamp(end_ms)}.")
        return max(begin_ms, 0), max(end_ms, 0)

    def body(self, body: str, line: int, last: bool) -> str:
        """A cue's lines without what surrounds them; `body` reaches to the next cue."""
        raw = body.strip("\n")
        if raw and (body[0] == "\n" or "\n\n" in raw):
            raw = self.without_blanks(body.split("\n"), line, last)
        self.joined = not last and body != "\n" and not body.endswith("\n\n")
        if "-->" in raw:
            raw = "\n".join(one for at, one in enumerate(raw.split("\n")) if self.is_text(one, line + at))
        return raw

    def without_blanks(self, lines: list[str], line: int, last: bool) -> str:
        """The lines of a cue that has empty ones before its text or within it."""
        stray = next(at for at, (above, one) in enumerate(zip(["x", *lines], lines, strict=False)) if one and not above)
        number = _NUMBER.fullmatch(lines[stray])
        if not self.repair:
            found = "the end of the cue" if number else lines[stray]
            self.refuse(line + stray, "blank_line", expected(found))
        kept = [at for at, one in enumerate(lines) if one]
        number = _NUMBER.fullmatch(lines[kept[-1]])
        if number and int(number[1]) == self.number + 1 and not lines[kept[-1] - 1]:
            self.mend(line + kept.pop(), "number", "A number stood apart from its cue.")
            self.label = None if last else number[1]
        if kept and kept[-1] >= len(kept):
            self.mend(line + stray, "blank_line", "A blank line above, within a cue, was removed.")
        return "\n".join(lines[at] for at in kept)

    def is_text(self, line: str, number: int) -> bool:
        """Whether a line is text, and not the times of a cue that are past reading."""
        if "-->" not in line:
            return True
        if not self.repair:
            self.refuse(number, "time", NEGATIVE if decoding.negative(line) else expected(line))
        elif _BROKEN_TIMES.match(line):
            self.mend(number, "time", f"{expected(line)} The line was left out.", repaired=False)
            return False
        return True

    def rest(self, rest: str, line: int, raw: str) -> tuple[str, bool, str]:
        """What follows the times on their line: as (settings, whether it is left out, the text)."""
        if _COORDINATES.fullmatch(rest):
            return "", True, raw
        if not cue_settings.parse(rest).ignored:
            self.mend(line, "settings", "Settings of WebVTT were kept; SRT has none.")
            return (rest, False, raw) if self.repair else ("", True, raw)
        if self.repair:
            self.mend(line, "text_on_time_line", "Text behind the times was taken for the cue's first line.")
            return "", False, f"{rest}\n{raw}"
        self.refuse(line, "text_on_time_line", "Text stands behind the times. Put it on the next line.")
        return "", False, raw

    def lead(self, text: str) -> None:
        """What stands before the first cue."""
        if not text.strip():
            return
        lines = text.split("\n")
        at = next(at for at, line in enumerate(lines) if line)
        if self.repair and (number := _NUMBER.fullmatch(text.strip("\n"))):
            self.mend(at + 1, "number", "A number stood apart from its cue.")
            self.label = number[1]
        elif self.repair:
            said = f"Text before the first cue was left out: {lines[at][:80]!r}."
            self.mend(at + 1, "before_first_cue", said, repaired=False)
        elif _NUMBER.fullmatch(lines[at]):
            below = "".join(lines[at + 1 : at + 2])
            self.refuse(at + (2 if below else 1), "time", expected(below or "the end of the cue"))
        else:
            self.refuse(at + 1, "time", NEGATIVE if decoding.negative(lines[at]) else expected(lines[at]))

    def mend(self, line: int, code: str, detail: str, *, repaired: bool = True) -> None:
        """Name what repair did; strict says nothing of it."""
        if self.repair:
            self.problems.append(Problem(line, code, detail, repaired))

    def refuse(self, line: int, code: str, detail: str) -> None:
        """Name what strict refuses the file for."""
        if not self.repair:
            self.problems.append(Problem(line, code, detail))
