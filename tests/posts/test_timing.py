"""The hour that somebody chose stays when a country changes its clocks; the instant is that of today's rules."""

from __future__ import annotations

import pytest

from tests.posts.conftest import Room
from tests.studio import Json

CHOSEN, DUE = "2027-07-15T18:00", "2027-07-15T16:00:00Z"
WITHOUT_SUMMER_TIME = "update post set due_at = due_at + interval '1 hour'"


async def other_rules(room: Room) -> None:
    """Store what the instant was by rules that knew no summer time."""
    async with room.db.transaction(room.house.person.scope) as tx:
        await tx.connection.execute(WITHOUT_SUMMER_TIME)


async def dues(room: Room, post: Json) -> list[str]:
    campaign = f"/v1/campaigns/{room.campaign['id']}"
    (listed,) = (await room.ada.read(f"{campaign}/posts"))["data"]
    (planned,) = (await room.ada.read(f"{campaign}/plan"))["data"]
    return [one["due_at"] for one in (listed, planned, await room.show(post))]


@pytest.mark.parametrize("verb", [None, "schedule"])
async def test_what_waits_is_due_by_the_rules_of_today(room: Room, verb: str | None) -> None:
    post = await room.ready(local_at=CHOSEN)
    if verb:
        post = await room.done(post, verb)
    await other_rules(room)
    assert await dues(room, post) == [DUE] * 3


async def test_what_went_out_keeps_its_time(room: Room) -> None:
    post = await room.ready(local_at=CHOSEN)
    await room.done(post, "record", {"url": "https://video.example/1", "posted_at": "2026-11-20T18:01:00+01:00"})
    await other_rules(room)
    assert await dues(room, post) == ["2027-07-15T17:00:00Z"] * 3
