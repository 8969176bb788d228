"""Conform against tables worked out by hand."""

from __future__ import annotations

import pytest

from service.timedtext.retime import Conformed, How, Layer, Segment, SourceCue, Stream, conform
from service.timedtext.timing import Rate

PAL, FILM = Rate(25), Rate(24000, 1001)


def cue(
    name: str, begin_ms: int, end_ms: int, stream: Stream = "speech", source: str = "master"
) -> SourceCue[str, str]:
    return SourceCue(name, source, begin_ms, end_ms, stream)


def seg(
    name: str,
    frames: tuple[int, int],
    at: int,
    layer: Layer = "picture",
    source: str = "master",
    speed: tuple[int, int] = (1, 1),
) -> Segment[str, str]:
    return Segment(name, layer, at, source, frames[0], frames[1], at, speed[0], speed[1])


def at_pal(cues: list[SourceCue[str, str]], segments: list[Segment[str, str]]) -> Conformed[str, str]:
    return conform(cues, segments, PAL, {"master": PAL, "insert": PAL, "dub": PAL})


def rows(conformed: Conformed[str, str]) -> list[tuple[str, str, int, int, How]]:
    return [(p.cue_id, p.segment_id, p.begin_ms, p.end_ms, p.how) for p in conformed.placed]


def test_cues_move_with_their_segment_and_the_rest_is_dropped() -> None:
    # Frames 50..100 (2 s to 4 s) play first, then 0..25 (0 s to 1 s) at 2 s.
    conformed = at_pal(
        [cue("a", 100, 900), cue("b", 1200, 1800), cue("c", 2200, 3800), cue("d", 4000, 5000)],
        [seg("s1", (50, 100), 0), seg("s2", (0, 25), 50)],
    )
    assert rows(conformed) == [("c", "s1", 200, 1800, "whole"), ("a", "s2", 2100, 2900, "whole")]
    assert conformed.dropped == ("b", "d")


def test_a_cue_that_reaches_over_an_edge_is_clipped() -> None:
    # 1 s to 2 s of the source at 0 s: the first loses its begin, the second its end.
    conformed = at_pal([cue("a", 500, 1400), cue("b", 1600, 2300)], [seg("s1", (25, 50), 0)])
    assert rows(conformed) == [("a", "s1", 0, 400, "clipped"), ("b", "s1", 600, 1000, "clipped")]


def test_a_cue_over_a_cut_with_a_hole_is_split() -> None:
    # 0 to 1 s, then 2 to 3 s: the cue from 0.6 to 2.4 s loses its middle.
    conformed = at_pal([cue("a", 600, 2400)], [seg("s1", (0, 25), 0), seg("s2", (50, 75), 25)])
    assert rows(conformed) == [("a", "s1", 600, 1000, "split"), ("a", "s2", 1000, 1400, "split")]


def test_segments_without_a_seam_count_as_one_under_the_first_ones_name() -> None:
    conformed = at_pal([cue("a", 600, 1400)], [seg("s1", (0, 25), 0), seg("s2", (25, 50), 25)])
    assert rows(conformed) == [("a", "s1", 600, 1400, "whole")]


@pytest.mark.parametrize(
    "second",
    [
        seg("s2", (25, 50), 26),  # a frame of nothing between them in the cut
        seg("s2", (25, 50), 25, speed=(2, 1)),
        seg("s2", (25, 50), 25, source="insert"),
    ],
)
def test_a_gap_another_speed_or_another_source_is_a_seam(second: Segment[str, str]) -> None:
    conformed = at_pal([cue("a", 600, 1400)], [seg("s1", (0, 25), 0), second])
    assert rows(conformed)[0] == ("a", "s1", 600, 1000, "split" if second.source_id == "master" else "clipped")


def test_a_shot_used_twice_carries_its_cue_twice() -> None:
    conformed = at_pal([cue("a", 200, 800)], [seg("s1", (0, 25), 0), seg("s2", (0, 25), 50)])
    assert rows(conformed) == [("a", "s1", 200, 800, "whole"), ("a", "s2", 2200, 2800, "whole")]


def test_a_shot_shown_whole_once_and_in_part_once_keeps_both_apart() -> None:
    conformed = at_pal([cue("a", 200, 800)], [seg("s1", (0, 25), 0), seg("s2", (10, 25), 50)])
    assert rows(conformed) == [("a", "s1", 200, 800, "whole"), ("a", "s2", 2000, 2400, "clipped")]


def test_speech_and_description_follow_the_sound_and_on_screen_text_the_picture() -> None:
    cues = [cue("say", 100, 900), cue("tell", 100, 900, "description"), cue("show", 100, 900, "on_screen")]
    cues.append(cue("dubbed", 100, 900, source="dub"))
    segments = [seg("p1", (0, 25), 25), seg("a1", (0, 25), 0, "sound", "dub"), seg("a2", (0, 25), 50, "sound")]
    assert rows(at_pal(cues, segments)) == [
        ("dubbed", "a1", 100, 900, "whole"),
        ("show", "p1", 1100, 1900, "whole"),
        ("say", "a2", 2100, 2900, "whole"),
        ("tell", "a2", 2100, 2900, "whole"),
    ]


def test_speech_follows_the_picture_in_a_cut_without_a_sound_layer() -> None:
    assert rows(at_pal([cue("say", 100, 900)], [seg("p1", (0, 25), 25)])) == [("say", "p1", 1100, 1900, "whole")]


def test_speed_stretches_and_shortens() -> None:
    # 2 s to 4 s twice as fast lasts 1 s; 4 s to 5 s at half speed lasts 2 s.
    segments = [seg("fast", (50, 100), 0, speed=(2, 1)), seg("slow", (100, 125), 25, speed=(1, 2))]
    conformed = at_pal([cue("a", 2500, 3500), cue("b", 4100, 4600)], segments)
    assert rows(conformed) == [("a", "fast", 250, 750, "whole"), ("b", "slow", 1200, 2200, "whole")]


def test_a_source_of_another_rate_is_placed_on_the_cuts_time() -> None:
    # 24 frames of 24000/1001 from frame 24 (1001 ms) in a 25 fps cut at frame 10 (400 ms).
    conformed = conform([cue("a", 1101, 1902)], [seg("s1", (24, 48), 10)], PAL, {"master": FILM})
    assert rows(conformed) == [("a", "s1", 500, 1301, "whole")]


def test_two_seamless_segments_of_another_rate_are_one_though_the_cut_has_no_such_frame() -> None:
    # 100 frames of 24000/1001 last 104.27 frames of 25 fps; the second segment begins at 104.
    segments = [seg("s1", (0, 100), 0), seg("s2", (100, 200), 104)]
    conformed = conform([cue("a", 4000, 4400)], segments, PAL, {"master": FILM})
    assert rows(conformed) == [("a", "s1", 4000, 4400, "whole")]


@pytest.mark.parametrize("edge_ms", [1042, 1043])
def test_a_cue_made_to_end_with_its_shot_leaves_no_sliver_in_the_next(edge_ms: int) -> None:
    # Frame 25 of 24000/1001 begins at 1042.708 ms; caption tools write 1043, or cut it off to 1042.
    cues = [cue("a", 100, edge_ms), cue("b", edge_ms, 1900)]
    segments = [seg("s1", (25, 50), 0), seg("s2", (0, 25), 25)]
    conformed = conform(cues, segments, FILM, {"master": FILM})
    # b: 1900 - 1042.708 = 857.292. a: frame 25 of the cut is 1042.708, so 1142.708 to 2085.417.
    assert rows(conformed) == [("b", "s1", 0, 857, "whole"), ("a", "s2", 1143, 2085, "whole")]


def test_a_whole_millisecond_beyond_the_edge_is_clipped() -> None:
    conformed = at_pal([cue("a", 500, 1001)], [seg("s1", (0, 25), 0), seg("s2", (50, 75), 25)])
    assert rows(conformed) == [("a", "s1", 500, 1000, "clipped")]


def test_a_piece_that_rounds_to_nothing_is_no_piece() -> None:
    # 1 ms at four times the speed is a quarter of a millisecond.
    conformed = at_pal([cue("a", 100, 101)], [seg("s1", (0, 25), 0, speed=(4, 1))])
    assert conformed == Conformed((), ("a",))


def test_a_stretch_of_another_rate_ends_where_the_next_one_begins() -> None:
    # 24 frames of film last 1001 ms; the insert begins at frame 25 of the cut, 1000 ms.
    segments = [seg("s1", (0, 24), 0), seg("s2", (0, 25), 25, source="insert")]
    conformed = conform([cue("a", 500, 1001)], segments, PAL, {"master": FILM, "insert": PAL})
    assert rows(conformed) == [("a", "s1", 500, 1000, "whole")]


@pytest.mark.parametrize("frames", [(10, 10), (10, 5), (-1, 5)])
def test_a_segment_without_frames_cannot_be_made(frames: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="has no frames"):
        seg("s1", frames, 0)


def test_a_segment_without_speed_or_place_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="cannot be placed"):
        seg("s1", (0, 25), 0, speed=(0, 1))
    with pytest.raises(ValueError, match="cannot be placed"):
        seg("s1", (0, 25), -1)
