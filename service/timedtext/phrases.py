"""How well a script without spaces bears a break: BudouX's models, with ICU as a second voice.

A model is a table of weights of the characters around a place; the sum is positive where a phrase ends (BudouX, README:
"Machine Learning powered line break organizer"), and how far from zero it is tells a sure break from a doubtful one.
ICU says where its phrases end (Japanese) or its words (Chinese).
"""

from __future__ import annotations

import math
from functools import cache

import budoux
from icu4py.breakers import LineBreaker, WordBreaker

_LOADERS = {
    "ja": budoux.load_default_japanese_parser,
    "zh-hans": budoux.load_default_simplified_chinese_parser,
    "zh-hant": budoux.load_default_traditional_chinese_parser,
    "th": budoux.load_default_thai_parser,
}
_SCALES = {"ja": 2000.0, "zh-hans": 2000.0, "zh-hant": 2000.0, "th": 2000.0}  # how far from zero is sure
_REACH = 3  # characters to either side that a model looks at
# the features of a model: the characters from `left` up to `right` of a place
_WINDOWS = (
    *(("UW1", -3, -2), ("UW2", -2, -1), ("UW3", -1, 0), ("UW4", 0, 1), ("UW5", 1, 2), ("UW6", 2, 3)),
    *(("BW1", -2, 0), ("BW2", -1, 1), ("BW3", 0, 2)),
    *(("TW1", -3, 0), ("TW2", -2, 1), ("TW3", -1, 2), ("TW4", 0, 3)),
)


class Phrases:
    """One model."""

    def __init__(self, name: str) -> None:
        model = _LOADERS[name]().model
        self._windows = [(model[key], left + _REACH, right + _REACH) for key, left, right in _WINDOWS if key in model]
        self._threshold = sum(sum(table.values()) for table in model.values()) / 2
        self._scale = _SCALES[name]

    def weight(self, text: str, at: int) -> float:
        """How well the text bears a break before the character `at`: from -1 to 1, above 0 where a phrase ends."""
        around = text[max(0, at - _REACH) : at].rjust(_REACH, "\n") + text[at : at + _REACH]
        total = sum(table.get(around[left:right], 0) for table, left, right in self._windows)
        return math.tanh((total - self._threshold) / self._scale)


@cache
def phrases(name: str) -> Phrases:
    """The model `ja`, `zh-hans`, `zh-hant` or `th`, loaded once."""
    return Phrases(name)


def weights(text: str, name: str) -> dict[int, float]:
    """How well each place bears a break, by the character that the next line would begin with: from -1 to 1."""
    weight = phrases(name).weight
    said = {at: weight(text, at) for at in range(1, len(text))}
    if name == "th":
        return said
    breaker = LineBreaker(text, "ja-u-lw-phrase") if name == "ja" else WordBreaker(text, "zh")
    ends = {end for _, end in breaker.segments()}
    return {at: (2 * weight + (1 if at in ends else -1)) / 3 for at, weight in said.items()}
