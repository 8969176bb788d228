"""A whole plan is shown in a fixed number of queries, however many posts it has."""

from __future__ import annotations

from typing import Any

from schemas.ids import CampaignId
from service import rulebook
from service.posts.showing import plan_of
from service.posts.tasks import tasks_of
from tests.posts.conftest import Room


async def asked(room: Room) -> tuple[int, int, int]:
    """How many posts the plan has, and how many queries it and its tasks take."""
    campaign, seen = CampaignId.parse(room.campaign["id"]), list[Any]()
    async with room.db.reading(room.house.person.scope) as tx:
        with tx.connection.query_logger(seen.append):
            plan = await plan_of(tx, rulebook.load(), campaign)
            of_plan = len(seen)
            await tasks_of(tx, rulebook.load(), campaign)
    assert all(one.gates for one in plan.data)
    return len(plan.data), of_plan, len(seen) - of_plan


async def test_three_posts_take_as_many_queries_as_three_hundred(room: Room) -> None:
    channels = [(await room.another_channel(f"@number.{n}"))["id"] for n in range(15)]
    cuts = [(await room.another_cut(f"C{n}"))["id"] for n in range(10)]
    await room.plan(cuts=cuts[:1], channels=channels[:3])
    await asked(room)  # the driver learns the types of new columns by queries of its own
    few, of_few, tasks_of_few = await asked(room)
    made = await room.plan(cuts=cuts, channels=channels, markets=["DE", "JP"], local_at="2027-01-20T18:00")
    many, of_many, tasks_of_many = await asked(room)
    assert (few, many, len(made["there"])) == (3, 300, 3)
    assert (of_many, tasks_of_many) == (of_few, tasks_of_few)
    assert of_many < 50
