"""OpenTimelineIO timelines, written by the library of that name and read by ours."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.timedtext.edits.model import EditList, segments
from service.timedtext.edits.otio import read
from service.timedtext.problems import LEFT_OUT, Unreadable
from service.timedtext.timing import Rate

schema, opentime = otio.schema, otio.opentime
Row = tuple[str, str, int, int, int, Fraction]


def time(value: float, rate: float = 25) -> Any:
    return opentime.RationalTime(value, rate)


def span(begin: float, lasts: float, rate: float = 25) -> Any:
    return opentime.TimeRange(time(begin, rate), time(lasts, rate))


def clip(name: str, begin: float, lasts: float, rate: float = 25, effects: tuple[Any, ...] = (), zero: int = 0) -> Any:
    media = schema.ExternalReference(f"file:///films/{name}.mov", span(zero, 5000, rate))
    return schema.Clip(name, media, span(zero + begin, lasts, rate), effects=list(effects))


def track(*items: Any, kind: str = "Video", name: str = "") -> Any:
    made = schema.Track(name, kind=kind)
    made.extend(items)
    return made


def stack(*items: Any, source_range: Any = None) -> Any:
    made = schema.Stack("nest", source_range=source_range)
    made.extend(items)
    return made


def timeline(*tracks: Any) -> Any:
    made = schema.Timeline("spot")
    made.tracks.extend(tracks)
    return made


def gap(lasts: float) -> Any:
    return schema.Gap(source_range=span(0, lasts))


def rows(found: EditList) -> list[Row]:
    def stem(name: str) -> str:
        return name.rsplit("/")[-1].removesuffix(".mov")

    return [(t.layer, stem(t.names[0]), t.in_frame, t.out_frame, t.cut_in_frame, t.speed) for t in found.takes]


def told(*tracks: Any, rate: Rate | None = None) -> list[Row]:
    return rows(read(timeline(*tracks).to_json_string().encode(), rate))


def pic(name: str, begin: int, end: int, at: int, speed: Fraction | int = 1) -> Row:
    return ("picture", name, begin, end, at, Fraction(speed))


def test_clips_and_gaps_follow_each_other() -> None:
    assert told(track(gap(10), clip("a", 5, 20), gap(3), clip("b", 0, 7))) == [pic("a", 5, 25, 10), pic("b", 0, 7, 33)]


def test_a_clip_knows_the_time_code_at_which_its_media_begin() -> None:
    found = read(timeline(track(clip("a", 5, 20, zero=90000))).to_json_string().encode())
    assert [(take.in_frame, take.origin) for take in found.takes] == [(90005, 90000)]
    placed, _ = segments(found, lambda take: ("a", None))
    assert (placed[0].in_frame, placed[0].out_frame) == (5, 25)


def test_the_rate_of_the_first_clip_is_the_cuts_unless_another_is_asked_for() -> None:
    timelines = timeline(track(clip("a", 24, 48, 23.976)), track(clip("a", 0, 96000, 48000), kind="Audio"))
    data = timelines.to_json_string().encode()
    assert read(data).rate == Rate(24000, 1001)
    found = read(data, Rate(25))
    assert [(t.layer, t.rate, t.in_frame, t.out_frame) for t in found.takes] == [
        ("picture", Rate(24000, 1001), 24, 72),
        ("sound", Rate(48000), 0, 96000),
    ]
    placed, rates = segments(found, lambda take: ("a", None))
    assert rates == {"a": Rate(48000)}  # a frame of 24000/1001 has 2002 of its samples
    assert [(one.in_frame, one.out_frame) for one in placed] == [(24 * 2002, 72 * 2002), (0, 96000)]


@pytest.mark.parametrize(
    ("early", "late", "seam"),
    [(5, 5, 0), (0, 20, 10), (20, 0, -10), (0, 25, 12), (25, 0, -13)],  # of an odd number the incoming side has more
)
def test_a_transition_is_a_cut_at_its_middle(early: int, late: int, seam: int) -> None:
    dissolve = schema.Transition("d", "SMPTE_Dissolve", time(early), time(late))
    assert told(track(clip("a", 100, 50), dissolve, clip("b", 200, 50))) == [
        pic("a", 100, 150 + seam, 0),
        pic("b", 200 + seam, 250, 50 + seam),
    ]


def test_between_a_gap_and_a_picture_the_picture_keeps_the_whole_fade() -> None:
    def fade() -> Any:
        return schema.Transition("d", "SMPTE_Dissolve", time(10), time(10))

    assert told(track(gap(50), fade(), clip("a", 100, 50), fade(), gap(50))) == [pic("a", 90, 160, 40)]


@pytest.mark.parametrize(
    ("scalar", "row"),
    [(2.0, pic("a", 10, 60, 0, 2)), (0.5, pic("a", 10, 23, 0, Fraction(13, 25)))],  # 12.5 frames, counted as 13
)
def test_a_time_warp_is_an_exact_speed(scalar: float, row: Row) -> None:
    assert told(track(clip("a", 10, 25, effects=(schema.LinearTimeWarp(time_scalar=scalar),)))) == [row]


def test_what_shows_no_new_speech_hides_what_lies_below_and_brings_no_cues() -> None:
    frozen = clip("f", 0, 10, effects=(schema.FreezeFrame(),))
    back = clip("r", 0, 10, effects=(schema.LinearTimeWarp(time_scalar=-1.0),))
    bars = schema.Clip("bars", schema.GeneratorReference(generator_kind="SMPTEBars"), span(0, 10))
    data = timeline(track(clip("a", 0, 50)), track(gap(5), frozen, back, bars)).to_json_string().encode()
    found = read(data)
    assert rows(found) == [pic("a", 0, 5, 0), pic("a", 35, 50, 35)]
    assert [one.code for one in found.problems] == ["freeze", "reverse"]


def test_the_uppermost_picture_hides_those_below() -> None:
    assert told(track(clip("a", 0, 100)), track(gap(20), clip("b", 0, 10), gap(10), clip("c", 0, 5))) == [
        pic("a", 0, 20, 0),
        pic("b", 0, 10, 20),
        pic("a", 30, 40, 30),
        pic("c", 0, 5, 40),
        pic("a", 45, 100, 45),
    ]


def test_a_disabled_clip_or_track_is_not_seen() -> None:
    hidden, off = clip("b", 0, 10), track(clip("c", 0, 10))
    hidden.enabled = off.enabled = False
    assert told(track(clip("a", 0, 50)), track(hidden), off) == [pic("a", 0, 50, 0)]


def test_nested_compositions_are_unfolded_and_trimmed() -> None:
    nested = stack(track(clip("a", 0, 40), clip("b", 0, 40)), track(clip("m", 0, 80), kind="Audio"))
    nested.source_range = span(30, 20)
    assert told(track(clip("x", 0, 10), nested)) == [
        pic("x", 0, 10, 0),
        pic("a", 30, 40, 10),
        pic("b", 0, 10, 20),
    ]


def test_of_several_tracks_of_sound_the_later_fill_the_silence_of_the_first() -> None:
    sound = [
        track(clip("a", 0, 20), gap(20), kind="Audio", name="A1"),
        track(gap(20), clip("b", 0, 20), kind="Audio", name="A2"),
        track(clip("m", 0, 40), kind="Audio", name="music"),
    ]
    found = read(timeline(track(clip("p", 0, 40)), *sound).to_json_string().encode())
    assert [row[1] for row in rows(found)] == ["p", "a", "b"]
    assert [(one.code, "music" in one.detail) for one in found.problems] == [(LEFT_OUT, True)]


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (timeline(track(clip("a", 0, 5, effects=(schema.TimeEffect(),)))), "a TimeEffect is no constant speed"),
        (timeline(track(schema.Clip("a"))), "track 1, item 1 'a' has neither a range"),
        (timeline(track(gap(5))), "no clip with media"),
        (timeline(), "no clip with media"),
        (schema.SerializableCollection("two", [timeline(), timeline()]), "it has 2 timelines"),
        (schema.Marker("x"), "it is a Marker.2, not a timeline"),
        (timeline(track(clip("a", 0, 5, rate=24.5))), "24.5 is no rate"),
    ],
)
def test_what_cannot_be_read_is_refused_with_where_it_is(made: Any, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(made.to_json_string().encode())


def test_a_speed_on_a_whole_composition_is_refused() -> None:
    fast = stack(track(clip("a", 0, 50)))
    fast.effects.append(schema.LinearTimeWarp(time_scalar=2.0))
    with pytest.raises(Unreadable, match="track 1, item 1 'nest': a speed on several clips"):
        told(track(fast))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"5",
        b'{"OTIO_SCHEMA": 5}',
        b'{"OTIO_SCHEMA":"Stack.1","children":[' * 2000 + b"]}" * 2000,
        b'{"OTIO_SCHEMA":"Stack.1","children":[' * 100_000 + b"]}" * 100_000,  # OpenTimelineIO itself is killed by it
        b'{"OTIO_SCHEMA":"Timeline.1","tracks":null}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_timeline_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data)


@st.composite
def timelines(draw: st.DrawFn) -> Any:
    """Two tracks of pictures with gaps, at whole frames."""
    tracks = []
    for _ in range(2):
        items: list[Any] = []
        for number in range(draw(st.integers(1, 5))):
            lasts = draw(st.integers(1, 60))
            items.append(gap(lasts) if draw(st.booleans()) else clip(f"c{number}", draw(st.integers(0, 999)), lasts))
        tracks.append(track(*items))
    return timeline(*tracks)


def joined(found: list[Row]) -> list[Row]:
    """Rows that go on where the one before stopped as one; the other library divides at the gaps above."""
    made: list[Row] = []
    for row in found:
        last = made[-1] if made else None
        if last and last[1] == row[1] and last[3] == row[2] and last[4] + last[3] - last[2] == row[4]:
            made[-1] = (*last[:3], row[3], *last[4:])
        else:
            made.append(row)
    return made


@given(timelines())
@settings(max_examples=100, deadline=None)
def test_tracks_are_flattened_as_opentimelineio_flattens_them(made: Any) -> None:
    flat = otio.algorithms.flatten_stack(made.video_tracks())
    expected = []
    for item in flat:
        if isinstance(item, schema.Clip):
            begin, at = item.source_range.start_time.value, item.range_in_parent().start_time.value
            expected.append(pic(item.name, int(begin), int(begin + item.source_range.duration.value), int(at)))
    if expected:
        assert joined(rows(read(made.to_json_string().encode()))) == joined(expected)


ODD: list[Any] = [None, 0, -1, 1e308, "x", [], {}, True, 2**70, {"OTIO_SCHEMA": "Clip.2"}, {"OTIO_SCHEMA": "Gap.1"}]
BASE = json.loads(
    timeline(
        track(
            clip("a", 0, 50, effects=(schema.LinearTimeWarp(time_scalar=2.0),)),
            schema.Transition("d", "SMPTE_Dissolve", time(5), time(5)),
            stack(track(clip("b", 0, 40)), source_range=span(3, 20)),
        ),
        track(clip("a", 0, 50), kind="Audio"),
    ).to_json_string()
)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if at:
        yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*at, key))


PLACES = list(places(BASE))


@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(ODD)), min_size=1, max_size=3))
@settings(max_examples=400, deadline=None)
def test_no_wrong_value_anywhere_breaks_the_reader(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    made = copy.deepcopy(BASE)
    for at, value in changes:
        inner = made
        with contextlib.suppress(KeyError, IndexError, TypeError):
            for key in at[:-1]:
                inner = inner[key]
            inner[at[-1]] = copy.deepcopy(value)
    with contextlib.suppress(Unreadable):
        segments(read(json.dumps(made).encode()), lambda take: (take.names, None))
