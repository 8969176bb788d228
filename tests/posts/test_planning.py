"""The plan: what is put into it once, by whom, at which moment, and what may not be."""

from __future__ import annotations

import asyncio

import pytest

from service.identity import Role
from tests.posts.conftest import Room
from tests.studio import colleague, events

SOON = "2027-01-20T18:00"


async def test_a_cut_is_planned_on_each_channel_of_each_market_that_agrees(room: Room) -> None:
    japan = await room.another_channel("@aldermoor.jp", market="JP", zone="Asia/Tokyo")
    german = await room.another_cut("15 DE", market="DE")
    reel = await room.another_cut("15 R", platform="instagram_reels")
    cuts = [room.cut["id"], german["id"], reel["id"]]
    made = await room.plan(cuts=cuts, channels=[room.channel["id"], japan["id"]], markets=None, local_at=SOON)
    found = {(one["cut"], one["handle"], one["market"]): one["due_at"] for one in made["planned"]}
    assert found == {
        ("15 A", "@aldermoor", "DE"): "2027-01-20T17:00:00Z",
        ("15 A", "@aldermoor", "JP"): "2027-01-20T17:00:00Z",
        ("15 A", "@aldermoor.jp", "JP"): "2027-01-20T09:00:00Z",
        ("15 DE", "@aldermoor", "DE"): "2027-01-20T17:00:00Z",
    }
    why = {one["code"] for one in made["left_out"]}
    assert why == {"cut_of_other_market", "channel_of_other_market", "cut_of_other_platform"}
    assert len(await events(room.db, room.house, "post.planned")) == 4


async def test_what_is_planned_again_stays_as_it_is_and_says_who_planned_it(room: Room) -> None:
    first = await room.planned(local_at=SOON)
    again = await room.plan(local_at="2027-02-20T18:00")
    assert (again["planned"], [one["id"] for one in again["there"]]) == ([], [first["id"]])
    assert again["there"][0]["due_at"] == first["due_at"]
    assert again["there"][0]["last"]["name"] == room.house.person.name
    other = await room.planned(slot="again")
    assert other["id"] != first["id"]


async def test_a_slot_is_free_again_once_its_post_was_withdrawn(room: Room) -> None:
    first = await room.planned()
    gone = await room.ada.http.delete(f"/v1/posts/{first['id']}", headers={"if-match": '"r1"'})
    assert gone.status_code == 204
    assert (await room.planned())["id"] != first["id"]
    assert (await room.show(first))["status"] == "withdrawn"


async def test_of_ten_who_plan_the_same_slot_at_once_one_does_and_the_others_are_told(room: Room) -> None:
    made = await asyncio.gather(*(room.plan(local_at=SOON) for _ in range(10)))
    assert sorted(len(one["planned"]) for one in made) == [0] * 9 + [1]
    (winner,) = [one["planned"][0] for one in made if one["planned"]]
    assert {one["there"][0]["id"] for one in made if one["there"]} == {winner["id"]}
    assert len((await room.ada.read(f"/v1/campaigns/{room.campaign['id']}/posts"))["data"]) == 1


@pytest.mark.parametrize(
    ("zone", "local_at", "fold", "due_at"),
    [
        ("Europe/Paris", "2027-07-01T18:00", None, "2027-07-01T16:00:00Z"),
        ("Europe/Paris", "2027-10-31T02:30", "first", "2027-10-31T00:30:00Z"),
        ("Europe/Paris", "2027-10-31T02:30", "second", "2027-10-31T01:30:00Z"),
        ("America/Sao_Paulo", "2027-10-17T00:30", None, "2027-10-17T03:30:00Z"),
        ("Asia/Kolkata", "2027-01-20T18:00", None, "2027-01-20T12:30:00Z"),
    ],
)
async def test_a_time_is_the_clocks_of_its_zone(
    room: Room, zone: str, local_at: str, fold: str | None, due_at: str
) -> None:
    channel = await room.another_channel("@there", zone=zone)
    made = await room.planned(channels=[channel["id"]], local_at=local_at, fold=fold)
    assert (made["local_at"], made["zone"], made["fold"], made["due_at"]) == (local_at, zone, fold, due_at)


@pytest.mark.parametrize(
    ("local_at", "code", "says"),
    [
        ("2027-03-28T02:30", "skipped", "2027-03-28T01:59 and 2027-03-28T03:00"),
        ("2027-10-31T02:30", "twice", "first or second"),
        ("2027-02-30T18:00", "no_day", "2027-02-30"),
    ],
)
async def test_a_time_that_is_none_is_asked_about(room: Room, local_at: str, code: str, says: str) -> None:
    new = {"cuts": [room.cut["id"]], "channels": [room.channel["id"]], "local_at": local_at}
    refused = await room.ada.http.post(f"/v1/campaigns/{room.campaign['id']}/posts", json=new)
    assert refused.status_code == 422
    (fault,) = refused.json()["errors"]
    assert (fault["code"], says in fault["detail"]) == (code, True), fault


async def test_a_scheduled_post_that_gets_another_time_is_planned_again(room: Room) -> None:
    post = await room.done(await room.ready(local_at=SOON), "schedule")
    assert (post["status"], post["last"]["verb"]) == ("scheduled", "scheduled")
    later = {"local_at": "2027-01-21T18:00"}
    moved = await room.ada.change(f"/v1/posts/{post['id']}", later, post["revision"])
    assert (moved.json()["status"], moved.json()["due_at"]) == ("planned", "2027-01-21T17:00:00Z")
    same = await room.ada.change(f"/v1/posts/{post['id']}", later, moved.json()["revision"])
    assert same.json()["revision"] == moved.json()["revision"]


async def test_words_are_said_once_and_the_narrowest_level_counts(room: Room) -> None:
    post = await room.planned()
    address = f"/v1/campaigns/{room.campaign['id']}/copy"

    async def say(level: str, **words: object) -> None:
        seen = {"if-match": (await room.ada.http.get(f"{address}/{level}")).headers["etag"]}
        said = await room.ada.http.put(f"{address}/{level}", json=words, headers=seen)
        assert said.status_code == 200, said.text

    async def text() -> tuple[str | None, str | None]:
        said = (await room.show(post))["copy"]["text"]
        return said["value"], said["level"]

    assert await text() == (None, None)
    for level, named in (
        ("all/all", "campaign"),
        ("tiktok/all", "platform"),
        ("all/DE", "market"),
        ("tiktok/DE", "market_platform"),
    ):
        await say(level, text=level)
        assert await text() == (level, named)
    own = await room.ada.change(f"/v1/posts/{post['id']}", {"text": ""}, 1)
    assert own.status_code == 200, own.text
    assert await text() == ("", "post")
    await room.ada.change(f"/v1/posts/{post['id']}", {"text": None}, 2)
    await say("tiktok/DE", text=None, hashtags=["kaffee"])
    assert await text() == ("all/DE", "market")
    assert (await room.show(post))["copy"]["hashtags"] == {"value": ["kaffee"], "level": "market_platform"}
    await say("instagram_reels/DE", text="Elsewhere.")
    await say("tiktok/JP", text="Elsewhere.")
    assert await text() == ("all/DE", "market")


async def test_of_two_who_say_something_at_the_same_level_one_does(room: Room) -> None:
    address = f"/v1/campaigns/{room.campaign['id']}/copy/all/all"
    answers = await asyncio.gather(
        *(room.ada.http.put(address, json={"text": f"{n}"}, headers={"if-match": '"r0"'}) for n in range(5))
    )
    assert sorted(one.status_code for one in answers) == [200, 412, 412, 412, 412]
    (won,) = [one.json()["text"] for one in answers if one.status_code == 200]
    assert {one.json()["current"]["text"] for one in answers if one.status_code == 412} == {won}


async def test_who_works_for_one_market_plans_for_that_one(room: Room) -> None:
    producer = await colleague(room.db, room.house, room.ada.http, (Role.PRODUCER, None), market="JP")
    new = {"cuts": [room.cut["id"]], "channels": [room.channel["id"]]}
    made = await producer.http.post(f"/v1/campaigns/{room.campaign['id']}/posts", json=new)
    assert made.status_code == 403 or [one["market"] for one in made.json()["planned"]] == ["JP"], made.text
    german = await room.planned()
    assert (
        await producer.http.post(f"/v1/posts/{german['id']}/schedule", json={}, headers={"if-match": '"r1"'})
    ).status_code == 403
