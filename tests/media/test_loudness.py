"""Loudness against the compliance signals of EBU Tech 3341, which are defined by formula and made here on the spot."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.media.child import Limits
from service.media.loudness import Loudness, loudness
from service.media.problems import UnreadableMedia
from tests.media.films import audio_only, ffmpeg, film


def tone(path: Path, *levels: tuple[float, float], hz: int = 1000) -> Path:
    """A stereo sine: for each (dBFS, seconds) a stretch of this level, both channels alike. Uncompressed."""
    begin, parts = 0.0, []
    for level, seconds in levels:
        parts.append(f"{10 ** (level / 20):.10f}*between(t,{begin},{begin + seconds - 1e-6})")
        begin += seconds
    one = f"({'+'.join(parts)})*sin({hz}*2*PI*t)"
    sound = f"aevalsrc='{one}|{one}':s=48000:d={begin}"
    picture = ["-f", "lavfi", "-i", f"color=size=64x64:rate=5:duration={begin}"]
    ffmpeg(*picture, "-f", "lavfi", "-i", sound, "-c:a", "pcm_s24le", str(path))
    return path


@pytest.mark.parametrize(
    ("levels", "expected"),
    [  # EBU Tech 3341, table 1, cases 1 to 5
        ([(-23.0, 20)], -23.0),
        ([(-33.0, 20)], -33.0),
        ([(-36.0, 10), (-23.0, 60), (-36.0, 10)], -23.0),
        ([(-72.0, 10), (-36.0, 10), (-23.0, 60), (-36.0, 10), (-72.0, 10)], -23.0),
        ([(-26.0, 20), (-20.0, 20.1), (-26.0, 20)], -23.0),
    ],
)
async def test_the_meter_reads_the_compliance_signals(
    levels: list[tuple[float, float]], expected: float, tmp_path: Path
) -> None:
    found = await loudness(tone(tmp_path / "case.mov", *levels))
    assert found.integrated_lufs == pytest.approx(expected, abs=0.1)


async def test_the_true_peak_lies_between_the_samples(tmp_path: Path) -> None:
    """A quarter of the sampling rate, 45° out of step: each sample is 3 dB below the peak (Tech 3341, case 16)."""
    path = tmp_path / "peak.mov"
    one = "0.5*min(1,min(t,3-t))*sin(12000*2*PI*t+PI/4)"  # faded, or the filter rings at the edges
    picture = ["-f", "lavfi", "-i", "color=size=64x64:rate=5:duration=3"]
    ffmpeg(*picture, "-f", "lavfi", "-i", f"aevalsrc='{one}|{one}':s=48000:d=3", "-c:a", "pcm_s24le", str(path))
    assert -6.4 <= ((await loudness(path)).true_peak_dbtp or 0) <= -5.8


async def test_a_leap_is_told_once_and_the_begin_is_none(tmp_path: Path) -> None:
    found = await loudness(tone(tmp_path / "leap.mov", (-35.0, 4), (-12.0, 4)))
    assert [rise.at_ms for rise in found.rises] == [pytest.approx(4400, abs=200)]
    assert found.rises[0].after_lufs - found.rises[0].before_lufs > 15
    assert len(found.curve) == 80


@pytest.mark.parametrize("seconds", [5.0, 5.03, 5.077])
async def test_a_sound_that_ends_within_a_step_is_measured_like_any_other(seconds: float, tmp_path: Path) -> None:
    """As AAC does, whose frames are 1,024 samples: what is left over after the last 100 ms is not metered."""
    made = tone(tmp_path / "made.mov", (-35.0, 2.5), (-12.0, seconds - 2.5))
    ffmpeg("-i", str(made), "-c:v", "copy", "-c:a", "aac", "-b:a", "192k", str(tmp_path / "film.mp4"))
    of_pcm, of_aac = await loudness(made), await loudness(tmp_path / "film.mp4")
    for found in (of_pcm, of_aac):
        assert found.integrated_lufs == pytest.approx(-12.0, abs=0.3)
        assert None not in (found.range_lu, found.true_peak_dbtp, found.momentary_lufs, found.short_term_lufs)
        assert (len(found.rises), -70.0 in found.curve[-20:]) == (1, False)
    assert of_aac.integrated_lufs == pytest.approx(of_pcm.integrated_lufs, abs=0.1)


async def test_silence_has_no_loudness(tmp_path: Path) -> None:
    assert await loudness(film(tmp_path / "a.mp4", sound=False)) == Loudness()
    quiet = await loudness(tone(tmp_path / "b.mov", (-90.0, 2)))
    assert (quiet.integrated_lufs, quiet.true_peak_dbtp, set(quiet.curve)) == (None, None, {-70.0})


async def test_what_takes_too_long_or_is_no_film_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMedia) as caught:
        await loudness(audio_only(tmp_path / "a.m4a"), Limits(wall_s=0.001))
    assert caught.value.code == "too_much"
    (tmp_path / "b.mp4").write_bytes(b"no film" * 100)
    with pytest.raises(UnreadableMedia) as caught:
        await loudness(tmp_path / "b.mp4")
    assert caught.value.code == "not_media"
