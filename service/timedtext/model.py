"""The model in the middle: every format reads into it and writes from it, and no format knows another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from msgspec import Struct

_LINE_END = re.compile(r"\r\n|\r|\n")
SPACES = " \t\f"
MOST_LINES = 20  # that are named of what is left out


class Cue(Struct, frozen=True):
    """One timed unit of text.

    `text` is what a reader sees: no tags, no entities, `\\n` between lines, no empty line. `markup` is the same text as
    WebVTT wrote it when it carries tags, otherwise empty. `settings` are WebVTT cue settings as written. `id` is
    whatever names the cue where it comes from; empty when a file gave none.
    """

    id: str
    begin_ms: int
    end_ms: int
    text: str
    settings: str = ""
    markup: str = ""


class Document(Struct, frozen=True):
    """The cues of one file in order of time. `left_out` names, in plain words, what the file had and this does not.

    `lines`, in step with `cues`, is where each one's time line stands, counted from 1; empty if it came from no file.
    """

    cues: tuple[Cue, ...]
    language: str | None = None
    left_out: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


def split_lines(text: str) -> list[str]:
    """Lines as WebVTT and SRT know them: CR, LF and CRLF end a line, U+2028 and its like do not."""
    return _LINE_END.split(text)


def tidy(text: str) -> str:
    """The text without the spaces around its lines and without empty lines, which no caption format can carry."""
    stripped = (line.strip(SPACES) for line in split_lines(text))
    return "\n".join(line for line in stripped if line)


def unshowable(text: str) -> str | None:
    """Why a reader could not be shown the text: a control character in it, or nothing to see. None: it can be shown."""
    for char in text:
        if char != "\n" and (unicodedata.category(char) == "Cc" or char in "\u2028\u2029"):
            return f"the character U+{ord(char):04X} cannot be shown; remove it"
    if all(char.isspace() or unicodedata.category(char) in ("Cf", "Cc") for char in text):
        return "a text has at least one visible character"
    return None


def in_time(cues: Iterable[Cue], lines: Iterable[int], language: str | None, left_out: tuple[str, ...]) -> Document:
    """A file's cues by begin, then end, each with its line; cues at the same time keep the order of the file.

    One without text shows nothing: it is left out, with its line.
    """
    both = sorted(zip(cues, lines, strict=True), key=lambda one: (one[0].begin_ms, one[0].end_ms))
    silent = [line for cue, line in both if not cue.text]
    both = [one for one in both if one[0].text]
    left_out += _without_text(silent) if silent else ()
    return Document(tuple(cue for cue, _ in both), language, left_out, tuple(line for _, line in both))


def _without_text(lines: list[int]) -> tuple[str]:
    """Cues that are left out, in words; of very many the first lines."""
    places = ", ".join(map(str, lines[:MOST_LINES])) + (", …" if len(lines) > MOST_LINES else "")
    several = "s" if len(lines) > 1 else ""
    return (f"{len(lines)} cue{several} without text (line{several} {places})",)
