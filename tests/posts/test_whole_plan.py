"""A whole plan, its tasks and the board are shown in a fixed number of queries, however much there is of a campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any

from schemas.ids import CampaignId
from service import rulebook
from service.board.glance import board_of
from service.db.pool import Tx
from service.posts.showing import plan_of, plan_with_tasks
from service.posts.tasks import tasks_of
from service.web.board.reading import read_board
from tests.posts.conftest import Room

BOOK = rulebook.load()
ASKS: dict[str, Callable[[Tx, CampaignId], Awaitable[Any]]] = {
    "plan": lambda tx, campaign: plan_of(tx, BOOK, campaign),
    "tasks": lambda tx, campaign: tasks_of(tx, BOOK, campaign),
    "plan and tasks": lambda tx, campaign: plan_with_tasks(tx, BOOK, campaign),
    "board": lambda tx, campaign: board_of(tx, BOOK, campaign),
    "page of the board": lambda tx, campaign: read_board(tx, BOOK, campaign, "https://cutdown.example"),
}


async def asked(room: Room) -> dict[str, list[str]]:
    """The statements that each of these takes."""
    campaign, found = CampaignId.parse(room.campaign["id"]), dict[str, list[str]]()
    for name, ask in ASKS.items():
        seen = list[Any]()
        async with room.db.reading(room.house.person.scope) as tx:
            with tx.connection.query_logger(seen.append):
                await ask(tx, campaign)
        found[name] = [one.query for one in seen]
    return found


async def test_three_posts_take_as_many_queries_as_three_hundred(room: Room) -> None:
    channels = [(await room.another_channel(f"@number.{n}"))["id"] for n in range(15)]
    await room.plan(channels=channels[:3])
    await asked(room)  # the driver learns the types of new columns by queries of its own
    few = await asked(room)
    cuts = [room.cut["id"], *[(await room.another_cut(f"C{n}"))["id"] for n in range(9)]]
    made = await room.plan(cuts=cuts, channels=channels, markets=["DE", "JP"], local_at="2027-01-20T18:00")
    many = await asked(room)
    assert (len(made["planned"]), len(made["there"])) == (297, 3)
    assert {name: len(of) for name, of in many.items()} == {name: len(of) for name, of in few.items()}
    assert max(map(len, many.values())) < 50


async def test_the_board_asks_no_room_twice(room: Room) -> None:
    await room.plan()
    await asked(room)
    found = await asked(room)
    assert len(found["plan and tasks"]) == len(found["plan"])
    for name in ("board", "page of the board", "plan and tasks"):
        assert [query for query, times in Counter(found[name]).items() if times > 1] == [], name


async def test_a_plan_is_narrowed_to_some_posts_and_some_fields(room: Room) -> None:
    youtube = await room.another_channel("@video", platform="youtube")
    await room.plan(channels=[room.channel["id"], youtube["id"]], markets=["DE", "JP"])
    address = f"/v1/campaigns/{room.campaign['id']}/plan"

    async def found(question: str) -> list[Any]:
        return list((await room.ada.read(f"{address}?{question}"))["data"])

    assert [sorted(one) for one in await found("fields=id,market")] == [["id", "market"]] * 4
    assert [one["market"] for one in await found("filter[market]=JP&fields=market,open")] == ["JP", "JP"]
    (one,) = await found(f"filter[market]=JP&filter[channel]={youtube['id']}&filter[status]=planned")
    assert (one["platform"], one["gates"][0]["kind"]) == ("youtube", "rights")
    assert await found("filter[platform]=douyin") == await found("filter[status]=live") == []
    refused = await room.ada.http.get(f"{address}?fields=gate")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "")
