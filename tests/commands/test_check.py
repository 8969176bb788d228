"""`cutdown captions check`: what it says of files, what it mends, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.__main__ import main

CLEAN = "WEBVTT\n\n00:00.000 --> 00:02.000\nDeux tasses.\n\n00:02.083 --> 00:04.000\nUne habitude.\n"
UNTIDY = """WEBVTT

NOTE before

intro
00:00:01.000 --> 00:00:02.000
-Oui.
-Non...

00:00:02.040 --> 00:00:02.200
Cette ligne est bien trop longue pour un téléphone.

empty
00:00:05.000 --> 00:00:06.000

NOTE after

00:00:07.000 --> 00:00:09.000 line:95%
<i>Voilà !</i>
"""
BROKEN = "1\n00:00:01,000 -->\nHm.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clean.vtt").write_text(CLEAN, "utf-8")
    (tmp_path / "untidy.vtt").write_text(UNTIDY, "utf-8")
    (tmp_path / "broken.srt").write_text(BROKEN, "utf-8")
    return tmp_path


def check(folder: Path, *arguments: str) -> Result:
    files = [str(folder / one) if (folder / one).is_file() else one for one in arguments]
    return CliRunner().invoke(main, ["captions", "check", *files])


def test_a_clean_file_is_told_in_one_line_and_ends_with_0(folder: Path) -> None:
    result = check(folder, "clean.vtt", "--locale", "fr_ca")
    assert result.exit_code == 0
    assert result.output.rstrip().endswith(
        "0 errors, 0 warnings  (French (Canada), subtitles; Cutdown, marketing cuts)"
    )


def test_findings_name_cue_time_rule_measure_limit_and_fix(folder: Path) -> None:
    result = check(folder, "untidy.vtt", "--locale", "fr-CA")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert "  line 10, cue 2 at 00:00:02.040: error: chars_per_line 51/42: " in result.output
    assert "    fix: - Oui. / - Non…" in lines
    assert "    fix: remove it" in lines


def test_warnings_alone_end_with_0(folder: Path) -> None:
    (folder / "dots.vtt").write_text(CLEAN.replace("tasses.", "tasses..."), "utf-8")
    result = check(folder, "dots.vtt", "--locale", "fr-FR")
    assert (result.exit_code, "warning: ellipsis 1/0" in result.output) == (0, True)


def test_a_refused_file_is_named_with_its_line_and_the_others_are_still_checked(folder: Path) -> None:
    result = check(folder, "broken.srt", "clean.vtt", "--locale", "fr-FR")
    assert result.exit_code == 1
    assert "broken.srt:2: Expected a time line" in result.stderr
    assert "clean.vtt: 0 errors" in result.stdout


def test_json_has_one_object_for_each_file(folder: Path) -> None:
    result = check(folder, "untidy.vtt", "broken.srt", "--locale", "fr-FR", "--json")
    assert result.exit_code == 1
    untidy, broken = (json.loads(line) for line in result.stdout.splitlines())
    assert (untidy["cues"], untidy["errors"], untidy["locale"], untidy["counting"]) == (4, 3, "fr-FR", "characters")
    (long,) = [one for one in untidy["findings"] if one["rule"] == "chars_per_line"]
    assert (long["cue"], long["begin_ms"], long["measured"], long["limit"], long["severity"]) == (
        2,
        2040,
        51,
        42,
        "error",
    )
    (dots,) = [one for one in untidy["findings"] if one["rule"] == "ellipsis"]
    assert dots["fix"] == {"cue": 1, "safe": True, "text": "-Oui.\n-Non…", "markup": ""}
    assert ([one["line"] for one in broken["refused"]], "findings" in broken) == ([2], False)


def test_what_is_safe_is_mended_into_a_folder_with_all_else_as_it_was(folder: Path) -> None:
    out = folder / "mended"
    result = check(folder, "untidy.vtt", "--locale", "fr-CA", "--platform", "tiktok", "--fix", str(out))
    assert result.exit_code == 1
    assert (out / "untidy.vtt").read_text("utf-8") == (
        "WEBVTT\n\nNOTE before\n\nintro\n00:00:01.000 --> 00:00:01.957\n- Oui.\n- Non…\n\n"
        "00:00:02.040 --> 00:00:02.873\nCette ligne est bien trop longue pour un téléphone.\n\nNOTE after\n\n"
        "00:00:07.000 --> 00:00:09.000 line:76.47%,start\n<i>Voilà\u202f!</i>\n"
    )
    assert [line.split(":")[0] for line in result.output.splitlines()[1:]] == ["  line 10, cue 2 at 00"] * 2
    again = check(folder, str(out / "untidy.vtt"), "--locale", "fr-CA", "--platform", "tiktok", "--fix", str(folder))
    assert (out / "untidy.vtt").read_bytes() == (folder / "untidy.vtt").read_bytes()
    assert "mended" not in again.output.splitlines()[0].partition(": ")[2]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("clean.vtt", "--locale", "fr-XX"), "Did you mean fr-FR?"),
        (("clean.vtt", "--locale", "fr-FR", "--profile", "mine"), "'house'"),
        (("clean.vtt", "--locale", "fr-FR", "--aspect", "2:1"), "'9:16'"),
        (("clean.vtt", "--locale", "fr-FR", "--fps", "fast"), "write 25, 23.976 or 24000/1001"),
        (("clean.vtt",), "--locale"),
        (("none.vtt", "--locale", "fr-FR"), "none.vtt"),
        (("--locale", "fr-FR"), "FILES"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_right(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    result = check(folder, *arguments)
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr


def test_mending_writes_over_nothing_that_was_read(folder: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b" / "clean.vtt").write_text(CLEAN, "utf-8")
    over = check(folder, "clean.vtt", "--locale", "fr-FR", "--fix", str(folder))
    assert (over.exit_code, "would be written over" in over.stderr) == (2, True)
    twice = check(folder, "clean.vtt", "b/clean.vtt", "--locale", "fr-FR", "--fix", str(folder / "out"))
    assert (twice.exit_code, "mend them apart" in twice.stderr) == (2, True)
    assert not (folder / "out").exists()


def test_a_file_of_no_known_format_is_refused(folder: Path) -> None:
    (folder / "notes.docx").write_bytes(b"PK")
    result = check(folder, "notes.docx", "--locale", "fr-FR")
    assert (result.exit_code, "no caption file" in result.stderr) == (1, True)


def test_texts_that_are_still_the_sources_are_told(folder: Path) -> None:
    (folder / "en.srt").write_text(
        "1\n00:00:00,100 --> 00:00:02,000\nDeux tasses.\n\n2\n00:00:03,000 --> 00:00:04,000\nUne habitude.\n"
    )
    result = check(folder, "clean.vtt", "--locale", "fr-FR", "--source", "en.srt", "--json")
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["cue"], finding["rule"]) == (1, "same_as_source")
    refused = check(folder, "clean.vtt", "--locale", "fr-FR", "--source", "broken.srt")
    assert (refused.exit_code, "broken.srt:2:" in refused.stderr) == (1, True)


def test_the_rate_kind_and_shape_count(folder: Path) -> None:
    frames = (
        "WEBVTT\n\n00:00.000 --> 00:02.000\n[Musik]\n\n00:02.067 --> 00:04.000\nEine Angewohnheit von zwei Tassen.\n"
    )
    (folder / "frames.vtt").write_text(frames, "utf-8")
    arguments = ("frames.vtt", "--locale", "de-AT", "--kind", "captions")
    assert "0 errors, 0 warnings" in check(folder, *arguments, "--fps", "29.97").output
    assert "gap" not in check(folder, *arguments, "--fps", "30").output
    assert "gap 1/2" not in check(folder, *arguments, "--fps", "24").output
    assert "gap" in check(folder, *arguments, "--fps", "20").output
    assert "chars_per_line 34/26" in check(folder, *arguments, "--fps", "30", "--aspect", "9:16").output
