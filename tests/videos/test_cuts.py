"""Cuts over HTTP: their edit lists, facts and revisions."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from schemas.ids import CutId, SourceId
from service.db.pool import Database
from service.problems import Missing
from service.timedtext.timing import Rate
from service.videos.actions import cuts_with_source, get_source_facts, segments_of, sources_of
from tests.conftest import House
from tests.studio import Caller, Json, events
from tests.videos.conftest import Stage


def stretch(source: Json, in_frame: int, out_frame: int, **facts: Any) -> Json:
    return {"layer": "picture", "source_id": source["id"], "in_frame": in_frame, "out_frame": out_frame, **facts}


def new_cut(stage: Stage, *segments: Json, **facts: Any) -> Json:
    made = {"code": "02 V", "name": "Full story", "aspect": "9:16", "fps": {"num": 25}, "purpose": "the whole film"}
    return {**made, "segments": list(segments) or [stretch(stage.master, 0, 50)], **facts}


async def edit(ada: Caller, cut: Json, *segments: Json) -> Any:
    headers = {"if-match": f'"r{cut["revision"]}"'}
    return await ada.http.put(f"/v1/cuts/{cut['id']}/edit_list", json={"segments": segments}, headers=headers)


async def test_a_cut_is_laid_out_from_its_edit_list(db: Database, house: House, ada: Caller, stage: Stage) -> None:
    segments = [
        stretch(stage.master, 10, 35),
        stretch(stage.insert, 0, 24),  # 24 frames of 24000/1001 are 25.025 frames of 25/1
        stretch(stage.master, 0, 20, speed={"num": 2}, cut_in_frame=60),
        stretch(stage.master, 5, 45, layer="sound", cut_in_frame=3),
    ]
    answer = await ada.http.post(stage.cuts, json=new_cut(stage, *segments, market="DE", platform="tiktok"))
    assert answer.status_code == 201, answer.text
    cut = answer.json()
    assert answer.headers["location"] == f"/v1/cuts/{cut['id']}"
    assert answer.headers["etag"] == '"r1"'
    assert [one["cut_in_frame"] for one in cut["segments"]] == [0, 25, 60, 3]
    assert (cut["frames"], cut["duration_ms"], cut["edit_revision"]) == (70, 2800, 1)
    assert (cut["market"], cut["platform"], cut["fps"]) == ("DE", "tiktok", {"num": 25, "den": 1})
    assert cut == await ada.read(f"/v1/cuts/{cut['id']}")
    (event,) = await events(db, house, "cut.created")
    assert (event["subject"], event["data"]) == (cut["id"], {"edit_revision": 1})
    (listed,) = (await ada.read(stage.cuts))["data"]
    assert listed == {key: value for key, value in cut.items() if key != "segments"}


async def test_a_new_edit_list_is_a_new_revision_beside_the_old_one(
    db: Database, house: House, ada: Caller, stage: Stage
) -> None:
    cut = await ada.make(stage.cuts, new_cut(stage, stretch(stage.master, 0, 10), stretch(stage.master, 20, 50)))
    first, second = cut["segments"]
    answer = await edit(ada, cut, {**second, "cut_in_frame": None, "in_frame": 25}, stretch(stage.insert, 0, 24))
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == '"r2"'
    edited = answer.json()
    assert (edited["edit_revision"], edited["revision"], edited["frames"]) == (2, 2, 50)
    assert [one["id"] == second["id"] for one in edited["segments"]] == [True, False]
    (event,) = await events(db, house, "cut.edited")
    assert (event["subject"], event["data"]) == (cut["id"], {"edit_revision": 2})
    back = await edit(ada, edited, {**first, "cut_in_frame": 0}, *edited["segments"][1:])
    assert [one["id"] for one in back.json()["segments"]] == [first["id"], edited["segments"][1]["id"]]
    async with db.reading(house.person.scope) as tx:
        before = await segments_of(tx, CutId.parse(cut["id"]), 1)
    assert [str(one.segment_id) for one in before.segments] == [first["id"], second["id"]]
    assert [one.in_frame for one in before.segments] == [0, 20]


async def test_what_is_read_can_be_sent_back(ada: Caller, stage: Stage) -> None:
    segments = [stretch(stage.insert, 3, 40), stretch(stage.master, 0, 50), stretch(stage.insert, 0, 48, layer="sound")]
    cut = await ada.make(stage.cuts, new_cut(stage, *segments))
    answer = await edit(ada, cut, *cut["segments"])
    assert answer.status_code == 200, answer.text
    assert answer.json()["segments"] == cut["segments"]
    assert answer.json()["frames"] == cut["frames"]


async def test_an_edit_must_have_seen_the_edit_before(ada: Caller, stage: Stage) -> None:
    cut = await ada.make(stage.cuts, new_cut(stage))
    address = f"/v1/cuts/{cut['id']}/edit_list"
    assert (await ada.http.put(address, json={"segments": cut["segments"]})).status_code == 428
    assert (await edit(ada, cut, stretch(stage.master, 0, 25))).status_code == 200
    stale = await edit(ada, cut, stretch(stage.master, 0, 30))
    assert stale.status_code == 412
    assert stale.json()["current"] == await ada.read(f"/v1/cuts/{cut['id']}")
    assert stale.json()["current"]["frames"] == 25


async def test_every_fault_of_an_edit_list_is_told_at_once(
    db: Database, house: House, ada: Caller, stage: Stage
) -> None:
    elsewhere = await ada.make(stage.cuts, new_cut(stage, code="other"))
    cut = await ada.make(stage.cuts, new_cut(stage))
    kept = cut["segments"][0]
    answer = await edit(
        ada,
        cut,
        stretch(stage.master, 0, 51),
        stretch(stage.master, 20, 20),
        stretch(stage.master, 0, 10, speed={"num": 9, "den": 1}),
        stretch(stage.master, 0, 5, speed={"num": 2, "den": 1}),
        stretch(stage.master, 0, 10),
        stretch(stage.master, 0, 10, cut_in_frame=9),
        stretch({"id": str(SourceId(CutId.parse(cut["id"]).uuid))}, 0, 10),
        {**kept, "cut_in_frame": None},
        {**kept, "cut_in_frame": None},
        {**elsewhere["segments"][0], "cut_in_frame": None},
    )
    assert answer.status_code == 422
    told = {fault["pointer"]: (fault["code"], fault["detail"]) for fault in answer.json()["errors"]}
    assert told == {
        "/segments/0/out_frame": ("beyond_source", "51 is too far: the source ends at frame 50"),
        "/segments/1/out_frame": (
            "end_before_start",
            "it begins at frame 20 and ends before frame 20; it has no frames",
        ),
        "/segments/2/speed": ("range", "9/1 is not a speed from 1/8 to 8/1"),
        "/segments/3/out_frame": (
            "not_whole",
            "5 frames at speed 2/1 last 5/2 frames of the cut; take a multiple of 2 frames",
        ),
        "/segments/5/cut_in_frame": (
            "overlap",
            "its layer is taken up to frame 10 of the cut; this segment would begin at 9",
        ),
        "/segments/6/source_id": ("not_found", "this video has no such source"),
        "/segments/8/id": ("twice", "segment 7 of this list has this id too"),
        "/segments/9/id": ("not_found", "this cut never had such a segment; leave id out for a new one"),
    }
    assert await ada.read(f"/v1/cuts/{cut['id']}") == cut
    assert await events(db, house, "cut.edited") == []


async def test_a_cut_has_a_picture_and_at_most_500_segments(ada: Caller, stage: Stage) -> None:
    only_sound = new_cut(stage, stretch(stage.master, 0, 50, layer="sound"))
    answer = await ada.http.post(stage.cuts, json=only_sound)
    assert [fault["code"] for fault in answer.json()["errors"]] == ["no_picture"]
    too_many = await ada.http.post(stage.cuts, json=new_cut(stage, *[stretch(stage.master, 0, 1)] * 501))
    assert too_many.status_code == 422
    assert [(fault["pointer"], fault["code"]) for fault in too_many.json()["errors"]] == [("/segments", "length")]
    most = await ada.make(stage.cuts, new_cut(stage, *[stretch(stage.master, 0, 1)] * 500))
    assert most["frames"] == 500
    assert [one["cut_in_frame"] for one in most["segments"]] == list(range(500))


async def test_faults_of_facts_and_segments_come_together(ada: Caller, stage: Stage) -> None:
    parent = str(CutId(SourceId.parse(stage.master["id"]).uuid))
    wrong = new_cut(stage, stretch(stage.master, 0, 51), market="UK", parent_cut_id=parent)
    answer = await ada.http.post(stage.cuts, json=wrong)
    assert {(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]} == {
        ("/market", "unknown_market"),
        ("/parent_cut_id", "not_found"),
        ("/segments/0/out_frame", "beyond_source"),
    }


async def test_a_rate_is_one_that_films_have(ada: Caller, stage: Stage) -> None:
    for fps in ({"num": 1, "den": 2}, {"num": 241}, {"num": 0}, {"num": 24, "den": 0}):
        answer = await ada.http.post(stage.cuts, json=new_cut(stage, fps=fps))
        assert answer.status_code == 422
        assert [fault["code"] for fault in answer.json()["errors"]] == ["range"]


async def test_a_code_is_taken_once_in_a_video(ada: Caller, stage: Stage) -> None:
    await ada.make(stage.cuts, new_cut(stage, code="15 A"))
    again = await ada.http.post(stage.cuts, json=new_cut(stage, code="15 A"))
    assert (again.status_code, again.json()["code"]) == (409, "cut-code-taken")
    other = await ada.make(stage.cuts, new_cut(stage, code="15 B"))
    renamed = await ada.change(f"/v1/cuts/{other['id']}", {"code": "15 A"})
    assert (renamed.status_code, renamed.json()["code"]) == (409, "cut-code-taken")
    assert len((await ada.read(stage.cuts))["data"]) == 2


async def test_facts_change_without_touching_the_edit_list(
    db: Database, house: House, ada: Caller, stage: Stage
) -> None:
    cut = await ada.make(stage.cuts, new_cut(stage, market="DE", platform="tiktok"))
    changes = {"name": "Five kitchens", "market": None, "aspect": "1:1", "platform": "instagram_reels"}
    answer = await ada.change(f"/v1/cuts/{cut['id']}", changes)
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert {key for key in changed if changed[key] != cut[key]} == {*changes, "revision", "updated_at"}
    assert changed["market"] is None
    assert [one["subject"] for one in await events(db, house, "cut.updated")] == [cut["id"]]
    assert (await ada.change(f"/v1/cuts/{cut['id']}", {"name": "Stale"})).status_code == 412
    unknown = await ada.change(f"/v1/cuts/{cut['id']}", {"market": "UK"}, revision=2)
    assert [fault["code"] for fault in unknown.json()["errors"]] == ["unknown_market"]


async def test_no_cut_descends_from_itself(ada: Caller, stage: Stage) -> None:
    top = await ada.make(stage.cuts, new_cut(stage, code="A"))
    middle = await ada.make(stage.cuts, new_cut(stage, code="B", parent_cut_id=top["id"]))
    low = await ada.make(stage.cuts, new_cut(stage, code="C", parent_cut_id=middle["id"]))
    for parent in (top, middle, low):
        answer = await ada.change(f"/v1/cuts/{top['id']}", {"parent_cut_id": parent["id"]})
        assert answer.status_code == 422
        assert [(f["pointer"], f["code"]) for f in answer.json()["errors"]] == [("/parent_cut_id", "cycle")]
    assert (await ada.change(f"/v1/cuts/{low['id']}", {"parent_cut_id": top["id"]})).status_code == 200
    freed = await ada.change(f"/v1/cuts/{middle['id']}", {"parent_cut_id": None})
    assert freed.json()["parent_cut_id"] is None


async def test_a_parent_is_a_cut_of_the_same_video(ada: Caller, stage: Stage, films: Any) -> None:
    other = await ada.video(stage.video["story_id"])
    source = await ada.source(other["id"], films.short)
    foreign = await ada.make(f"/v1/videos/{other['id']}/cuts", new_cut(stage, stretch(source, 0, 10)))
    cut = await ada.make(stage.cuts, new_cut(stage))
    answer = await ada.change(f"/v1/cuts/{cut['id']}", {"parent_cut_id": foreign["id"]})
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [("/parent_cut_id", "not_found")]
    crossed = await ada.http.post(stage.cuts, json=new_cut(stage, stretch(source, 0, 10), code="X"))
    assert [fault["pointer"] for fault in crossed.json()["errors"]] == ["/segments/0/source_id"]


async def test_a_cut_made_again_with_its_key_is_made_once(
    db: Database, house: House, ada: Caller, stage: Stage
) -> None:
    first = await ada.http.post(stage.cuts, json=new_cut(stage), headers={"idempotency-key": "k"})
    again = await ada.http.post(stage.cuts, json=new_cut(stage), headers={"idempotency-key": "k"})
    assert first.content == again.content
    assert first.status_code == again.status_code == 201
    assert len(await events(db, house, "cut.created")) == 1


async def test_later_rooms_learn_sources_and_segments(db: Database, house: House, ada: Caller, stage: Stage) -> None:
    cut = await ada.make(stage.cuts, new_cut(stage, stretch(stage.insert, 0, 24), stretch(stage.master, 0, 10)))
    master, insert = SourceId.parse(stage.master["id"]), SourceId.parse(stage.insert["id"])
    async with db.reading(house.person.scope) as tx:
        facts = await get_source_facts(tx, insert)
        assert (facts.rate, facts.frames, facts.duration_ms) == (Rate(24000, 1001), 48, 2002)
        assert str(facts.campaign_id) == stage.video["campaign_id"]
        assert [one.id for one in await sources_of(tx, facts.video_id)] == [master, insert]
        found = await segments_of(tx, CutId.parse(cut["id"]))
        assert found.source_rates == {insert: Rate(24000, 1001), master: Rate(25)}
        assert (found.cut.rate, found.cut.frames, found.cut.edit_revision) == (Rate(25), 35, 1)
        assert [(one.source_id, one.layer, one.cut_in_frame) for one in found.segments] == [
            (insert, "picture", 0),
            (master, "picture", 25),
        ]
        assert await cuts_with_source(tx, insert) == [CutId.parse(cut["id"])]
    await edit(ada, cut, stretch(stage.master, 0, 10))
    async with db.reading(house.person.scope) as tx:
        assert await cuts_with_source(tx, insert) == []
        with pytest.raises(Missing):
            await get_source_facts(tx, SourceId(CutId.parse(cut["id"]).uuid))


async def test_the_length_of_a_cut_at_another_rate(ada: Caller, stage: Stage) -> None:
    by_hand = {  # of the master's 50 frames at 25/1, which last two seconds
        Rate(24000, 1001): (48, 2002),
        Rate(24): (48, 2000),
        Rate(30000, 1001): (60, 2002),
        Rate(7): (14, 2000),
        Rate(240): (480, 2000),
    }
    for number, (rate, expected) in enumerate(by_hand.items()):
        fps = {"num": 2 * rate.num, "den": 2 * rate.den}
        cut = await ada.make(stage.cuts, new_cut(stage, code=f"{number}", fps=fps))
        assert (cut["frames"], cut["duration_ms"]) == expected
        assert cut["fps"] == {"num": rate.num, "den": rate.den}


async def test_of_two_edits_at_once_one_is_told_of_the_other(ada: Caller, stage: Stage) -> None:
    cut = await ada.make(stage.cuts, new_cut(stage))
    edits = [edit(ada, cut, stretch(stage.master, 0, frames)) for frames in range(1, 7)]
    answers = await asyncio.gather(*edits)
    assert sorted(one.status_code for one in answers) == [200, *[412] * 5]
    (won,) = [one.json() for one in answers if one.status_code == 200]
    assert await ada.read(f"/v1/cuts/{cut['id']}") == won
