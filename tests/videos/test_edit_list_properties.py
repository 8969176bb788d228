"""Any edit list: lengths against plain integer arithmetic, places without overlap, and the two meanings of a fault."""

from __future__ import annotations

from itertools import pairwise
from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from schemas.ids import BrandId, CampaignId, SegmentId, SourceId, VideoId
from schemas.videos import NewSegment, Speed
from schemas.vocabulary import Layer, SourceRole
from service.timedtext.timing import Rate
from service.videos.edit_list import lay_out
from service.videos.model import SourceFacts

RATES = [Rate(24000, 1001), Rate(24), Rate(25), Rate(30000, 1001), Rate(30), Rate(50), Rate(60000, 1001), Rate(60)]


def source_of(number: int, rate: Rate, frames: int) -> SourceFacts:
    uuid = UUID(int=number)
    ids = (SourceId(uuid), BrandId(uuid), CampaignId(uuid), VideoId(uuid))
    return SourceFacts(*ids, SourceRole.INSERT, "a film", rate, frames, rate.ms(frames))


SOURCES = {one.id: one for one in (source_of(number, rate, 10_000) for number, rate in enumerate(RATES))}


@st.composite
def stretches(draw: st.DrawFn, *, speeds: bool = True) -> NewSegment:
    """A segment that is right by itself."""
    in_frame = draw(st.integers(0, 9_000))
    fraction = draw(st.fractions(min_value="1/8", max_value=8, max_denominator=100)) if speeds else 1
    return NewSegment(
        layer=draw(st.sampled_from(Layer)),
        source_id=draw(st.sampled_from(list(SOURCES))),
        in_frame=in_frame,
        out_frame=in_frame + draw(st.integers(1, 1_000)),
        speed=Speed(num=fraction.numerator, den=fraction.denominator),
    )


def nearest(numerator: int, denominator: int) -> int:
    """The nearest whole number of a positive fraction, halves up."""
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest >= denominator)


def parts(segment: NewSegment, cut: Rate) -> tuple[int, int]:
    """How many frames of the cut a segment lasts, as numerator and denominator."""
    source, speed = SOURCES[segment.source_id].rate, segment.speed
    frames = segment.out_frame - segment.in_frame
    return frames * source.den * speed.den * cut.num, source.num * speed.num * cut.den


@given(st.lists(stretches(), min_size=1, max_size=20), st.sampled_from(RATES))
def test_lengths_are_exact_and_rounded_once(segments: list[NewSegment], cut: Rate) -> None:
    layout = lay_out(segments, cut, SOURCES, ())
    at_fault = {fault.pointer: fault.code for fault in layout.faults}
    ends = dict.fromkeys(Layer, 0)
    laid = {layer: iter([one for one in layout.segments if one.layer is layer]) for layer in Layer}
    for index, segment in enumerate(segments):
        numerator, denominator = parts(segment, cut)
        code = at_fault.pop(f"/segments/{index}/out_frame", None)
        if SOURCES[segment.source_id].rate == cut and numerator % denominator:
            assert code == "not_whole"
        elif not nearest(numerator, denominator):
            assert code == "too_short"
        else:
            assert code is None
            placed = next(laid[segment.layer])
            assert (placed.source_id, placed.in_frame, placed.out_frame) == (
                segment.source_id,
                segment.in_frame,
                segment.out_frame,
            )
            assert placed.cut_in_frame == ends[segment.layer]
            ends[segment.layer] += nearest(numerator, denominator)
            assert placed.cut_out_frame == ends[segment.layer]
    assert set(at_fault.values()) <= {"no_picture"}
    assert layout.frames == max(ends.values())


@given(st.lists(stretches(speeds=False), min_size=1, max_size=20), st.sampled_from(RATES))
def test_at_its_own_rate_a_film_keeps_every_frame(segments: list[NewSegment], cut: Rate) -> None:
    own = next(one.id for one in SOURCES.values() if one.rate == cut)
    picture = [
        NewSegment(layer=Layer.PICTURE, source_id=own, in_frame=one.in_frame, out_frame=one.out_frame)
        for one in segments
    ]
    layout = lay_out(picture, cut, SOURCES, ())
    assert layout.faults == []
    assert layout.frames == sum(one.out_frame - one.in_frame for one in segments)


@given(st.lists(st.tuples(stretches(), st.integers(0, 3_000)), min_size=1, max_size=12), st.sampled_from(RATES))
def test_given_places_are_kept_or_refused_and_never_overlap(
    given_places: list[tuple[NewSegment, int]], cut: Rate
) -> None:
    segments = [
        NewSegment(
            layer=one.layer,
            source_id=one.source_id,
            in_frame=one.in_frame,
            out_frame=one.out_frame,
            speed=one.speed,
            cut_in_frame=place,
        )
        for one, place in given_places
    ]
    layout = lay_out(segments, cut, SOURCES, ())
    kept = {layer: [one for one in layout.segments if one.layer is layer] for layer in Layer}
    for ones in kept.values():
        assert [one.position for one in ones] == list(range(len(ones)))
        assert all(before.cut_out_frame <= after.cut_in_frame for before, after in pairwise(ones))
    assert {one.cut_in_frame for one in layout.segments} <= {place for _, place in given_places}
    refused = {fault.pointer.split("/")[2] for fault in layout.faults if fault.code != "no_picture"}
    assert len(layout.segments) + len(refused) == len(segments)


@given(st.lists(stretches(speeds=False), min_size=2, max_size=8), st.sampled_from(RATES))
def test_a_list_laid_out_and_sent_back_is_laid_out_the_same(segments: list[NewSegment], cut: Rate) -> None:
    first = lay_out(segments, cut, SOURCES, ())
    assume(not first.faults)
    back = [
        NewSegment(
            id=SegmentId(UUID(int=number)),
            layer=one.layer,
            source_id=one.source_id,
            in_frame=one.in_frame,
            out_frame=one.out_frame,
            speed=Speed(num=one.speed.numerator, den=one.speed.denominator),
            cut_in_frame=one.cut_in_frame,
        )
        for number, one in enumerate(first.segments)
    ]
    again = lay_out(back, cut, SOURCES, {one.id for one in back if one.id})
    assert again.faults == []
    assert again.frames == first.frames
    assert [one.cut_in_frame for one in again.segments] == [one.cut_in_frame for one in first.segments]


def test_a_cut_lasts_a_day_at_most() -> None:
    rate = Rate(25)
    source = source_of(1, rate, 86_400 * 25)
    whole = NewSegment(layer=Layer.PICTURE, source_id=source.id, in_frame=0, out_frame=source.frames)
    assert lay_out([whole], rate, {source.id: source}, ()).faults == []
    frame = NewSegment(layer=Layer.PICTURE, source_id=source.id, in_frame=0, out_frame=1)
    (fault,) = lay_out([whole, frame], rate, {source.id: source}, ()).faults
    assert (fault.pointer, fault.code) == ("/segments/1", "too_long")
    assert fault.detail == "the cut would last 86400040 ms; at most 86400000 are possible"
