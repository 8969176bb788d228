"""The few letters that the demo's films show, as shapes: no font is needed, and none differs between machines.

A letter is lines on a grid of 4 by 6, drawn with a pen of an even width.
"""

from __future__ import annotations

from itertools import pairwise

from service.demo.drawing import Path

Stroke = tuple[tuple[float, float], ...]

ADVANCE, NARROW = 5.6, 3.2
_LETTERS: dict[str, tuple[Stroke, ...]] = {
    "A": (((0, 6), (2, 0), (4, 6)), ((0.8, 4), (3.2, 4))),
    "B": (
        ((0, 0), (0, 6), (3, 6), (4, 5), (4, 4), (3, 3), (0, 3)),
        ((0, 0), (2.8, 0), (3.6, 0.8), (3.6, 2.2), (2.8, 3)),
    ),
    "D": (((0, 0), (0, 6), (2.4, 6), (4, 4.2), (4, 1.8), (2.4, 0), (0, 0)),),
    "E": (((4, 0), (0, 0), (0, 6), (4, 6)), ((0, 3), (3.2, 3))),
    "F": (((4, 0), (0, 0), (0, 6)), ((0, 3), (3.2, 3))),
    "K": (((0, 0), (0, 6)), ((4, 0), (0, 3.4)), ((1.2, 2.6), (4, 6))),
    "L": (((0, 0), (0, 6), (4, 6)),),
    "M": (((0, 6), (0, 0), (2, 3.4), (4, 0), (4, 6)),),
    "N": (((0, 6), (0, 0), (4, 6), (4, 0)),),
    "O": (((1.6, 0), (2.4, 0), (4, 1.6), (4, 4.4), (2.4, 6), (1.6, 6), (0, 4.4), (0, 1.6), (1.6, 0)),),
    "R": (((0, 6), (0, 0), (2.8, 0), (4, 1), (4, 2.2), (2.8, 3.2), (0, 3.2)), ((2, 3.2), (4, 6))),
    "S": (
        ((4, 0.8), (3, 0), (1, 0), (0, 0.9), (0, 2), (1, 2.9)),
        ((1, 2.9), (3, 3.1), (4, 4), (4, 5.1), (3, 6), (1, 6), (0, 5.2)),
    ),
    "T": (((0, 0), (4, 0)), ((2, 0), (2, 6))),
    "0": (((1.2, 0), (2.8, 0), (4, 1.4), (4, 4.6), (2.8, 6), (1.2, 6), (0, 4.6), (0, 1.4), (1.2, 0)),),
    "1": (((0.8, 1.2), (2.2, 0), (2.2, 6)),),
    "3": (((0, 0), (4, 0), (2, 2.4), (3.2, 2.6), (4, 3.6), (4, 5), (3, 6), (1, 6), (0, 5.2)),),
    "8": (
        ((1, 0), (3, 0), (3.8, 0.9), (3.8, 2), (3, 2.9), (1, 2.9), (0.2, 2), (0.2, 0.9), (1, 0)),
        ((1, 2.9), (0, 3.9), (0, 5.1), (1, 6), (3, 6), (4, 5.1), (4, 3.9), (3, 2.9)),
    ),
    "9": (((4, 2.6), (3, 3.4), (1, 3.4), (0, 2.4), (0, 1), (1, 0), (3, 0), (4, 1), (4, 4.6), (2.6, 6), (0.6, 6)),),
    ",": (((0.8, 5.4), (0.8, 6), (0.2, 7)),),
    ".": (((0.8, 5.8), (0.8, 6)),),
    "€": (
        ((4, 0.6), (3, 0), (1.8, 0), (0.6, 1.4), (0.6, 4.6), (1.8, 6), (3, 6), (4, 5.4)),
        ((-0.4, 2.4), (3, 2.4)),
        ((-0.4, 3.8), (3, 3.8)),
    ),
}  # fmt: skip


def written(words: str, centre: float, y: float, height: float, pen: float) -> Path:
    """A line of capitals and digits around `centre`, its top at `y`; `pen` is the width of the strokes."""
    scale = height / 6
    shape = Path()
    left = centre - (sum(map(_advance, words)) - ADVANCE + 4) * scale / 2
    for letter in words:
        for stroke in _LETTERS.get(letter, ()):
            points = [(left + across * scale, y + down * scale) for across, down in stroke]
            for begin, end in pairwise(points):
                _line(shape, begin, end, pen)
        left += _advance(letter) * scale
    return shape


def _advance(letter: str) -> float:
    return NARROW if letter in ",. " else ADVANCE


def _line(shape: Path, begin: tuple[float, float], end: tuple[float, float], pen: float) -> None:
    """A stroke with round ends."""
    (x, y), (to_x, to_y) = begin, end
    length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
    across, down = (to_y - y) / length * pen / 2, (x - to_x) / length * pen / 2
    shape.m(x + across, y + down).line(
        (to_x + across, to_y + down), (to_x - across, to_y - down), (x - across, y - down)
    )
    shape.oval(x, y, pen / 2, pen / 2).oval(to_x, to_y, pen / 2, pen / 2)
