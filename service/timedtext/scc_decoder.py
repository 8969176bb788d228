"""A decoder of CEA-608, channel 1: words in, and for every change of what the screen shows, a caption out.

Pop-on captions are loaded unseen and flipped; a paint-on caption is there from its first character; of roll-up captions
each row is a caption of its own, from its first character until the next row begins, so that nothing is said twice.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from service.timedtext.scc_codes import (
    COLUMNS,
    CONTROLS,
    EXTENDED,
    LAST_ROW,
    PLAIN,
    ROWS,
    SPECIAL,
    STANDARD,
    Style,
    style_of,
)

Cells = dict[tuple[int, int], tuple[str, Style]]  # by row from 1 and column from 0
Mode = Literal["pop", "roll", "paint", "text"]


class Caption(Struct):
    """What a screen shows from one frame to another. `line` is where it was begun in the file."""

    begin: int
    end: int | None
    cells: Cells
    line: int


class Decoder:
    """The state of a receiver. `other_channel` and `text_mode` say that words of these were passed over."""

    def __init__(self) -> None:
        self.captions: list[Caption] = []
        self.other_channel = self.text_mode = False
        self.mode: Mode = "pop"
        self.hidden: Cells = {}
        self.shown: Caption | None = None
        self.row, self.column, self.style = LAST_ROW, 0, PLAIN
        self.here = True  # whether channel 1 is addressed
        self.rolled = False  # whether the row that is shown has ended
        self.last: tuple[int, int] | None = None
        self.frame = self.line = 0

    def line_begins(self, line: int) -> None:
        self.line, self.last = line, None

    def take(self, first: int, second: int, frame: int) -> None:
        """One word, at the frame in which it is sent. A control code that is sent twice counts once."""
        self.frame = frame
        word = first, second
        if 0x10 <= first < 0x20:
            twice, self.last = word == self.last, None if word == self.last else word
            if not twice:
                self.control(first, second)
            return
        self.last = None
        if first < 0x10:  # extended data services, or nothing
            return
        if not self.here:
            self.other_channel = True
            return
        for code in word:
            if code >= 0x20:
                self.put(STANDARD[code])

    def control(self, first: int, second: int) -> None:
        self.here = not first & 0x08
        if not self.here:
            self.other_channel = True
            return
        match first & 0x07:
            case group if second >= 0x40:
                self.preamble(group, second)
            case 1 if 0x20 <= second < 0x30:
                self.put(" ")
                self.style = style_of(second)
            case 1 if 0x30 <= second < 0x40:
                self.put(SPECIAL[second])
            case (2 | 3) as group if 0x20 <= second < 0x40:
                self.back()
                self.put(EXTENDED[0x10 + group][second])
            case 4 | 5 if 0x20 <= second < 0x30:
                self.command(CONTROLS.get(second, ""))
            case 7 if 0x21 <= second <= 0x23:
                self.column = min(self.column + second - 0x20, COLUMNS - 1)

    def preamble(self, group: int, second: int) -> None:
        row = ROWS.get((group, second >> 5 & 1))
        if row is None:
            return
        if self.mode == "roll" and row != self.row and self.shown is not None:
            self.shown.cells = {(row, column): cell for (_, column), cell in self.shown.cells.items()}
        self.row = row
        indented = bool(second & 0x10)
        self.column = (second >> 1 & 7) * 4 if indented else 0
        self.style = Style(underline=bool(second & 1)) if indented else style_of(second)

    def command(self, name: str) -> None:
        match name:
            case "RCL":
                self.mode = "pop"
            case "RDC":
                self.mode = "paint"
            case "RU2" | "RU3" | "RU4":
                if self.mode != "roll":
                    self.erase()
                    self.mode, self.hidden, self.row, self.column = "roll", {}, LAST_ROW, 0
            case "TR" | "RTD":
                self.mode = "text"
            case "EDM":
                self.erase()
            case "ENM":
                self.hidden = {}
            case "EOC":
                self.flip()
            case "CR":
                self.rolled, self.column, self.style = True, 0, PLAIN
            case "BS":
                self.back()
            case "DER":
                cells = self.cells()
                for column in range(self.column, COLUMNS):
                    cells.pop((self.row, column), None)

    def flip(self) -> None:
        """Show what was loaded; what was shown is hidden, ready to be written over."""
        before = self.shown.cells if self.shown is not None else {}
        self.erase()
        if self.hidden:
            self.shown = Caption(self.frame, None, self.hidden, self.line)
        self.hidden, self.mode = before, "pop"

    def erase(self) -> None:
        if self.shown is not None:
            self.shown.end = self.frame
            self.captions.append(self.shown)
        self.shown, self.rolled = None, False

    def cells(self) -> Cells:
        """The memory that characters go to."""
        if self.mode == "pop":
            return self.hidden
        return self.shown.cells if self.shown is not None else {}

    def put(self, char: str) -> None:
        if self.mode == "text":
            self.text_mode = True
            return
        if self.mode == "roll" and self.rolled and char != " ":
            self.erase()
        if self.mode != "pop" and self.shown is None and char != " ":
            self.shown = Caption(self.frame, None, {}, self.line)
        self.cells()[self.row, min(self.column, COLUMNS - 1)] = char, self.style
        self.column = min(self.column + 1, COLUMNS)

    def back(self) -> None:
        self.column = max(self.column - 1, 0)
        self.cells().pop((self.row, self.column), None)
