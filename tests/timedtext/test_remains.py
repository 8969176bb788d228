"""What becomes of the pieces that a cut leaves, worked out by hand."""

from __future__ import annotations

import pytest

from service.timedtext.remains import Remains, divided, settle
from service.timedtext.retime import Segment, SourceCue, conform
from service.timedtext.timing import Rate

PAL = Rate(25)
Row = tuple[int, int, int]
Span = tuple[int, int]


def settled(
    cues: list[tuple[int, int]], stretches: list[tuple[int, int]], rule: Remains
) -> tuple[list[Row], list[str]]:
    """Cues of one source in a cut that plays these stretches (in frames of 25/1) one after the other."""
    given = [SourceCue(number, "m", begin, end) for number, (begin, end) in enumerate(cues)]
    segments, at = [], 0
    for number, (begin, end) in enumerate(stretches):
        segments.append(Segment(number, "picture", number, "m", begin, end, at))
        at += end - begin
    placed, outcomes = settle(conform(given, segments, PAL, {"m": PAL}), given, rule)
    return [(piece.cue_id, piece.begin_ms, piece.end_ms) for piece in placed], [one.how for one in outcomes]


HOLE = ([(600, 2400)], [(0, 25), (50, 75)])  # 0 to 1 s and 2 to 3 s: the middle of the cue is left out


def test_pieces_that_touch_are_shown_as_one() -> None:
    assert settled(*HOLE, "merge") == ([(0, 600, 1400)], ["merged"])
    assert settled(*HOLE, "keep") == ([(0, 600, 1000), (0, 1000, 1400)], ["split", "split"])


def test_pieces_that_touch_the_wrong_way_round_are_two() -> None:
    # 2 to 3 s first, then 1 to 2 s: the end of the cue, then its begin.
    pieces = [(0, 0, 1000), (0, 1000, 2000)]
    assert settled([(1000, 3000)], [(50, 75), (25, 50)], "merge") == (pieces, ["split", "split"])


def test_a_stretch_that_is_said_twice_is_captioned_twice() -> None:
    assert settled([(0, 1000)], [(0, 25), (0, 25)], "merge") == ([(0, 0, 1000), (0, 1000, 2000)], ["whole", "whole"])


@pytest.mark.parametrize("rule", ["merge", "drop"])
@pytest.mark.parametrize(
    ("cue", "kept", "how"),
    [
        ((0, 1920), True, "clipped"),  # 640 ms of it are heard, exactly a third
        ((0, 1923), False, "dropped"),
        ((0, 3000), False, "dropped"),
        ((640, 1280), True, "whole"),  # short, but all of it
    ],
)
def test_what_is_too_short_and_says_hardly_anything_is_dropped(
    rule: Remains, cue: tuple[int, int], kept: bool, how: str
) -> None:
    placed, outcomes = settled([cue], [(0, 16) if how != "whole" else (16, 32)], rule)
    assert (len(placed), outcomes) == (int(kept), [how])


def test_a_piece_of_five_sixths_of_a_second_stays_however_long_its_cue_was() -> None:
    assert settled([(0, 9000)], [(0, 21)], "drop") == ([(0, 0, 840)], ["clipped"])  # 840 ms
    assert settled([(0, 9000)], [(0, 20)], "drop") == ([], ["dropped"])  # 800 ms


def test_every_cue_has_its_outcome() -> None:
    cues = [(0, 900), (950, 1100), (1500, 4000), (5000, 6000)]
    placed, outcomes = settled(cues, [(0, 25), (40, 90)], "merge")
    assert placed == [(0, 0, 900), (1, 950, 1000), (2, 1000, 3000)]
    assert outcomes == ["whole", "clipped", "clipped", "dropped"]


def test_words_are_divided_by_their_share_of_the_time() -> None:
    text = "one two three four"
    assert divided(text, 0, 4000, (0, 2000)) == "one two"
    assert divided(text, 0, 4000, (2000, 4000)) == "three four"
    assert divided(text, 0, 4000, (0, 4000)) == text
    assert divided(text, 0, 4000, (3990, 4000)) == "four"
    assert divided("無言", 0, 4000, (0, 10)) == "無言"
