"""ASS for burning in: its text, its places, and that libass draws it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import imageio_ffmpeg  # type: ignore[import-untyped]
import pysubs2
import pytest

from service.timedtext import ass
from service.timedtext.model import Cue, Document


def texts(*cues: Cue) -> list[str]:
    script = ass.write(Document(cues)).decode()
    return [line.split(",", 9)[9] for line in script.splitlines() if line.startswith("Dialogue:")]


def test_markup_becomes_override_codes() -> None:
    markup = "<i>One</i> <b>two</b>\n<u>three</u> <c.yellow.bg_black><i>four</i></c> &amp; <v Ann>five</v>"
    assert texts(Cue("", 0, 1000, "One two\nthree four & five", markup=markup)) == [
        r"{\i1}One{\i0} {\b1}two{\b0}\N{\u1}three{\u0} {\c&H00FFFF&}{\i1}four{\i0}{\c} & five"
    ]
    assert texts(Cue("", 0, 1000, "漢字かんじ", markup="<ruby>漢字<rt>かんじ</rt></ruby>")) == ["漢字(かんじ)"]


def test_what_would_be_a_code_is_text() -> None:
    assert texts(Cue("", 0, 1000, "C:\\New {\\an8} a, b")) == ["C:\\\u2060New \\{\\\u2060an8\\} a, b"]


PLACES = {
    "": 2,
    "line:0": 8,
    "line:-1": 2,
    "line:50%": 5,
    "line:90%": 2,
    "line:10%": 8,
    "align:start": 1,
    "align:right": 3,
}


@pytest.mark.parametrize("settings", PLACES)
def test_a_place_is_the_nearest_of_nine(settings: str) -> None:
    (text,) = texts(Cue("", 0, 1000, "Hm.", settings=settings))
    assert text == (f"{{\\an{PLACES[settings]}}}Hm." if PLACES[settings] != 2 else "Hm.")


def test_times_are_centiseconds_and_the_same_document_gives_the_same_bytes() -> None:
    document = Document((Cue("", 3_599_994, 3_599_996, "One"), Cue("", 3_600_000, 7_200_010, "Two")))
    script = ass.write(document).decode()
    assert re.findall(r"0,(\d+:\d\d:\d\d\.\d\d),(\d+:\d\d:\d\d\.\d\d),Captions", script) == [
        ("0:59:59.99", "1:00:00.00"),
        ("1:00:00.00", "2:00:00.01"),
    ]
    assert ass.write(document) == script.encode()


def test_a_peer_reads_the_same_words_at_the_same_times() -> None:
    cues = (Cue("", 0, 1000, "One, two\nthree"), Cue("", 1500, 2500, "Four", markup="<i>Four</i>", settings="line:0"))
    events = pysubs2.SSAFile.from_string(ass.write(Document(cues)).decode(), format_="ass")
    assert [(one.start, one.end, one.plaintext) for one in events] == [(c.begin_ms, c.end_ms, c.text) for c in cues]


@pytest.mark.parametrize(("width", "height"), [(320, 180), (180, 320), (240, 240)])
def test_libass_draws_it_where_the_cue_says(tmp_path: Path, width: int, height: int) -> None:
    """A grey film of two seconds: words at the bottom in the first, at the top in the second, none in the third."""
    cues = (
        Cue("", 0, 900, "Two {cups}\nHabit.", markup="Two {cups}\n<c.red>Habit.</c>"),
        Cue("", 1000, 1900, "صبّي لي واحدًا؟", settings="line:0"),
    )
    (tmp_path / "a.ass").write_bytes(ass.write(Document(cues), width=width, height=height))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi"]
    command += [
        "-i",
        f"color=gray:s={width}x{height}:d=3:r=1",
        "-vf",
        "ass=a.ass",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "gray",
        "-",
    ]
    drawn = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    frames = [drawn.stdout[at : at + width * height] for at in range(0, 3 * width * height, width * height)]
    assert [halves(frame) for frame in frames] == [(False, True), (True, False), (False, False)]


def halves(frame: bytes) -> tuple[bool, bool]:
    """Whether the upper and the lower half have anything but the grey ground."""
    ground, middle = frame[0], len(frame) // 2
    return any(pixel != ground for pixel in frame[:middle]), any(pixel != ground for pixel in frame[middle:])
