"""Shot changes of films whose cuts are known to the frame."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import pytest

from service.media.child import Limits
from service.media.problems import UnreadableMedia
from service.media.shots import shots
from service.media.shots_child import changes_of
from tests.media.bombs import lying
from tests.media.films import ffmpeg, film

BARS = "smptehdbars=size=320x180:rate={rate}"
MOVING = "testsrc2=size=320x180:rate={rate}"
ZOOM = "mandelbrot=size=320x180:rate={rate}:start_scale=0.6:end_scale=0.05:end_pts=60"
# Colours that are not named are random whatever the seed is.
SLOW = "gradients=size=320x180:rate={rate}:speed=0.06:seed=3:nb_colors=3:c0=#204060:c1=#406040:c2=#605030"
OTHER = "gradients=size=320x180:rate={rate}:speed=0.06:seed=9:nb_colors=3:c0=#a02080:c1=#e0c040:c2=#207090"
CELLS = "cellauto=size=320x180:rate={rate}:rule=110:random_seed=7"
RED, BLUE = "color=#b02020:size=320x180:rate={rate}", "color=#2020b0:size=320x180:rate={rate}"
Part = tuple[str, int, str]


def joined(path: Path, rate: str, parts: Sequence[Part], *extra: str) -> Path:
    """Stretches of so many frames, each with a filter, end to end."""
    inputs = [word for source, _, _ in parts for word in ("-f", "lavfi", "-i", source.format(rate=rate))]
    shape = f"format=yuv420p,setsar=1,fps={rate}"
    graph = "".join(
        f"[{at}:v]trim=end_frame={frames},setpts=PTS-STARTPTS,{how},{shape}[v{at}];"
        for at, (_, frames, how) in enumerate(parts)
    )
    graph += "".join(f"[v{at}]" for at in range(len(parts))) + f"concat=n={len(parts)}[o]"
    coded = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "26")
    ffmpeg(*inputs, "-filter_complex", graph, "-map", "[o]", *coded, *extra, str(path))
    return path


async def begins(path: Path) -> list[int]:
    return [change.frame for change in (await shots(path)).changes]


@pytest.mark.parametrize(
    ("rate", "extra"),
    [("24", ()), ("25", ("-bf", "3", "-g", "12")), ("30000/1001", ("-crf", "38")), ("24000/1001", ("-g", "250"))],
)
async def test_hard_cuts_are_found_to_the_frame(rate: str, extra: tuple[str, ...], tmp_path: Path) -> None:
    lengths = (30, 41, 25, 33, 20, 15, 15, 30)
    sources = (MOVING, ZOOM, SLOW, CELLS, BARS, RED, BLUE, OTHER)
    parts = [(source, frames, "null") for source, frames in zip(sources, lengths, strict=True)]
    found = await shots(joined(tmp_path / "a.mp4", rate, parts, *extra))
    assert [change.frame for change in found.changes] == list(accumulate(lengths))[:-1]
    assert found.frames == sum(lengths)
    assert min(change.score for change in found.changes) > 8


async def test_containers_and_codecs_make_no_difference(tmp_path: Path) -> None:
    parts = [(MOVING, 20, "null"), (SLOW, 20, "null"), (BARS, 10, "null")]
    first = joined(tmp_path / "a.mp4", "25", parts)
    for name, codec in (("a.ts", "libx264"), ("a.mkv", "libx265"), ("a.avi", "mpeg4"), ("a.webm", "libvpx")):
        ffmpeg("-i", str(first), "-c:v", codec, str(tmp_path / name))
        assert await begins(tmp_path / name) == [20, 40], name


@pytest.mark.parametrize(
    ("out", "into"),
    [("fade=out:35:25", "fade=in:0:25"), ("fade=out:50:10:color=white", "fade=in:0:10:color=white")],
)
async def test_a_fade_is_no_change(out: str, into: str, tmp_path: Path) -> None:
    assert await begins(joined(tmp_path / "a.mp4", "25", [(ZOOM, 60, out), (SLOW, 60, into)])) == []


async def test_a_dissolve_is_no_change(tmp_path: Path) -> None:
    graph = "[0]trim=end_frame=60,format=yuv420p[a];[1]trim=end_frame=60,format=yuv420p,setsar=1[b];"
    graph += "[a]fps=25[c];[b]fps=25[d];[c][d]xfade=duration=0.6:offset=1.5"
    inputs = [word for one in (ZOOM, SLOW) for word in ("-f", "lavfi", "-i", one.format(rate=25))]
    ffmpeg(*inputs, "-filter_complex", graph, "-c:v", "libx264", str(tmp_path / "a.mp4"))
    assert await begins(tmp_path / "a.mp4") == []


@pytest.mark.parametrize("lasting", [1, 2, 4])
async def test_a_flash_is_no_change_and_hides_none(lasting: int, tmp_path: Path) -> None:
    white = f"drawbox=w=iw:h=ih:color=white:t=fill:enable='between(n,20,{19 + lasting})'"
    assert await begins(joined(tmp_path / "a.mp4", "25", [(MOVING, 60, white), (ZOOM, 40, "null")])) == [60]


@pytest.mark.parametrize("speed_px", [10, 40, 80])
async def test_a_pan_is_no_change_and_hides_none(speed_px: int, tmp_path: Path) -> None:
    """A quarter of the width in a frame is faster than any camera is swung."""
    wide = "mandelbrot=size=1920x180:rate={rate}:end_scale=0.6:start_scale=0.6"
    still = "loop=loop=60:size=1:start=0,trim=end_frame=60,setpts=N/25/TB"
    pan = f"{still},crop=320:180:x='if(lt(n,20),0,min(iw-320,(n-20)*{speed_px}))':y=0"
    assert await begins(joined(tmp_path / "a.mp4", "25", [(wide, 40, pan), (SLOW, 40, "null")])) == [60]


async def test_a_title_that_comes_up_is_no_change(tmp_path: Path) -> None:
    title = "drawbox=x=80:y=100:w=160:h=50:color=white:t=fill:enable='between(n,20,40)'"  # a seventh of the picture
    assert await begins(joined(tmp_path / "a.mp4", "25", [(SLOW, 60, title), (ZOOM, 20, "null")])) == [60]


async def test_a_still_film_and_one_of_a_frame_have_no_change(tmp_path: Path) -> None:
    assert await begins(joined(tmp_path / "a.mp4", "25", [(BARS, 50, "null")])) == []
    assert await begins(joined(tmp_path / "b.mp4", "25", [(BARS, 1, "null")])) == []


def test_what_is_usual_around_a_frame_counts() -> None:
    assert changes_of([0, 1, 1, 40, 1, 1], set()) == [{"frame": 3, "score": 39.0}]
    assert changes_of([0, 20, 20, 39, 20, 20], set()) == []  # less than twice what is usual
    assert changes_of([0, 1, 1, 40, 39, 40, 38, 39], set()) == []  # a pan begins
    assert changes_of([0, 1, 1, 40, 1, 1], {3}) == []
    assert changes_of([0, 1, 1, 7.9, 1, 1], set()) == []


async def test_a_film_that_takes_too_much_is_given_up(tmp_path: Path) -> None:
    for path, limits in ((film(tmp_path / "a.mp4"), Limits(wall_s=0.001)), (lying(tmp_path / "c.mkv"), Limits())):
        with pytest.raises(UnreadableMedia) as caught:
            await shots(path, limits)
        assert caught.value.code in ("too_much", "undecodable")
