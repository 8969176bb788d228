"""`cutdown captions convert` as a person uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.commands.captions import captions

VTT = """WEBVTT

NOTE kept

REGION
id:top

one
00:01.000 --> 00:02.500 region:top align:start
<v Mary>Hello <i>you</i> &amp; me

00:03.000 --> 00:04.000
Two
lines
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.vtt").write_text(VTT)
    (tmp_path / "b.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nHi <i>there</i>\n")
    (tmp_path / "bad.vtt").write_text("WEBVTT-\n\n00:01.000 --> 00:02.000\nHm.\n")
    return tmp_path


def run(*given: str) -> Result:
    return CliRunner().invoke(captions, ["convert", *given])


def test_one_file_goes_to_standard_output(place: Path) -> None:
    done = run("b.srt", "--to", "vtt")
    assert (done.exit_code, done.stdout) == (0, "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nHi <i>there</i>\n")


def test_json_has_the_shape_that_programs_are_promised(place: Path) -> None:
    done = run("a.vtt", "--to", "json")
    assert done.exit_code == 0
    settings = {"vertical": "", "line": "auto", "snap_to_lines": True, "line_align": "start"}
    settings |= {"position": "auto", "position_align": "auto", "size": 100, "align": "center"}
    assert json.loads(done.stdout) == {
        "file": "a.vtt",
        "format": "vtt",
        "language": None,
        "cues": [
            {
                "id": "one",
                "begin_ms": 1000,
                "end_ms": 2500,
                "text": "Hello you & me",
                "markup": "<v Mary>Hello <i>you</i> &amp; me",
                "settings": settings | {"align": "start"},
                "layout_region": "top",
            },
            {
                "id": "",
                "begin_ms": 3000,
                "end_ms": 4000,
                "text": "Two\nlines",
                "markup": "Two\nlines",
                "settings": settings,
                "layout_region": None,
            },
        ],
        "problems": [],
    }


def test_several_files_in_json_are_a_line_each_and_a_refused_one_stops_no_other(place: Path) -> None:
    done = run("a.vtt", "bad.vtt", "b.srt", "--to", "json")
    assert done.exit_code == 1
    assert [json.loads(line)["file"] for line in done.stdout.splitlines()] == ["a.vtt", "b.srt"]
    assert "bad.vtt:1: A WebVTT file begins with the line WEBVTT" in done.stderr


def test_what_is_lost_is_named_and_reported(place: Path) -> None:
    done = run("a.vtt", "--to", "srt", "--out", "out", "--report", "report.json")
    assert done.exit_code == 0
    assert "SRT cannot carry" in done.stderr
    (told,) = json.loads(Path("report.json").read_text())["files"]
    assert (told["file"], told["format"], told["to"], told["cues"]) == ("a.vtt", "vtt", "srt", 2)
    assert {loss["feature"] for loss in told["losses"]} >= {"voice", "region", "alignment", "note"}
    assert Path("out/a.srt").read_text().startswith("1\n00:00:01,000 --> 00:00:02,500\nHello <i>you</i> & me\n")


def test_repair_takes_what_strict_refuses(place: Path) -> None:
    done = run("bad.vtt", "--to", "vtt", "--mode", "repair")
    assert (done.exit_code, done.stdout) == (0, "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHm.\n")
    assert "bad.vtt:1: signature: " in done.stderr


def test_a_file_is_told_by_its_content_where_its_name_says_nothing(place: Path) -> None:
    Path("noname").write_text(VTT)
    assert run("noname", "--to", "vtt").exit_code == 0
    Path("nothing").write_text("Hello.")
    done = run("nothing", "--to", "vtt")
    assert (done.exit_code, "no caption file" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    "given",
    [
        ("a.vtt", "--to", "doc"),
        ("missing.vtt", "--to", "vtt"),
        ("a.vtt", "b.srt", "--to", "srt"),
        ("a.vtt", "--to", "vtt", "--out", "."),
        ("--to", "vtt"),
        ("a.vtt",),
    ],
)
def test_wrong_usage_is_said_and_ends_with_two(place: Path, given: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in place.iterdir()}
    done = run(*given)
    assert done.exit_code == 2
    assert done.stderr
    assert {path: path.read_bytes() for path in place.iterdir()} == before


def test_it_needs_no_server_and_no_database(place: Path) -> None:
    code = (
        "import sys; from service.__main__ import main\n"
        "try: main(['captions', 'convert', 'a.vtt', '--to', 'srt'])\n"
        "finally: print(sorted({'asyncio', 'asyncpg', 'litestar', 'granian'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr.endswith("[]\n")


def test_output_that_has_no_room_is_said_in_a_line(place: Path) -> None:
    code = "from service.__main__ import main; main(['captions', 'convert', 'a.vtt', '--to', 'vtt'])"
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "standard output: It cannot be written: No space left on device." in done.stderr
    assert "Traceback" not in done.stderr
