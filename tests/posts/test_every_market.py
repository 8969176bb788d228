"""What posts of every market share is written only by somebody who may write in every market."""

from __future__ import annotations

import pytest

from service.identity import Role
from tests.posts.conftest import Room
from tests.studio import Caller, Json, colleague


@pytest.fixture
async def german(room: Room) -> Caller:
    """A producer of Germany."""
    return await colleague(room.db, room.house, room.ada.http, (Role.PRODUCER, None), market="DE")


@pytest.mark.parametrize(
    ("level", "expected"),
    [("all/all", 403), ("tiktok/all", 403), ("all/JP", 403), ("all/DE", 200), ("tiktok/DE", 200)],
)
async def test_who_works_for_one_market_says_what_its_posts_say(
    room: Room, german: Caller, level: str, expected: int
) -> None:
    address = f"/v1/campaigns/{room.campaign['id']}/copy/{level}"
    said = await german.http.put(address, json={"text": "Mine."}, headers={"if-match": '"r0"'})
    assert said.status_code == expected, said.text
    assert (await room.ada.read(address))["text"] == ("Mine." if expected == 200 else None)


@pytest.mark.parametrize(("market", "expected"), [(None, 403), ("JP", 403), ("DE", 201)])
async def test_and_adds_its_channels(room: Room, german: Caller, market: str | None, expected: int) -> None:
    new = {"brand_id": room.campaign["brand_id"], "platform": "tiktok", "name": "Aldermoor", "handle": "@mine"}
    made = await german.http.post("/v1/channels", json=new | {"zone": "Europe/Berlin", "market": market})
    assert made.status_code == expected, made.text


@pytest.mark.parametrize(
    ("market", "change", "expected"),
    [
        (None, {"name": "Mine"}, (403, 403)),
        (None, {"market": "DE"}, (403, 403)),
        ("JP", {"market": "DE"}, (403, 403)),
        ("DE", {"market": None}, (403, 204)),
        ("DE", {"market": "JP"}, (403, 204)),
        ("DE", {"name": "Mine"}, (200, 204)),
    ],
)
async def test_and_changes_and_withdraws_them(
    room: Room, german: Caller, market: str | None, change: Json, expected: tuple[int, int]
) -> None:
    made = await room.another_channel("@other", market=market)
    address = f"/v1/channels/{made['id']}"
    changed = await german.http.patch(address, json=change, headers={"if-match": '"r1"'})
    withdrawn = await german.http.delete(address)
    assert (changed.status_code, withdrawn.status_code) == expected, (changed.text, withdrawn.text)


async def test_planning_only_where_one_may_not_is_refused(room: Room, german: Caller) -> None:
    address = f"/v1/campaigns/{room.campaign['id']}/posts"
    new = {"cuts": [room.cut["id"]], "channels": [room.channel["id"]]}
    refused = await german.http.post(address, json=new | {"markets": ["JP"]})
    assert (refused.status_code, refused.json().get("required_scope")) == (403, "posts:write")
    some = (await german.http.post(address, json=new)).json()
    assert [one["market"] for one in some["planned"]] == ["DE"]
    assert [(one["market"], one["code"]) for one in some["left_out"]] == [("JP", "not_allowed")]
