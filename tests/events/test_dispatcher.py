"""What follows from an event is enqueued once, whoever leads and whatever ends when."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from schemas.ids import CutId
from service.db.listen import Listener
from service.db.pool import Database, Tx
from service.events import dispatcher, jobs, records
from service.events.actions import record
from service.events.dispatcher import Dispatcher
from service.events.model import CHANNEL, Event, Notice, read_notices
from service.events.subscriptions import STUCK, SUBSCRIPTIONS, on
from service.identity import Scope
from service.jobs.queue import Order
from service.jobs.registry import REGISTRY
from tests.conftest import Cluster
from tests.jobs.hands import crew_of, eventually, new_cut, queue, work


@pytest.fixture(autouse=True)
def _subscriptions(monkeypatch: pytest.MonkeyPatch) -> None:
    """One subscription. A random revision lets nothing be deduplicated: a second delivery would be seen."""
    monkeypatch.setattr(dispatcher, "FOLLOWER_PAUSE_S", 0.05)
    for type in list(SUBSCRIPTIONS):
        monkeypatch.delitem(SUBSCRIPTIONS, type)
    monkeypatch.setitem(SUBSCRIPTIONS, "cut.edited", [follow])


def follow(event: Event) -> list[Order]:
    return [Order("test.follow", event.subject, revision=str(uuid4()), payload=event.data)]


@asynccontextmanager
async def dispatching(db: Database) -> AsyncIterator[Dispatcher]:
    one, stop = Dispatcher(db), asyncio.Event()
    running = asyncio.create_task(one.run(stop))
    try:
        yield one
    finally:
        stop.set()
        await running


async def happen(db: Database, scope: Scope, count: int = 1, type: str = "cut.edited") -> list[CutId]:
    cuts = [new_cut() for _ in range(count)]
    async with db.transaction(scope) as tx:
        for number, cut in enumerate(cuts):
            await record(tx, None, type, cut, None, {"number": number})
    return cuts


async def subjects(db: Database) -> list[str]:
    return [row["headers"]["subject"] for row in await queue(db)]


def enqueued(db: Database, cuts: list[CutId]) -> Any:
    async def all_there() -> bool:
        return len(await subjects(db)) >= len(cuts)

    return eventually(all_there)


async def test_subscribed_events_become_jobs_of_their_organization_in_order(db: Database, scope: Scope) -> None:
    await happen(db, scope, type="video.created")
    cuts = await happen(db, scope, 5)
    async with dispatching(db):
        await enqueued(db, cuts)
    rows = await queue(db)
    assert [row["headers"]["subject"] for row in rows] == list(map(str, cuts))
    assert {row["kind"] for row in rows} == {"test.follow"}
    assert {row["headers"]["org"] for row in rows} == {str(scope.organization)}


async def test_an_event_becomes_a_job_that_a_worker_does(db: Database, scope: Scope) -> None:
    done: list[str] = []

    async def handler(_db: Database, job: Any) -> None:
        done.append(job.subject)

    async with dispatching(db), crew_of(db, work(handler, kind="test.follow")):
        (cut,) = await happen(db, scope)
        await eventually(lambda: done)
    assert done == [str(cut)]


async def test_a_restarted_dispatcher_goes_on_where_the_last_one_ended(db: Database, scope: Scope) -> None:
    before = await happen(db, scope, 3)
    async with dispatching(db):
        await enqueued(db, before)
    after = await happen(db, scope, 3)
    async with dispatching(db):
        await enqueued(db, before + after)
    assert await subjects(db) == [str(cut) for cut in before + after]


async def test_one_leads_and_another_takes_over_when_its_session_ends(
    db: Database, scope: Scope, cluster: Cluster
) -> None:
    administrator = await asyncpg.connect(cluster.administrator(urlsplit(db.url).path.strip("/")))
    other_db = await Database.open(db.url, size=3, name="the other")
    async with dispatching(db) as first:
        await first.leading.wait()
        async with dispatching(other_db) as second:
            cuts = await happen(db, scope, 3)
            await enqueued(db, cuts)
            assert not second.leading.is_set()
            await db.pool.expire_connections()
            ended = await administrator.fetch(
                "select pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity a using (pid) "
                "where l.locktype = 'advisory' and l.granted and a.datname = current_database()"
            )
            assert len(ended) == 1
            await eventually(lambda: second.leading.is_set() != first.leading.is_set())
            more = await happen(other_db, scope, 3)
            await enqueued(db, cuts + more)
    assert await subjects(db) == [str(cut) for cut in cuts + more]
    await administrator.close()
    await other_db.close()


async def test_sessions_that_end_at_any_moment_lose_and_double_nothing(
    db: Database, scope: Scope, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "BATCH", 3)
    administrator = await asyncpg.connect(cluster.administrator(urlsplit(db.url).path.strip("/")))
    other_db = await Database.open(db.url, size=3, name="leads")
    writer = await Database.open(db.url, size=3)
    ended = 0
    cuts: list[CutId] = []
    async with dispatching(other_db), dispatching(db):
        for _ in range(40):
            cuts += await happen(writer, scope, 5)
            ended += await administrator.fetchval(
                "select count(pg_terminate_backend(l.pid)) from pg_locks l join pg_stat_activity a using (pid) "
                "where l.locktype = 'advisory' and l.granted and a.datname = current_database()"
            )
            await asyncio.sleep(0.02)
        await enqueued(writer, cuts)
        await asyncio.sleep(0.2)
    assert ended > 5
    assert Counter(await subjects(writer)) == Counter(map(str, cuts))
    await administrator.close()
    await other_db.close()
    await writer.close()


@pytest.mark.parametrize("step", ["move_position", "notify"])
async def test_a_transaction_that_fails_half_way_is_repeated_whole(
    db: Database, scope: Scope, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real, failures = getattr(records, step), 3

    async def failing(*args: Any) -> Any:
        nonlocal failures
        result = await real(*args)
        failures -= 1
        if failures >= 0:
            raise ConnectionResetError
        return result

    monkeypatch.setattr(records, step, failing)
    cuts = await happen(db, scope, 4)
    async with dispatching(db):
        await enqueued(db, cuts)
    assert failures < 0
    assert await subjects(db) == list(map(str, cuts))


async def test_a_dispatcher_that_wrongly_thinks_it_leads_does_nothing(
    db: Database, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def everybody_leads(_tx: Tx, _reader: str) -> bool:
        return True

    monkeypatch.setattr(records, "lead", everybody_leads)
    cuts: list[CutId] = []
    async with dispatching(db), dispatching(db):
        for _ in range(20):
            cuts += await happen(db, scope, 2)
            await asyncio.sleep(0.01)
        await enqueued(db, cuts)
        await asyncio.sleep(0.2)
    assert Counter(await subjects(db)) == Counter(map(str, cuts))


async def test_live_listeners_hear_identifiers_after_the_commit(db: Database, scope: Scope) -> None:
    heard: list[Notice] = []
    listener = Listener(db.url, (CHANNEL,), lambda _, payload: heard.extend(read_notices(payload)), lambda: None)
    listening = asyncio.create_task(listener.run())
    await listener.listening.wait()
    cuts = await happen(db, scope, 120)
    async with dispatching(db):
        await eventually(lambda: len(heard) == 120)
    listening.cancel()
    assert [notice.subject for notice in heard] == list(map(str, cuts))
    assert {(notice.organization, notice.type) for notice in heard} == {(str(scope.organization), "cut.edited")}


async def test_a_subscription_that_fails_holds_up_nobody_and_is_tried_again(
    db: Database, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = True

    def sometimes(event: Event) -> list[Order]:
        if broken:
            raise KeyError("edit_revision")
        return [Order("test.late", event.subject, revision="1")]

    monkeypatch.setitem(SUBSCRIPTIONS, "cut.edited", [sometimes, follow])
    (cut,) = await happen(db, scope)
    async with dispatching(db):
        await enqueued(db, [cut, cut])
    assert [row["kind"] for row in await queue(db)] == [STUCK, "test.follow"]
    broken = False
    assert REGISTRY[STUCK].handler is jobs.follow

    async def late() -> bool:
        return [row["kind"] for row in await queue(db)] == ["test.follow", "test.late"]

    async with crew_of(db, REGISTRY[STUCK]):
        await eventually(late)


async def test_orders_that_cannot_be_stored_hold_up_nobody(
    db: Database, scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strange(event: Event) -> list[Order]:
        return [Order("test.strange", event.subject, revision="1", payload={"what": object()})]

    monkeypatch.setitem(SUBSCRIPTIONS, "cut.edited", [strange, follow])
    (cut,) = await happen(db, scope)
    async with dispatching(db):
        await enqueued(db, [cut, cut])
    assert [row["kind"] for row in await queue(db)] == [STUCK, "test.follow"]


def test_one_function_may_follow_several_types(monkeypatch: pytest.MonkeyPatch) -> None:
    on("track.approved", "cut.conformed")(follow)
    assert SUBSCRIPTIONS.pop("track.approved") == SUBSCRIPTIONS.pop("cut.conformed") == [follow]
