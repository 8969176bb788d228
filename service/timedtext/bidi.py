"""Text that runs in two directions: controls that a line leaves open, and lines that a player would turn around.

A line of a caption is a paragraph of its own (WebVTT, section 7.4: `unicode-bidi: plaintext`), so its direction is that
of its first strong character (UAX #9, P2 and P3) and every control ends with it.
"""

from __future__ import annotations

import re

from service.timedtext.rules import Direction

OVERRIDES = "\u202d\u202e"
_EMBEDDINGS = "\u202a\u202b"
_ISOLATES = "\u2066\u2067\u2068"
_END_EMBEDDING, _END_ISOLATE = "\u202c", "\u2069"
CONTROLS = "\u202a-\u202e\u2066-\u2069"
RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
# A line that a player would turn around has one of these.
OF_OTHERS: dict[Direction, str] = {"ltr": RIGHT_TO_LEFT, "rtl": "A-Za-zª-˿Ͱ-֏"}
MARKS: dict[Direction, str] = {"ltr": "\u200e", "rtl": "\u200f"}

_CONTROL = re.compile(f"[{CONTROLS}]")
_ISOLATED = re.compile(f"[{_ISOLATES}][^{_ISOLATES}{_END_ISOLATE}]*{_END_ISOLATE}")
_LETTER = f"(?:(?![{RIGHT_TO_LEFT}])[^\\W\\d_])"
_STRONG = re.compile(f"(?P<rtl>[{RIGHT_TO_LEFT}\u200f\u202b\u2067])|(?P<ltr>[\u200e\u202a\u2066]|{_LETTER})")
_HAS: dict[Direction, re.Pattern[str]] = {"rtl": re.compile(f"[{RIGHT_TO_LEFT}]"), "ltr": re.compile(_LETTER)}


def mended(text: str, direction: Direction | None) -> str:
    """The text with every line's controls in pairs, without overrides, and with a mark before each line that has words
    of the language and begins with others."""
    return "\n".join(_mended(line, direction) for line in text.split("\n"))


def _mended(line: str, direction: Direction | None) -> str:
    if _CONTROL.search(line):
        line = _paired(line)
    if direction is not None and _turned(line, direction):
        line = MARKS[direction] + line
    return line


def _turned(line: str, direction: Direction) -> bool:
    if not _HAS["rtl"].search(line) or not _HAS[direction].search(line):
        return False
    first = _STRONG.search(_ISOLATED.sub("", line))
    return first is not None and first.lastgroup != direction


def _paired(line: str) -> str:
    kept: list[str] = []
    opened: list[str] = []
    isolates = 0
    for char in line:
        if char in OVERRIDES or char in _EMBEDDINGS or char in _ISOLATES:
            opened.append(char)
            isolates += char in _ISOLATES
            kept.append("" if char in OVERRIDES else char)
        elif char == _END_EMBEDDING:
            if opened and opened[-1] not in _ISOLATES:
                kept.append(_end(opened.pop()))
        elif char == _END_ISOLATE:
            if isolates:
                isolates -= 1
                while opened[-1] not in _ISOLATES:
                    kept.append(_end(opened.pop()))
                kept.append(_end(opened.pop()))
        else:
            kept.append(char)
    return "".join([*kept, *map(_end, reversed(opened))])


def _end(opening: str) -> str:
    """What closes an embedding, an override (which is left out) or an isolate."""
    return _END_ISOLATE if opening in _ISOLATES else "" if opening in OVERRIDES else _END_EMBEDDING
