"""Time code against SMPTE ST 12-1 and the clock."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.timedtext.timecode import NoTimeCode, frames, label
from service.timedtext.timing import Rate

WHOLE = [Rate(24), Rate(25), Rate(30), Rate(50), Rate(60)]
SLOWED = [Rate(24000, 1001), Rate(30000, 1001), Rate(60000, 1001)]
DROPPING = [Rate(30000, 1001), Rate(60000, 1001)]
KINDS = [(rate, False) for rate in (*WHOLE, *SLOWED)] + [(rate, True) for rate in DROPPING]


@pytest.mark.parametrize(
    ("text", "rate", "frame"),
    [
        ("00:00:59;29", Rate(30000, 1001), 1799),
        ("00:01:00;02", Rate(30000, 1001), 1800),  # ;00 and ;01 are skipped
        ("00:10:00;00", Rate(30000, 1001), 17982),  # not in the tenth minute
        ("01:00:00;00", Rate(30000, 1001), 107892),
        ("00:01:00;04", Rate(60000, 1001), 3600),
        ("01:00:00;00", Rate(60000, 1001), 215784),
        ("01:00:00:00", Rate(30000, 1001), 108000),
        ("01:00:00:00", Rate(24000, 1001), 86400),
        ("00:00:01:24", Rate(25), 49),
        ("23;59;59;29", Rate(30000, 1001), 2589407),
    ],
)
def test_known_labels(text: str, rate: Rate, frame: int) -> None:
    assert frames(text, rate, drop=";" in text) == frame


@given(st.sampled_from(KINDS), st.integers(0, 86_399 * 24))
@settings(max_examples=500, deadline=None)
def test_every_frame_has_one_label_and_every_label_one_frame(kind: tuple[Rate, bool], frame: int) -> None:
    rate, drop = kind
    assert frames(label(frame, rate, drop=drop), rate, drop=drop) == frame


@given(st.sampled_from(DROPPING), st.integers(0, 2_589_407))
@settings(max_examples=500, deadline=None)
def test_drop_frame_keeps_to_the_clock(rate: Rate, frame: int) -> None:
    """A label is never further from the real time than the frames that are dropped in a minute, and a daily 87 ms."""
    h, m, s, f = (int(part) for part in label(frame, rate, drop=True).replace(";", ":").split(":"))
    shown_ms = 1000 * (3600 * h + 60 * m + s) + 1000 * f / (30 * (rate.num // 30000))
    assert abs(shown_ms - rate.exact_ms(frame)) < 160


def test_at_the_seams_of_minutes_no_frame_is_skipped() -> None:
    rate = Rate(30000, 1001)
    for minute in range(1, 25):
        first = frames(f"00:{minute:02}:00;{'00' if minute % 10 == 0 else '02'}", rate, drop=True)
        assert frames(f"00:{minute - 1:02}:59;29", rate, drop=True) + 1 == first


@pytest.mark.parametrize(
    ("text", "rate", "drop", "why"),
    [
        ("00:01:00;00", Rate(30000, 1001), True, "skips the first 2"),
        ("00:09:00;03", Rate(60000, 1001), True, "skips the first 4"),
        ("00:00:00:25", Rate(25), False, "the last frame is 24"),
        ("24:00:00:00", Rate(25), False, "hours end at 23"),
        ("00:60:00:00", Rate(25), False, "end at"),
        ("00:00:01;00", Rate(25), True, "exists only at 30000/1001"),
        ("00:00:01;00", Rate(24000, 1001), True, "exists only at 30000/1001"),
        ("1:00:00:00", Rate(25), False, "no time code"),
        ("00:00:00.00", Rate(25), False, "no time code"),
        ("٠٠:00:00:00x", Rate(25), False, "no time code"),
        ("", Rate(25), False, "no time code"),
    ],
)
def test_a_label_that_does_not_exist_is_refused(text: str, rate: Rate, drop: bool, why: str) -> None:
    with pytest.raises(NoTimeCode, match=why):
        frames(text, rate, drop=drop)
