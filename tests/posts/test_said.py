"""What is said of posts in plain words: refusals, tasks and the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from service.web.posts.times import short_day
from service.web.words import languages
from tests.posts.conftest import Room
from tests.posts.test_clock import POSTED, licensed


async def test_a_platform_without_a_pack_takes_no_channel(room: Room) -> None:
    new = {"brand_id": room.campaign["brand_id"], "name": "Aldermoor", "handle": "@new", "zone": "Europe/Berlin"}
    for word in ("myspace", "tik_tok"):
        refused = await room.ada.http.post("/v1/channels", json=new | {"platform": word})
        (fault,) = refused.json()["errors"]
        assert (refused.status_code, fault["pointer"], fault["code"]) == (422, "/platform", "unknown_platform")
        assert "instagram_reels" in fault["detail"]
    assert "did you mean tiktok?" in fault["detail"]


async def test_a_refusal_says_in_plain_english_who_did_what(room: Room) -> None:
    live = await room.done(await room.ready(), "record", POSTED)
    await room.done(live, "take_down", {"note": "Gone."})
    said = (await room.do(live, "take_down", {"note": "Again."}, 99)).json()
    assert said["code"] == "precondition-failed"
    now = await room.show(live)
    said = (await room.do(now, "take_down", {"note": "Again."})).json()["detail"]
    assert said.startswith("this post is taken down: Ada Lindqvist took it down at 20")
    doubted = await room.done(await room.planned(slot="second"), "doubt", {"note": "The app closed."})
    said = (await room.do(doubted, "schedule")).json()["detail"]
    assert said.startswith("this post is of unknown outcome: Ada Lindqvist did not know whether it is there at 20")


async def test_an_address_on_record_names_its_post(room: Room) -> None:
    live = await room.done(await room.ready(), "record", POSTED)
    said = (await room.do(await room.ready(slot="second"), "record", POSTED)).json()
    assert (said["code"], said["post_id"], said["cut"]) == ("already-on-record", live["id"], "15 A")
    assert f"15 A for DE on @aldermoor (tiktok) has this address: post {live['id']}" in said["detail"]


async def test_a_task_of_a_live_post_speaks_of_today(room: Room) -> None:
    today = datetime.now(UTC).date()
    window = await licensed(room, ends_on=str(today + timedelta(days=400)))
    await room.done(await room.ready(), "record", POSTED)

    async def told(revision: int, days: int) -> str:
        ends = {"ends_on": str(today + timedelta(days=days))}
        await room.ada.change(f"/v1/rights/{window['id']}", ends, revision)
        (task,) = (await room.ada.read(f"/v1/campaigns/{room.campaign['id']}/post_tasks"))["data"]
        return str(task["detail"])

    assert "days from today." in await told(1, 20)
    said = await told(2, -3)
    assert "goes out" not in said
    assert said.endswith(" It is live.")


async def test_the_calendar_says_when_a_live_post_went_out(room: Room) -> None:
    planned = await room.ready(local_at="2027-01-20T18:00")
    await room.done(planned, "record", POSTED)
    said = (await room.ada.http.get(f"/v1/campaigns/{room.campaign['id']}/posts.ics")).text.replace("\r\n ", "")
    assert "Went live 2026-11-20 18:01 Europe/Berlin" in said
    assert "2027-01-20" not in said


def test_a_day_of_another_year_says_its_year() -> None:
    english, now = languages()["en"], datetime(2026, 11, 21, tzinfo=UTC)
    assert short_day(english, now, datetime(2026, 10, 31, tzinfo=UTC)) == "Oct 31"
    assert short_day(english, now, datetime(2027, 10, 31, tzinfo=UTC)) == "Oct 31, 2027"
