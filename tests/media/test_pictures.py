"""What is made of films: upright, at the right time, within limits, the same each time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import av
import msgspec
import pytest
from msgspec import Struct

from service.media import pictures
from service.media.child import Limits, make
from service.media.pictures import PREVIEW, PosterFacts, PreviewFacts
from service.media.probe import MediaFacts, probe
from service.media.problems import UnreadableMedia
from service.media.samples import sample
from service.media.samples_child import grid_of
from tests.media.bombs import lying, uneven
from tests.media.films import ffmpeg, film, scenes, truncated

Make = Callable[[BinaryIO], Awaitable[Struct]]
ALIKE = 6.0  # levels of luma between a picture and the same one encoded anew


async def made(path: Path, make: Make) -> Struct:
    """What `make` says; what it writes is at `path`."""
    with path.open("w+b") as target:
        return await make(target)


class Light(Struct, frozen=True):
    """A film and its preview, measured."""

    film: MediaFacts
    light: MediaFacts
    path: Path
    times: list[float]
    light_times: list[float]


async def preview_of(path: Path) -> Light:
    facts, light = await probe(path), path.with_name(f"{path.name}.light.mp4")
    await made(light, lambda target: pictures.preview(path, target, facts.duration_ms))
    return Light(facts, await probe(light), light, times_of(path), times_of(light))


def times_of(path: Path) -> list[float]:
    """The frames' times in seconds, from the first on."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.time_base
        times = sorted(float(one.pts * stream.time_base) for one in container.demux(stream) if one.pts is not None)
    return [at - times[0] for at in times]


async def differs(one: Path, other: Path, frames: tuple[int, ...] = (0, 20, 40)) -> float:
    """By how many levels the same frames of two films differ at most, as shown."""
    (here, there) = [await sample(path, frames, []) for path in (one, other)]
    assert here.columns == there.columns
    assert set(here.grids) == set(there.grids)
    return max(distance(bytes.fromhex(here.grids[at]), bytes.fromhex(there.grids[at])) for at in here.grids)


def distance(one: bytes, other: bytes) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four shots of 50 frames at 25/1 with sound."""
    return scenes(tmp_path_factory.mktemp("pictures") / "master.mp4", size="640x360")


@pytest.mark.parametrize("rotation", ["90", "180", "-90"])
async def test_a_film_that_is_turned_is_shown_upright(rotation: str, master: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation", rotation, "-i", str(master), "-t", "2", "-c", "copy", str(turned))
    light = await preview_of(turned)
    assert (light.light.width_px, light.light.height_px) == (light.film.width_px, light.film.height_px)
    assert await differs(turned, light.path) < ALIKE
    poster = tmp_path / "poster.webp"
    facts = await made(poster, lambda target: pictures.poster(turned, target, 2000, 20))
    assert facts == PosterFacts(light.film.width_px, light.film.height_px)
    wanted = await sample(turned, [20], [])
    with av.open(str(poster)) as container:
        shown = grid_of(next(container.decode(video=0)), wanted.columns)
    assert distance(shown, bytes.fromhex(wanted.grids[20])) < ALIKE


FILMS: dict[str, Callable[[Path], object]] = {
    "ntsc.mov": lambda path: film(path, rate="30000/1001", seconds=2.002),
    "sixty.mp4": lambda path: film(path, rate="60", seconds=1.0),
    "web.webm": lambda path: film(path, seconds=1.0),
    "silent.mp4": lambda path: film(path, seconds=1.0, sound=False),
    "two.mp4": lambda path: film(path, size="16x16", seconds=0.08, sound=False),
    "odd.mp4": lambda path: film(path, size="161x91", seconds=1.0, extra=("-pix_fmt", "yuv444p")),
    "ten.mp4": lambda path: film(path, size="1920x1080", seconds=0.4, extra=("-pix_fmt", "yuv420p10le", "-ac", "6")),
    "uneven.mp4": uneven,
    "stream.ts": lambda path: film(path, seconds=1.0),
}


@pytest.mark.parametrize("name", FILMS)
async def test_a_preview_has_every_frame_at_its_time(name: str, tmp_path: Path) -> None:
    FILMS[name](tmp_path / name)
    light = await preview_of(tmp_path / name)
    assert light.light_times == pytest.approx(light.times, abs=1e-6)
    rate = (light.film.rate_num, light.film.rate_den)
    assert not light.film.constant_rate or (light.light.rate_num, light.light.rate_den) == rate
    assert abs(light.light.duration_ms - light.film.duration_ms) <= 1
    assert (light.light.has_audio, light.light.faststart) == (light.film.has_audio, True)
    assert (
        min(light.light.width_px, light.light.height_px) == min(540, light.film.width_px, light.film.height_px) // 2 * 2
    )


async def test_a_player_finds_every_frame_of_a_preview_at_once(master: Path) -> None:
    light = await preview_of(master)
    with av.open(str(light.path)) as container:
        stream = container.streams.video[0]
        packets = [one for one in container.demux(stream) if one.pts is not None]
        assert all(one.pts == one.dts for one in packets)
        keys = [number for number, one in enumerate(packets) if one.is_keyframe]
        assert stream.codec_context.profile == "Main"
    assert max(after - before for before, after in pairwise(keys)) <= 13
    assert light.path.stat().st_size * 8 / light.film.duration_ms < 1000


@pytest.mark.parametrize(
    ("first", "second"),
    [(("-itsoffset", "0.5"), ()), ((), ("-itsoffset", "0.5"))],
    ids=["sound that comes late", "sound that comes early"],
)
async def test_sound_stays_where_it_is(
    first: tuple[str, ...], second: tuple[str, ...], master: Path, tmp_path: Path
) -> None:
    path = tmp_path / "film.mkv"
    inputs = (*first, "-i", str(master), *second, "-i", str(master))
    ffmpeg(*inputs, "-map", "1:v", "-map", "0:a", "-c", "copy", str(path))
    light = await preview_of(path)
    here, there = [await peaks_of(one, light.film.duration_ms) for one in (path, light.path)]
    lead = [max(peaks[:20]) for peaks in (here, there)]
    assert (lead == [0, 0]) == bool(first)
    assert len(here) == len(there) == 400
    apart = {
        late: sum(abs(a - b) for a, b in zip(here[3:-3], there[3 + late :], strict=False)) for late in range(-3, 4)
    }
    assert min(apart, key=apart.__getitem__) == 0


async def peaks_of(path: Path, duration_ms: int) -> list[int]:
    with path.with_suffix(".json").open("w+b") as target:
        facts = await pictures.waveform(path, target, duration_ms)
        target.seek(0)
        written = msgspec.json.decode(target.read())
    assert (written["per_second"], len(written["peaks"])) == (facts.per_second, facts.count)
    peaks: list[int] = written["peaks"]
    return peaks


async def test_a_waveform_is_as_loud_as_the_film(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    loud = "sine=frequency=440:sample_rate=48000:duration=2,volume='if(lt(t,1),8,0)':eval=frame"
    picture = ("-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25:duration=2")
    ffmpeg(*picture, "-f", "lavfi", "-i", loud, "-c:v", "libx264", "-c:a", "aac", "-b:a", "128k", str(path))
    peaks = await peaks_of(path, 2000)
    assert min(peaks[2:48]) > 220
    assert max(peaks[54:]) < 6


async def test_a_poster_is_not_black_and_not_later_than_it_needs_to_be(tmp_path: Path) -> None:
    path, poster = tmp_path / "film.mp4", tmp_path / "poster.webp"
    fade = ("-vf", "fade=in:0:30")  # 1.2 s
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=6", *fade, "-c:v", "libx264", str(path))
    await made(poster, lambda target: pictures.poster(path, target, 6000))
    wanted = await sample(path, [25], [])  # the first of those looked at that shows about as much as any
    with av.open(str(poster)) as container:
        shown = grid_of(next(container.decode(video=0)), wanted.columns)
    assert distance(shown, bytes.fromhex(wanted.grids[25])) < ALIKE


@pytest.mark.parametrize(
    ("seconds", "every_ms", "count"), [("0.2", 250, 1), ("1", 250, 4), ("31", 500, 62), ("61", 1000, 61)]
)
async def test_a_contact_sheet_has_a_bounded_number_of_pictures(
    seconds: str, every_ms: int, count: int, tmp_path: Path
) -> None:
    path = film(tmp_path / "film.mp4", size="64x36", seconds=float(seconds), sound=False, rate="10")
    lasts_ms = (await probe(path)).duration_ms
    with (tmp_path / "sheet.webp").open("w+b") as target:
        facts = await pictures.sheet(path, target, lasts_ms)
        with av.open(target.name) as container:
            whole = next(container.decode(video=0))
    assert (facts.every_ms, facts.count) == (every_ms, count)
    assert facts.rows == -(-count // facts.columns)
    assert (whole.width, whole.height) == (facts.columns * facts.tile_width_px, facts.rows * facts.tile_height_px)


async def test_the_same_film_gives_the_same_bytes_and_says_how_far_it_is(master: Path, tmp_path: Path) -> None:
    shares: list[float] = []

    async def tell(share: float) -> None:
        shares.append(share)

    for name, maker in (("sheet", pictures.sheet), ("waveform", pictures.waveform), ("preview", pictures.preview)):
        shares.clear()
        one, other = tmp_path / f"{name}-1", tmp_path / f"{name}-2"
        await made(one, lambda target, maker=maker: maker(master, target, 8000, tell))  # type: ignore[misc]
        await made(other, lambda target, maker=maker: maker(master, target, 8000))  # type: ignore[misc]
        assert one.read_bytes() == other.read_bytes()
        assert shares
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] <= 1


async def test_what_there_is_of_a_truncated_film_is_made(master: Path, tmp_path: Path) -> None:
    """Its probe keeps it out; one that is damaged in the storage is not to hang a worker."""
    light = tmp_path / "light.mp4"
    faststart = tmp_path / "master.mp4"
    ffmpeg("-i", str(master), "-c", "copy", "-movflags", "+faststart", str(faststart))
    await made(light, lambda target: pictures.preview(truncated(faststart), target, 8000))
    assert 80 < (await probe(light)).frames < 200


async def test_a_full_disk_is_not_the_films_fault(master: Path) -> None:
    for maker in (pictures.poster, pictures.preview):
        with Path("/dev/full").open("r+b", buffering=0) as full, pytest.raises(OSError, match="no room"):
            await maker(master, full, 8000)


async def test_a_film_that_takes_too_much_is_given_up(master: Path, tmp_path: Path) -> None:
    lie = lying(tmp_path / "lie.mkv")
    for maker in (pictures.poster, pictures.sheet, pictures.preview):
        with pytest.raises(UnreadableMedia) as caught:
            await made(tmp_path / "out", lambda target, maker=maker: maker(lie, target, 1000))  # type: ignore[misc]
        assert caught.value.code == "too_much"
    for limits in (
        Limits(made_bytes=100_000),
        Limits(made_bytes=1 << 30, wall_s=0.3),
        Limits(memory_bytes=200_000_000),
    ):
        with pytest.raises(UnreadableMedia) as caught:
            await made(
                tmp_path / "out",
                lambda target, limits=limits: make(  # type: ignore[misc]
                    PREVIEW, master, limits, PreviewFacts, {"duration_ms": 8000}, target, None
                ),
            )
        assert caught.value.code in ("too_much", "undecodable")
