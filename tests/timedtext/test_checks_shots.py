"""Shot changes: which cue edges are too near one, and where they go."""

from __future__ import annotations

import pytest

from service.rulebook import load
from service.timedtext.checks import check
from service.timedtext.findings import Finding
from service.timedtext.model import Cue
from service.timedtext.timing import Rate

RATE = Rate(24)
SHOT = 240


def near(begin: int, end: int, shot: int = SHOT) -> list[Finding]:
    """The findings of a cue from frame to frame near a shot change at a frame."""
    cue = Cue("a", RATE.ms(begin), RATE.ms(end), "Hm.")
    return check([cue], load().rules("en-US"), shots_ms=[RATE.ms(shot)], rate=RATE)


@pytest.mark.parametrize(
    ("before", "moved_to"),
    [(0, None), (1, SHOT), (7, SHOT), (8, SHOT - 12), (11, SHOT - 12), (12, None), (13, None)],
)
def test_a_cue_begins_with_a_shot_or_twelve_frames_before(before: int, moved_to: int | None) -> None:
    found = near(SHOT - before, SHOT + 60)
    if moved_to is None:
        assert found == []
    else:
        (finding,) = found
        assert (finding.rule, finding.measured, finding.limit, finding.severity) == (
            "shot_change",
            before,
            12,
            "warning",
        )
        assert finding.fix is not None
        assert (finding.fix.begin_ms, finding.fix.safe) == (RATE.ms(moved_to), True)


@pytest.mark.parametrize(("before", "moved"), [(1, False), (2, False), (3, True), (11, True), (12, False)])
def test_a_cue_that_ends_just_before_a_shot_change_stands_until_two_frames_before(before: int, moved: bool) -> None:
    found = near(SHOT - 60, SHOT - before)
    assert [one.fix and (one.fix.end_ms, one.fix.safe) for one in found] == (
        [(RATE.ms(SHOT - 2), True)] if moved else []
    )


@pytest.mark.parametrize(("after", "found"), [(0, 0), (1, 1), (11, 1), (12, 0)])
def test_a_cue_that_ends_just_after_a_shot_change_is_for_a_person(after: int, found: int) -> None:
    findings = near(SHOT - 60, SHOT + after)
    assert [one.fix is not None and not one.fix.safe for one in findings] == [True] * found


def test_the_zones_are_of_the_same_time_at_every_rate() -> None:
    rate = Rate(50)
    cue = Cue("a", rate.ms(500 - 14), rate.ms(700), "Hm.")
    (finding,) = check([cue], load().rules("en-US"), shots_ms=[rate.ms(500)], rate=rate)
    assert finding.fix is not None
    assert finding.fix.begin_ms == rate.ms(500)


def test_where_a_shot_changes_in_a_gap_only_the_shot_says_where_the_cue_ends() -> None:
    cues = [Cue("a", 0, 2000, "Hm."), Cue("b", 2400, 5000, "Yes.")]
    for shot in (2200, 2400):
        (finding,) = [one for one in check(cues, load().rules("en-US"), shots_ms=[shot]) if one.cue_id == "a"]
        assert finding.rule == "shot_change"
        assert finding.fix is not None
        assert finding.fix.end_ms is not None
        assert finding.fix.end_ms < shot
    assert [one.rule for one in check(cues, load().rules("en-US"), shots_ms=[4000])] == ["chaining"]
