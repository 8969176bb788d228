"""A live post that must come down is told wherever somebody looks: on the board, and among what wants people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.ids import CampaignId
from schemas.wants import Wants
from service import rulebook
from service.decoding import decode
from service.web.board.closing import Ways, closing, entries
from service.web.board.reading import read_board
from service.web.wants.items import items
from service.web.words import languages
from tests.posts.conftest import Room
from tests.posts.test_clock import POSTED, licensed

BOOK = rulebook.load()


async def on_board(room: Room) -> list[tuple[str, str, list[str]]]:
    board = await room.ada.read(f"/v1/campaigns/{room.campaign['id']}/board")
    (row,) = [one for one in board["markets"] if one["market"] == "DE"]
    return [(one["state"], one["code"], one["posts"]) for one in row["obstacles"] if one["room"] == "posts"]


async def wanted(room: Room) -> list[Any]:
    return [one for one in (await room.ada.read("/v1/me/wants"))["data"] if one["post_id"]]


async def test_an_ended_window_is_the_first_thing_on_the_board_and_among_wants(room: Room) -> None:
    today = datetime.now(UTC).date()
    window = await licensed(room, ends_on=str(today + timedelta(days=400)))
    live = await room.done(await room.ready(), "record", POSTED)
    doubted = await room.done(await room.planned(slot="second"), "doubt", {"note": "The app closed."})
    assert await on_board(room) == [("unknown", "outcome_unknown", [doubted["id"]])]
    await room.ada.change(f"/v1/rights/{window['id']}", {"ends_on": str(today - timedelta(days=2))})
    first, *_ = await on_board(room)
    assert first == ("takedown", "takedown_wanted", [live["id"]])
    assert [(one["kind"], one["post_id"]) for one in await wanted(room)] == [
        ("takedown", live["id"]),
        ("outcome", doubted["id"]),
    ]
    await said_on_pages(room, live["id"])
    await room.done(live, "take_down", {"note": "The music's rights ended."})
    assert [one[0] for one in await on_board(room)] == ["unknown"]
    assert [one["kind"] for one in await wanted(room)] == ["outcome"]


async def said_on_pages(room: Room, live: str) -> None:
    """The row of the market, what wants somebody, and the page of wants."""
    async with room.db.reading(room.house.person.scope) as tx:
        read = await read_board(tx, BOOK, CampaignId.parse(room.campaign["id"]), "https://cutdown.example")
    language = languages()["en"]
    rows = closing(["DE", "JP"], read.standings, read.posts, read.tasks, datetime.now(UTC))
    first, *_ = entries(Ways(language, read.head, {one.cut.id: one.cut.code for one in read.bench}, {}), rows)
    place = f"/c/{room.campaign['id']}/posts/{live}#down"
    assert (first.symbol, first.title, first.verb, first.href) == ("bad", "Must come down: 15 A", "Take it down", place)
    answer = await room.ada.http.get("/v1/me/wants")
    row, *_ = items(language, decode(answer.content, Wants).data, datetime.now(UTC).date())
    assert (row.symbol, row.word, row.verb, row.href) == ("bad", "Must come down", "Take it down", place)


async def test_a_window_that_moves_elsewhere_wants_a_takedown_until_it_comes_back(room: Room) -> None:
    window = await licensed(room, ends_on="2030-01-01")
    await room.done(await room.ready(), "record", POSTED)
    assert await wanted(room) == []
    await room.ada.change(f"/v1/rights/{window['id']}", {"territories": ["JP"]})
    assert [one["kind"] for one in await wanted(room)] == ["takedown"]
    await room.ada.change(f"/v1/rights/{window['id']}", {"territories": ["DE"]}, 2)
    assert await wanted(room) == []
