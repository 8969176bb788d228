"""Probing real films: what is measured, and what is refused with the way out."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.media.child import Limits
from service.media.probe import MediaFacts, probe
from service.media.problems import ADVICE, UnreadableMedia
from tests.media.films import audio_only, ffmpeg, film, truncated

CONTAINERS = [".mp4", ".mov", ".mkv", ".webm", ".ts", ".avi"]


async def refusal(path: Path, limits: Limits | None = None) -> UnreadableMedia:
    with pytest.raises(UnreadableMedia) as caught:
        await probe(path, limits or Limits())
    assert caught.value.way_out == ADVICE[caught.value.code][1]
    return caught.value


async def test_a_film_is_measured(tmp_path: Path) -> None:
    assert await probe(film(tmp_path / "a.mp4")) == MediaFacts(
        container="mp4",
        video_codec="h264",
        width_px=180,
        height_px=320,
        rate_num=25,
        rate_den=1,
        constant_rate=True,
        frames=50,
        duration_ms=2000,
        has_audio=True,
        audio_codec="aac",
        audio_rate_hz=48000,
        faststart=True,
    )


@pytest.mark.parametrize("suffix", CONTAINERS)
@pytest.mark.parametrize(("rate", "frames"), [("24000/1001", 48), ("25", 50), ("30000/1001", 60), ("60000/1001", 120)])
async def test_the_rate_is_exact_and_the_frames_are_counted(
    tmp_path: Path, suffix: str, rate: str, frames: int
) -> None:
    facts = await probe(film(tmp_path / f"a{suffix}", rate=rate, sound=suffix == ".mkv"))
    num, _, den = rate.partition("/")
    assert (facts.rate_num, facts.rate_den) == (int(num), int(den or 1))
    assert (facts.frames, facts.constant_rate) == (frames, True)
    assert facts.duration_ms == round(frames * 1000 * int(den or 1) / int(num))
    assert facts.has_audio == (suffix == ".mkv")


@pytest.mark.parametrize("suffix", CONTAINERS)
@pytest.mark.parametrize("keep", [0.98, 0.5, 0.15])
async def test_a_truncated_film_is_found(tmp_path: Path, suffix: str, keep: float) -> None:
    refused = await refusal(truncated(film(tmp_path / f"a{suffix}", seconds=1), keep))
    assert refused.code == "truncated"


async def test_a_film_whose_index_was_never_written_is_truncated(tmp_path: Path) -> None:
    whole = film(tmp_path / "a.mp4", faststart=False)
    assert (await probe(whole)).faststart is False
    assert (await refusal(truncated(whole))).code == "truncated"


@pytest.mark.parametrize("suffix", [".m4a", ".mp3", ".wav", ".mp4", ".ogg", ".mkv"])
async def test_sound_alone_is_no_film(tmp_path: Path, suffix: str) -> None:
    refused = await refusal(audio_only(tmp_path / f"a{suffix}"))
    assert refused.code == "audio_only"
    assert "no picture" in refused.reason


async def test_a_cover_image_does_not_make_sound_a_film(tmp_path: Path) -> None:
    cover, sound = tmp_path / "cover.png", audio_only(tmp_path / "a.m4a")
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=64x64", "-frames:v", "1", str(cover))
    tune = tmp_path / "tune.m4a"
    ffmpeg(
        "-i",
        str(sound),
        "-i",
        str(cover),
        "-map",
        "0",
        "-map",
        "1",
        "-c",
        "copy",
        "-disposition:v",
        "attached_pic",
        str(tune),
    )
    assert (await refusal(tune)).code == "audio_only"


@pytest.mark.parametrize("data", [b"", b"hello\n" * 50, bytes(100_000), b"\xff\xd8\xff\xe0" * 9, b"WEBVTT\n\n"])
async def test_what_is_no_media_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    assert (await refusal(path)).code == "not_media"


async def test_a_film_turned_on_its_side_is_measured_as_it_is_shown(tmp_path: Path) -> None:
    turned = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation", "90", "-i", str(film(tmp_path / "a.mp4")), "-c", "copy", str(turned))
    facts = await probe(turned)
    assert (facts.width_px, facts.height_px) == (320, 180)


async def test_frames_that_come_unevenly_are_said_to(tmp_path: Path) -> None:
    uneven = film(tmp_path / "a.mp4", extra=("-vf", "select='not(mod(n,7))+not(mod(n,5))'", "-fps_mode", "vfr"))
    facts = await probe(uneven)
    assert facts.constant_rate is False
    assert facts.frames == len([n for n in range(50) if n % 7 == 0 or n % 5 == 0])


async def test_a_playlist_opens_nothing_neither_file_nor_address(tmp_path: Path) -> None:
    film(tmp_path / "a.ts")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        for name, body in {
            "list.m3u8": f"#EXTM3U\n#EXTINF:2,\nhttp://127.0.0.1:{port}/a.ts\n#EXT-X-ENDLIST\n",
            "local.m3u8": f"#EXTM3U\n#EXTINF:2,\n{tmp_path}/a.ts\n#EXT-X-ENDLIST\n",
            "list.ffconcat": f"ffconcat version 1.0\nfile {tmp_path}/a.ts\n",
        }.items():
            (tmp_path / name).write_text(body)
            assert (await refusal(tmp_path / name)).code == "not_media"
        with pytest.raises(TimeoutError):
            listener.accept()


async def test_a_probe_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    refused = await refusal(film(tmp_path / "a.mp4"), Limits(wall_s=0.001))
    assert refused.code == "too_much"


async def test_a_probe_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    refused = await refusal(film(tmp_path / "a.mp4"), Limits(memory_bytes=60_000_000))
    assert refused.code == "too_much"


async def test_a_file_that_is_not_there_is_an_error_of_ours_not_of_the_film(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await probe(tmp_path / "none.mp4")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return film(tmp_path_factory.mktemp("sample") / "a.mp4", size="64x64", seconds=0.4).read_bytes()


@given(
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), min_size=1, max_size=12)
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_damaged_film_is_measured_or_refused_and_nothing_else(
    sample: bytes, tmp_path: Path, damage: list[tuple[float, bytes]]
) -> None:
    data = bytearray(sample)
    for place, noise in damage:
        at = int(place * len(data))
        data[at : at + len(noise)] = noise
    path = tmp_path / "damaged.mp4"
    path.write_bytes(data)
    try:
        facts = await probe(path)
    except UnreadableMedia as refused:
        facts = None
        reason = refused.reason
    assert facts.frames > 0 if facts else reason


def test_the_child_imports_nothing_of_ours() -> None:
    source = (Path(sys.modules["service.media.probe"].__file__ or "").with_name("probe_child.py")).read_text()
    assert "service." not in source
