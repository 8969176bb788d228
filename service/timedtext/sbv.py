"""SBV, the plain captions of YouTube: a line `0:00:01.000,0:00:02.500`, then text, then a blank line. No markup at all.

Strict takes exactly that (and `[br]` for the end of a line, as YouTube wrote it once); repair also commas and short
times, missing blank lines, tags and character references. Text that would read as one of these signs is written with an
invisible word joiner within, which reading removes.
"""

from __future__ import annotations

import re

from msgspec import Struct

from service.timedtext import decoding, srt_text
from service.timedtext.cuetext import parse
from service.timedtext.flat_text import flat
from service.timedtext.losses import Feature
from service.timedtext.mending import mended
from service.timedtext.model import Cue, Document, ordered, tidy
from service.timedtext.problems import Mode, Problem, Unreadable
from service.timedtext.srt_times import exact_ms, loose_ms

CARRIES: frozenset[Feature] = frozenset()

_EXACT = r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
_LOOSE = r"((?:[0-9]{1,6}:)?[0-9]{1,3}:[0-9]{1,3}(?:[.,:][0-9]{1,9})?)"
_TIMES = re.compile(rf"^[ \t]*(?:{_EXACT},{_EXACT}|{_LOOSE}[ \t]*[,;][ \t]*{_LOOSE})[ \t]*(?:\n|\Z)", re.MULTILINE)
_BREAK = re.compile(r"[ \t]*\[br\][ \t]*", re.IGNORECASE)
_TYPED = re.compile(
    rf"\[(?=br\]|{srt_text.JOINER})|^[0-9:.]+,(?=[0-9]|{srt_text.JOINER})|,(?={srt_text.JOINER})",
    re.IGNORECASE | re.MULTILINE,
)
_JOINED = re.compile(rf"(?<=[\[,]){srt_text.JOINER}")
_SPACE_LINE = re.compile(r"^[ \t\f]+$", re.MULTILINE)


def read(data: bytes, mode: Mode = "strict") -> Document:
    """The cues of an SBV file; raises Unreadable, in strict mode with every place that is not as above."""
    text, problems = decoding.text_of(data, mode)
    return _Reading(mode == "repair", list(problems), [], []).document(_SPACE_LINE.sub("", text))


def looks_like(text: str) -> bool:
    """Whether a text begins with the times of an SBV file."""
    return _TIMES.match(text.lstrip()[:200]) is not None


def write(document: Document) -> bytes:
    """The file's bytes."""
    return "\n".join(_block(cue) for cue in ordered(document).cues).encode()


def _block(cue: Cue) -> str:
    text = flat(parse(cue.markup), {}, str) if cue.markup else cue.text
    text = _TYPED.sub(rf"\g<0>{srt_text.JOINER}", tidy(text))
    return f"{_stamp(cue.begin_ms)},{_stamp(cue.end_ms)}\n{text}" + ("\n" if text else "")


def _stamp(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


class _Reading(Struct):
    """One file being read. `problems` are what repair did, or what strict refuses."""

    repair: bool
    problems: list[Problem]
    cues: list[Cue]
    lines: list[int]

    def document(self, text: str) -> Document:
        times = list(_TIMES.finditer(text))
        lead = text[: times[0].start()] if times else text
        if lead.strip():
            line = next(at for at, line in enumerate(lead.split("\n"), start=1) if line)
            said = "Expected a time line like 0:00:01.000,0:00:02.500"
            self.met(line, "time", f"{said}.", f"{said}; the text before the first cue was left out.", repaired=False)
        line, at = 1, 0
        for index, found in enumerate(times):
            decoding.check_count(line, index + 1)
            stop = times[index + 1].start() if index + 1 < len(times) else len(text)
            line += text.count("\n", at, found.start())
            at = found.start()
            self.cue(found, text[found.end() : stop], line, stop == len(text))
        return self.done()

    def done(self) -> Document:
        if not self.repair and self.problems:
            raise Unreadable(self.problems[0].line, self.problems[0].detail, tuple(self.problems))
        if not self.cues:
            raise Unreadable(1, "The file has no cue. Send the file that has the captions.", tuple(self.problems))
        if self.repair:
            self.cues, self.lines, found = mended(self.cues, self.lines)
            self.problems = sorted(self.problems + found, key=lambda problem: problem.line)
        return Document(tuple(self.cues), None, tuple(self.lines), problems=tuple(self.problems))

    def cue(self, found: re.Match[str], body: str, line: int, last: bool) -> None:
        *exact, first, second = found.groups()
        exactly = first is None
        begin_ms = exact_ms(*exact[:4]) if exactly else loose_ms(first)
        end_ms = exact_ms(*exact[4:]) if exactly else loose_ms(second)
        if max(begin_ms, end_ms) > decoding.MAX_MS:
            late = "The cue ends after 99:59:59.999. Correct its times."
            return self.met(line, "time", late, f"{late} It was left out.", repaired=False)
        if not exactly:
            like = f"{found[0].strip()[:80]!r} is no time line like 0:00:01.000,0:00:02.500."
            self.met(line, "time", like, f"{like} It was read as {_stamp(begin_ms)},{_stamp(end_ms)}.")
        elif end_ms <= begin_ms and not self.repair:
            self.met(line, "reversed", "The cue does not end after it begins. Correct its times.", "")
        raw = body.strip("\n")
        if "\n\n" in raw or (raw and body[0] == "\n"):
            told = "A blank line stands within the cue."
            self.met(line + 1, "blank_line", f"{told} Remove it.", f"{told[:-1]}; it was removed.")
        if not last and body != "\n" and not body.endswith("\n\n"):
            below = line + 1 + body.count("\n")
            self.met(
                below, "no_blank_line", "A blank line is missing before this cue. Add it.", "A blank line was missing."
            )
        self.text(_BREAK.sub("\n", raw), begin_ms, end_ms, line)

    def text(self, raw: str, begin_ms: int, end_ms: int, line: int) -> None:
        markup = settings = ""
        if self.repair:
            said = srt_text.read(raw, repair=True)
            raw, markup, settings = said.text, said.markup, said.settings
            self.problems += [Problem(line + 1 + at, code, detail, repaired=True) for code, detail, at in said.faults]
        self.cues.append(Cue("", begin_ms, end_ms, tidy(_JOINED.sub("", raw)), settings, _JOINED.sub("", markup)))
        self.lines.append(line)

    def met(self, line: int, code: str, refused: str, did: str, *, repaired: bool = True) -> None:
        """Name what strict refuses and repair mends."""
        self.problems.append(Problem(line, code, did, repaired) if self.repair else Problem(line, code, refused))
