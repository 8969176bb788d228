"""Any edit list over any marks, at eight frame rates: where they fall, how long they last, and what the hash says."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.contents import MadeByAi, Meets, Reads
from schemas.ids import CampaignId, CutId, MarkId, RequirementId, SourceId, VideoId
from schemas.videos import NewSegment
from schemas.vocabulary import Layer
from service.timedtext.timing import Rate, half_up
from service.videos.model import Edit
from service.videos.occurrences import Asked, Fall, Marked, contents_hash, falls, requirement_in
from service.videos.projecting import Taken, picture, sound
from tests.videos.test_coverage_properties import EDITS, FRAMES, MASTER, RATES, SOURCES, edit_of

ONE = RequirementId(UUID(int=7))
HEARD = {"say", "not_say", "music", "voice"}
EITHER = {"talent", "script"}


@st.composite
def marks(draw: st.DrawFn) -> list[Marked]:
    """Marks that may overlap, in any sources and one cut."""
    found = []
    for number in range(draw(st.integers(0, 8))):
        begin = draw(st.integers(0, FRAMES - 1))
        end = draw(st.integers(begin + 1, FRAMES))
        home = draw(st.sampled_from([*SOURCES, None]))
        place = (MarkId(UUID(int=number)), VideoId(UUID(int=0)), home, None if home else CutId(UUID(int=1)))
        sense = draw(st.sampled_from(["show", "say", "talent", "music", "text", "script"]))
        found.append(Marked(*place, begin, end, Meets(requirement_id=ONE), sense))
    return found


def layers(edit: Edit, sense: str) -> list[list[Taken]]:
    """The segments that carry what is perceived so."""
    if sense in HEARD:
        return [sound(edit)]
    return [picture(edit), sound(edit)] if sense in EITHER else [picture(edit)]


def spread(edit: Edit, segment: Taken, frame: int) -> tuple[Fraction, Fraction]:
    """When one frame of a source is shown, from the rule: a segment's frames share the cut's frames it fills evenly."""
    rate, frames = edit.cut.rate, segment.out_frame - segment.in_frame
    step = edit.source_rates[segment.source_id].frame_ms / Fraction(segment.speed_num, segment.speed_den)
    filled = half_up(frames * step / rate.frame_ms)
    each = Fraction(filled, frames) * rate.frame_ms
    begin = segment.cut_in_frame * rate.frame_ms + (frame - segment.in_frame) * each
    return begin, begin + each


def frame_by_frame(edit: Edit, mark: Marked) -> set[tuple[Fraction, Fraction]]:
    """When each frame of a mark is shown, counted one by one."""
    return {
        spread(edit, segment, frame)
        for lane in layers(edit, mark.sense)
        for segment in lane
        if segment.source_id == mark.source_id
        for frame in range(max(mark.in_frame, segment.in_frame), min(mark.out_frame, segment.out_frame))
    }


@given(EDITS, marks())
def test_a_mark_falls_where_its_frames_are_shown_and_nowhere_else(edit: Edit, placed: list[Marked]) -> None:
    found = falls(edit, placed)
    assert sorted(str(one.mark.id) for one in found) == sorted(str(one.id) for one in placed)
    for fall in found:
        assert all(begin < end for begin, end in fall.ranges)
        assert all(before[1] < after[0] for before, after in pairwise(fall.ranges))
        if fall.mark.source_id is None:
            continue
        frames = frame_by_frame(edit, fall.mark)
        for begin, end in frames:
            assert any(low <= begin and end <= high for low, high in fall.ranges)
        edges = {time for one in frames for time in one}
        assert {time for one in fall.ranges for time in one} <= edges
        for low, high in fall.ranges:  # every moment of a range belongs to a frame
            at = low
            while at < high:
                at = max(end for begin, end in frames if begin <= at < end)
            assert at == high


@given(EDITS, marks())
def test_a_mark_is_whole_when_every_frame_of_it_is_shown(edit: Edit, placed: list[Marked]) -> None:
    for fall in falls(edit, placed):
        if fall.mark.source_id is not None:
            shown = {
                frame
                for lane in layers(edit, fall.mark.sense)
                for segment in lane
                if segment.source_id == fall.mark.source_id
                for frame in range(segment.in_frame, segment.out_frame)
            }
            assert fall.whole == (set(range(fall.mark.in_frame, fall.mark.out_frame)) <= shown)


@given(st.sampled_from(list(SOURCES.values())), st.integers(0, FRAMES - 1), st.integers(1, FRAMES))
def test_at_its_own_rate_a_whole_film_keeps_every_mark_to_the_frame(source: object, begin: int, length: int) -> None:
    source_id, rate = source.id, source.rate  # type: ignore[attr-defined]
    end = min(FRAMES, begin + length)
    edit = edit_of([NewSegment(layer=Layer.PICTURE, source_id=source_id, in_frame=0, out_frame=FRAMES)], rate)
    mark = Marked(
        MarkId(UUID(int=1)), VideoId(UUID(int=0)), source_id, None, begin, end, Meets(requirement_id=ONE), "show"
    )
    (fall,) = falls(edit, [mark])
    assert fall.ranges == [(rate.exact_ms(begin), rate.exact_ms(end))]
    assert fall.whole


def asked(kind: str = "on_screen", minimum_ms: int | None = None) -> Asked:
    return Asked(ONE, CampaignId(UUID(int=1)), kind, "must", "The cup", [], minimum_ms)


@given(EDITS, marks(), st.integers(1, 3000))
def test_a_minimum_is_met_when_it_lasts_so_long(edit: Edit, placed: list[Marked], minimum_ms: int) -> None:
    fallen = falls(edit, placed)
    found = requirement_in(asked(minimum_ms=minimum_ms), fallen)
    assert found.kept_ms == half_up(sum((end - begin for begin, end in union(fallen)), Fraction(0)))
    if not placed:
        assert found.state == "unmarked"
    elif not any(fall.ranges for fall in fallen):
        assert found.state == "missing"
    else:
        assert found.state == ("met" if found.kept_ms >= minimum_ms else "trimmed")


def union(fallen: list[Fall]) -> list[tuple[Fraction, Fraction]]:
    """All ranges together, by the edges between which something lies."""
    ranges = [one for fall in fallen for one in fall.ranges]
    edges = sorted({edge for one in ranges for edge in one})
    return [(a, b) for a, b in pairwise(edges) if any(begin <= a and b <= end for begin, end in ranges)]


@pytest.mark.parametrize(
    ("kind", "taken", "state"),
    [
        ("show", (0, 60), "met"),
        ("show", (10, 40), "met"),
        ("show", (11, 40), "trimmed"),
        ("show", (10, 39), "trimmed"),
        ("show", (40, 60), "missing"),
        ("say", (10, 40), "met"),
        ("say", (0, 20), "trimmed"),
        ("disclosure", (39, 41), "trimmed"),
        ("logo_space", (0, 10), "missing"),
        ("not_say", (0, 10), "met"),
        ("not_say", (39, 60), "broken"),
        ("not_say", (10, 40), "broken"),
    ],
)
def test_without_a_minimum_it_stands_there_whole_or_not(kind: str, taken: tuple[int, int], state: str) -> None:
    fallen = fall_of((10, 40), taken, sense=kind)
    assert requirement_in(asked(kind), fallen).state == state


def test_what_must_not_be_said_is_well_where_nobody_marked_it() -> None:
    assert requirement_in(asked("not_say"), []).state == "met"
    assert requirement_in(asked("say"), []).state == "unmarked"


def test_what_is_cut_in_two_and_shown_in_full_is_met() -> None:
    fallen = fall_of((10, 40), (0, 25), (25, 60))
    assert requirement_in(asked("show"), fallen).state == "met"
    assert [(one.begin_ms, one.end_ms) for one in requirement_in(asked("show"), fallen).ranges] == [(400, 1600)]


def test_what_is_shown_twice_lasts_twice_as_long() -> None:
    fallen = fall_of((10, 20), (0, 30), (0, 30))
    assert requirement_in(asked(minimum_ms=800), fallen).state == "met"
    assert requirement_in(asked(minimum_ms=801), fallen).state == "trimmed"


def test_a_mark_on_the_cut_alone_is_cut_off_with_the_cut() -> None:
    edit = edit_of([NewSegment(layer=Layer.PICTURE, source_id=_at(25), in_frame=0, out_frame=30)], Rate(25))
    uuid = UUID(int=1)
    mark = Marked(MarkId(uuid), VideoId(uuid), None, CutId(uuid), 20, 50, Meets(requirement_id=ONE), "disclosure")
    (fall,) = falls(edit, [mark])
    assert (fall.ranges, fall.whole) == ([(Fraction(800), Fraction(1200))], False)
    (gone,) = falls(edit, [replace(mark, in_frame=30)])
    assert (gone.ranges, gone.whole) == ([], False)
    assert falls(edit, [replace(mark, cut_id=CutId(UUID(int=2)))]) == []


def _at(rate: int) -> SourceId:
    return next(one.id for one in SOURCES.values() if one.rate == Rate(rate))


def fall_of(frames: tuple[int, int], *taken: tuple[int, int], sense: str = "show") -> list[Fall]:
    """A mark of a film of 25 frames a second in a cut of the same rate that takes these of its frames."""
    new = [NewSegment(layer=Layer.PICTURE, source_id=_at(25), in_frame=a, out_frame=b) for a, b in taken]
    uuid = UUID(int=1)
    mark = Marked(MarkId(uuid), VideoId(uuid), _at(25), None, *frames, Meets(requirement_id=ONE), sense)
    return falls(edit_of(new, Rate(25)), [mark])


@given(EDITS, marks(), st.randoms())
def test_the_hash_of_the_contents_knows_neither_order_nor_identity(
    edit: Edit, placed: list[Marked], dice: object
) -> None:
    told = [replace(one, what=Reads(text="Ad", role="disclosure"), sense="text") for one in placed]
    again = [replace(one, id=MarkId(UUID(int=100 + number))) for number, one in enumerate(told)]
    dice.shuffle(again)  # type: ignore[attr-defined]
    assert contents_hash(falls(edit, told)) == contents_hash(falls(edit, again))


@given(EDITS, marks())
def test_the_hash_of_the_contents_changes_exactly_with_what_falls_in_the_cut(edit: Edit, placed: list[Marked]) -> None:
    told = [replace(one, what=MadeByAi(made="video"), sense="video") for one in placed]
    whole = contents_hash(falls(edit, told))
    for number, one in enumerate(told):
        without = contents_hash(falls(edit, told[:number] + told[number + 1 :]))
        (fall,) = [found for found in falls(edit, told) if found.mark.id == one.id]
        assert (without == whole) == (not fall.ranges)
    requirements = contents_hash(falls(edit, placed))
    assert requirements == contents_hash([])


def test_the_rates_of_the_properties_are_the_eight_that_films_have() -> None:
    assert len(RATES) == 8
    assert Counter(one.rate for one in SOURCES.values()) == Counter(RATES)
    assert MASTER in SOURCES
