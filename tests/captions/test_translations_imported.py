"""A translation as a file: each cue finds its source cue by its time, and only what the file says anew changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.captions.workshop import Json, Workshop, webvtt

ENGLISH = (("0.5 2", "Two cups."), ("3 4.5", "Same time."), ("6 8", "Some things stay."))
GERMAN = (("0.5 2", "Zwei Tassen."), ("3 4.5", "Dieselbe Zeit."), ("6 8", "Manches bleibt."))


@pytest.fixture
async def room(workshop: Workshop, tmp_path: Path) -> Workshop:
    """Three cues at 0.5, 3 and 6 seconds of a master of ten."""
    await workshop.open(tmp_path, {"US": ["en-US"], "DE": ["de-DE"]})
    await workshop.captions(webvtt(*ENGLISH))
    return workshop


async def texts(room: Workshop, track: str) -> list[tuple[str | None, str]]:
    return [(one["text"], one["status"]) for one in (await room.read(f"/v1/tracks/{track}/cues"))["data"]]


async def german(room: Workshop, *lines: tuple[str, str]) -> Json:
    answer = await room.send(webvtt(*(lines or GERMAN)), "de-DE")
    assert answer.status_code == 201, answer.text
    report: Json = answer.json()
    return report


async def test_a_translation_opens_its_track_and_fills_it(room: Workshop) -> None:
    report = await german(room)
    assert (report["is_source"], report["kind"], report["added"], report["missing"]) == (False, "subtitles", 3, 0)
    assert await texts(room, report["id"]) == [(text, "draft") for _, text in GERMAN]
    cut = await room.cut("ALL", (0, 250))
    await room.approve(report["id"])
    await room.work(cut)
    assert (await room.cells())[cut, "DE", "de-DE"]["state"] == "approved"


async def test_times_may_differ_by_some_frames(room: Workshop) -> None:
    report = await german(room, ("0.74 2.2", "Zwei Tassen."), ("2.8 4.3", "Dieselbe Zeit."))
    assert [(one["begin_ms"], one["text"]) for one in report["cues"]] == [
        (500, "Zwei Tassen."),
        (3000, "Dieselbe Zeit."),
    ]
    assert report["missing"] == 1
    assert await texts(room, report["id"]) == [
        ("Zwei Tassen.", "draft"),
        ("Dieselbe Zeit.", "draft"),
        (None, "missing"),
    ]


async def test_a_second_file_changes_only_the_texts_that_differ(room: Workshop) -> None:
    first = await german(room)
    before = (await room.read(f"/v1/tracks/{first['id']}/cues"))["data"]
    other = webvtt(GERMAN[0], ("3 4.5", "Zur selben Zeit."), GERMAN[2])
    assert (await room.send(other, "de-DE")).status_code == 428
    assert (await room.send(other, "de-DE", seen=0)).status_code == 412
    told = (await room.send(other, "de-DE", dry_run="true")).json()
    assert (told["kept"], told["reworded"], told["applied"]) == (2, 1, False)
    assert (await room.read(f"/v1/tracks/{first['id']}/cues"))["data"] == before
    done = await room.send(other, "de-DE", seen=first["revision"])
    assert (done.status_code, done.json()["kept"], done.json()["reworded"]) == (200, 2, 1)
    after = (await room.read(f"/v1/tracks/{first['id']}/cues"))["data"]
    assert [after[0], after[2]] == [before[0], before[2]]
    assert (after[1]["text"], after[1]["revision"]) == ("Zur selben Zeit.", 2)
    assert (await room.send(other, "de-DE")).json()["kept"] == 3


async def test_the_same_old_text_does_not_become_fresh_by_being_sent_again(room: Workshop) -> None:
    report = await german(room)
    original = (await room.send(webvtt(*ENGLISH))).json()
    await room.send(webvtt(("0.5 2", "Three cups."), *ENGLISH[1:]), seen=original["revision"])
    assert (await texts(room, report["id"]))[0] == ("Zwei Tassen.", "stale")
    assert (await room.send(webvtt(*GERMAN), "de-DE")).json()["kept"] == 3
    assert (await texts(room, report["id"]))[0] == ("Zwei Tassen.", "stale")
    new = webvtt(("0.5 2", "Drei Tassen."), *GERMAN[1:])
    await room.send(new, "de-DE", seen=report["revision"])
    assert (await texts(room, report["id"]))[0] == ("Drei Tassen.", "draft")


@pytest.mark.parametrize(
    ("lines", "codes", "said"),
    [
        ((GERMAN[0], ("5 5.9", "Was?")), ["unmatched"], "line 6"),
        ((GERMAN[0], ("0.6 2", "Tassen.")), ["ambiguous"], "line 6: the cue of line 3"),
        ((("0.5 2", "\u200b"), ("5 5.9", "Was?")), ["unshowable", "unmatched"], "line 3"),
    ],
)
async def test_a_cue_that_is_nobodys_changes_nothing(
    room: Workshop, lines: tuple[tuple[str, str], ...], codes: list[str], said: str
) -> None:
    refused = await room.send(webvtt(*lines), "de-DE")
    assert (refused.status_code, [one["code"] for one in refused.json()["errors"]]) == (422, codes)
    assert refused.json()["errors"][0]["detail"].startswith(said)
    assert len((await room.read(f"/v1/sources/{room.source}/tracks"))["data"]) == 1


async def test_a_cut_of_its_own_captions_is_translated_by_a_file_too(room: Workshop) -> None:
    cut = f"/v1/cuts/{await room.cut('CARD', (0, 250))}"
    await room.send(webvtt(("8.5 9.5", "Aldermoor.")), on=cut)
    report = (await room.send(webvtt(("8.5 9.5", "Kaffee.")), "de-DE", on=cut)).json()
    assert (report["cut_id"], report["added"]) == (cut.rpartition("/")[2], 1)
    assert await texts(room, report["id"]) == [("Kaffee.", "draft")]


async def test_other_line_breaks_are_no_other_text(room: Workshop) -> None:
    report = await german(room)
    again = webvtt(("0.5 2", "Zwei\nTassen."), ("3 4.5", "Dieselbe\nZeit."), GERMAN[2])
    assert (await room.send(again, "de-DE")).json()["kept"] == 3
    assert await texts(room, report["id"]) == [(text, "draft") for _, text in GERMAN]


@pytest.mark.parametrize(
    ("times", "says"),
    [
        (("12.5 14", "15 16.5", "18 20"), "begin 12 s later than those of the source"),
        (("12.5 14", "25 26.5", "48 50"), "another cut, or shifted?"),
    ],
)
async def test_a_file_of_no_time_of_the_source_is_told_once(room: Workshop, times: tuple[str, ...], says: str) -> None:
    refused = await room.send(webvtt(*((when, "Was?") for when in times)), "de-DE")
    (fault,) = refused.json()["errors"]
    assert (refused.status_code, fault["code"]) == (422, "unmatched")
    assert says in fault["detail"]


async def test_faults_stand_in_the_order_of_lines_behind_those_of_the_file(room: Workshop) -> None:
    text = webvtt(("9 9.5", "Spät."), ("5 5.9", "Früh."), GERMAN[0]) + "\n00:00:04.000 --> 00:00:03.000\nVerkehrt.\n"
    refused = await room.send(text, "de-DE", mode="repair")
    told = [one["detail"].partition(":")[0] for one in refused.json()["errors"]]
    assert (refused.status_code, told) == (422, [f"line {line}" for line in (6, 9, 12, 3, 6, 12)])
    codes = [one["code"] for one in refused.json()["errors"]]
    assert codes == ["out_of_order", "out_of_order", "reversed_times_swapped", *["unmatched"] * 3]
