"""Where a line of text may be broken at all, and how well a script without spaces bears it there.

Text with spaces breaks at them; where that is not enough, wherever Unicode allows (UAX #14 by ICU). Japanese, Chinese,
Thai and the scripts that ICU has dictionaries for break at ICU's boundaries, weighed by BudouX where it has a model.
ICU and BudouX are loaded by the first text that needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, NamedTuple

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSPACED = re.compile(f"[{UNSPACED}]")
_SPACE = re.compile(r"(?<![«‹(\[{¿¡„‚ ])[ \t\u2009\u3000]+(?![»›)\]}?!:;,.…%/—]|\Z)")
BLANKS = " \t\n\f\r\u2009\u3000"  # what a line end takes the place of
_MODELS = {"ja": "ja", "zh": "zh-hans", "yue": "zh-hant", "th": "th"}


class Place(NamedTuple):
    """The line before ends at `end`, the next begins at `start` (code points; what is between is dropped). `weight` is
    how well the script bears it: from -1 (inside a word) over 0 (as good as a space) to 1."""

    end: int
    start: int
    weight: float = 0.0


def places(text: str, language: str) -> list[Place]:
    """The places to break a text without line ends, in order: those that a writer of the language would look at."""
    if _UNSPACED.search(text) is None:
        return [Place(*match.span()) for match in _SPACE.finditer(text)]
    weights = _weights(text, language)
    return [place._replace(weight=weights.get(place.start, 0.0)) for place in every_place(text, language)]


def every_place(text: str, language: str) -> list[Place]:
    """All the places where Unicode lets a line end, hyphens and the like included."""
    boundaries: Callable[[str, str], Iterable[int]] = _late("boundaries").boundaries
    found = []
    for at in boundaries(text, language):
        end = len(text[:at].rstrip(BLANKS))
        if end:
            found.append(Place(end, at))
    return found


def _weights(text: str, language: str) -> dict[int, float]:
    """What a model says of each place; nothing where there is none for the language."""
    primary = language.partition("-")[0]
    name = "zh-hant" if primary == "zh" and "Hant" in language else _MODELS.get(primary)
    weights: Callable[[str, str], dict[int, float]] = _late("phrases").weights
    return weights(text, name) if name else {}


def _late(module: str) -> Any:
    """A module that loads a library, when the first text needs it."""
    return import_module(f"service.timedtext.{module}")
