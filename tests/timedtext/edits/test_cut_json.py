"""Edit lists in the service's own shape."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest

from service.timedtext.edits.cut_json import read
from service.timedtext.problems import Unreadable
from service.timedtext.timing import Rate

FPS = {"num": 24000, "den": 1001}


def segment(**changes: object) -> dict[str, object]:
    return {"layer": "picture", "source_id": "master", "in_frame": 0, "out_frame": 50} | changes


def as_json(*segments: dict[str, object], **members: object) -> bytes:
    return msgspec.json.encode({"fps": FPS, "segments": segments} | members)


def test_segments_follow_each_other_unless_they_say_where_they_begin() -> None:
    found = read(
        as_json(
            segment(),
            segment(layer="sound", out_frame=10),
            segment(speed={"num": 2, "den": 1}, source_id="insert"),
            segment(cut_in_frame=100),
            code="15 A",
        )
    )
    assert found.rate == Rate(24000, 1001)
    assert [(t.layer, t.names, t.cut_in_frame, t.speed) for t in found.takes] == [
        ("picture", ("master",), 0, Fraction(1)),
        ("picture", ("insert",), 50, Fraction(2)),
        ("picture", ("master",), 100, Fraction(1)),
        ("sound", ("master",), 0, Fraction(1)),
    ]


def test_a_source_of_another_rate_says_so() -> None:
    takes = read(as_json(segment(), segment(), source_fps={"master": {"num": 25}}, fps={"num": 50})).takes
    assert [(take.rate, take.cut_in_frame) for take in takes] == [(Rate(25), 0), (Rate(25), 100)]


def test_a_list_without_a_rate_is_read_at_the_one_that_was_asked_for() -> None:
    assert read(as_json(segment(), fps=None), Rate(30)).rate == Rate(30)
    with pytest.raises(Unreadable, match="does not say the rate"):
        read(as_json(segment(), fps=None))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no JSON"),
        (b'{"segments":' + b"[" * 100_000, "no edit list"),
        (b'{"fps": {"num": 25}}', "missing required field"),
        (as_json(), "0 segments"),
        (as_json(segment(layer="subtitle")), r"Invalid enum value .* `\$.segments\[...\]?.layer`|segments\[0\]"),
        (as_json(segment(out_frame=0)), "segment 0 has no frames"),
        (as_json(segment(in_frame=-5)), "segment 0 has no frames"),
        (as_json(segment(speed={"num": 0})), "segment 0 has the speed 0/1"),
        (as_json(segment(), segment(cut_in_frame=49)), "segment 1 begins at frame 49"),
        (as_json(segment(cut_in_frame=-1)), "segment 0 begins at frame -1"),
        (as_json(segment(), fps={"num": 0}), "a rate is a positive fraction"),
    ],
)
def test_what_is_wrong_is_named(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(data)


def test_every_wrong_segment_is_named() -> None:
    with pytest.raises(Unreadable) as caught:
        read(as_json(segment(out_frame=0), segment(), segment(in_frame=60)))
    assert [problem.detail.split(":")[0] for problem in caught.value.problems] == [
        "segment 0 has no frames",
        "segment 2 has no frames",
    ]
