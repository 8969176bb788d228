"""The feed: what may be told, in the order of commits, nothing twice and nothing left out."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from schemas.ids import BrandId, CutId
from service.cursors import BadCursor
from service.db.pool import Database
from service.db.provision import Access
from service.events import feed as module
from service.events.actions import record
from service.events.feed import Feed, feeding
from service.events.model import BEGINNING, Position, Question
from service.events.problems import TooManyStreams
from service.identity import Grant, Person, Role
from tests.conftest import House, someone
from tests.jobs.hands import eventually, new_cut
from tests.running import Part, running


async def happen(db: Database, who: Person, type: str = "cut.edited", brand: BrandId | None = None) -> CutId:
    cut = new_cut()
    async with db.transaction(who.scope) as tx:
        await record(tx, who, type, cut, brand, {"edit_revision": 1})
    return cut


@pytest.fixture
async def feed(db: Database) -> Feed:
    return Feed(db)


async def told(feed: Feed, person: Person, *kinds: str) -> list[str]:
    part = await feed.read(Question(person, kinds or None), BEGINNING, 1000)
    return [event.subject for event in part.events]


async def test_pages_go_on_behind_each_other_in_the_order_of_commits(feed: Feed, db: Database, house: House) -> None:
    cuts = [str(await happen(db, house.person)) for _ in range(7)]
    found, after, question = [], BEGINNING, Question(house.person, ("cut",))
    while (part := await feed.read(question, after, 3)).events:
        found += [event.subject for event in part.events]
        assert part.events[-1].cursor == str(part.position) or not part.more
        after = part.position
    assert found == cuts
    late = await happen(db, house.person)
    assert [event.subject for event in (await feed.read(question, after, 3)).events] == [str(late)]


async def test_a_transaction_that_is_still_running_is_waited_for(feed: Feed, db: Database, house: House) -> None:
    question = Question(house.person, ("cut",))
    async with db.transaction(house.person.scope) as tx:
        first = new_cut()
        await record(tx, house.person, "cut.edited", first, None)
        second = await happen(db, house.person)
        before = await feed.read(question, BEGINNING, 10)
        assert before.events == []
    after = await feed.read(question, before.position, 10)
    assert [event.subject for event in after.events] == [str(first), str(second)]


async def test_other_organizations_and_brands_are_not_told_of(
    feed: Feed, db: Database, house: House, stranger: House
) -> None:
    async with db.transaction(house.person.scope) as tx:
        mine, rival = [
            BrandId(
                await tx.connection.fetchval("insert into brand (org, name) values ($1, $2) returning id", org, name)
            )
            for org, name in [(house.organization, "mine"), (house.organization, "rival")]
        ]
    ours = await happen(db, house.person, brand=mine)
    theirs = await happen(db, house.person, brand=rival)
    foreign = await happen(db, stranger.person)
    narrow = someone(house.organization, Grant(Role.VIEWER, mine))
    assert await told(feed, house.person, "cut") == [str(ours), str(theirs)]
    assert await told(feed, narrow) == [str(ours)]
    assert await told(feed, stranger.person, "cut.edited") == [str(foreign)]


async def test_what_concerns_people_is_told_to_them_and_to_who_reads_the_log(
    feed: Feed, db: Database, house: House
) -> None:
    viewer = someone(house.organization, Grant(Role.VIEWER))
    other = await happen(db, house.person, "session.started")
    async with db.transaction(house.person.scope) as tx:
        await tx.connection.execute(
            "insert into person (org, id, email, name) values ($1, $2, 'v@northlight.example', 'V')",
            house.organization,
            viewer.id,
        )
    own = await happen(db, viewer, "session.started")
    assert await told(feed, viewer, "session") == [str(own)]
    assert {str(own), str(other)} <= set(await told(feed, house.person, "session"))


@pytest.mark.parametrize("text", ["", "7", "x-evt_", "7-evt_01", "-1-evt_00000000000000000000000000", "9" * 40])
def test_a_place_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        Position.parse(text)


async def test_a_place_reads_back(db: Database, feed: Feed, house: House) -> None:
    await happen(db, house.person)
    (event,) = (await feed.read(Question(house.person, ("cut",)), BEGINNING, 10)).events
    assert str(Position.parse(event.cursor)) == event.cursor


async def test_a_caller_has_so_many_and_no_more(feed: Feed, house: House, stranger: House) -> None:
    async def still() -> Person:
        return house.person

    place = await feed.now(house.person)
    open_ = [feed.live(Question(house.person), place, still) for _ in range(module.MOST_OF_ONE)]
    for one in open_:
        feed.admit(house.person)
        await anext(one)
        await anext(one)
    with pytest.raises(TooManyStreams):
        feed.admit(house.person)
    feed.admit(stranger.person)
    await open_.pop().aclose()
    feed.admit(house.person)
    for one in open_:
        await one.aclose()


async def test_a_feed_ends_when_nobody_is_recognised_any_more(db: Database, house: House) -> None:
    known: list[Person] = [house.person]

    async def still() -> Person | None:
        return known[0] if known else None

    async with feeding(db) as feed, aclosing(feed.live(Question(house.person), BEGINNING, still)) as live:
        assert await anext(live) == b"retry: 2000\n\n"
        assert b"organization.created" in await anext(live)
        known.clear()
        await happen(db, house.person)
        feed.wake_all()
        with pytest.raises(StopAsyncIteration):
            await anext(live)


# Over real sockets


class Listening:
    """A browser's side of a live feed."""

    def __init__(self, response: httpx.Response) -> None:
        self.lines = response.aiter_lines()
        self.last_id = ""

    async def next(self, within_s: float = 5.0) -> dict[str, Any]:
        """The next event."""
        async with asyncio.timeout(within_s):
            async for line in self.lines:
                if line.startswith("id: "):
                    self.last_id = line[4:]
                elif line.startswith("data: "):
                    found: dict[str, Any] = json.loads(line[6:])
                    return found
        raise AssertionError("the feed ended")


@asynccontextmanager
async def listening(client: httpx.AsyncClient, *, last_id: str = "") -> AsyncIterator[Listening]:
    headers = {"last-event-id": last_id} if last_id else {}
    async with client.stream("GET", "/v1/events/stream", headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Listening(response)


@pytest.fixture
async def site(access: Access, house: House, tmp_path: Path) -> AsyncIterator[tuple[httpx.AsyncClient, Part]]:
    async with (
        running(access.app_url, tmp_path) as (base_url, server, _worker),
        httpx.AsyncClient(base_url=base_url, headers=house.headers, timeout=10) as client,
    ):
        yield client, server


async def make_brand(client: httpx.AsyncClient, name: str) -> str:
    made = await client.post("/v1/brands", json={"name": name})
    assert made.status_code == 201
    return str(made.json()["id"])


async def test_what_happens_is_told_live_and_a_lost_feed_goes_on_where_it_was(
    site: tuple[httpx.AsyncClient, Part],
) -> None:
    client, server = site
    async with listening(client) as live:
        first = await make_brand(client, "First")
        event = await live.next()
        assert (event["type"], event["subject"]) == ("brand.created", first)
    missed = [await make_brand(client, f"Missed {number}") for number in range(3)]
    assert await server.stop(signal.SIGKILL)
    await server.start()
    await eventually(lambda: answers(client))
    async with listening(client, last_id=live.last_id) as again:
        assert [(await again.next())["subject"] for _ in missed] == missed


async def answers(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/healthz")).status_code == 200
    except httpx.TransportError:
        return False


async def test_a_revoked_key_hears_nothing_more(site: tuple[httpx.AsyncClient, Part]) -> None:
    client, _ = site
    made = (await client.post("/v1/keys", json={"name": "ear", "scopes": ["campaigns:read"]})).json()
    async with (
        httpx.AsyncClient(
            base_url=client.base_url, headers={"authorization": f"Bearer {made['secret']}"}, timeout=20
        ) as ear,
        listening(ear) as live,
    ):
        await make_brand(client, "Heard")
        assert (await live.next())["type"] == "brand.created"
        await client.delete(f"/v1/keys/{made['id']}")
        await make_brand(client, "Unheard")
        with pytest.raises(AssertionError, match="the feed ended"):
            while True:
                assert (await live.next())["type"] != "brand.created"


async def test_a_stopping_server_ends_its_feeds_at_once(site: tuple[httpx.AsyncClient, Part]) -> None:
    client, server = site
    async with listening(client) as live:
        await make_brand(client, "Before")
        await live.next()
        began = time.monotonic()
        assert await server.stop() == 0
        assert time.monotonic() - began < 10
