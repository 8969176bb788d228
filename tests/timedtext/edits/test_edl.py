"""CMX 3600 lists against what was worked out by hand, and against OpenTimelineIO's own reader."""

from __future__ import annotations

import contextlib
from fractions import Fraction

import opentimelineio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.timedtext import timecode
from service.timedtext.edits.edl import read
from service.timedtext.edits.model import EditList, segments
from service.timedtext.problems import LEFT_OUT, Unreadable
from service.timedtext.timing import Rate

PAL, FILM, NTSC, FAST = Rate(25), Rate(24000, 1001), Rate(30000, 1001), Rate(60000, 1001)


def edl(*lines: str, rate: Rate = PAL) -> EditList:
    return read(("TITLE: spot\n" + "\n".join(lines) + "\n").encode(), rate)


def rows(found: EditList) -> list[tuple[object, ...]]:
    return [(t.layer, t.names[0], t.in_frame, t.out_frame, t.cut_in_frame, t.speed) for t in found.takes]


CUT = "001  MASTER   V     C        00:00:02:00 00:00:04:00 01:00:00:00 01:00:02:00"


def test_the_cut_begins_at_its_earliest_record_time() -> None:
    second = "002  INSERT   V     C        00:00:00:10 00:00:01:10 01:00:03:00 01:00:04:00"
    assert rows(edl(CUT, second)) == [
        ("picture", "MASTER", 50, 100, 0, 1),
        ("picture", "INSERT", 10, 35, 75, 1),
    ]


@pytest.mark.parametrize(
    ("channels", "layers"),
    [
        ("V", ["picture"]),
        ("A", ["sound"]),
        ("A2", ["sound"]),
        ("AA", ["sound"]),
        ("B", ["picture", "sound"]),
        ("AA/V", ["picture", "sound"]),
        ("A2/V", ["picture", "sound"]),
        ("A1/A2/V1", ["picture", "sound"]),
        ("NONE", []),
    ],
)
def test_channels_are_the_picture_and_one_layer_of_sound(channels: str, layers: list[str]) -> None:
    assert [take.layer for take in edl(CUT.replace(" V ", f" {channels} ", 1)).takes] == layers


def test_split_edits_keep_sound_and_picture_apart() -> None:
    found = edl(
        "001 A B C 00:00:00:00 00:00:02:00 00:00:00:00 00:00:02:00",
        "SPLIT:    AUDIO DELAY=  00:00:00:10",
        "002 B V C 00:00:00:00 00:00:02:00 00:00:02:00 00:00:04:00",
        "002 B A C 00:00:00:10 00:00:02:00 00:00:02:10 00:00:04:00",
    )
    assert rows(found)[2:] == [("sound", "A", 0, 50, 0, 1), ("sound", "B", 10, 50, 60, 1)]


def test_of_two_channels_of_sound_the_second_fills_the_silence_of_the_first() -> None:
    found = edl(
        "001 ANNA A  C 00:00:00:00 00:00:02:00 00:00:00:00 00:00:02:00",
        "002 BELA A2 C 00:00:00:00 00:00:02:00 00:00:02:00 00:00:04:00",
        "003 MUSIC A3 C 00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00",
    )
    assert [row[1] for row in rows(found)] == ["ANNA", "BELA"]
    assert [(one.line, one.code) for one in found.problems] == [(4, LEFT_OUT)]


def test_a_dissolve_is_a_cut_at_its_middle_and_the_odd_frame_is_the_incoming_ones() -> None:
    found = edl(
        "001 A V C        00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00",
        "002 A V C        00:00:04:00 00:00:04:00 00:00:04:00 00:00:04:00",
        "002 B V D    025 00:00:10:00 00:00:14:00 00:00:04:00 00:00:08:00",
    )
    assert rows(found) == [("picture", "A", 0, 112, 0, 1), ("picture", "B", 262, 350, 112, 1)]


def test_a_wipe_from_something_that_was_not_there_before_shows_it_for_half_its_length() -> None:
    found = edl(
        "001 A V C        00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00",
        "002 C V C        00:00:20:00 00:00:20:00 00:00:04:00 00:00:04:00",
        "002 B V W001 010 00:00:10:00 00:00:14:00 00:00:04:00 00:00:08:00",
    )
    assert rows(found)[1:] == [("picture", "C", 500, 505, 100, 1), ("picture", "B", 255, 350, 105, 1)]


def test_between_black_and_a_picture_the_picture_keeps_the_whole_fade() -> None:
    found = edl(
        "001 BL V C       00:00:00:00 00:00:00:00 00:00:00:00 00:00:00:00",
        "001 A V D    020 00:00:00:00 00:00:02:00 00:00:00:00 00:00:02:00",
        "002 A V C        00:00:02:00 00:00:02:00 00:00:02:00 00:00:02:00",
        "002 BL V D   010 00:00:00:00 00:00:01:00 00:00:02:00 00:00:03:00",
    )
    assert rows(found) == [("picture", "A", 0, 60, 0, 1)]


def test_names_come_from_the_reel_or_where_that_says_nothing_from_the_clip() -> None:
    found = edl(
        CUT.replace("MASTER", "AX"),
        "* FROM CLIP NAME: the empty chair.mov",
        "002 AX V C       00:00:04:00 00:00:04:00 01:00:02:00 01:00:02:00",
        "002 A7 V D   002 00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00",
        "* FROM CLIP NAME: the empty chair.mov",
        "* TO CLIP NAME: end card",
        "* SOURCE FILE: /films/end.mov",
    )
    chair = ("the empty chair.mov",)
    assert [take.names for take in found.takes] == [chair, ("A7", "end card", "/films/end.mov")]


@pytest.mark.parametrize(
    ("fps", "source_out", "rate", "row"),
    [
        ("050.0", "00:00:04:00", PAL, (0, 100, 0, 2)),
        ("012.5", "00:00:01:00", PAL, (0, 25, 0, Fraction(1, 2))),
        ("033.3", "00:00:02:17", PAL, (0, 67, 0, Fraction(67, 50))),  # 66.6 frames, counted as 67
        ("050.0", "00:00:02:00", PAL, (0, 100, 0, 2)),  # the source's length as if at full speed
        ("059.94", "00:00:04:00", NTSC, (0, 120, 0, 2)),
        ("060.0", "00:00:04:00", NTSC, (0, 120, 0, 2)),
        ("023.98", "00:00:02:00", FILM, (0, 48, 0, 1)),
    ],
)
def test_a_constant_speed_is_an_exact_fraction(
    fps: str, source_out: str, rate: Rate, row: tuple[int, int, int, Fraction]
) -> None:
    event = f"001 A V C 00:00:00:00 {source_out} 00:00:00:00 00:00:02:00"
    assert rows(edl(event, f"M2   A       {fps}                00:00:00:00", rate=rate)) == [("picture", "A", *row)]


@pytest.mark.parametrize(("fps", "code"), [("000.0", "freeze"), ("-25.0", "reverse")])
def test_what_shows_no_new_speech_takes_its_place_and_brings_no_cues(fps: str, code: str) -> None:
    after = "002 A V C 00:00:05:00 00:00:06:00 01:00:02:00 01:00:03:00"
    found = edl(CUT, f"M2 MASTER {fps} 00:00:02:00", after)
    assert rows(found) == [("picture", "A", 125, 150, 50, 1)]
    assert [(one.line, one.code) for one in found.problems] == [(2, code)]


def test_drop_frame_is_told_by_semicolons_or_by_fcm() -> None:
    semicolons = "001 A V C 00:00:59;28 00:01:00;02 01:00:00;00 01:00:00;02"
    colons = semicolons.replace(";", ":")
    assert rows(edl("FCM: DROP FRAME", semicolons, rate=NTSC)) == [("picture", "A", 1798, 1800, 0, 1)]
    assert rows(edl(semicolons, rate=NTSC)) == rows(edl("FCM: DROP FRAME", colons, rate=NTSC))
    non_drop = edl("FCM: NON-DROP FRAME", colons.replace("01:00:00:02", "01:00:00:04"), rate=NTSC)
    assert rows(non_drop) == [("picture", "A", 1798, 1802, 0, 1)]
    mixed = "001 A V C 00:00:59:28 00:01:00:02 01:00:00;00 01:00:00;04"  # a source without drops in a list with them
    assert rows(edl("FCM: DROP FRAME", mixed, rate=NTSC)) == [("picture", "A", 1798, 1802, 0, 1)]


def test_an_hour_of_drop_frame_is_an_hour() -> None:
    event = "001 A V C 00:00:00;00 01:00:00;00 00:00:00;00 01:00:00;00"
    for rate, frames in ((NTSC, 107892), (FAST, 215784)):
        assert rows(edl(event, rate=rate)) == [("picture", "A", 0, frames, 0, 1)]


@pytest.mark.parametrize(
    ("lines", "line", "why"),
    [
        (["001 A V C 00:00:00:00 00:00:01:25 00:00:00:00 00:00:01:25"], 2, "the last frame is 24"),
        (["001 A V C 00:00:00:00 00:00:01:00 00:00:00:00"], 2, "an event is"),
        (["001 A V C 0 25 0 25"], 2, "no time code"),
        (["", "001 A V D 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"], 3, "no transition"),
        (["001 A V C 010 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"], 2, "no transition"),
        (["001 A V K B 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"], 2, "two pictures"),
        (["001 A V KB 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"], 2, "two pictures"),
        (["001 A V K 010 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"], 2, "two pictures"),
        (["001 A V C 00:00:00:00 00:00:02:00 00:00:00:00 00:00:01:00"], 2, "no M2 line"),
        (["001 A V C 00:00:01:00 00:00:00:00 00:00:00:00 00:00:01:00"], 2, "ends before it begins"),
        (["001 A V2 C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"], 2, "flatten the picture"),
        (["001 A X C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"], 2, "no channel"),
        (["001 A V D 050 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"], 2, "its transition lasts 50"),
        ([CUT, CUT.replace("001", "002")], 3, "taken up to 01:00:02:00"),
        ([CUT.replace("04:00", "05:00", 1), "M2 MASTER 010.0 00:00:00:00"], 2, "no speed of 0.4"),
        ([CUT, "M2 MASTER fast 00:00:00:00"], 3, "a speed is M2"),
        (["M2 MASTER 010.0 00:00:00:00", CUT], 2, "before any event"),
        (["FCM: DROP FRAME", CUT], 2, "belongs to 30000/1001"),
        (["hello"], 1, "no event"),
        ([], 1, "no event"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused_with_its_line(lines: list[str], line: int, why: str) -> None:
    with pytest.raises(Unreadable, match=why) as caught:
        edl(*lines)
    assert caught.value.line == line


def test_a_list_that_says_two_kinds_of_time_code_is_refused() -> None:
    with pytest.raises(Unreadable, match="FCM says that the list is not"):
        edl("FCM: NON-DROP FRAME", "001 A V C 00:00:00;00 00:00:01;00 00:00:00;00 00:00:01;00", rate=NTSC)
    with pytest.raises(Unreadable, match="the kind of time code changes"):
        edl(
            "FCM: NON-DROP FRAME",
            CUT,
            "FCM: DROP FRAME",
            "002 A V C 00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00",
            rate=NTSC,
        )


def test_every_bad_line_is_named() -> None:
    bad = "002 A V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:00:99"
    with pytest.raises(Unreadable) as caught:
        edl(CUT, bad, CUT.replace("001", "003"), bad)
    assert [one.line for one in caught.value.problems] == [3, 5]


def test_a_list_has_its_limits() -> None:
    with pytest.raises(Unreadable, match="at most 1000 are read") as caught:
        edl("M2 " + " " * 1000 + "x")
    assert caught.value.line == 2
    with pytest.raises(Unreadable) as caught:
        edl(*["001 what"] * 1000)
    assert len(caught.value.problems) == 100
    with pytest.raises(Unreadable, match="33 channels"):
        edl(*[CUT.replace(" V ", f" A{number} ", 1) for number in range(1, 34)])
    with pytest.raises(Unreadable, match="at most 10000 events"):
        edl(*[CUT] * 10_001)
    with pytest.raises(Unreadable, match="at most 8000000 bytes"):
        read(b" " * 8_000_001, PAL)


@given(st.binary(max_size=200) | st.text("0123456789:; VACDM2WBLX\n*.-", max_size=300).map(str.encode))
@settings(max_examples=500, deadline=None)
def test_nothing_breaks_the_reader(data: bytes) -> None:
    for rate in (PAL, NTSC):
        with contextlib.suppress(Unreadable):
            read(data, rate)


LINE = st.from_regex(
    r"\A00[1-3] (A|BL|AX|B) (V|A|B|AA/V|A2) (C|D 00[0-9]|D 030|W001 010|K)"
    r" 00:0[01]:0[0-3]:0[0-9] 00:0[01]:0[0-3]:0[0-9] 01:00:0[0-3]:0[0-9] 01:00:0[0-3]:0[0-9]\Z"
)
NOTE = st.sampled_from(
    ["M2 A 050.0 00:00:00:00", "M2 B -25.0 00:00:00:00", "* FROM CLIP NAME: x", "FCM: DROP FRAME", ""]
)


@given(st.lists(LINE | NOTE, max_size=12), st.sampled_from([PAL, NTSC, FILM]))
@settings(max_examples=400, deadline=None)
def test_what_is_read_can_be_conformed(lines: list[str], rate: Rate) -> None:
    try:
        found = edl(*lines, rate=rate)
        placed, _ = segments(found, lambda take: (take.names, None))
    except Unreadable:
        return
    for layer in ("picture", "sound"):
        ordered = [one for one in placed if one.layer == layer]
        assert [one.cut_in_frame for one in ordered] == sorted(one.cut_in_frame for one in ordered)


@st.composite
def plain_lists(draw: st.DrawFn) -> tuple[str, Rate]:
    """Cuts, and dissolves between the same two lines that every program writes."""
    rate = draw(st.sampled_from([Rate(24), PAL, Rate(30)]))
    now, lines = 0, []
    for number in range(1, draw(st.integers(2, 6))):
        lasts, begin = draw(st.integers(10, 400)), draw(st.integers(0, 5000))
        record = f"{timecode.label(now, rate, drop=False)} {timecode.label(now + lasts, rate, drop=False)}"
        source = f"{timecode.label(begin, rate, drop=False)} {timecode.label(begin + lasts, rate, drop=False)}"
        lines.append(f"{number:03}  R{number}  V  C  {source} {record}")
        now += lasts
    return "TITLE: x\n\n" + "\n".join(lines) + "\n", rate


@given(plain_lists())
@settings(max_examples=60, deadline=None)
def test_plain_lists_are_read_as_opentimelineio_reads_them(given_list: tuple[str, Rate]) -> None:
    text, rate = given_list
    theirs = opentimelineio.adapters.read_from_string(text, "cmx_3600", rate=rate.num)
    clips = [one for one in theirs.video_tracks()[0] if isinstance(one, opentimelineio.schema.Clip)]
    starts = [clip.range_in_parent().start_time.value for clip in clips]
    expected = [
        (clip.metadata["cmx_3600"]["reel"], clip.source_range.start_time.value, clip.source_range.duration.value, start)
        for clip, start in zip(clips, starts, strict=True)
    ]
    ours = [(t.names[0], t.in_frame, t.out_frame - t.in_frame, t.cut_in_frame) for t in read(text.encode(), rate).takes]
    assert ours == expected
