"""Whether two pictures, or two stretches of sound, are the same in spite of another encoding. Pure.

A picture is a grid of luma (`samples`): 32 rows of square cells. How much two of them differ is what remains, as root
mean square in levels of 255, when one is laid over the other with the gain and brightness that fit best; so a grade
or another range of levels does not count, and a black frame is like a black frame, where the bits of a difference
hash would be noise.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from operator import mul

from msgspec import Struct

from service.media.samples import LEVEL_MS, ROWS

SAME_PICTURE = 8.0  # re-encodings: at most 4.8; other shots: at least 13.7 (DECISIONS)
SAME_FRAMED = 5.0  # the same where one is cut: at most 4.0, and at least 6.7
SAME_SOUND = 0.6  # correlation
SLIPPED_SOUND = 0.04  # another offset is the one if it correlates by so much more
MOST_LAG_MS = 1000
MOST_LAG_STEPS = MOST_LAG_MS // LEVEL_MS
_GAIN = 1.35
_BRIGHTNESS = 32.0
_FLOOR = 33  # of 32767: -60 dB below full scale; what is quieter counts as silence
_LIVELY = 0.25  # standard deviation of the logarithm of sound that can be recognised; a steady tone has none


class Box(Struct, frozen=True):
    """A rectangle in cells."""

    left: float
    top: float
    width: float
    height: float


class Grid(Struct, frozen=True):
    """A picture as `columns` × `rows` of luma, row by row."""

    columns: int
    rows: int
    cells: Sequence[float]

    @property
    def all(self) -> Box:
        """The whole of it."""
        return Box(0, 0, self.columns, self.rows)

    def part(self, box: Box, columns: int, rows: int) -> Grid:
        """A rectangle of it, averaged into other cells."""
        across, down = _weights(box.left, box.width, columns), _weights(box.top, box.height, rows)
        lines = []
        for row in range(self.rows):
            line = self.cells[row * self.columns : (row + 1) * self.columns]
            lines.append([sum(line[at] * share for at, share in taken) for taken in across])
        cells = [sum(lines[at][x] * share for at, share in taken) for taken in down for x in range(columns)]
        return Grid(columns, rows, cells)


def _weights(begin: float, length: float, count: int) -> list[list[tuple[int, float]]]:
    """For each of `count` equal steps of a stretch the whole cells that it touches, with their shares of it."""
    step = length / count
    edges = [begin + step * number for number in range(count + 1)]
    return [
        [(at, (min(high, at + 1) - max(low, at)) / step) for at in range(int(low), math.ceil(high - 1e-9))]
        for low, high in pairwise(edges)
    ]


class Framing(Struct, frozen=True):
    """How a film shows a source of another shape: `crop`, a part of the full height or width, or with `bars`; `at` is
    where the part begins, in cells."""

    how: str = "whole"
    at: float = 0


WHOLE = Framing()


def framings(film: int, source: int) -> list[Framing]:
    """The ways in which a film of so many columns can show a source of so many."""
    if abs(film - source) <= 1:
        return [WHOLE]
    return [Framing("bars"), *(Framing("crop", at) for at in range(int(_spare(film, source)) + 1))]


def _spare(film: int, source: int) -> float:
    """How far the part of a source that a film shows can be moved."""
    return source - film if film < source else ROWS - ROWS * source / film


def framing_of(film: Grid, source: Grid) -> Framing:
    """How the film most probably shows the source: the best way, and where it crops, to a quarter of a cell."""
    best = min(framings(film.columns, source.columns), key=lambda one: difference(*framed(film, source, one)))
    if best.how != "crop":
        return best
    spare = _spare(film.columns, source.columns)
    around = [Framing("crop", min(spare, max(0, best.at + step / 4))) for step in range(-3, 4)]
    return min(around, key=lambda one: difference(*framed(film, source, one)))


def framed(film: Grid, source: Grid, framing: Framing) -> tuple[Grid, Grid]:
    """Both pictures cut to what they share, and scaled to the same cells. Where one is cut the cells are larger by
    half: the cut may lie anywhere in a cell."""
    if framing.how == "whole":
        return film, source if film.columns == source.columns else source.part(source.all, film.columns, ROWS)
    part, other = (source, film) if framing.how == "crop" else (film, source)
    edge = 1 if framing.how == "bars" else 0  # the cells in which bars end show both
    if other.columns < part.columns:
        left = framing.at if framing.how == "crop" else (part.columns - other.columns) / 2
        box = Box(left + edge, 0, other.columns - 2 * edge, ROWS)
        counterpart = Box(edge, 0, box.width, ROWS)
    else:
        scale = part.columns / other.columns
        top = framing.at if framing.how == "crop" else ROWS * (1 - scale) / 2
        box = Box(0, top + edge, part.columns, ROWS * scale - 2 * edge)
        counterpart = Box(0, edge / scale, other.columns, box.height / scale)
    columns, rows = max(1, round(box.width / 2)), max(1, round(box.height / 2))
    cut, whole = part.part(box, columns, rows), other.part(counterpart, columns, rows)
    return (whole, cut) if framing.how == "crop" else (cut, whole)


def difference(film: Grid, source: Grid) -> float:
    """How much two pictures of the same cells differ, in levels of 255."""
    count = len(film.cells)
    mean_film, mean_source = sum(film.cells) / count, sum(source.cells) / count
    spread_film = sum(map(mul, film.cells, film.cells)) / count - mean_film**2
    spread_source = sum(map(mul, source.cells, source.cells)) / count - mean_source**2
    shared = sum(map(mul, film.cells, source.cells)) / count - mean_film * mean_source
    gain = min(_GAIN, max(1 / _GAIN, shared / spread_source if spread_source > 0 else 1.0))
    lifted = min(abs(mean_film - gain * mean_source), abs(mean_film - mean_source))  # a gain about black, or about grey
    beyond = max(0.0, lifted - _BRIGHTNESS)
    return math.sqrt(max(0.0, spread_film - 2 * gain * shared + gain**2 * spread_source) + beyond**2)


def slipped(here: float, best: float) -> bool:
    """Whether frames are so much less like the expected ones than like others that they must be the others. The coarser
    an encoding, the less its nearest frame says: at crf 40 it shows what it showed some frames ago."""
    return here - best > 0.1 + best**2 / 5


class Lag(Struct, frozen=True):
    """How much later a film has a sound than it should, and how well the two correlate there (at most 1)."""

    ms: int
    correlation: float


def lag(film: Sequence[int], source: Sequence[int], tolerance_ms: int) -> Lag | None:
    """Where a source's levels stand in those of a film, which begin `MOST_LAG_MS` earlier and end as much later. None
    where the source has nothing to be recognised by.

    The offset within the tolerance is preferred to one outside that correlates hardly better: music repeats.
    """
    heard, said = [math.log(one + _FLOOR) for one in film], [math.log(one + _FLOOR) for one in source]
    mean = sum(said) / len(said) if said else 0.0
    said = [one - mean for one in said]
    spread = math.sqrt(sum(map(mul, said, said)))
    if not said or spread < _LIVELY * math.sqrt(len(said)):
        return None
    found = list(_correlations(heard, said, spread))
    best = max(found, key=lambda one: one.correlation)
    near = max((one for one in found if abs(one.ms) <= tolerance_ms), key=lambda one: one.correlation)
    return near if best.correlation - near.correlation < SLIPPED_SOUND else best


def _correlations(heard: Sequence[float], said: Sequence[float], spread: float) -> Iterator[Lag]:
    sums, squares = [0.0, *accumulate(heard)], [0.0, *accumulate(map(mul, heard, heard))]
    count = len(said)
    for at in range(len(heard) - count + 1):
        total = sums[at + count] - sums[at]
        power = max(0.0, squares[at + count] - squares[at] - total**2 / count)
        shared = sum(map(mul, heard[at : at + count], said))  # `said` has no mean
        worth = spread * math.sqrt(max(power, count * _LIVELY**2 / 4))
        yield Lag(at * LEVEL_MS - MOST_LAG_MS, shared / worth)


def at_speed(levels: Sequence[int], speed: Fraction) -> list[int]:
    """The levels as heard at a speed."""
    return [levels[int(step * speed)] for step in range(int(len(levels) / speed))]


def is_silent(levels: Sequence[int]) -> bool:
    """Whether nothing is louder than 60 dB below full scale."""
    return max(levels, default=0) < _FLOOR
