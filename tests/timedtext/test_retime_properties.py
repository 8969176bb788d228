"""Conform over arbitrary edit lists at every rate that films have."""

from __future__ import annotations

import itertools
from collections import defaultdict
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from service.timedtext.retime import Placed, Segment, SourceCue, conform
from service.timedtext.timing import Rate

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
FRAMES = 1500
SPEEDS = st.sampled_from([(1, 1), (2, 1), (1, 2), (3, 2), (1001, 1000)])
IDENTITY = st.just((1, 1))

Piece = Placed[int, int]
Given = tuple[Rate, list[SourceCue[int, str]], list[Segment[int, str]]]


@st.composite
def films(draw: st.DrawFn, *, contiguous: bool = False) -> Given:
    """One source; cues of at least 3 ms that do not overlap; segments end to end in a cut of the same rate."""
    rate = draw(st.sampled_from(RATES))
    marks = sorted(3 * mark for mark in draw(st.lists(st.integers(0, rate.ms(FRAMES) // 3), max_size=20, unique=True)))
    cues = [SourceCue(number, "m", a, b) for number, (a, b) in enumerate(zip(marks[::2], marks[1::2], strict=False))]
    segments: list[Segment[int, str]] = []
    if contiguous:
        edges = sorted({0, FRAMES, *draw(st.lists(st.integers(1, FRAMES - 1), max_size=8))})
        stretches = list(itertools.pairwise(edges))
        order = draw(st.permutations(stretches))
    else:
        pairs = draw(st.lists(st.tuples(st.integers(0, FRAMES - 1), st.integers(1, 200)), min_size=1, max_size=8))
        order = [(begin, min(begin + length, FRAMES)) for begin, length in pairs]
    at = 0
    for number, (begin, end) in enumerate(order):
        num, den = draw(IDENTITY if contiguous else SPEEDS)
        segments.append(Segment(number, "picture", number, "m", begin, end, at, num, den))
        at += -((begin - end) * den // num)
    return rate, cues, segments


def cut_bounds(rate: Rate, segment: Segment[int, str]) -> tuple[Fraction, Fraction]:
    begin = rate.exact_ms(segment.cut_in_frame)
    speed = Fraction(segment.speed_num, segment.speed_den)
    return begin, begin + rate.exact_ms(segment.out_frame - segment.in_frame) / speed


@given(films())
@settings(max_examples=300, deadline=None)
def test_order_and_identity_are_kept_and_no_piece_is_empty(film: Given) -> None:
    rate, cues, segments = film
    conformed = conform(cues, segments, rate, {"m": rate})
    placed = conformed.placed
    assert list(placed) == sorted(placed, key=lambda piece: (piece.begin_ms, piece.end_ms))
    assert {piece.cue_id for piece in placed} | set(conformed.dropped) == {cue.cue_id for cue in cues}
    assert not {piece.cue_id for piece in placed} & set(conformed.dropped)
    assert all(piece.begin_ms < piece.end_ms for piece in placed)
    by_segment: dict[int, list[Piece]] = defaultdict(list)
    for piece in placed:
        by_segment[piece.segment_id].append(piece)
    for pieces in by_segment.values():
        assert [piece.cue_id for piece in pieces] == sorted(piece.cue_id for piece in pieces)
        assert all(a.end_ms <= b.begin_ms for a, b in itertools.pairwise(pieces))


@given(films())
@settings(max_examples=300, deadline=None)
def test_a_piece_stays_inside_the_segments_it_comes_from(film: Given) -> None:
    rate, cues, segments = film
    placed = conform(cues, segments, rate, {"m": rate}).placed
    for piece in placed:
        first = segments[piece.segment_id]
        begin, end = cut_bounds(rate, first)
        for following in segments[piece.segment_id + 1 :]:
            before = segments[following.segment_id - 1]
            if (
                before.out_frame != following.in_frame
                or cut_bounds(rate, before)[1] < cut_bounds(rate, following)[0] - 50
            ):
                break
            end = cut_bounds(rate, following)[1]
        assert begin - Fraction(1, 2) <= piece.begin_ms < piece.end_ms <= end + Fraction(1, 2)


@given(films(contiguous=True))
@settings(max_examples=300, deadline=None)
def test_when_every_frame_is_used_once_the_pieces_cover_their_cue_exactly(film: Given) -> None:
    """Each piece, taken back to the source through its own segment, meets the next; nothing is lost or doubled."""
    rate, cues, segments = film
    conformed = conform(cues, segments, rate, {"m": rate})
    assert conformed.dropped == ()
    found: dict[int, list[tuple[Fraction, Fraction, str]]] = defaultdict(list)
    for piece in conformed.placed:
        segment = segments[piece.segment_id]
        shift = rate.exact_ms(segment.in_frame) - rate.exact_ms(segment.cut_in_frame)
        found[piece.cue_id].append((piece.begin_ms + shift, piece.end_ms + shift, piece.how))
    for cue in cues:
        pieces = sorted(found[cue.cue_id])
        assert abs(pieces[0][0] - cue.begin_ms) <= 1
        assert abs(pieces[-1][1] - cue.end_ms) <= 1
        assert all(abs(a[1] - b[0]) <= 1 for a, b in itertools.pairwise(pieces))
        assert {how for _, _, how in pieces} == ({"whole"} if len(pieces) == 1 else {"split"})


@given(films(contiguous=True))
@settings(max_examples=200, deadline=None)
def test_a_cut_that_plays_the_source_through_changes_nothing(film: Given) -> None:
    rate, cues, segments = film
    ordered = sorted(segments, key=lambda segment: segment.in_frame)
    through = [
        Segment(s.segment_id, s.layer, number, "m", s.in_frame, s.out_frame, s.in_frame)
        for number, s in enumerate(ordered)
    ]
    conformed = conform(cues, through, rate, {"m": rate})
    assert [(p.cue_id, p.segment_id, p.begin_ms, p.end_ms, p.how) for p in conformed.placed] == [
        (cue.cue_id, through[0].segment_id, cue.begin_ms, cue.end_ms, "whole") for cue in cues
    ]
