"""What posts want of people, what the clock tells once, and the calendar that shows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx

from service import rulebook
from service.posts.clock import tick
from tests.posts.conftest import Room
from tests.studio import Json, events

POSTED = {"url": "https://video.example/1", "posted_at": "2026-11-20T18:01:00+01:00"}
MUSIC = {"what": "music", "name": "Low Kettle", "territories": None, "media": ["organic_social"]}


async def tasks(room: Room) -> list[tuple[str, str]]:
    found = await room.ada.read(f"/v1/campaigns/{room.campaign['id']}/post_tasks")
    return [(one["kind"], one["code"]) for one in found["data"]]


async def licensed(room: Room, **until: str) -> Json:
    """Music in the film, from the beginning of the year."""
    new = MUSIC | {"starts_on": "2026-01-01"} | until
    window = await room.ada.make(f"/v1/campaigns/{room.campaign['id']}/rights", new)
    marked = {"what": {"kind": "rights", "rights_id": window["id"]}}
    await room.ada.make(f"/v1/sources/{room.source['id']}/marks", marked)
    return window


async def told(room: Room, at: datetime) -> int:
    return await tick(room.db, rulebook.load(), at)


async def test_a_live_post_whose_rights_end_is_to_be_taken_down(room: Room) -> None:
    today = datetime.now(UTC).date()
    window = await licensed(room, ends_on=str(today + timedelta(days=400)))
    live = await room.done(await room.ready(), "record", POSTED)
    assert await tasks(room) == []
    await room.ada.change(f"/v1/rights/{window['id']}", {"ends_on": str(today + timedelta(days=20))})
    assert await tasks(room) == [("rights_ending", "rights_ending")]
    await room.ada.change(f"/v1/rights/{window['id']}", {"ends_on": str(today - timedelta(days=2))}, 2)
    assert await tasks(room) == [("takedown_wanted", "rights_ended")]
    await room.done(live, "take_down", {"note": "The music's rights ended."})
    assert await tasks(room) == []


async def test_rights_that_end_are_told_at_thirty_seven_and_one_days_and_once_each(room: Room) -> None:
    await licensed(room, ends_on="2027-03-31")
    await room.done(await room.ready(), "record", POSTED)
    for day, news in (
        ("2027-02-27", 0),  # 32 days
        ("2027-03-01", 1),  # 30
        ("2027-03-02", 0),
        ("2027-03-24", 1),  # 7
        ("2027-03-29", 0),
        ("2027-03-30", 1),  # 1
        ("2027-03-31", 0),
        ("2027-04-01", 1),  # it ended: takedown
        ("2027-04-02", 0),
    ):
        assert await told(room, datetime.fromisoformat(f"{day}T12:00:00+00:00")) == news, day
    assert [one["data"]["days"] for one in await events(room.db, room.house, "rights.ending")] == [30, 7, 1]
    (gone,) = await events(room.db, room.house, "takedown.wanted")
    assert gone["data"]["name"] == "Low Kettle"


async def test_a_post_is_overdue_after_five_minutes_and_told_once(room: Room) -> None:
    post = await room.done(await room.ready(local_at="2027-01-20T18:00"), "schedule")
    due = datetime(2027, 1, 20, 17, tzinfo=UTC)
    assert await told(room, due + timedelta(minutes=4, seconds=59)) == 0
    assert await told(room, due + timedelta(minutes=5)) == 1
    assert await told(room, due + timedelta(hours=5)) == 0
    (late,) = await events(room.db, room.house, "post.overdue")
    assert late["subject"] == post["id"]


async def test_a_post_of_unknown_outcome_waits_for_somebody_to_find_out(room: Room) -> None:
    post = await room.done(await room.planned(), "doubt", {"note": "The app closed."})
    assert await tasks(room) == [("outcome_unknown", "outcome_unknown")]
    await room.done(post, "not_arrived", {"note": "Looked."})
    assert await tasks(room) == []


async def test_the_calendar_shows_posts_at_their_instant_and_its_address_can_be_ended(room: Room) -> None:
    await room.planned(local_at="2027-01-20T18:00")
    address = f"/v1/campaigns/{room.campaign['id']}"
    own = await room.ada.http.get(f"{address}/posts.ics")
    assert own.headers["content-type"] == "text/calendar; charset=utf-8"
    lines = own.text.split("\r\n")
    assert "DTSTART:20270120T170000Z" in lines
    assert "SUMMARY:Planned: 15 A DE tiktok" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    opened = await room.ada.make(f"{address}/post_calendar", {})
    path = httpx.URL(opened["url"]).path
    room.ada.http.headers.pop("authorization")
    stranger = room.ada.http
    assert (await stranger.get(path)).content == own.content
    assert (await stranger.get(path.replace(".ics", "x.ics"))).status_code == 404
    stranger.headers["authorization"] = f"Bearer {room.house.api_key}"
    assert (await room.ada.http.delete(f"{address}/post_calendar")).status_code == 204
    assert (await stranger.get(path)).status_code == 404
