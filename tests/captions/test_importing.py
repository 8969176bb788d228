"""A file that is imported again: cues keep their identity, and exactly what changed has its consequences."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.captions.workshop import Json, Workshop, webvtt

FIRST = (("0.5 2", "Two cups."), ("3 4.5", "Same time."), ("6 8", "Some things stay."))
GERMAN = ("Zwei Tassen.", "Dieselbe Zeit.", "Manches bleibt.")
COUNTS = ("kept", "moved", "reworded", "added", "restored", "withdrawn")


@pytest.fixture
async def room(workshop: Workshop, tmp_path: Path) -> Workshop:
    """Three cues at 0.5, 3 and 6 seconds of a master of ten."""
    await workshop.open(tmp_path, {"US": ["en-US"], "DE": ["de-DE"]})
    await workshop.captions(webvtt(*FIRST))
    return workshop


async def original(room: Workshop) -> Json:
    tracks = (await room.read(f"/v1/sources/{room.source}/tracks"))["data"]
    return next(track for track in tracks if track["is_source"])


async def cues(room: Workshop, track: str) -> list[Json]:
    found: list[Json] = (await room.read(f"/v1/tracks/{track}/cues"))["data"]
    return found


async def changed(room: Workshop, *lines: tuple[str, str]) -> Json:
    """The report of another file, sent by somebody who saw the newest revision."""
    answer = await room.send(webvtt(*lines), seen=(await original(room))["revision"])
    assert answer.status_code == 200, answer.text
    report: Json = answer.json()
    return report


def counts(report: Json) -> dict[str, int]:
    return {what: report[what] for what in COUNTS if report[what]}


async def stale(room: Workshop, *cuts: str) -> set[tuple[str, str]]:
    return {(cut, one["locale"]) for cut in cuts for one in await room.releases(cut) if one["stale"]}


async def test_the_report_names_what_happens_to_each_cue_and_identities_stay(room: Workshop) -> None:
    before = await cues(room, (await original(room))["id"])
    report = await changed(
        room, ("0.5 2", "Two cups."), ("3.2 4.7", "Same time."), ("6 8", "Some things stay now."), ("8.5 9", "Habit.")
    )
    assert counts(report) == {"kept": 1, "moved": 1, "reworded": 1, "added": 1}
    assert [one["change"] for one in report["cues"]] == ["kept", "moved", "reworded", "added"]
    assert [one["cue_id"] for one in report["cues"][:3]] == [one["id"] for one in before]
    assert report["cues"][1]["before"] == {"begin_ms": 3000, "end_ms": 4500, "text": "Same time."}
    after = await cues(room, report["id"])
    assert [(one["id"], one["begin_ms"], one["text"]) for one in after] == [
        (one["cue_id"], one["begin_ms"], one["text"]) for one in report["cues"]
    ]


async def test_translations_are_stale_exactly_where_the_source_text_changed(room: Workshop) -> None:
    track = (await room.translate("de-DE", *GERMAN))["id"]
    await changed(room, ("0.7 2", "Two cups."), ("3 4.5", "The same time."), ("6 8", "Some  things stay."))
    assert [(one["status"], one["translated_from"]) for one in await cues(room, track)] == [
        ("draft", None),
        ("stale", "Same time."),
        ("draft", None),
    ]


async def test_a_cue_that_is_gone_comes_back_with_its_identity_and_its_translation(room: Workshop) -> None:
    track = (await room.translate("de-DE", *GERMAN))["id"]
    before = await cues(room, track)
    assert counts(await changed(room, FIRST[0], FIRST[2])) == {"kept": 2, "withdrawn": 1}
    assert [one["text"] for one in await cues(room, track)] == ["Zwei Tassen.", "Manches bleibt."]
    gone = before[1]["id"]
    assert (await room.read(f"/v1/cues/{gone}/timing"))["withdrawn"]
    assert (await room.api.get(f"/v1/tracks/{track}/cues/{gone}")).status_code == 404
    report = await changed(room, *FIRST)
    assert counts(report) == {"kept": 2, "restored": 1}
    assert await cues(room, track) == before
    assert counts(await changed(room, *FIRST)) == {"kept": 3}


async def test_nothing_changes_unseen(room: Workshop) -> None:
    other = webvtt(*FIRST[:2])
    assert (await room.send(other)).status_code == 428
    track = await original(room)
    cue = (await cues(room, track["id"]))[0]
    await room.write(track["id"], cue["id"], "Two cups!", cue["revision"])
    refused = await room.send(other, seen=track["revision"])
    assert refused.status_code == 412
    assert refused.json()["current"]["revision"] == track["revision"] + 1
    moved = await room.api.put(
        f"/v1/cues/{cue['id']}/timing", json={"begin_ms": 600, "end_ms": 2000}, headers={"if-match": '"r1"'}
    )
    assert moved.status_code == 200
    assert (await room.send(other, seen=track["revision"] + 1)).status_code == 412
    assert len(await cues(room, track["id"])) == 3


async def test_the_same_file_again_needs_no_condition_and_changes_nothing(room: Workshop) -> None:
    before = await original(room)
    again = await room.send(webvtt(*FIRST))
    assert (again.status_code, counts(again.json()), again.json()["applied"]) == (200, {"kept": 3}, True)
    assert await original(room) == before


async def test_a_dry_run_tells_all_and_changes_nothing(room: Workshop) -> None:
    before = await original(room)
    lines = (FIRST[0], ("3.2 4.7", "Same time."), ("8.5 9", "Habit."))
    told = (await room.send(webvtt(*lines), dry_run="true")).json()
    assert (counts(told), told["applied"]) == ({"kept": 1, "moved": 1, "added": 1, "withdrawn": 1}, False)
    assert await original(room) == before
    done = await changed(room, *lines)
    assert counts(done) == counts(told)
    assert [one["cue_id"] for one in told["cues"] if one["change"] != "added"] == [
        one["cue_id"] for one in done["cues"] if one["change"] != "added"
    ]


async def test_a_dry_run_of_a_first_file_makes_no_track(workshop: Workshop, tmp_path: Path) -> None:
    await workshop.open(tmp_path, {"US": ["en-US"]})
    told = await workshop.send(webvtt(*FIRST), dry_run="true")
    assert (told.status_code, told.json()["id"], told.json()["added"]) == (200, None, 3)
    assert (await workshop.read(f"/v1/sources/{workshop.source}/tracks"))["data"] == []


async def test_exactly_the_releases_that_contain_a_changed_cue_are_stale(room: Workshop) -> None:
    whole, short = await room.cut("ALL", (0, 250)), await room.cut("ONE", (0, 75))
    for track in ((await original(room))["id"], (await room.translate("de-DE", *GERMAN))["id"]):
        await room.approve(track)
    await room.work(whole, short)
    assert await stale(room, whole, short) == set()

    await changed(room, FIRST[0], FIRST[1])
    assert await stale(room, whole, short) == {(whole, "de-DE"), (whole, "en-US")}
    await room.conform(whole, short)
    assert await stale(room, whole, short) == {(whole, "de-DE"), (whole, "en-US")}
    assert len((await room.read(f"/v1/cuts/{whole}/conform"))["cues"]) == 2

    await changed(room, *FIRST)
    await room.conform(whole, short)
    assert await stale(room, whole, short) == set()

    await changed(room, *FIRST, ("8.5 9", "Habit."))
    await room.conform(whole, short)
    assert await stale(room, whole, short) == {(whole, "de-DE"), (whole, "en-US")}
    cell = (await room.cells())[whole, "DE", "de-DE"]
    assert (cell["done"], cell["total"]) == (3, 4)


async def test_an_approval_falls_with_the_text_it_was_given_to(room: Workshop) -> None:
    track = (await original(room))["id"]
    await room.approve(track)
    await changed(room, *FIRST[:2], ("6 8", "Some things stay here."))
    assert (await room.read(f"/v1/tracks/{track}"))["status"] == "draft"


async def test_a_moved_cue_leaves_the_approval_of_the_texts(room: Workshop) -> None:
    track = (await room.approve((await original(room))["id"]))["id"]
    cue = (await cues(room, track))[0]["id"]
    moved = await room.api.put(
        f"/v1/cues/{cue}/timing", json={"begin_ms": 600, "end_ms": 2000}, headers={"if-match": '"r1"'}
    )
    assert moved.status_code == 200
    assert (await room.read(f"/v1/tracks/{track}"))["status"] == "approved"


async def test_one_cue_is_added_withdrawn_and_restored(room: Workshop) -> None:
    track, cut = (await room.translate("de-DE", *GERMAN))["id"], await room.cut("ALL", (0, 250))
    added = await room.make(f"/v1/sources/{room.source}/cues", begin_ms=8500, end_ms=9000, text="Habit.")
    await room.conform(cut)
    assert len((await room.read(f"/v1/cuts/{cut}/conform"))["cues"]) == 4
    assert [one["text"] for one in await cues(room, track)] == [*GERMAN, None]

    for verb, there in (("withdraw", 3), ("withdraw", 3), ("restore", 4), ("restore", 4)):
        timing = await room.api.get(f"/v1/cues/{added['id']}/timing")
        answer = await room.api.post(f"/v1/cues/{added['id']}/{verb}", headers={"if-match": timing.headers["etag"]})
        assert (answer.status_code, answer.json()["withdrawn"]) == (200, verb == "withdraw")
        await room.conform(cut)
        assert len((await room.read(f"/v1/cuts/{cut}/conform"))["cues"]) == there
        assert len(await cues(room, track)) == there


async def test_a_withdrawn_cue_cannot_be_moved(room: Workshop) -> None:
    cue = (await cues(room, (await original(room))["id"]))[0]["id"]
    await room.api.post(f"/v1/cues/{cue}/withdraw", headers={"if-match": '"r1"'})
    refused = await room.api.put(
        f"/v1/cues/{cue}/timing", json={"begin_ms": 600, "end_ms": 2000}, headers={"if-match": '"r1"'}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "cue-withdrawn")


async def test_a_cue_beyond_the_film_changes_nothing(room: Workshop) -> None:
    refused = await room.send(webvtt(*FIRST, ("9 11", "Too late.")), seen=(await original(room))["revision"])
    assert (refused.status_code, [one["code"] for one in refused.json()["errors"]]) == (422, ["beyond_media"])
    assert len(await cues(room, (await original(room))["id"])) == 3


async def test_of_two_first_files_at_once_the_second_is_compared_with_the_first(
    workshop: Workshop, tmp_path: Path
) -> None:
    await workshop.open(tmp_path, {"US": ["en-US"]})
    same = await asyncio.gather(*(workshop.send(webvtt(*FIRST)) for _ in range(4)))
    assert sorted(one.status_code for one in same) == [200, 200, 200, 201]
    assert len({one.json()["id"] for one in same}) == 1
    assert len(await cues(workshop, same[0].json()["id"])) == 3


async def test_of_two_who_saw_the_same_one_is_told_of_the_other(room: Workshop) -> None:
    files = [webvtt(*FIRST[:2], ("6 8", text)) for text in ("Some stay.", "Some things go.")]
    answers = await asyncio.gather(*(room.send(file, seen=1) for file in files))
    assert sorted(one.status_code for one in answers) == [200, 412]


async def test_a_dry_run_says_that_what_was_seen_is_no_more(room: Workshop) -> None:
    track = await room.translate("de-DE", *GERMAN)
    english, german = webvtt(("0.5 2", "Two mugs."), *FIRST[1:]), webvtt(("0.5 2", "Zwei Becher."))
    for file, locale, now in ((english, "en-US", 1), (german, "de-DE", track["revision"])):
        for seen, status in ((now + 8, 412), (now, 200)):
            assert (await room.send(file, locale, seen=seen, dry_run="true")).status_code == status, (locale, seen)


async def test_a_cue_without_text_is_left_out_and_named(room: Workshop) -> None:
    told = (await room.send(webvtt(("0.1 0.2", "<i></i>"), *FIRST))).json()
    assert (counts(told), told["left_out"]) == ({"kept": 3}, ["1 cue without text (line 3)"])


async def test_a_delivered_file_may_break_its_lines_elsewhere(room: Workshop) -> None:
    track = await original(room)
    told = await changed(
        room, ("0.5 2", "Two\ncups."), ("3 4.5", "Same\ntime."), ("6 8", "Some things <i>do</i> stay.")
    )
    assert counts(told) == {"kept": 2, "reworded": 1}
    assert [one["text"] for one in await cues(room, track["id"])][:2] == ["Two cups.", "Same time."]
    marked = (await original(room))["revision"]
    assert counts(await changed(room, *FIRST[:2], ("6 8", "Some things\n<i>do</i> stay."))) == {"kept": 3}
    assert counts(await changed(room, *FIRST[:2], ("6 8", "Some things\ndo stay."))) == {"kept": 2, "reworded": 1}
    assert (await original(room))["revision"] == marked + 1
