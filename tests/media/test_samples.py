"""Samples of real films: the frames that were asked for and no others, wherever decoding has to begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.media.child import Limits
from service.media.problems import UnreadableMedia
from service.media.samples import LEVEL_MS, ROWS, sample
from tests.media.bombs import lying
from tests.media.films import audio_only, ffmpeg, film


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm", ".ts", ".avi"])
async def test_a_frame_is_the_same_however_it_is_reached(suffix: str, tmp_path: Path) -> None:
    extra = () if suffix in (".webm", ".avi") else ("-g", "10", "-bf", "2", "-preset", "veryfast")
    path = film(tmp_path / f"a{suffix}", size="160x90", extra=extra)
    every = await sample(path, range(60), [])
    assert sorted(every.grids) == list(range(50))
    assert {len(grid) for grid in every.grids.values()} == {2 * ROWS * every.columns}
    assert len(set(every.grids.values())) == 50
    for wanted in ([0], [7], [9, 10, 11], [3, 29, 49], [49]):
        assert (await sample(path, wanted, [])).grids == {at: every.grids[at] for at in wanted}


@pytest.mark.parametrize(("size", "columns"), [("160x90", 57), ("90x160", 18), ("100x100", 32)])
async def test_cells_are_square(size: str, columns: int, tmp_path: Path) -> None:
    assert (await sample(film(tmp_path / "a.mp4", size=size, seconds=0.4), [0], [])).columns == columns


async def test_a_film_turned_on_its_side_is_sampled_as_it_is_shown(tmp_path: Path) -> None:
    upright = film(tmp_path / "a.mp4", size="160x90", seconds=0.4, sound=False)
    lying_down, turned = tmp_path / "b.mp4", tmp_path / "c.mp4"
    ffmpeg("-i", str(upright), "-vf", "transpose=clock", "-c:v", "libx264", "-crf", "1", str(lying_down))
    ffmpeg("-display_rotation", "90", "-i", str(lying_down), "-c", "copy", str(turned))
    one, two = [bytes.fromhex((await sample(path, [3], [])).grids[3]) for path in (upright, turned)]
    assert sum(abs(a - b) for a, b in zip(one, two, strict=True)) / len(one) < 2


async def test_levels_say_where_sound_is(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    beep = "aevalsrc='0.5*sin(880*PI*t)*between(t,0.5,0.8)':s=48000:d=2"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25:duration=2", "-f", "lavfi", "-i", beep, str(path))
    (levels, late) = (await sample(path, [], [(0, 2000), (-500, 1000)])).levels or []
    loud = [at * LEVEL_MS for at, level in enumerate(levels) if level > 3000]
    assert (len(levels), len(late)) == (200, 150)
    assert abs(loud[0] - 500) <= 20
    assert abs(loud[-1] - 790) <= 20
    assert abs(next(at for at, level in enumerate(late) if level > 3000) * LEVEL_MS - 1000) <= 20
    assert (await sample(film(tmp_path / "b.mp4", sound=False), [], [(0, 100)])).levels is None


async def test_a_film_that_takes_too_much_is_given_up(tmp_path: Path) -> None:
    for path, limits in (
        (film(tmp_path / "a.mp4"), Limits(wall_s=0.001)),
        (lying(tmp_path / "c.mkv"), Limits()),
    ):
        with pytest.raises(UnreadableMedia) as caught:
            await sample(path, [0], [], limits)
        assert caught.value.code == "too_much"
    with pytest.raises(UnreadableMedia) as caught:
        await sample(audio_only(tmp_path / "d.m4a"), [0], [])
    assert caught.value.code == "audio_only"
