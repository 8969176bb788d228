"""The demo's film is a real one: it speaks when its captions say so, and its picture changes with every shot."""

from __future__ import annotations

import array
import math
from itertools import pairwise
from pathlib import Path

import av
import pytest

from service.demo.content import content
from service.demo.film import render
from service.demo.pictures import STILLS
from service.demo.speech import Line, SpeechFailed, say
from service.media.probe import MediaFacts, probe

DEMO = content().small(180, 320)  # the same but for its size, which nobody looks at here
FILM = DEMO.master
RATE_HZ = 16_000


class Interrupted(Exception):
    """Stands for a person who presses Ctrl-C."""


@pytest.fixture(scope="module")
def told() -> list[tuple[float, str]]:
    return []


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory, told: list[tuple[float, str]]) -> Path:
    return render(FILM, DEMO.speakers, tmp_path_factory.mktemp("film"), lambda done, what: told.append((done, what)))


@pytest.fixture(scope="module")
def heard(master: Path) -> array.array[int]:
    """The film's sound, mono at RATE_HZ."""
    samples = array.array("h")
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
    with av.open(master) as container:
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                samples.frombytes(bytes(piece.planes[0])[: piece.samples * 2])
    return samples


def loudness(samples: array.array[int], begin_ms: int, end_ms: int) -> float:
    """Root mean square."""
    window = samples[begin_ms * RATE_HZ // 1000 : end_ms * RATE_HZ // 1000]
    return math.sqrt(sum(value * value for value in window) / len(window))


async def test_the_film_has_the_form_that_its_content_gives(master: Path) -> None:
    assert await probe(master) == MediaFacts(
        container="mp4",
        video_codec="h264",
        width_px=FILM.width_px,
        height_px=FILM.height_px,
        rate_num=25,
        rate_den=1,
        constant_rate=True,
        frames=FILM.frames,
        duration_ms=60_000,
        has_audio=True,
        audio_codec="aac",
        audio_rate_hz=48_000,
        faststart=True,
    )


def test_every_cue_is_heard_in_its_time_and_silence_lies_between(heard: array.array[int]) -> None:
    gaps = [(0, FILM.cues[0].begin_ms), *((a.end_ms, b.begin_ms) for a, b in pairwise(FILM.cues))]
    loudest_gap = max(loudness(heard, begin, end) for begin, end in gaps)
    quietest_cue = min(loudness(heard, cue.begin_ms, cue.end_ms) for cue in FILM.cues)
    assert quietest_cue > 10 * loudest_gap > 0


def test_a_spoken_line_fills_its_cue_and_ends_before_it_does(heard: array.array[int]) -> None:
    for cue in FILM.cues:
        if cue.speaker is not None:
            assert loudness(heard, cue.begin_ms, cue.begin_ms + 300) > 300, cue.key
            assert loudness(heard, cue.end_ms - 800, cue.end_ms) > 100, cue.key  # it stands for up to 0.5 s more
            assert loudness(heard, cue.end_ms, cue.end_ms + 40) < 60, cue.key


def test_the_picture_changes_with_every_shot_and_moves_within_it(master: Path) -> None:
    with av.open(master) as container:
        frames = [
            bytes(frame.reformat(width=27, height=48, format="gray8").planes[0]) for frame in container.decode(video=0)
        ]
    change = [sum(abs(a - b) for a, b in zip(one, two, strict=True)) / len(one) for one, two in pairwise(frames)]
    edges = {shot.in_frame - 1 for shot in FILM.shots[1:]}
    within = [value for number, value in enumerate(change) if number not in edges]
    assert min(change[edge] for edge in edges) > 3 * max(within)
    for shot in FILM.shots:
        assert frames[shot.in_frame] != frames[shot.out_frame - 1], shot.still


def test_progress_only_grows_and_ends_at_the_end(master: Path, told: list[tuple[float, str]]) -> None:
    shares = [done for done, _ in told]
    assert master.exists()
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert len(set(shares)) > 5


def test_an_interrupted_render_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupt(done: float, _: str) -> None:
        if done > 0.1:
            raise Interrupted

    with pytest.raises(Interrupted):
        render(FILM, DEMO.speakers, tmp_path, interrupt)
    assert list(tmp_path.iterdir()) == []


def test_a_second_render_gives_the_same_bytes(master: Path, tmp_path: Path) -> None:
    assert render(FILM, DEMO.speakers, tmp_path).read_bytes() == master.read_bytes()


def test_every_shot_has_its_still() -> None:
    assert {shot.still for film in (FILM, DEMO.end_card) for shot in film.shots} == set(STILLS)


def test_a_voice_that_is_not_there_is_an_error() -> None:
    with pytest.raises(SpeechFailed, match="no voice"):
        say([Line("Hm.", "xx-none", 150, 50)])
