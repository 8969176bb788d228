"""Frame accuracy: every time is the exact fraction, rounded once; at every rate, with and without drop frame."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.timedtext import timecode
from service.timedtext.conforming import conform_document, source_in
from service.timedtext.edits import edl
from service.timedtext.model import Cue, Document
from service.timedtext.remains import settle
from service.timedtext.retime import Segment, SourceCue, conform, shots_in_cut
from service.timedtext.timing import Rate

RATES = [Rate(24), Rate(25), Rate(30), Rate(50), Rate(60)] + [Rate(n * 1000, 1001) for n in (24, 30, 60)]
KINDS = [(rate, False) for rate in RATES] + [(rate, True) for rate in RATES if timecode.can_drop(rate)]
RATE = st.sampled_from(RATES)
SPEEDS = st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 2), Fraction(3, 2), Fraction(1001, 1000)])


def ms_of(frame: int, rate: Rate) -> Fraction:
    return Fraction(frame * 1000 * rate.den, rate.num)


@given(
    st.sampled_from(RATES), st.sampled_from(RATES), SPEEDS, st.integers(0, 200_000), st.integers(0, 90_000), st.data()
)
@settings(max_examples=300, deadline=None)
def test_a_time_in_the_cut_is_the_exact_one_rounded_once(
    source: Rate, cut: Rate, speed: Fraction, in_frame: int, cut_in: int, data: st.DataObject
) -> None:
    segment = Segment("s", "picture", 0, "m", in_frame, in_frame + 1000, cut_in, speed.numerator, speed.denominator)
    begin, end = ms_of(in_frame, source), ms_of(in_frame + 1000, source)
    times = st.integers(floor(begin) + 2, floor(end) - 2)
    a, b = sorted(data.draw(st.lists(times, min_size=2, max_size=2, unique=True)))
    placed = conform([SourceCue(0, "m", a, b)], [segment], cut, {"m": source}).placed
    expected = [floor(ms_of(cut_in, cut) + (time - begin) / speed + Fraction(1, 2)) for time in (a, b)]
    assert [(one.begin_ms, one.end_ms) for one in placed] == ([tuple(expected)] if expected[0] < expected[1] else [])


@pytest.mark.parametrize(("rate", "drop"), KINDS)
@given(st.lists(st.integers(0, 200_000), min_size=2, max_size=40, unique=True))
@settings(max_examples=15, deadline=None)
def test_a_list_that_plays_the_film_through_changes_nothing(rate: Rate, drop: bool, marks: list[int]) -> None:
    """Through the text of an EDL, at every kind of time code, in three events, hours away from zero."""
    marks = sorted(marks)
    cues = [Cue("", rate.ms(a), rate.ms(b), "x") for a, b in zip(marks[::2], marks[1::2], strict=False)]
    start = 10 * 3600 * 24
    edges = [0, 1799, 107_892, 200_001]
    lines = ["TITLE: x"]
    for number, (begin, end) in enumerate(itertools.pairwise(edges), 1):
        labels = [timecode.label(start + frame, rate, drop=drop) for frame in (begin, end, begin, end)]
        lines.append(f"{number:03} MASTER B C {' '.join(labels)}")
    found = edl.read("\n".join(lines).encode(), rate)
    source = source_in(found, None, "master.vtt")
    begins = timecode.label(start, rate, drop=drop)
    made = conform_document(Document(tuple(cues)), found, source, start=begins)
    assert made.document.cues == tuple(cues)
    assert made.counts()["whole"] == len(cues)


@st.composite
def edits(draw: st.DrawFn) -> tuple[Rate, Rate, list[SourceCue[int, str]], list[Segment[int, str]]]:
    """A source and a cut of their own rates; cues without overlaps; stretches end to end in the cut's frames."""
    source, cut = draw(RATE), draw(RATE)
    marks = sorted(draw(st.lists(st.integers(0, 60_000), max_size=20, unique=True)))
    cues = [SourceCue(n, "m", a, b) for n, (a, b) in enumerate(zip(marks[::2], marks[1::2], strict=False))]
    segments, at = [], 0
    for number in range(draw(st.integers(1, 6))):
        begin, lasts = draw(st.integers(0, 1300)), draw(st.integers(1, 200))
        segments.append(Segment(number, "picture", number, "m", begin, begin + lasts, at))
        at += max(1, floor(ms_of(lasts, source) / ms_of(1, cut) + Fraction(1, 2)))
    return source, cut, cues, segments


@given(edits())
@settings(max_examples=150, deadline=None)
def test_no_rule_lets_two_captions_overlap_or_shows_what_is_not_heard(
    edit: tuple[Rate, Rate, list[SourceCue[int, str]], list[Segment[int, str]]],
) -> None:
    source, cut, cues, segments = edit
    conformed = conform(cues, segments, cut, {"m": source})
    kept, _ = settle(conformed, cues, "keep")
    assert kept == conformed.placed
    for rule in ("merge", "drop"):
        placed, outcomes = settle(conformed, cues, rule)
        assert all(one.end_ms <= other.begin_ms for one, other in itertools.pairwise(placed))
        assert {one.cue for one in outcomes} == {cue.cue_id for cue in cues}
        shown = sum(piece.end_ms - piece.begin_ms for piece in placed)
        lost = sum(piece.end_ms - piece.begin_ms for piece in kept) - shown
        assert lost >= 0
        for piece in placed:
            cue = cues[piece.cue_id]
            assert cue.begin_ms <= piece.heard_ms[0] < piece.heard_ms[1] <= cue.end_ms


@given(edits(), st.lists(st.integers(0, 1500), max_size=20))
@settings(max_examples=200, deadline=None)
def test_the_shots_of_a_cut_are_those_seen_in_it_and_its_edges(
    edit: tuple[Rate, Rate, list[SourceCue[int, str]], list[Segment[int, str]]], shots: list[int]
) -> None:
    source, cut, _, segments = edit
    found = shots_in_cut({"m": shots}, segments, cut, {"m": source})
    assert list(found) == sorted(set(found))
    seen = set()
    for one, following in itertools.zip_longest(segments, segments[1:]):
        begin = ms_of(one.cut_in_frame, cut)
        seen |= {
            floor(begin + ms_of(shot - one.in_frame, source) + Fraction(1, 2))
            for shot in shots
            if one.in_frame < shot < one.out_frame
        }
        seen |= {floor(begin + Fraction(1, 2))}
        if following is not None:
            seen |= {floor(begin + ms_of(one.out_frame - one.in_frame, source) + Fraction(1, 2))}
    assert set(found) <= seen
    seams = {
        floor(ms_of(after.cut_in_frame, cut) + Fraction(1, 2))
        for before, after in itertools.pairwise(segments)
        if before.out_frame != after.in_frame
    }
    assert seams <= set(found)


def test_shots_of_a_cut_worked_out_by_hand() -> None:
    pal = Rate(25)
    segments = [
        Segment(0, "picture", 0, "m", 50, 100, 0),  # the shots at 60 and 75: 400 and 1000 ms
        Segment(1, "picture", 1, "m", 100, 125, 50),  # goes on: no change at 2000 ms but for the shot at 100
        Segment(2, "picture", 2, "m", 0, 50, 75, 2, 1),  # twice as fast: the shot at 20 after 400 ms
        Segment(3, "sound", 0, "m", 0, 50, 10),
        Segment(4, "picture", 3, "n", 0, 25, 110),  # after ten frames of black
    ]
    rates = {"m": pal, "n": pal}
    assert shots_in_cut({"m": [0, 20, 50, 60, 75]}, segments, pal, rates) == (400, 1000, 3000, 3400, 4000, 4400)
    assert 2000 in shots_in_cut({"m": [100]}, segments, pal, rates)
