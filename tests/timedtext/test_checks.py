"""The checks: each breach with its measured value, its limit and whether it blocks."""

from __future__ import annotations

import pytest

from service.timedtext.checks import check
from service.timedtext.counting import Counting, length
from service.timedtext.model import Cue
from service.timedtext.rules import Limits


def test_a_clean_track_has_no_findings() -> None:
    assert check([Cue("a", 0, 1000, "Two cups."), Cue("b", 1000, 2000, "Habit.")], media_ms=2000) == []


@pytest.mark.parametrize(
    ("cue", "rule", "severity", "measured", "limit"),
    [
        (Cue("a", 0, 1000, " "), "empty", "error", 0, 1),
        (Cue("a", 1000, 1000, "Hm."), "duration", "error", 0, 1),
        (Cue("a", 1000, 400, "Hm."), "duration", "error", -600, 1),
        (Cue("a", 9000, 10_001, "Hm."), "beyond_end", "error", 10_001, 10_000),
        (Cue("a", 0, 1000, "a\nb\nc"), "lines", "warning", 3, 2),
        (Cue("a", 0, 1000, "x" * 43), "chars_per_line", "warning", 43, 42),
    ],
)
def test_a_breach_is_found_and_measured(cue: Cue, rule: str, severity: str, measured: float, limit: float) -> None:
    (finding,) = check([cue], media_ms=10_000)
    assert (finding.cue_id, finding.rule, finding.severity) == ("a", rule, severity)
    assert (finding.measured, finding.limit) == (measured, limit)
    assert finding.says.endswith(".")


def test_a_missing_translation_is_an_error_and_says_no_more_about_the_text() -> None:
    (finding,) = check([Cue("a", 0, 1000, "")], untranslated={"a"})
    assert (finding.rule, finding.severity) == ("untranslated", "error")


def test_a_cue_that_begins_before_an_earlier_one_ends_overlaps() -> None:
    cues = [Cue("a", 0, 5000, "a"), Cue("b", 1000, 2000, "b"), Cue("c", 4000, 6000, "c")]
    assert [(f.cue_id, f.rule, f.measured, f.limit) for f in check(cues)] == [
        ("b", "overlap", 1000, 5000),
        ("c", "overlap", 4000, 5000),
    ]


@pytest.mark.parametrize(
    ("line", "counting", "units"),
    [
        ("Two cups.", "characters", 9),
        ("e\u0301te\u0301", "characters", 3),
        ("دائمًا\u200f", "characters", 5),
        ("ふたつのカップ", "full_width", 7),
        ("AB 12", "full_width", 2.5),
        ("「10年」", "full_width", 4),
    ],
)
def test_a_line_is_as_long_as_a_reader_sees_it(line: str, counting: Counting, units: float) -> None:
    assert length(line, counting) == units


def test_full_width_lines_are_measured_in_full_width() -> None:
    (finding,) = check([Cue("a", 0, 1000, "祖父が私の生まれた日に落とした")], Limits(13, 2, "full_width"))
    assert (finding.rule, finding.measured, finding.limit) == ("chars_per_line", 15, 13)
