"""How long a line of text is for a reader.

What is counted is what is drawn: a grapheme cluster of UAX #29 is one character, with all its marks; joiners,
direction marks and other controls are none. A rule pack names one of three ways to weigh it:

- `characters`: every cluster is 1, spaces and punctuation too;
- `full_width` (Japanese, Chinese): wide, full-width and ambiguous clusters are 1, all others one half (UAX #11);
- `hangul` (Korean): wide and full-width clusters, so every Hangul syllable, are 1; Latin, spaces, punctuation one half.

Nothing weighs more than 1 and no cluster has less than one code point, so `len` is never less than `length`.
Source: the Netflix timed text style guides for the weights; they name no code points.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Counting = Literal["characters", "full_width", "hangul"]

_SILENT = ("Mn", "Me", "Mc", "Cf", "Cc", "Zl", "Zp")
# Spacing marks that stand for themselves, and letters and symbols that do not (UAX #29, tables 2 and 1c).
_ALONE = re.compile(
    "[\u102b\u102c\u1038\u1062-\u1064\u1067-\u106d\u1083\u1087-\u108c\u108f\u109a-\u109c\u1a61\u1a63\u1a64]"
)
_ATTACHED = re.compile("[\u0e33\u0eb3\U0001f3fb-\U0001f3ff]")

# What is one cluster only beside its neighbours: conjuncts, conjoining jamo, flags, joined emoji (GB6–8, 9c, 11–13).
_LINK = "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d\u1039\u17d2"
_CONTEXT = re.compile(f"[{_LINK}\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb\u200d\U0001f1e6-\U0001f1ff]")
_CONSONANT = (
    "[\u0915-\u0939\u0958-\u095f\u0978-\u097f\u0995-\u09b9\u09dc-\u09df\u09f0\u09f1\u0a95-\u0ab9\u0af9\u0b15-\u0b39"
    "\u0b5c-\u0b5f\u0b71\u0c15-\u0c39\u0c58-\u0c5a\u0d15-\u0d3a\u1000-\u102a\u103f\u1050-\u1055\u105a-\u105d\u1061"
    "\u1065\u1066\u106e-\u1070\u1075-\u1081\u108e\u1780-\u17b3]"
)
_BLOCKS = (
    range(0x300, 0x370),
    range(0x900, 0xD80),
    range(0x1000, 0x10A0),
    range(0x1780, 0x1800),
    range(0x20D0, 0x20F1),
)
_MARKS = (chr(code) for block in _BLOCKS for code in block if unicodedata.category(chr(code)) in ("Mn", "Me"))
_MARK = "".join(mark for mark in _MARKS if mark not in _LINK)
_MARK += "\u09be\u09d7\u0b3e\u0b57\u0d3e\u0d57\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
_PICTURE = (
    "[\u00a9\u00ae\u203c-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
)
_ONE = re.compile(
    f"{_CONSONANT}(?:[{_MARK}]*[{_LINK}][{_MARK}{_LINK}]*{_CONSONANT})+"
    "|[\u1100-\u115f\ua960-\ua97c]+(?:[\uac00-\ud7a3\u1160-\u11a7\ud7b0-\ud7c6][\u1160-\u11ff\ud7b0-\ud7fb]*)?"
    "|[\u1160-\u11ff\ud7b0-\ud7fb]+"
    "|[\U0001f1e6-\U0001f1ff]{2}"
    f"|{_PICTURE}(?:[{_MARK}]*\u200d{_PICTURE})+"
)


class _Weights(dict[str, float]):
    """What each character weighs, filled as they are met."""

    def __init__(self, full: str) -> None:
        super().__init__()
        self._full = full

    def __missing__(self, char: str) -> float:
        silent = unicodedata.category(char) in _SILENT and not _ALONE.match(char)
        wide = not self._full or unicodedata.east_asian_width(char) in self._full
        self[char] = 0 if silent or _ATTACHED.match(char) else 1 if wide else 0.5
        return self[char]


_WEIGHTS: dict[Counting, _Weights] = {
    "characters": _Weights(""),
    "full_width": _Weights("WFA"),
    "hangul": _Weights("WF"),
}


def length(line: str, counting: Counting = "characters") -> float:
    """The units of one line; tags must be gone already. A line end weighs nothing."""
    if counting == "characters" and line.isascii() and line.isprintable():
        return len(line)
    if _CONTEXT.search(line):
        line = _ONE.sub(lambda found: found[0][0], unicodedata.normalize("NFC", line))
    return sum(map(_WEIGHTS[counting].__getitem__, line))
