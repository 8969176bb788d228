"""SCC, the broadcast captions of CEA-608 in hexadecimal words: read only, channel 1.

Every word takes one frame at 29.97 frames a second from the time code of its line on; `;` in it means drop frame. What
stands low and in the middle gets no settings, since captions stand there anyway; other rows and columns become `line`
and `position` within the safe area, a tenth from each edge. Source: ANSI/CTA-608-E; SMPTE ST 12-1.
"""

from __future__ import annotations

import contextlib
import re
from itertools import groupby

from service.timedtext import decoding
from service.timedtext.cuetext import escape
from service.timedtext.model import Cue, Document
from service.timedtext.problems import LEFT_OUT, Mode, Problem, Unreadable
from service.timedtext.scc_codes import COLUMNS, LAST_ROW, PLAIN, Style, odd_parity
from service.timedtext.scc_decoder import Caption, Cells, Decoder
from service.timedtext.timecode import NoTimeCode, frames
from service.timedtext.timing import Rate

RATE = Rate(30_000, 1_001)
LAST_FRAMES = 120  # that a caption stays which nothing erases
_SIGNATURE = "Scenarist_SCC V1.0"
_LINE = re.compile(r"[ \t]*([0-9]{2}:[0-9]{2}:[0-9]{2}[:;.,][0-9]{2})[ \t]+(.*)")
_WORD = re.compile(r"[0-9A-Fa-f]{4}")
_LOW = 13  # the row from which on a caption stands where captions stand
_OFF_MIDDLE = 3  # columns that a text may be out of the middle and yet centred


def read(data: bytes, mode: Mode = "strict") -> Document:
    """The captions of an SCC file; raises Unreadable, in strict mode with every word that is none."""
    text, problems = decoding.text_of(data, mode)
    reading = _Reading(list(problems))
    reading.sweep(text.split("\n"))
    if mode == "strict" and reading.problems:
        first = reading.problems[0]
        raise Unreadable(first.line, first.detail, tuple(reading.problems))
    captions = [one for one in reading.captions() if any(char.strip() for char, _ in one.cells.values())]
    if not captions:
        raise Unreadable(1, "The file has no caption on channel 1.", tuple(reading.problems))
    cues = tuple(map(_cue, captions))
    return Document(cues, None, tuple(one.line for one in captions), problems=(*reading.problems, *reading.left_out()))


def looks_like(text: str) -> bool:
    """Whether a text begins as SCC files do."""
    return text.lstrip("\ufeff \t\n").startswith("Scenarist_SCC")


class _Reading:
    """One file being read. `problems` are what repair has done and strict refuses."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.aside: list[Problem] = []
        self.decoder = Decoder()
        self.frame = 0

    def sweep(self, lines: list[str]) -> None:
        if lines[0].strip() != _SIGNATURE:
            self.met(1, "signature", f"An SCC file begins with the line {_SIGNATURE}.")
        for number, line in enumerate(lines, start=1):
            found = _LINE.fullmatch(line)
            if found:
                self.line(number, found[1], found[2].split())
            elif line.strip() and not (number == 1 and line.startswith("Scenarist")):
                self.met(number, "line", f"{line.strip()[:40]!r} is no time code with words behind it.", repaired=False)
            decoding.check_count(number, len(self.decoder.captions))

    def line(self, number: int, label: str, words: list[str]) -> None:
        begin = self.time(number, label)
        if begin < self.frame - int(RATE.num / RATE.den):
            self.met(number, "time_code", f"{label} is before the line above. It was read as following it.")
        self.frame = max(self.frame, begin)  # words that take longer than there is time push what follows
        self.decoder.line_begins(number)
        wrong = 0
        for word in words:
            if not _WORD.fullmatch(word):
                self.met(number, "word", f"{word[:20]!r} is no word of four hexadecimal digits.", repaired=False)
                continue
            first, second = bytes.fromhex(word)
            wrong += (word != "0000") and not (odd_parity(first) and odd_parity(second))
            self.decoder.take(first & 0x7F, second & 0x7F, self.frame)
            self.frame += 1
        if wrong:
            self.met(number, "parity", f"The parity of {wrong} word{'s' if wrong > 1 else ''} is wrong.")

    def time(self, number: int, label: str) -> int:
        drop = label[8] in ";,"
        if label[8] in ".,":
            self.met(number, "time_code", f"{label} was read with `{';' if drop else ':'}` before its frames.")
        label = f"{label[:8]}:{label[9:]}"
        try:
            return frames(label, RATE, drop=drop)
        except NoTimeCode as error:
            with contextlib.suppress(NoTimeCode):
                frame = frames(label, RATE, drop=False)
                self.met(number, "time_code", f"{error}. It was counted without drop frame.")
                return frame
            self.met(number, "time_code", f"{error}. It was read as following the line above.", repaired=False)
        return self.frame

    def captions(self) -> list[Caption]:
        decoder = self.decoder
        if decoder.shown is not None:
            decoder.frame = max(self.frame, decoder.shown.begin + LAST_FRAMES)
            decoder.erase()
            said = f"the last caption has no end; it was given {round(RATE.ms(LAST_FRAMES) / 1000)} seconds at least"
            self.aside.append(Problem(decoder.captions[-1].line, LEFT_OUT, said))
        return [one for one in decoder.captions if one.end is not None and one.end > one.begin]

    def left_out(self) -> list[Problem]:
        """What was passed over."""
        found = (("text of another channel", self.decoder.other_channel), ("text mode", self.decoder.text_mode))
        return [*(Problem(1, LEFT_OUT, what) for what, met in found if met), *self.aside]

    def met(self, line: int, code: str, detail: str, *, repaired: bool = True) -> None:
        self.problems.append(Problem(line, code, detail, repaired))


def _cue(caption: Caption) -> Cue:
    rows = [_row(caption.cells, row) for row in sorted({row for row, _ in caption.cells})]
    rows = [row for row in rows if row]
    markup = "\n".join("".join(_tagged(char, style) for char, style in _runs(row)) for row in rows)
    text = "\n".join("".join(char for char, _ in row) for row in rows)
    marked = any(style != PLAIN for row in rows for char, style in row if char != " ")
    begin, end = RATE.ms(caption.begin), RATE.ms(caption.end or caption.begin)
    return Cue("", begin, end, text, _settings(caption.cells), markup if marked else "")


def _row(cells: Cells, row: int) -> list[tuple[str, Style]]:
    """The characters of a row without the spaces around them, and one for several between."""
    found = [cells.get((row, column), (" ", PLAIN)) for column in range(COLUMNS)]
    found = [(" " if char == "\u00a0" else char, style) for char, style in found]
    kept = [one for at, one in enumerate(found) if one[0] != " " or (at and found[at - 1][0] != " ")]
    while kept and kept[-1][0] == " ":
        kept.pop()
    return kept


def _runs(row: list[tuple[str, Style]]) -> list[tuple[str, Style]]:
    """Stretches of one style; a space is of the style before it, while that goes on behind it."""
    styles = [style for _, style in row]
    for at, (char, _) in enumerate(row):
        if char == " " and 0 < at < len(row) - 1:
            styles[at] = styles[at - 1] if styles[at - 1] == styles[at + 1] else PLAIN
    both = zip((char for char, _ in row), styles, strict=True)
    return [("".join(char for char, _ in group), style) for style, group in groupby(both, lambda one: one[1])]


def _tagged(text: str, style: Style) -> str:
    made = escape(text)
    for tag, wanted in (("u", style.underline), ("i", style.italics)):
        made = f"<{tag}>{made}</{tag}>" if wanted else made
    return f"<c.{style.colour}>{made}</c>" if style.colour else made


def _settings(cells: Cells) -> str:
    """Where the block of text stands, as cue settings."""
    seen = [place for place, (char, _) in cells.items() if char.strip()]
    top, bottom = min(row for row, _ in seen), max(row for row, _ in seen)
    left, right = min(column for _, column in seen), max(column for _, column in seen)
    settings = [] if bottom >= _LOW else [f"line:{10 + (top - 1) * 80 / LAST_ROW:.4g}%"]
    centred = all(
        abs(min(columns) + max(columns) - (COLUMNS - 1)) <= 2 * _OFF_MIDDLE
        for columns in ([column for row, column in seen if row == one] for one in {row for row, _ in seen})
    )
    if not centred and right - left < COLUMNS - 2:
        settings.append(f"position:{10 + left * 80 / COLUMNS:.4g}%,line-left align:left")
    return " ".join(settings)
