"""Frames and milliseconds: exact, rounded once, half up."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.timedtext.timing import Rate, half_up

RATES = [
    Rate(24000, 1001),
    Rate(24),
    Rate(25),
    Rate(30000, 1001),
    Rate(30),
    Rate(50),
    Rate(60000, 1001),
    Rate(60),
]


@pytest.mark.parametrize(
    ("rate", "frame", "ms"),
    [
        (Rate(24000, 1001), 1, 42),  # 41.708
        (Rate(24000, 1001), 24, 1001),
        (Rate(24000, 1001), 12, 501),  # 500.5, half up
        (Rate(25), 3, 120),
        (Rate(30000, 1001), 15, 501),  # 500.5, half up
        (Rate(60), 1, 17),  # 16.667
        (Rate(16), 1, 63),  # 62.5, half up
    ],
)
def test_a_frame_begins_at_the_nearest_millisecond_half_up(rate: Rate, frame: int, ms: int) -> None:
    assert rate.ms(frame) == ms


@given(st.sampled_from(RATES), st.integers(0, 10_000_000))
def test_a_frame_is_found_again_from_its_milliseconds(rate: Rate, frame: int) -> None:
    assert rate.frames(rate.ms(frame)) == frame
    assert abs(rate.ms(frame) - rate.exact_ms(frame)) <= Fraction(1, 2)


def test_the_frame_on_screen_lasts_until_the_next_begins() -> None:
    assert [Rate(25).frame_at(ms) for ms in (0, 39, 40, 79, 80)] == [0, 0, 1, 1, 2]


def test_a_rate_is_kept_in_lowest_terms_and_above_zero() -> None:
    assert Rate(50, 2) == Rate(25)
    assert str(Rate(24000, 1001)) == "24000/1001"
    for num, den in ((0, 1), (25, 0), (-25, 1)):
        with pytest.raises(ValueError, match="not a frame rate"):
            Rate(num, den)


def test_half_goes_up_on_both_sides_of_zero() -> None:
    assert [half_up(Fraction(n, 2)) for n in (-3, -1, 1, 3)] == [-1, 0, 1, 2]
