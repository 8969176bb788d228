"""TTML2, section 12.3: every form of time expression, by every parameter that bears on it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from service.timedtext import ttml
from service.timedtext.problems import Unreadable
from service.timedtext.ttml_times import Clock
from tests.timedtext.ttml_samples import cues, document, read

NTSC = {"ttp:frameRate": "30", "ttp:frameRateMultiplier": "1000 1001"}
FILM = {"ttp:frameRate": "24", "ttp:frameRateMultiplier": "1000 1001"}
SMPTE = {"ttp:timeBase": "smpte"}

TABLE: list[tuple[str, dict[str, str], int | Fraction]] = [
    ("00:00:01", {}, 1000),
    ("00:00:01.5", {}, 1500),
    ("01:02:03.004", {}, 3_723_004),
    ("123:00:00.000", {}, 442_800_000),
    ("00:00:00.0005", {}, Fraction(1, 2)),
    ("00:00:01.123456789", {}, Fraction(1_123_456_789, 1_000_000)),
    ("1.5h", {}, 5_400_000),
    ("0.25m", {}, 15_000),
    ("12.5s", {}, 12_500),
    ("0.1s", {}, 100),
    ("1250ms", {}, 1250),
    ("0.5ms", {}, Fraction(1, 2)),
    ("45f", {}, 1500),
    ("24f", {"ttp:frameRate": "24"}, 1000),
    ("24f", FILM, 1001),
    ("1f", NTSC, Fraction(1001, 30)),
    ("00:00:01:15", {}, 1500),
    ("00:00:01:12", {"ttp:frameRate": "25"}, 1480),
    ("00:00:01:12.1", {"ttp:frameRate": "25", "ttp:subFrameRate": "2"}, 1500),
    ("00:00:10:12", FILM, 10_000 + Fraction(1001, 2)),
    ("10t", {}, 10_000),
    ("10000000t", {"ttp:tickRate": "10000000"}, 1000),
    ("333667t", {"ttp:tickRate": "10000000"}, Fraction(333_667, 10_000)),
    ("30t", {"ttp:frameRate": "30"}, 1000),  # without a tick rate a frame is a tick: section 7.2.14
    ("60t", {"ttp:frameRate": "30", "ttp:subFrameRate": "2"}, 1000),
    ("00:01:00:00", SMPTE | NTSC, 60_060),
    ("00:01:00:02", SMPTE | NTSC | {"ttp:dropMode": "dropNTSC"}, 60_060),
    ("00:10:00:00", SMPTE | NTSC | {"ttp:dropMode": "dropNTSC"}, Fraction(17_982 * 1001, 30)),
    ("01:00:00:00", SMPTE | NTSC | {"ttp:dropMode": "dropNTSC"}, Fraction(107_892 * 1001, 30)),
    ("00:00:01:00", SMPTE | {"ttp:frameRate": "25"}, 1000),
    ("00:02:00:04", SMPTE | NTSC | {"ttp:dropMode": "dropPAL"}, Fraction(3600 * 1001, 30)),
]


@pytest.mark.parametrize(("expression", "parameters", "ms"), TABLE)
def test_a_time_expression_is_exact(expression: str, parameters: dict[str, str], ms: int | Fraction) -> None:
    clock = Clock(parameters)
    assert clock.faults == []
    assert clock.ms(expression) == ms
    assert isinstance(clock.ms(expression), int) == (Fraction(ms).denominator == 1)


NONE = [
    "",
    "1",
    "1:00:00",
    "00:00:61",
    "00:60:00",
    "00:00:01,5",
    "-1s",
    "1 s",
    "00:00:01:30",
    "00:00:01:00.1",
    "1x",
    "٣s",
]


@pytest.mark.parametrize("expression", [*NONE, 'wallclock("2026-11-21")', "00:00:01.", ".5s", "1e3s", "9" * 40 + "s"])
def test_what_is_no_time_expression_refuses_the_file_with_its_line(expression: str) -> None:
    quoted = expression.replace('"', "&quot;")
    with pytest.raises(Unreadable) as refused:
        read(f'\n<p begin="{quoted}" end="9s">Hm.</p>')
    assert refused.value.line == 4
    assert "time" in refused.value.reason or "frames" in refused.value.reason


LOOSE = [
    ("00:00:01,5", 1500),
    ("1:02", 62_000),
    ("1:00:00", 3_600_000),
    ("7", 7000),
    ("7.25", 7250),
    ("00:00:61", 61_000),
]


@pytest.mark.parametrize(("expression", "ms"), [*LOOSE, ("1 s", 1000), ("00:00:01;15", 1500), ("00:00:01:31", 2033)])
def test_a_loose_time_is_taken_in_repair_and_named(expression: str, ms: int) -> None:
    found = read(f'<p begin="{expression}" dur="1s">Hm.</p>', mode="repair")
    assert [cue.begin_ms for cue in found.cues] == [ms]
    assert [(one.code, one.repaired, one.line) for one in found.problems] == [("time", True, 3)]


def test_a_paragraph_whose_time_says_nothing_is_passed_over_in_repair_and_named() -> None:
    found = read('<p begin="soon" end="9s">Hm.</p><p begin="1s" end="2s">Ah.</p>', mode="repair")
    assert [cue.text for cue in found.cues] == ["Ah."]
    assert [(one.code, one.repaired) for one in found.problems] == [("time", False)]


def test_times_are_rounded_once_half_up() -> None:
    """A third of a second within a third of a second is two thirds, not twice 333 ms."""
    third = 'ttp:frameRate="3" xml:lang="en"'
    assert cues('<p begin="1f" end="9s"><span begin="1f" end="2f">Hm.</span></p>', attributes=third) == [
        (667, 1000, "Hm.")
    ]
    assert cues('<p begin="0.0005s" end="0.0014999s">Hm.</p>') == []
    assert cues('<p begin="0.0005s" end="0.0015s">Hm.</p>') == [(1, 2, "Hm.")]


RATES = ['ttp:frameRate="23.976"', 'ttp:frameRate="0"', 'ttp:frameRateMultiplier="1000"', 'ttp:tickRate="x"']
WORDS = ['ttp:timeBase="film"', 'ttp:timeBase="clock"', 'ttp:dropMode="some"', 'ttp:subFrameRate="-1"']


@pytest.mark.parametrize("attributes", [*RATES, *WORDS])
def test_a_parameter_that_would_have_to_be_guessed_refuses_the_file_and_is_named_in_repair(attributes: str) -> None:
    data = document('<p begin="24f" end="9s">Hm.</p>', attributes=attributes)
    with pytest.raises(Unreadable) as refused:
        ttml.read(data)
    assert refused.value.line == 1
    assert attributes.partition("=")[0] in refused.value.reason
    found = ttml.read(data, "repair")
    assert len(found.cues) == 1
    assert len(found.problems) == 1


def test_the_usual_wrong_frame_rate_is_what_it_means() -> None:
    assert cues('<p begin="24f" end="9s">Hm.</p>', attributes='ttp:frameRate="23.976"', mode="repair") == [
        (1001, 9000, "Hm.")
    ]
