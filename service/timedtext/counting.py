"""How long a line of text is for a reader.

Combining marks, joiners and direction marks count nothing. Where the language counts full width (Japanese, Korean,
Chinese), a half-width character counts one half. Source: the Netflix timed text style guides, as given by the rule
packs (`locales/timed_text`); those name code points, this counts what is drawn.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

Counting = Literal["characters", "full_width"]

_SILENT = {"Mn", "Me", "Cf", "Cc"}


def length(line: str, counting: Counting = "characters") -> float:
    """The units of one line; tags must be gone already."""
    drawn = [char for char in line if unicodedata.category(char) not in _SILENT]
    if counting == "characters":
        return len(drawn)
    return sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in drawn)
