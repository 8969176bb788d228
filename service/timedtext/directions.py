"""Lines that a player shows in the direction of their language, whatever they begin and end with.

A WebVTT line is a paragraph whose direction is that of its first strong character (WebVTT, section 7.4,
`unicode-bidi: plaintext`; UAX #9, P2 and P3), and so is a line of TTML as it is written here. A line that begins with a
brand or has no letter at all gets a direction mark before it. Players of SRT and its like know left to right only:
there a line that is not all letters of one direction is isolated (UAX #9, section 2.4.2). What is added is drawn
nowhere, counts nothing, and `undirected` takes it away again.
"""

from __future__ import annotations

import re
import unicodedata

from msgspec.structs import replace

from service.timedtext import cuetext
from service.timedtext.model import Cue, Document
from service.timedtext.rules import Direction

LEFT_TO_RIGHT_ONLY = frozenset({"srt", "sbv", "ass"})  # formats whose players find no direction by themselves

_MARKS: dict[Direction, str] = {"ltr": "\u200e", "rtl": "\u200f"}
_ISOLATE = ("\u2067", "\u2069")
_STRONG: dict[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_OF_ONE = frozenset({"R", "AL", "NSM", "WS", "BN"})  # what any player shows from right to left
_ADDED = re.compile("[\u200e\u200f\u2067]")
_MARK = re.compile("^[\u200e\u200f]", re.MULTILINE)
_ISOLATED = re.compile("^\u2067([^\u2066-\u2069\n]*)\u2069$", re.MULTILINE)


def direct(document: Document, direction: Direction, format: str) -> Document:
    """The document as it is to be written in this format; the same again if it was directed before."""
    alone = format in LEFT_TO_RIGHT_ONLY
    cues = tuple(_cue(cue, direction, alone=alone) for cue in document.cues)
    return document if cues == document.cues else replace(document, cues=cues)


def undirect(document: Document) -> Document:
    """The document without what `direct` adds."""
    cues = tuple(
        replace(cue, text=undirected(cue.text), markup=undirected(cue.markup)) if _ADDED.search(cue.text) else cue
        for cue in document.cues
    )
    return document if cues == document.cues else replace(document, cues=cues)


def directed(text: str, direction: Direction, *, alone: bool = False) -> str:
    """Every line with what it needs: a mark before it, or, where the player knows left to right `alone`, an isolate
    around it."""
    lines = undirected(text).split("\n")
    return "\n".join(line.join(_around(line, direction, alone=alone)) for line in lines)


def undirected(text: str) -> str:
    """The text without marks before its lines and isolates around whole lines: what to compare."""
    return _MARK.sub("", _ISOLATED.sub(r"\1", text))


def _around(line: str, direction: Direction, *, alone: bool) -> tuple[str, str]:
    """What belongs before and behind a line."""
    if line.isascii() and (direction == "ltr" or not line.strip()):
        return "", ""
    classes = [unicodedata.bidirectional(char) for char in line]
    if alone:
        return _ISOLATE if direction == "rtl" and not _OF_ONE.issuperset(classes) else ("", "")
    first = next((_STRONG[one] for one in classes if one in _STRONG), None)
    turned = first != direction if direction == "rtl" else first == "rtl"
    return (_MARKS[direction] if turned else ""), ""


def _cue(cue: Cue, direction: Direction, *, alone: bool) -> Cue:
    if not cue.markup:
        text = directed(cue.text, direction, alone=alone)
        return cue if text == cue.text else replace(cue, text=text)
    marked = undirected(cue.markup).split("\n")
    lines = cuetext.plain(cuetext.parse("\n".join(marked))).split("\n")
    if len(lines) != len(marked):
        return cue
    around = [_around(line, direction, alone=alone) for line in lines]
    return replace(
        cue,
        text="\n".join(line.join(both) for line, both in zip(lines, around, strict=True)),
        markup="\n".join(line.join(both) for line, both in zip(marked, around, strict=True)),
    )
