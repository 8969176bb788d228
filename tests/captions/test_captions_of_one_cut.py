"""Cues that belong to one cut alone: they stand beside what its sources bring, and have the same consequences."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.ids import CampaignId
from service.captions import records
from tests.captions.workshop import Json, Workshop, webvtt

GERMAN = ("Eins.", "Zwei.", "Drei.")
CARD = webvtt(("8.5 9.5", "Aldermoor."))


@pytest.fixture
async def room(workshop: Workshop, tmp_path: Path) -> Workshop:
    """Three cues at 0.5, 3 and 6 seconds of a master of ten."""
    await workshop.open(tmp_path, {"US": ["en-US"], "DE": ["de-DE"]})
    await workshop.captions(webvtt(("0.5 2", "One."), ("3 4.5", "Two."), ("6 8", "Three.")))
    return workshop


async def card(room: Workshop, cut: str, text: str = CARD, locale: str = "en-US") -> Json:
    """Captions of the cut itself, conformed."""
    answer = await room.send(text, locale, on=f"/v1/cuts/{cut}")
    assert answer.status_code == 201, answer.text
    await room.conform(cut)
    report: Json = answer.json()
    return report


async def own_cues(room: Workshop, cut: str) -> list[Json]:
    """Those that stand in the segment that is all of the cut."""
    placed = (await room.read(f"/v1/cuts/{cut}/conform"))["cues"]
    return [one for one in placed if one["segment_id"][4:] == cut[4:]]


async def own_translation(room: Workshop, cut: str, *texts: str) -> str:
    track = (await room.make(f"/v1/cuts/{cut}/tracks", locale="de-DE"))["id"]
    cues = (await room.read(f"/v1/tracks/{track}/cues"))["data"]
    for cue, text in zip(cues, texts, strict=True):
        assert (await room.write(track, cue["id"], text, cue["revision"])).status_code == 200
    return str(track)


async def originals(room: Workshop) -> str:
    tracks = (await room.read(f"/v1/sources/{room.source}/tracks"))["data"]
    return next(str(track["id"]) for track in tracks if track["is_source"])


async def file_of(room: Workshop, cut: str, place: str = "DE/de-DE") -> str:
    answer = await room.api.get(f"/v1/cuts/{cut}/captions/{place}.vtt")
    assert answer.status_code == 200, answer.text
    return answer.text


async def states(room: Workshop) -> dict[tuple[str, str], tuple[str, int, int]]:
    return {
        (cut, at): (cell["state"], cell["done"], cell["total"]) for (cut, _, at), cell in (await room.cells()).items()
    }


async def test_the_cues_of_a_cut_stand_in_it_alone_and_in_a_segment_that_is_all_of_it(room: Workshop) -> None:
    with_card, without = await room.cut("CARD", (0, 250)), await room.cut("BARE", (0, 250))
    report = await card(room, with_card)
    await room.conform(without)
    assert (report["cut_id"], report["source_id"], report["added"]) == (with_card, None, 1)
    (own,) = [
        one
        for one in (await room.read(f"/v1/cuts/{with_card}/conform"))["cues"]
        if one["segment_id"][4:] == with_card[4:]
    ]
    assert (own["cue_id"], own["begin_ms"], own["end_ms"], own["how"]) == (
        report["cues"][0]["cue_id"],
        *(8500, 9500, "whole"),
    )
    assert len((await room.read(f"/v1/cuts/{without}/conform"))["cues"]) == 3
    assert (await room.read(f"/v1/cuts/{without}/tracks"))["data"] == []


async def test_a_locale_is_complete_when_the_cues_of_the_cut_are_translated_too(room: Workshop) -> None:
    cut = await room.cut("CARD", (0, 250))
    await room.approve((await room.translate("de-DE", *GERMAN))["id"])
    report = await card(room, cut)
    assert (await states(room))[cut, "de-DE"] == ("draft", 3, 4)
    await room.work(cut)
    assert await room.releases(cut) == []

    track = await own_translation(room, cut, "Aldermoor Kaffee.")
    assert (await states(room))[cut, "de-DE"] == ("draft", 4, 4)
    await room.work(cut)
    assert await room.releases(cut) == []
    await room.approve(track)
    await room.work(cut)
    assert (await states(room))[cut, "de-DE"] == ("approved", 4, 4)
    assert "00:00:08.500 --> 00:00:09.500\nAldermoor Kaffee.\n" in await file_of(room, cut)

    await room.approve(report["id"])
    await room.approve(await originals(room))
    await room.work(cut)
    assert (await states(room))[cut, "en-US"] == ("approved", 4, 4)


async def test_a_cut_without_captioned_sources_has_captions_of_its_own(workshop: Workshop, tmp_path: Path) -> None:
    await workshop.open(tmp_path, {"DE": ["de-DE"], "US": ["en-US"]})
    cut = await workshop.cut("CARD", (0, 250))
    await workshop.approve((await card(workshop, cut))["id"])
    await workshop.approve(await own_translation(workshop, cut, "Kaffee."))
    await workshop.work(cut)
    assert await states(workshop) == {(cut, "en-US"): ("approved", 1, 1), (cut, "de-DE"): ("approved", 1, 1)}
    assert "Kaffee." in await file_of(workshop, cut)


async def test_what_is_said_in_the_very_language_needs_no_translation(room: Workshop) -> None:
    """A German card on the cut of a film in English: its own text is the German one."""
    cut = await room.cut("CARD", (0, 250))
    await room.approve((await room.translate("de-DE", *GERMAN))["id"])
    await room.approve((await card(room, cut, webvtt(("8.5 9.5", "Kaffee.")), "de-DE"))["id"])
    await room.work(cut)
    assert (await states(room))[cut, "de-DE"] == ("approved", 4, 4)
    assert "Kaffee." in await file_of(room, cut)
    assert (await states(room))[cut, "en-US"] == ("draft", 3, 4)


async def test_captions_of_a_cut_make_its_own_releases_stale_and_no_others(room: Workshop) -> None:
    cuts = [await room.cut("CARD", (0, 250)), await room.cut("BARE", (0, 250))]
    await room.approve((await room.translate("de-DE", *GERMAN))["id"])
    await room.work(*cuts)
    await card(room, cuts[0])
    stale = [[one["stale"] for one in await room.releases(cut)] for cut in cuts]
    assert stale == [[True], [False]]

    await room.approve(await own_translation(room, cuts[0], "Kaffee."))
    await room.work(*cuts)
    assert [[one["stale"] for one in await room.releases(cut)] for cut in cuts] == [[False, True], [False]]
    own = (await room.read(f"/v1/cuts/{cuts[0]}/tracks"))["data"]
    original = next(one for one in own if one["is_source"])
    (cue,) = (await room.read(f"/v1/tracks/{original['id']}/cues"))["data"]
    await room.write(original["id"], cue["id"], "Aldermoor Coffee.", cue["revision"])
    assert [[one["stale"] for one in await room.releases(cut)] for cut in cuts] == [[True, True], [False]]
    assert (await states(room))[cuts[0], "de-DE"] == ("stale", 3, 4)


async def test_a_second_file_moves_and_withdraws_the_cues_of_a_cut(room: Workshop) -> None:
    cut = await room.cut("CARD", (0, 250))
    first = await card(room, cut, webvtt(("8.2 8.4", "Now."), ("8.5 9.5", "Aldermoor.")))
    again = await room.send(webvtt(("8.6 9.6", "Aldermoor.")), on=f"/v1/cuts/{cut}", seen=first["revision"])
    assert (again.status_code, again.json()["moved"], again.json()["withdrawn"]) == (200, 1, 1)
    await room.conform(cut)
    own = await own_cues(room, cut)
    assert [(one["begin_ms"], one["end_ms"]) for one in own] == [(8600, 9600)]


async def test_cues_of_a_cut_are_added_moved_and_withdrawn_one_by_one(room: Workshop) -> None:
    cut = await room.cut("CARD", (0, 250))
    await card(room, cut)
    added = await room.make(f"/v1/cuts/{cut}/cues", begin_ms=9600, end_ms=9900, text="Habit.")
    moved = await room.api.put(
        f"/v1/cues/{added['id']}/timing", json={"begin_ms": 9500, "end_ms": 9800}, headers={"if-match": '"r2"'}
    )
    assert (moved.status_code, moved.json()["cut_id"]) == (200, cut)
    beyond = await room.api.put(
        f"/v1/cues/{added['id']}/timing", json={"begin_ms": 9500, "end_ms": 10_001}, headers={"if-match": '"r3"'}
    )
    assert beyond.json()["errors"][0]["detail"] == "the cut ends at 10000 ms"
    await room.conform(cut)
    assert (await room.read(f"/v1/cuts/{cut}/conform"))["cues"][-1]["begin_ms"] == 9500
    await room.api.post(f"/v1/cues/{added['id']}/withdraw", headers={"if-match": '"r3"'})
    await room.conform(cut)
    assert len((await room.read(f"/v1/cuts/{cut}/conform"))["cues"]) == 4


async def test_cues_that_overlap_across_origins_wait_for_a_person(room: Workshop) -> None:
    cut = await room.cut("CARD", (0, 250))
    await room.approve((await room.translate("de-DE", *GERMAN))["id"])
    await card(room, cut, webvtt(("7 9", "Aldermoor.")))
    await room.approve(await own_translation(room, cut, "Kaffee."))
    await room.work(cut)
    (release,) = await room.releases(cut)
    assert release["status"] == "in_review"
    assert (await states(room))[cut, "de-DE"] == ("in_review", 4, 4)


async def test_a_shorter_edit_list_clips_and_drops_the_cues_of_the_cut(room: Workshop) -> None:
    cut = await room.cut("CARD", (0, 250))
    await card(room, cut, webvtt(("4 6", "Aldermoor."), ("8 9", "Habit.")))
    segment = {"layer": "picture", "source_id": room.source, "in_frame": 0, "out_frame": 125}
    edited = await room.api.put(f"/v1/cuts/{cut}/edit_list", json={"segments": [segment]}, headers={"if-match": '"r1"'})
    assert edited.status_code == 200, edited.text
    await room.conform(cut)
    conform = await room.read(f"/v1/cuts/{cut}/conform")
    own = await own_cues(room, cut)
    assert [(one["begin_ms"], one["end_ms"], one["how"]) for one in own] == [(4000, 5000, "clipped")]
    assert conform["dropped"] == 2


async def test_the_captions_of_an_insert_count_where_it_is_cut_in(room: Workshop, tmp_path: Path) -> None:
    """Another film's captions, with their own language and approvals, in the cut that shows it and in no other."""
    insert = await room.add_source(tmp_path, "insert", 4.0)
    original = await room.send(webvtt(("1 2", "Aldermoor.")), on=f"/v1/sources/{insert}")
    segments = [
        {"layer": "picture", "source_id": room.source, "in_frame": 0, "out_frame": 75},
        {"layer": "picture", "source_id": insert, "in_frame": 0, "out_frame": 100},
    ]
    facts = {"code": "CARD", "name": "CARD", "aspect": "9:16", "fps": {"num": 25}, "segments": segments}
    cut = (await room.make(f"/v1/videos/{room.video}/cuts", **facts))["id"]
    bare = await room.cut("BARE", (0, 75))
    await room.approve((await room.translate("de-DE", *GERMAN))["id"])
    await room.work(cut, bare)
    assert (await states(room))[cut, "de-DE"] == ("draft", 1, 2)
    assert (await states(room))[bare, "de-DE"] == ("approved", 1, 1)

    german = await room.send(webvtt(("1 2", "Kaffee.")), "de-DE", on=f"/v1/sources/{insert}")
    await room.approve(german.json()["id"])
    await room.work(cut, bare)
    assert (await states(room))[cut, "de-DE"] == ("approved", 2, 2)
    assert (await room.releases(cut))[0]["stale"] is False

    (cue,) = (await room.read(f"/v1/tracks/{original.json()['id']}/cues"))["data"]
    await room.write(original.json()["id"], cue["id"], "Aldermoor Coffee.", cue["revision"])
    assert (await states(room))[cut, "de-DE"] == ("stale", 1, 2)
    assert (await states(room))[bare, "de-DE"] == ("approved", 1, 1)
    async with room.db.reading(room.house.person.scope) as tx:
        (standing,) = await records.list_standings(tx, [CampaignId.parse(room.campaign)])
    assert standing.counted(set()) == (4, 1, 1)
