"""SubRip (SRT). It has no standard; this reads what common tools write and refuses, with the line, what it would guess.

Taken: a byte order mark, CR, LF or CRLF, `,` or `.` before the milliseconds, a missing number line, extra blank lines.
`<i>`, `<b>` and `<u>` are kept as markup; fonts and positions are left out and named.
Written: LF, cues numbered from 1.
"""

from __future__ import annotations

import re

from service.timedtext import decoding, markup
from service.timedtext.cuetext import stamp
from service.timedtext.losses import Feature
from service.timedtext.model import SPACES, Cue, Document
from service.timedtext.problems import LEFT_OUT, Mode, Problem, Unreadable

_STAMP = r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])[,.]([0-9]{3})"
_TIME_LINE = re.compile(rf"[ \t]*{_STAMP}[ \t]*-->[ \t]*{_STAMP}(?:[ \t]+(.*))?")
_NUMBER = re.compile(r"[ \t]*([0-9]{1,9})[ \t]*")


CARRIES: frozenset[Feature] = frozenset({"bold", "italics", "underline"})


def read(data: bytes, mode: Mode = "strict") -> Document:
    """The cues of an SRT file; raises Unreadable."""
    lines = decoding.lines_of(data)
    if lines[0].startswith("WEBVTT"):
        raise Unreadable(1, "This is a WebVTT file. Send it as WebVTT.")
    cues: list[Cue] = []
    places: list[int] = []
    left_out = 0
    for number, block in decoding.blocks_of([line if line.strip(SPACES) else "" for line in lines]):
        decoding.check_count(number, len(cues) + 1)
        cue, line, reduced = _cue(number, block)
        cues.append(cue)
        places.append(line)
        left_out += reduced
    if not cues:
        raise Unreadable(1, "The file has no cue. Send the file that has the captions.")
    codes = (f"font or position codes of {left_out} cue{'s' if left_out > 1 else ''}",) if left_out else ()
    return Document(tuple(cues), None, tuple(places), problems=tuple(Problem(1, LEFT_OUT, one) for one in codes))


def write(document: Document) -> bytes:
    """The file's bytes."""
    blocks = []
    for number, cue in enumerate(document.cues, start=1):
        text = markup.as_srt(cue)
        times = f"{stamp(cue.begin_ms, ',')} --> {stamp(cue.end_ms, ',')}"
        blocks.append(f"{number}\n{times}\n{text}\n" if text else f"{number}\n{times}\n")
    return "\n".join(blocks).encode()


def _cue(number: int, block: list[str]) -> tuple[Cue, int, bool]:
    label = _NUMBER.fullmatch(block[0])
    body = block[1:] if label else block
    at = number + len(block) - len(body)
    match = _TIME_LINE.fullmatch(body[0]) if body else None
    if body and match is None and decoding.negative(body[0]):
        raise Unreadable(at, decoding.NEGATIVE)
    if match is None:
        found = body[0].strip()[:80] if body else "the end of the cue"
        last = number + len(block) - 1
        raise Unreadable(min(at, last), f"Expected a time line like 00:00:01,000 --> 00:00:02,500, found {found!r}.")
    for offset, line in enumerate(body[1:], start=1):
        if "-->" in line:
            raise Unreadable(at + offset, "A blank line is missing before this cue. Add it.")
    begin_ms, end_ms = _ms(match.groups()[:4]), _ms(match.groups()[4:8])
    decoding.check_times(at, begin_ms, end_ms)
    text, marked, reduced = markup.from_srt("\n".join(body[1:]))
    fault = next(markup.faults(marked), None)
    if fault is not None:
        raise Unreadable(at + 1 + marked.count("\n", 0, fault[0]), fault[2])
    cue = Cue(label[1] if label else "", begin_ms, end_ms, text, markup=marked)
    return cue, at, reduced or bool(match[9])


def _ms(parts: tuple[str, ...]) -> int:
    hours, minutes, seconds, ms = map(int, parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
