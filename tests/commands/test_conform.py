"""`cutdown captions conform` as a person uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.commands.captions import captions

MASTER = """WEBVTT

00:00:00.500 --> 00:00:01.500
Good morning.

00:00:02.200 --> 00:00:03.800
The same cup,
every <i>morning</i>.

00:00:04.000 --> 00:00:05.000
Not in the cut.
"""
CUT = """TITLE: 15
FCM: NON-DROP FRAME

001  MASTER  V  C  10:00:02:00 10:00:04:00 01:00:00:00 01:00:02:00
002  MASTER  V  C  10:00:00:00 10:00:01:00 01:00:02:00 01:00:03:00
"""
JSON = {
    "fps": {"num": 25},
    "segments": [
        {"layer": "picture", "source_id": "master", "in_frame": 50, "out_frame": 100},
        {"layer": "picture", "source_id": "end card", "in_frame": 0, "out_frame": 25},
    ],
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "master.vtt").write_text(MASTER)
    (tmp_path / "15.edl").write_text(CUT)
    (tmp_path / "15.json").write_text(json.dumps(JSON))
    return tmp_path


def conform(*arguments: str) -> Result:
    return CliRunner().invoke(captions, ["conform", *arguments])


def test_captions_move_with_their_stretches_and_the_report_says_what_became_of_each(place: Path) -> None:
    said = conform(
        *("master.vtt", "--cut", "15.edl", "--rate", "25", "--start", "10:00:00:00", "--to", "vtt"),
        *("--out", "cuts", "--report", "report.json"),
    )
    assert (said.exit_code, said.stderr) == (0, "1 whole, 1 clipped, 1 dropped\n")
    assert (place / "cuts" / "master.vtt").read_text() == (
        "WEBVTT\n\n00:00:00.200 --> 00:00:01.800\nThe same cup,\nevery <i>morning</i>.\n\n"
        "00:00:02.500 --> 00:00:03.000\nGood morning.\n"
    )
    report = json.loads((place / "report.json").read_text())
    assert [(one["cue"], one["how"], one["begin_ms"], one["end_ms"], one["heard_ms"]) for one in report["cues"]] == [
        (0, "clipped", 2500, 3000, [500, 1000]),
        (1, "whole", 200, 1800, [2200, 3800]),
        (2, "dropped", None, None, [4000, 5000]),
    ]
    assert (report["rate"], report["source"], report["counts"]["dropped"]) == ("25/1", "master", 1)


def test_without_a_folder_the_file_goes_to_standard_output(place: Path) -> None:
    said = conform("master.vtt", "--cut", "15.json", "--to", "srt")
    assert said.exit_code == 0
    assert said.stdout == "1\n00:00:00,200 --> 00:00:01,800\nThe same cup,\nevery <i>morning</i>.\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["master.vtt", "--cut", "15.edl", "--to", "vtt"], 2, "add --rate"),
        (["master.vtt", "--cut", "15.edl", "--to", "vtt", "--rate", "fast"], 2, "fast is no frame rate"),
        (["master.vtt", "--cut", "15.json", "--to", "doc"], 2, "'doc' is not one of"),
        (["master.vtt", "--cut", "15.json", "--to", "vtt", "--source", "x"], 2, "no source is called x; it has master"),
        (["master.vtt", "--cut", "15.json", "--to", "vtt", "--start", "x"], 2, "is no time code"),
        (["master.vtt", "--cut", "master.vtt", "--to", "vtt"], 2, "ends with .edl, .otio, .json"),
        (["none.vtt", "--cut", "15.json", "--to", "vtt"], 2, "does not exist"),
        (["master.vtt", "--cut", "15.edl", "--to", "vtt", "--rate", "24"], 0, "Say which with --start"),
        (["master.vtt", "--cut", "bad.edl", "--to", "vtt", "--rate", "25"], 1, "bad.edl:4: 10:00:02:99 does not exist"),
        (["bad.vtt", "--cut", "15.json", "--to", "vtt"], 1, "bad.vtt:"),
        (
            ["master.vtt", "--cut", "15.edl", "--to", "vtt", "--rate", "25", "--start", "11:00:00:00"],
            1,
            "15.edl:4: event 001 begins 89950 frames before its source does",
        ),
    ],
)
def test_what_goes_wrong_is_said_with_the_way_out(place: Path, arguments: list[str], code: int, words: str) -> None:
    (place / "bad.edl").write_text(CUT.replace("10:00:02:00", "10:00:02:99"))
    (place / "bad.vtt").write_text("no captions")
    said = conform(*arguments)
    assert (said.exit_code, words in said.stderr.replace("\n", " ")) == (code, True), said.stderr


def test_timestamps_inside_a_cue_move_with_it(place: Path) -> None:
    karaoke = "WEBVTT\n\n00:00:02.200 --> 00:00:03.800\nThe <00:00:02.500>same <00:00:03.000>cup\n"
    (place / "master.vtt").write_text(karaoke)
    said = conform("master.vtt", "--cut", "15.json", "--to", "vtt")
    assert said.stdout.endswith("The <00:00:00.500>same <00:00:01.000>cup\n")


@pytest.mark.parametrize("kind", ["edl", "json"])
def test_neither_opentimelineio_nor_the_service_is_loaded(place: Path, kind: str) -> None:
    """The command starts at once because it loads nothing that it does not need."""
    run = (
        "import sys; from service.commands.conform import command;"
        f"command(['master.vtt','--cut','15.{kind}','--rate','25','--to','vtt'], standalone_mode=False);"
        "sys.stderr.write('LOADED ' + ' '.join({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split("LOADED ")[1].split())
    assert not loaded & {"opentimelineio", "litestar", "asyncpg", "icu4py", "budoux", "av"}
