"""WebVTT. Reading is the standard's parser to the letter, writing gives the same bytes for the same document.

`strict` refuses a file by its signature alone, as the standard does; where the file is not as the standard asks its
author to write it, there is a problem with its line. `repair` mends the lines first (`webvtt_repair`) and reads them
the same way. Cost: one sweep over the lines. Source: W3C WebVTT, section 6.1 "WebVTT file parsing".
"""

from __future__ import annotations

import re
from itertools import islice

from service.timedtext import cue_settings, decoding, filelines, markup
from service.timedtext.cuetext import escape, stamp
from service.timedtext.losses import EVERY
from service.timedtext.model import Cue, Document, Note, Region, split_lines
from service.timedtext.problems import Mode, Problem, Unreadable
from service.timedtext.webvtt_repair import mend, settle

CARRIES = EVERY - {"language"}  # but for a header that names it
MOST_NAMED = 20  # faults of the markup of one cue, and of its settings, that become problems

_CLOCK = r"(?:0*([0-9]{1,15}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
_TIMES = re.compile(rf"[\t\f ]*{_CLOCK}[\t\f ]*-->[\t\f ]*{_CLOCK}(?![0-9])(.*)", re.DOTALL)
_SIGNATURE = re.compile(r"WEBVTT(?:[ \t].*)?", re.DOTALL)
_KEYWORD = re.compile(r"(STYLE|REGION)[\t\f ]*")
_LANGUAGE = re.compile(r"Language:[ \t]*([A-Za-z0-9-]+)[ \t]*")
_NOT_VTT = "A WebVTT file begins with the line WEBVTT. Add it, or send the file as what it is."
_NO_CAPTIONS = "There is no time line in this file, and no line WEBVTT. Send the file that has the captions."
_NO_TIMES = "This text has no time line. Remove the blank line before it, or give it times."


def read(data: bytes, mode: Mode = "strict") -> Document:
    """The document of a WebVTT file; raises Unreadable."""
    if mode == "repair":
        document = settle(_Reader(mend(data)).document())
        if not document.cues and any(problem.code == "signature" for problem in document.problems):
            raise Unreadable(1, _NO_CAPTIONS)
        return document
    given = filelines.strictly(data)
    if not _SIGNATURE.fullmatch(given.lines[0]):
        raise Unreadable(1, _NOT_VTT)
    return _Reader(given).document()


def write(document: Document) -> bytes:
    """The file's bytes: header, regions, styles, then cues and notes in their places."""
    blocks = _head(document)
    begins = 0
    for note in sorted(document.notes, key=lambda note: note.before):
        blocks += map(_block, document.cues[begins : note.before])
        blocks.append(_note(note.text))
        begins = max(begins, note.before)
    blocks += map(_block, document.cues[begins:])
    return "\n".join(blocks).encode()


class _Reader:
    """The parser of section 6.1, over the lines of a file; `places` are their numbers in the file as it came."""

    def __init__(self, given: filelines.Lines) -> None:
        self.lines, self.places = given.lines, given.places
        self.problems = given.problems
        self.cues: list[Cue] = []
        self.at_lines: list[int] = []
        self.regions: list[Region] = []
        self.styles: list[str] = []
        self.notes: list[Note] = []
        self.ids: frozenset[str] | None = None

    def document(self) -> Document:
        lines, at = self.lines, 1
        while at < len(lines) and lines[at] and "-->" not in lines[at]:
            at += 1
        if at < len(lines) and lines[at]:
            self._problem(at, "missing_blank_line", "A blank line is missing before this cue. Add it.")
        header, head = "\n".join([lines[0][6:].strip(" \t"), *lines[1:at]]), lines[1:at]
        while at < len(lines):
            at = self._block(at) if lines[at] else at + 1
        return Document(
            tuple(self.cues),
            next((found[1] for line in head if (found := _LANGUAGE.fullmatch(line))), None),
            tuple(self.at_lines),
            header,
            tuple(self.regions),
            tuple(self.styles),
            tuple(self.notes),
            tuple(sorted(self.problems, key=lambda problem: problem.line)),
        )

    def _block(self, at: int) -> int:
        """Collect the block that begins on a line; where the next one may begin."""
        lines = self.lines
        if "-->" in lines[at]:
            return self._cue("", at)
        if at + 1 < len(lines) and "-->" in lines[at + 1]:
            return self._cue(lines[at], at + 1)
        end = at + 1
        while end < len(lines) and lines[end] and "-->" not in lines[end]:
            end += 1
        self._aside(at, end)
        return end

    def _cue(self, name: str, at: int) -> int:
        lines = self.lines
        end = at + 1
        while end < len(lines) and (line := lines[end]) and "-->" not in line:
            end += 1
        if end < len(lines) and lines[end]:
            self._problem(end, "missing_blank_line", "A blank line is missing before this cue. Add it.")
        found = _TIMES.match(lines[at])
        if found is None:
            self._problem(at, "bad_times", _bad_times(lines[at]))
            return end
        h1, m1, s1, f1, h2, m2, s2, f2, rest = found.groups()
        begin = int(m1) * 60_000 + int(s1) * 1000 + int(f1) + (int(h1) * 3_600_000 if h1 else 0)
        finish = int(m2) * 60_000 + int(s2) * 1000 + int(f2) + (int(h2) * 3_600_000 if h2 else 0)
        if finish <= begin:
            self._problem(at, "reversed_times", "The cue does not end after it begins. Correct its times.")
        if self.cues and begin < self.cues[-1].begin_ms:
            self._problem(at, "out_of_order", "The cue begins before the one above it. Put them in the order of time.")
        raw = lines[at + 1] if end == at + 2 else "\n".join(lines[at + 1 : end])
        settings = self._settings(at, rest) if rest and not rest.isspace() else ""
        if "<" in raw or "&" in raw or ">" in raw:
            self._marked(at, raw)
            text = markup.plain(raw)
            kept = "" if escape(text) == raw else raw
        else:
            text, kept = raw, ""
        self.cues.append(Cue(name, begin, finish, text, settings, kept))
        self.at_lines.append(self.places[at])
        decoding.check_count(self.places[at], len(self.cues))
        return end

    def _settings(self, at: int, rest: str) -> str:
        if self.ids is None:  # no region can follow the first cue
            self.ids = frozenset(region.id for region in self.regions)
        for setting in cue_settings.parse(rest, self.ids).ignored[:MOST_NAMED]:
            self._problem(at, "bad_setting", f"The setting {setting[:80]!r} is not one of WebVTT and does nothing.")
        return " ".join(cue_settings.split(rest))

    def _marked(self, at: int, raw: str) -> None:
        for offset, code, reason in islice(markup.faults(raw), MOST_NAMED):
            self._problem(at + 1 + raw.count("\n", 0, offset), code, reason)

    def _aside(self, at: int, end: int) -> None:
        """A block without times: a style sheet, a region, a comment, or what nobody will see."""
        first = self.lines[at]
        keyword = _KEYWORD.fullmatch(first) if end > at + 1 else None
        body = self.lines[at + 1 : end]
        if keyword and self.cues:
            self._problem(at, "late_block", f"A {keyword[1]} after the first cue does nothing. Move it up.")
        elif keyword and keyword[1] == "STYLE":
            self.styles.append("\n".join(body))
        elif keyword:
            self.regions.append(cue_settings.region_of(body))
        elif first == "NOTE" or first.startswith(("NOTE ", "NOTE\t")):
            self.notes.append(Note(len(self.cues), "\n".join([first[5:], *body]).strip("\n")))
        else:
            self._problem(at, "stray_text", _NO_TIMES)

    def _problem(self, at: int, code: str, detail: str) -> None:
        self.problems.append(Problem(self.places[at], code, detail))


def _bad_times(line: str) -> str:
    if decoding.negative(line):
        return decoding.NEGATIVE
    return f"{line.strip()[:80]!r} is not a WebVTT time line like 00:00:01.000 --> 00:00:02.500."


def _head(document: Document) -> list[str]:
    first, _, header = document.header.partition("\n")
    blocks = ["\n".join([f"WEBVTT {first}".rstrip(" "), *filter(None, [_one_block(header)])]) + "\n"]
    blocks += ["\n".join(["REGION", *cue_settings.written(region)]) + "\n" for region in document.regions]
    return blocks + [f"STYLE\n{sheet}\n" for style in document.styles if (sheet := _one_block(style))]


def _block(cue: Cue) -> str:
    times = f"{stamp(cue.begin_ms)} --> {stamp(cue.end_ms)}"
    if cue.settings:
        times += f" {_setting_words(cue.settings)}"
    if cue.id:
        times = f"{_identifier(cue.id)}\n{times}"
    text = markup.as_webvtt(cue)
    return f"{times}\n{text}\n" if text else f"{times}\n"


def _setting_words(settings: str) -> str:
    return "" if "-->" in settings else " ".join(cue_settings.split(settings))


def _identifier(name: str) -> str:
    return " ".join(split_lines(name)).replace("-->", "→")


def _note(text: str) -> str:
    text = _one_block(text)
    if "\n" in text:
        return f"NOTE\n{text}\n"
    return f"NOTE {text}\n" if text else "NOTE\n"


def _one_block(text: str) -> str:
    """Lines that stay one block: no blank line, no arrow."""
    return "\n".join(line for line in text.replace("-->", "→").split("\n") if line)
