"""Likeness of grids and levels, without a film."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.media.likeness import (
    MOST_LAG_STEPS,
    SAME_FRAMED,
    SAME_PICTURE,
    SAME_SOUND,
    Framing,
    Grid,
    at_speed,
    difference,
    framed,
    framing_of,
    is_silent,
    lag,
    slipped,
)
from service.media.samples import LEVEL_MS, ROWS

SEEDS = st.integers(0, 10_000)


def picture(seed: int, columns: int = 57) -> Grid:
    """Soft shapes, as a camera sees them."""
    chance = random.Random(seed)
    waves = [(chance.uniform(0.05, 0.5), chance.uniform(0.05, 0.5), chance.uniform(0, 7)) for _ in range(6)]
    cells = [
        127 + 20 * sum(math.sin(a * x + b * y + c) for a, b, c in waves) for y in range(ROWS) for x in range(columns)
    ]
    return Grid(columns, ROWS, [min(255.0, max(0.0, one)) for one in cells])


def speech(seed: int, steps: int) -> list[int]:
    """Levels of somebody who speaks."""
    chance, level, levels = random.Random(seed), 0.0, []
    for _ in range(steps):
        if chance.random() < 0.08:
            level = chance.choice([0.0, 0.0, 500.0, 3000.0, 9000.0])
        levels.append(int(level * chance.uniform(0.5, 1)))
    return levels


@given(SEEDS, st.floats(0.8, 1.3), st.floats(-25, 25))
def test_a_grade_makes_no_difference_and_another_picture_does(seed: int, gain: float, brightness: float) -> None:
    source = picture(seed)
    mean = sum(source.cells) / len(source.cells)
    graded = Grid(57, ROWS, [(one - mean) * gain + mean + brightness for one in source.cells])
    assert difference(graded, source) < 0.01
    assert difference(picture(seed + 1), source) > SAME_PICTURE


def test_black_is_black_and_not_white() -> None:
    black, nearly, white = (Grid(57, ROWS, [level] * 57 * ROWS) for level in (0.0, 2.0, 255.0))
    assert difference(black, nearly) == 0
    assert difference(white, black) > 200
    assert difference(black, picture(1)) > SAME_PICTURE


@given(SEEDS, st.floats(0, 20), st.floats(8, 30), st.integers(1, 20), st.integers(1, 20))
def test_averaging_a_part_keeps_its_mean(seed: int, left: float, width: float, columns: int, rows: int) -> None:
    whole = picture(seed)
    box = whole.all.__class__(left, 0, width, ROWS)
    coarse, fine = whole.part(box, columns, rows), whole.part(box, 1, 1)
    assert sum(coarse.cells) / len(coarse.cells) == pytest.approx(fine.cells[0])


@given(SEEDS, st.integers(0, 39))
def test_the_part_that_a_tall_film_shows_is_found(seed: int, left: int) -> None:
    source = picture(seed)
    film = Grid(18, ROWS, [one for y in range(ROWS) for one in source.cells[y * 57 + left : y * 57 + left + 18]])
    framing = framing_of(film, source)
    assert difference(*framed(film, source, framing)) < SAME_FRAMED
    assert framing == Framing("crop", left) or difference(*framed(film, source, framing)) < 0.01


@given(SEEDS)
def test_a_wide_source_between_bars_is_found(seed: int) -> None:
    source = picture(seed)
    height = ROWS * 18 / 57
    top = (ROWS - height) / 2
    small = source.part(source.all, 18, 40)
    cells = [
        small.cells[min(39, int((y + 0.5 - top) / height * 40)) * 18 + x] if top <= y + 0.5 < top + height else 0.0
        for y in range(ROWS)
        for x in range(18)
    ]
    assert framing_of(Grid(18, ROWS, cells), source).how == "bars"


@given(SEEDS, st.integers(-90, 90))
def test_an_offset_of_sound_is_measured(seed: int, steps: int) -> None:
    source = speech(seed, 300)
    around = [0] * MOST_LAG_STEPS
    film = [one // 3 for one in [*around, *source, *around]]
    late = film[-steps:] + film[:-steps]
    found = lag(late, source, 0)
    assert found is not None
    assert abs(found.ms - steps * LEVEL_MS) <= LEVEL_MS
    assert found.correlation > SAME_SOUND


def test_what_has_no_shape_is_not_recognised_and_what_is_quiet_is_silent() -> None:
    assert lag([3000] * 500, [3000] * 300, 40) is None
    assert lag([], [], 40) is None
    assert is_silent([0, 3, 20])
    assert is_silent([])
    assert not is_silent([0, 3, 2000])


@given(st.lists(st.integers(0, 9), max_size=60), st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 2)]))
def test_a_speed_takes_or_repeats_levels(levels: list[int], speed: Fraction) -> None:
    heard = at_speed(levels, speed)
    assert len(heard) == int(len(levels) / speed)
    assert heard == [levels[int(at * speed)] for at in range(len(heard))]


def test_a_coarse_encoding_needs_a_clearer_difference() -> None:
    assert slipped(1.2, 0.7)
    assert not slipped(3.7, 3.2)
    assert not slipped(1.0, 1.0)
