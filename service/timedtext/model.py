"""The model in the middle: every format reads into it and writes from it, and no format knows another."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from service.timedtext.problems import LEFT_OUT, Problem

_LINE_END = re.compile(r"\r\n|\r|\n")
SPACES = " \t\f"
MOST_LINES = 20  # that are named of what is left out


class Cue(Struct, frozen=True, gc=False):
    r"""One timed unit of text.

    `text` is what a reader sees: no tags, no entities, `\n` between lines. `markup` is the same text as WebVTT cue
    text where that is more than the escaped text, otherwise empty; every format reads its own markup into it.
    `settings` are WebVTT cue settings as written. `id` is whatever names the cue where it comes from; empty when a
    file gave none.
    """

    id: str
    begin_ms: int
    end_ms: int
    text: str
    settings: str = ""
    markup: str = ""


class Region(Struct, frozen=True):
    """A WebVTT region (section 3.4): `width` and the anchors are percentages, `lines` rows of text."""

    id: str
    width: float = 100
    lines: int = 3
    region_anchor: tuple[float, float] = (0, 100)
    viewport_anchor: tuple[float, float] = (0, 100)
    scroll: bool = False


class Note(Struct, frozen=True):
    """A comment of the file; `before` is the index of the cue that it stands before."""

    before: int
    text: str


class Document(Struct, frozen=True):
    """What one file says. `cues` are in the order of the file; `in_time` gives them as the rooms keep them.

    `lines`, in step with `cues`, is where each one's time line stands, counted from 1; empty if it came from no file.
    `header` is what a WebVTT file carries between its signature and the first blank line, `styles` are the texts of its
    STYLE blocks. `problems` are what the reader met, in the order of lines.
    """

    cues: tuple[Cue, ...]
    language: str | None = None
    lines: tuple[int, ...] = ()
    header: str = ""
    regions: tuple[Region, ...] = ()
    styles: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def left_out(self) -> tuple[str, ...]:
        """In plain words, what the file had and this does not."""
        return tuple(problem.detail for problem in self.problems if problem.code == LEFT_OUT)


def split_lines(text: str) -> list[str]:
    """Lines as WebVTT and SRT know them: CR, LF and CRLF end a line, U+2028 and its like do not."""
    return _LINE_END.split(text) if "\r" in text else text.split("\n")


def tidy(text: str) -> str:
    """The text without the spaces around its lines and without empty lines, which no caption format can carry."""
    return "\n".join(filter(None, [line.strip(SPACES) for line in split_lines(text)]))


def unshowable(text: str) -> str | None:
    """Why a reader could not be shown the text: a control character in it, or nothing to see. None: it can be shown."""
    for char in text:
        if char != "\n" and (unicodedata.category(char) == "Cc" or char in "\u2028\u2029"):
            return f"the character U+{ord(char):04X} cannot be shown; remove it"
    if all(char.isspace() or unicodedata.category(char) in ("Cf", "Cc") for char in text):
        return "a text has at least one visible character"
    return None


def in_time(document: Document) -> Document:
    """The cues as the rooms keep them: by begin, then end, tidied; those without text are left out and named.

    Cues at the same time keep the order of the file.
    """
    lines = document.lines or (0,) * len(document.cues)
    cues = (replace(cue, text=tidy(cue.text), markup=tidy(cue.markup)) for cue in document.cues)
    both = sorted(zip(cues, lines, strict=True), key=lambda one: (one[0].begin_ms, one[0].end_ms))
    silent = [line for cue, line in both if not cue.text]
    both = [one for one in both if one[0].text]
    return replace(
        document,
        cues=tuple(cue for cue, _ in both),
        lines=tuple(line for _, line in both) if document.lines else (),
        problems=document.problems + (_without_text(silent) if silent else ()),
    )


def ordered(document: Document) -> Document:
    """The cues by begin, as players want them; what begins together keeps its order. A note goes with its cue."""
    cues = document.cues
    if all(before.begin_ms <= cue.begin_ms for before, cue in pairwise(cues)):
        return document
    order = sorted(range(len(cues)), key=lambda at: cues[at].begin_ms)
    places = {before: after for after, before in enumerate(order)}
    notes = (replace(note, before=places.get(note.before, len(cues))) for note in document.notes)
    return replace(
        document,
        cues=tuple(cues[at] for at in order),
        lines=tuple(document.lines[at] for at in order) if document.lines else (),
        notes=tuple(sorted(notes, key=lambda note: note.before)),
    )


def _without_text(lines: list[int]) -> tuple[Problem]:
    """Cues that are left out, in words; of very many the first lines."""
    places = ", ".join(map(str, lines[:MOST_LINES])) + (", …" if len(lines) > MOST_LINES else "")
    several = "s" if len(lines) > 1 else ""
    return (Problem(lines[0], LEFT_OUT, f"{len(lines)} cue{several} without text (line{several} {places})"),)
