"""`cutdown captions layout`: what it writes, what it says, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.commands.captions import captions

VTT = """WEBVTT

1
00:00:01.000 --> 00:00:06.000 align:start
<v Ann>He said <i>it would be fine, and then
he left</i> without a single word.</v>

NOTE of the second

2
00:00:07.000 --> 00:00:07.400
- Yes?
- No.
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.vtt").write_text(VTT)
    (tmp_path / "bad.vtt").write_text("WEBVTT-\n")
    return tmp_path


def run(*given: str) -> Result:
    return CliRunner().invoke(captions, ["layout", *given])


def test_every_cue_is_broken_anew_and_keeps_all_else(place: Path) -> None:
    done = run("a.vtt", "--locale", "en-US", "--to", "vtt")
    laid = VTT.replace("fine, and then\nhe left", "fine,\nand then he left")
    assert (done.exit_code, done.stdout, done.stderr) == (0, laid, "")


def test_a_narrow_picture_has_narrow_lines(place: Path) -> None:
    done = run("a.vtt", "--locale", "en-US", "--aspect", "9:16", "--to", "json")
    cue, _ = json.loads(done.stdout)["cues"]
    assert cue["text"] == "He said it would be fine,\nand then he left\nwithout a single word."


def test_what_does_not_fit_is_named_or_split(place: Path) -> None:
    done = run("a.vtt", "--locale", "ja-JP", "--to", "vtt")
    assert done.exit_code == 0
    assert "a.vtt: cue 1 (00:00:01.000): " in done.stderr
    assert "try --split" in done.stderr
    done = run("a.vtt", "--locale", "ja-JP", "--to", "vtt", "--split")
    assert "a.vtt: cue 1: split: into " in done.stderr
    assert done.stdout.index("NOTE of the second") > done.stdout.index("word.")
    assert done.stdout.count("<v Ann>") == done.stdout.count("</v>") > 1


def test_ends_move_only_when_asked(place: Path) -> None:
    assert "--> 00:00:07.400" in run("a.vtt", "--locale", "en-US", "--to", "vtt").stdout
    assert "--> 00:00:07.833" in run("a.vtt", "--locale", "en-US", "--to", "vtt", "--pace").stdout


def test_a_right_to_left_line_is_written_in_its_direction(place: Path) -> None:
    (place / "ar.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\niPhone هو الأفضل.\n")
    assert "\u200fiPhone" in run("ar.srt", "--locale", "ar-SA", "--to", "vtt").stdout
    assert run("ar.srt", "--locale", "ar-SA", "--to", "srt", "--out", "out").stdout == ""
    assert "\u2067iPhone" in (place / "out" / "ar.srt").read_text()


@pytest.mark.parametrize(
    ("given", "code", "says"),
    [
        (("bad.vtt", "--locale", "en-US", "--to", "vtt"), 1, "bad.vtt:1: "),
        (("a.vtt", "--locale", "xx-XX", "--to", "vtt"), 2, "--locale"),
        (("a.vtt", "--to", "vtt"), 2, "--locale"),
        (("none.vtt", "--locale", "en-US", "--to", "vtt"), 2, "none.vtt"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_exit_code(
    place: Path, given: tuple[str, ...], code: int, says: str
) -> None:
    done = run(*given)
    assert (done.exit_code, done.stdout) == (code, "")
    assert says in done.stderr


def test_libraries_for_scripts_without_spaces_are_loaded_by_those_alone(place: Path) -> None:
    script = (
        "import sys; from service.commands.captions import captions\n"
        "captions(sys.argv[1:], standalone_mode=False)\n"
        "print(sorted({'icu4py', 'budoux'} & set(sys.modules)), file=sys.stderr)"
    )
    (place / "ja.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:05.000\n左の地図を見ると昔の川の跡がわかります\n")
    loaded = {
        name: subprocess.run(
            [sys.executable, "-c", script, "layout", f"{name}.vtt", "--locale", locale, "--to", "vtt"],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
        ).stderr.splitlines()[-1]
        for name, locale in (("a", "en-US"), ("ja", "ja-JP"))
    }
    assert loaded == {"a": "[]", "ja": "['budoux', 'icu4py']"}


@pytest.mark.parametrize(("aspect", "size"), [("9:16", (1080, 1920)), ("1:1", (1080, 1080)), ("16:9", (1920, 1080))])
def test_a_script_is_sized_for_the_picture(place: Path, aspect: str, size: tuple[int, int]) -> None:
    done = run("a.vtt", "--locale", "en-US", "--aspect", aspect, "--to", "ass")
    assert f"PlayResX: {size[0]}\nPlayResY: {size[1]}\n" in done.stdout
