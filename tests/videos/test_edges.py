"""Which frames are laid beside each other, at all the rates that films have."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from schemas.ids import BrandId, CampaignId, CutId, SegmentId, SourceId, VideoId
from service.timedtext.retime import Segment
from service.timedtext.timing import Rate, half_up
from service.videos.edges import LOOKS, NEAR_FRAMES, edges_of, sounds_of
from service.videos.model import CutRow, Edit

RATES = st.sampled_from(
    [
        *(Rate(24000, 1001), Rate(24), Rate(25), Rate(30000, 1001)),
        *(Rate(30), Rate(50), Rate(60000, 1001), Rate(60)),
    ]
)
SOURCE = SourceId(uuid4())
LONG = 100_000


def edit(cut: Rate, source: Rate, *segments: tuple[int, int, Fraction], layer: str = "picture") -> Edit:
    """An edit list of stretches of one source, one after the other."""
    laid, at = [], 0
    for number, (begin, end, speed) in enumerate(segments):
        place = (layer, number, SOURCE, begin, end, at, speed.numerator, speed.denominator)
        laid.append(Segment(SegmentId(uuid4()), *place))  # type: ignore[arg-type]
        at += half_up((end - begin) / speed * source.frame_ms / cut.frame_ms)
    nothing = uuid4()
    row = CutRow(CutId(nothing), BrandId(nothing), CampaignId(nothing), VideoId(nothing), "C", "C", None, cut, at, 1)
    return Edit(row, laid, {SOURCE: source})


@given(RATES, st.integers(0, 500), st.integers(2, 300))
def test_at_one_rate_both_edges_are_exact(rate: Rate, begin: int, length: int) -> None:
    first, last = edges_of(edit(rate, rate, (begin, begin + length, Fraction(1))), rate, length, {SOURCE: LONG})
    assert [(look.film_frame, look.source_frame) for look in first.near] == [
        (0, Fraction(begin)),
        (1, Fraction(begin + 1)),
    ]
    assert [(look.film_frame, look.source_frame) for look in last.near] == [
        (length - 1, Fraction(begin + length - 1)),
        (length - 2, Fraction(begin + length - 2)),
    ]
    assert {look.slack for look in (*first.looks, *last.looks)} == {1}


@given(RATES, RATES, RATES, st.integers(0, 300), st.integers(20, 300), st.sampled_from([1, 2, 4]), st.booleans())
def test_every_look_is_inside_its_segment(
    cut: Rate, source: Rate, film: Rate, begin: int, length: int, factor: int, slow: bool
) -> None:
    speed = Fraction(1, factor) if slow else Fraction(factor)
    edited = edit(cut, source, (begin, begin + length, speed))
    frames = half_up(cut.exact_ms(edited.cut.frames) / film.frame_ms)
    found = edges_of(edited, film, frames, {SOURCE: begin + length})
    assert len(found) == 2
    for edge in found:
        assert 1 <= len(edge.looks) <= LOOKS
        for look in edge.looks:
            assert begin <= look.source_frame <= begin + length - 1
            assert floor(look.source_frame) in edge.source_near
            assert 0 <= look.film_frame < frames
            shown_ms, stands_ms = film.exact_ms(look.film_frame), (look.source_frame - begin) * source.frame_ms / speed
            assert abs(shown_ms - stands_ms) <= film.frame_ms + cut.frame_ms + source.frame_ms / speed
        assert edge.source_near.stop <= begin + length
        assert len(edge.film_near) <= 2 * NEAR_FRAMES + 1


def test_what_the_film_does_not_reach_is_left_out() -> None:
    rate = Rate(25)
    edited = edit(rate, rate, (0, 50, Fraction(1)), (100, 150, Fraction(1)))
    assert len(edges_of(edited, rate, 100, {SOURCE: 200})) == 4
    assert len(edges_of(edited, rate, 99, {SOURCE: 200})) == 4
    assert len(edges_of(edited, rate, 60, {SOURCE: 200})) == 3


def test_sound_is_that_of_its_layer_and_of_the_picture_where_there_is_none() -> None:
    rate = Rate(25)
    (own,) = sounds_of(edit(rate, rate, (50, 100, Fraction(1)), layer="sound"))
    assert (own.film_ms, own.source_ms, own.expected) == ((-1000, 3000), (2000, 4000), True)
    (fast,) = sounds_of(edit(rate, rate, (50, 100, Fraction(2))))
    assert (fast.film_ms, fast.source_ms, fast.expected) == ((-1000, 2000), (2000, 4000), False)
    assert list(sounds_of(edit(rate, rate, (0, 10, Fraction(1))))) == []
