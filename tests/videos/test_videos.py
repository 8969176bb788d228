"""Videos over HTTP."""

from __future__ import annotations

from service.db.pool import Database
from tests.conftest import House
from tests.studio import Caller, events


async def test_a_video_belongs_to_the_campaign_of_its_story(db: Database, house: House, ada: Caller) -> None:
    story = await ada.story()
    video = await ada.video(story["id"])
    assert (video["story_id"], video["campaign_id"], video["brand_id"]) == (
        story["id"],
        story["campaign_id"],
        story["brand_id"],
    )
    assert video == await ada.read(f"/v1/videos/{video['id']}")
    assert [one["subject"] for one in await events(db, house, "video.created")] == [video["id"]]


async def test_a_video_moves_to_another_story_of_its_campaign_only(ada: Caller) -> None:
    story = await ada.story()
    video = await ada.video(story["id"])
    beside, elsewhere = await ada.story(story["campaign_id"]), await ada.story()
    address = f"/v1/videos/{video['id']}"
    moved = await ada.change(address, {"story_id": beside["id"]})
    assert moved.status_code == 200
    assert moved.json()["story_id"] == beside["id"]
    refused = await ada.change(address, {"story_id": elsewhere["id"], "title": "Elsewhere"}, revision=2)
    assert refused.status_code == 422
    assert [(fault["pointer"], fault["code"]) for fault in refused.json()["errors"]] == [("/story_id", "not_found")]
    assert await ada.read(address) == moved.json()


async def test_a_change_of_a_video_names_the_revision_it_saw(ada: Caller) -> None:
    video = await ada.video()
    address = f"/v1/videos/{video['id']}"
    assert (await ada.http.patch(address, json={"title": "B"})).status_code == 428
    assert (await ada.change(address, {"title": "B"})).status_code == 200
    stale = await ada.change(address, {"title": "C"})
    assert stale.status_code == 412
    assert stale.json()["current"] == await ada.read(address)


async def test_videos_are_listed_by_campaign_and_by_story(ada: Caller) -> None:
    story = await ada.story()
    beside = await ada.story(story["campaign_id"])
    one, two = await ada.video(story["id"]), await ada.video(beside["id"])
    await ada.video()
    by_campaign = await ada.read(f"/v1/videos?filter[campaign_id]={story['campaign_id']}&sort=created_at")
    assert by_campaign["data"] == [one, two]
    assert (await ada.read(f"/v1/videos?filter[story_id]={beside['id']}"))["data"] == [two]
    assert (await ada.read("/v1/videos?count=exact&limit=1"))["page"]["count"] == 3
