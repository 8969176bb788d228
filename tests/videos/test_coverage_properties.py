"""Any edit list over any placements: coverage against a plain count of frames, and what must not change it."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.coverage import NewPlacement
from schemas.ids import BrandId, CampaignId, CutId, SegmentId, ShotId, SourceId, VideoId
from schemas.videos import NewSegment, Speed
from schemas.vocabulary import Layer, Presence, SourceRole
from service.timedtext.retime import Segment
from service.timedtext.timing import Rate
from service.videos.coverage import Covered, Stand, cover, placement_faults, taken_from
from service.videos.edit_list import lay_out
from service.videos.model import CutRow, Edit, SourceFacts
from service.videos.projecting import merged

RATES = [Rate(24000, 1001), Rate(24), Rate(25), Rate(30000, 1001), Rate(30), Rate(50), Rate(60000, 1001), Rate(60)]
FRAMES = 60
SHOTS = [ShotId(UUID(int=number)) for number in range(6)]


def source_of(number: int, rate: Rate) -> SourceFacts:
    uuid = UUID(int=number)
    ids = (SourceId(uuid), BrandId(uuid), CampaignId(uuid), VideoId(uuid))
    return SourceFacts(*ids, SourceRole.INSERT, "a film", rate, FRAMES, rate.ms(FRAMES))


SOURCES = {one.id: one for one in (source_of(number, rate) for number, rate in enumerate(RATES))}
MASTER = next(iter(SOURCES))


@st.composite
def stands(draw: st.DrawFn, source: SourceFacts) -> list[Stand]:
    """Placements in a source that do not overlap, with gaps."""
    edges = sorted(draw(st.sets(st.integers(0, FRAMES), max_size=10)))
    held = [pair for pair in pairwise(edges) if draw(st.booleans())]
    return [
        Stand(draw(st.sampled_from(SHOTS)), source.id, begin, end, source.id == MASTER, source.rate)
        for begin, end in held
    ]


@st.composite
def segments(draw: st.DrawFn) -> NewSegment:
    begin = draw(st.integers(0, FRAMES - 1))
    speed = draw(st.sampled_from([Fraction(1), Fraction(1), Fraction(2), Fraction(1, 2), Fraction(3, 4), Fraction(8)]))
    return NewSegment(
        layer=draw(st.sampled_from([Layer.PICTURE, Layer.PICTURE, Layer.SOUND])),
        source_id=draw(st.sampled_from(list(SOURCES))),
        in_frame=begin,
        out_frame=draw(st.integers(begin + 1, FRAMES)),
        speed=Speed(num=speed.numerator, den=speed.denominator),
        cut_in_frame=draw(st.none() | st.integers(0, 600)),
    )


def edit_of(new: list[NewSegment], rate: Rate) -> Edit:
    """What is stored of an edit list; its faulty segments are left out."""
    layout = lay_out(new, rate, SOURCES, ())
    uuid = UUID(int=1)
    cut = CutRow(
        *(CutId(uuid), BrandId(uuid), CampaignId(uuid), VideoId(uuid), "A", "A", None, rate),
        *(layout.frames, 1),
    )
    kept = [
        Segment(
            *(SegmentId(UUID(int=number)), one.layer.value, one.position, one.source_id, one.in_frame, one.out_frame),
            *(one.cut_in_frame, one.speed.numerator, one.speed.denominator),
        )
        for number, one in enumerate(layout.segments)
    ]
    return Edit(cut, kept, {source.id: source.rate for source in SOURCES.values()})


PLACED = st.tuples(*(stands(source) for source in SOURCES.values())).map(
    lambda lanes: [s for lane in lanes for s in lane]
)
EDITS = st.builds(edit_of, st.lists(segments(), max_size=12), st.sampled_from(RATES))


def shown(edit: Edit) -> Counter[tuple[SourceId, int]]:
    """How often the picture shows each frame of each source, one by one."""
    return Counter(
        (one.source_id, frame)
        for one in edit.segments
        if one.layer == "picture"
        for frame in range(one.in_frame, one.out_frame)
    )


def counted(edit: Edit, placed: list[Stand], shot: ShotId, source: SourceId) -> tuple[int, int]:
    """The frames of a source that show a shot, and those of them that the cut shows."""
    there = {
        (source, frame)
        for one in placed
        if one.shot_id == shot and one.source_id == source
        for frame in range(one.in_frame, one.out_frame)
    }
    return len(there), len(there & set(shown(edit)))


@given(EDITS, PLACED)
def test_no_frame_is_lost_or_invented(edit: Edit, placed: list[Stand]) -> None:
    found = cover(edit, placed)
    assert set(found) == {one.shot_id for one in placed}
    for shot, covered in found.items():
        assert covered.source_id is not None
        frames, kept = counted(edit, placed, shot, covered.source_id)
        extent = covered.extent
        assert (extent.frames, extent.kept_frames) == (frames, kept)
        rate = SOURCES[covered.source_id].rate
        assert (extent.whole_ms, extent.kept_ms) == (rate.exact_ms(frames), rate.exact_ms(kept))
        assert extent.share == Fraction(kept, frames)
        assert extent.state is (
            Presence.ABSENT if kept == 0 else Presence.PRESENT if kept == frames else Presence.TRIMMED
        )


@given(EDITS, PLACED)
def test_a_shot_is_measured_where_the_cut_keeps_most_of_it(edit: Edit, placed: list[Stand]) -> None:
    for shot, covered in cover(edit, placed).items():
        takes = {one.source_id: counted(edit, placed, shot, one.source_id) for one in placed if one.shot_id == shot}
        shares = {source: Fraction(kept, frames) for source, (frames, kept) in takes.items()}
        assert covered.source_id is not None
        assert shares[covered.source_id] == max(shares.values())
        if shares.get(MASTER) == max(shares.values()):
            assert covered.source_id == MASTER


@given(EDITS, PLACED)
def test_the_pieces_are_all_that_is_shown_of_the_shots_each_time_it_is_shown(edit: Edit, placed: list[Stand]) -> None:
    in_pieces = Counter(
        (shot, piece.of.source_id, frame)
        for shot, covered in cover(edit, placed).items()
        for piece in covered.pieces
        for frame in range(piece.in_frame, piece.out_frame)
    )
    times = shown(edit)
    expected = Counter(
        {
            (one.shot_id, one.source_id, frame): times[one.source_id, frame]
            for one in placed
            for frame in range(one.in_frame, one.out_frame)
        }
    )
    assert in_pieces == +expected


@given(EDITS, PLACED)
def test_pieces_follow_each_other_inside_the_cut_and_inside_their_segment(edit: Edit, placed: list[Stand]) -> None:
    found = cover(edit, placed)
    lasts = edit.cut.rate.exact_ms(edit.cut.frames)
    for covered in found.values():
        times = [edge for piece in covered.pieces for edge in (piece.begin_ms, piece.end_ms)]
        assert times == sorted(times)
        assert all(piece.begin_ms < piece.end_ms for piece in covered.pieces)
        assert covered.extent.on_screen_ms == sum(piece.end_ms - piece.begin_ms for piece in covered.pieces)
    every = sorted((piece for covered in found.values() for piece in covered.pieces), key=lambda piece: piece.begin_ms)
    assert all(before.end_ms <= after.begin_ms for before, after in pairwise(every))
    assert all(piece.begin_ms >= 0 and piece.end_ms <= lasts for piece in every)
    begins = {one.segment_id: edit.cut.rate.exact_ms(one.cut_in_frame) for one in edit.segments}
    assert all(begins[piece.of.segment_id] <= piece.begin_ms for piece in every)


@given(st.sampled_from(list(SOURCES.values())), st.data())
def test_at_its_own_rate_a_whole_film_shows_every_shot_when_the_film_does(
    source: SourceFacts, data: st.DataObject
) -> None:
    placed = data.draw(stands(source))
    whole = NewSegment(layer=Layer.PICTURE, source_id=source.id, in_frame=0, out_frame=FRAMES)
    edit = edit_of([whole], source.rate)
    for covered in cover(edit, placed).values():
        assert covered.extent.state is Presence.PRESENT
        for piece in covered.pieces:
            times = (source.rate.exact_ms(piece.in_frame), source.rate.exact_ms(piece.out_frame))
            assert (piece.begin_ms, piece.end_ms) == times


def measured(found: dict[ShotId, Covered]) -> dict[ShotId, tuple[SourceId | None, int, int, Fraction]]:
    return {
        shot: (one.source_id, one.extent.frames, one.extent.kept_frames, one.extent.kept_ms)
        for shot, one in found.items()
    }


@given(EDITS, PLACED, st.sampled_from(RATES), st.sampled_from([(2, 1), (1, 3)]))
def test_neither_the_cuts_rate_nor_the_speed_changes_what_is_kept(
    edit: Edit, placed: list[Stand], rate: Rate, speed: tuple[int, int]
) -> None:
    other = Edit(
        replace(edit.cut, rate=rate),
        [
            Segment(
                *(one.segment_id, one.layer, one.position, one.source_id, one.in_frame, one.out_frame),
                *(one.cut_in_frame, *speed),
            )
            for one in edit.segments
        ],
        edit.source_rates,
    )
    assert measured(cover(edit, placed)) == measured(cover(other, placed))


@given(EDITS, PLACED)
def test_showing_everything_twice_keeps_no_more(edit: Edit, placed: list[Stand]) -> None:
    twice = Edit(edit.cut, [*edit.segments, *edit.segments], edit.source_rates)
    once, again = cover(edit, placed), cover(twice, placed)
    assert measured(once) == measured(again)
    assert {shot: 2 * len(one.pieces) for shot, one in once.items()} == {
        shot: len(one.pieces) for shot, one in again.items()
    }


@given(EDITS)
def test_what_is_taken_from_a_source_is_told_once_and_in_order(edit: Edit) -> None:
    for source in SOURCES:
        ranges = taken_from(edit, source)
        frames = [frame for begin, end in ranges for frame in range(begin, end)]
        assert frames == sorted({frame for one, frame in shown(edit) if one == source})
        assert all(before[1] < after[0] for before, after in pairwise(ranges))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)).map(lambda one: (one[0], one[0] + one[1]))))
def test_ranges_that_are_merged_hold_the_same_frames(ranges: list[tuple[int, int]]) -> None:
    assert [f for begin, end in merged(ranges) for f in range(begin, end)] == sorted(
        {f for begin, end in ranges for f in range(begin, end)}
    )


PLACEMENTS = st.builds(
    NewPlacement, shot_id=st.sampled_from(SHOTS), in_frame=st.integers(0, 70), out_frame=st.integers(0, 70)
)


@given(st.lists(PLACEMENTS, max_size=8))
def test_a_placement_is_at_fault_exactly_when_it_breaks_a_rule(placements: list[NewPlacement]) -> None:
    source = SOURCES[MASTER]
    faults = Counter((one.pointer, one.code) for one in placement_faults(placements, source, SHOTS[:4]))
    assert set(faults.values()) <= {1}
    for index, one in enumerate(placements):
        at = f"/placements/{index}"
        assert ((f"{at}/shot_id", "not_found") in faults) == (one.shot_id not in SHOTS[:4])
        assert ((f"{at}/out_frame", "end_before_start") in faults) == (one.out_frame <= one.in_frame)
        assert ((f"{at}/out_frame", "beyond_source") in faults) == (one.out_frame > FRAMES)
    real = [one for one in placements if one.out_frame > one.in_frame]
    times = Counter(frame for one in real for frame in range(one.in_frame, one.out_frame))
    assert any(code == "overlap" for _, code in faults) == any(count > 1 for count in times.values())
