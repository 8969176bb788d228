"""Readers of the outbox skip nothing, whatever the order in which transactions begin and commit."""

from __future__ import annotations

import asyncio
import random
import re

import asyncpg

from service.db.pool import Database
from service.db.provision import Access
from service.events import records
from service.events.actions import record
from service.events.model import BEGINNING, Position
from service.identity import Scope
from tests.jobs.hands import eventually, new_cut

RANDOM = random.Random(8350)


async def read_on(db: Database, position: Position) -> tuple[list[str], Position]:
    async with db.system() as tx:
        events = await records.list_events_after(tx, position, 7)
    reached = Position(events[-1].xid, events[-1].id) if events else position
    return [event.subject for event in events], reached


async def test_a_long_transaction_that_began_first_and_commits_last_is_not_skipped(db: Database, scope: Scope) -> None:
    early, late = new_cut(), [new_cut() for _ in range(3)]
    async with db.transaction(scope) as long:
        await record(long, None, "cut.edited", early, None)
        for cut in late:
            async with db.transaction(scope) as tx:
                await record(tx, None, "cut.edited", cut, None)
        assert await read_on(db, BEGINNING) == ([], BEGINNING)
    seen: list[str] = []

    async def all_read() -> bool:
        seen[:], _ = await read_on(db, BEGINNING)
        return len(seen) == 4

    await eventually(all_read)
    assert seen == [str(early), *map(str, late)]


async def test_a_reader_among_many_writers_sees_every_committed_event_once(db: Database, scope: Scope) -> None:
    committed: list[str] = []
    seen: list[str] = []
    writing = asyncio.Event()

    async def write() -> None:
        for _ in range(15):
            cuts = [str(new_cut()) for _ in range(RANDOM.randint(1, 3))]
            transaction = writer.transaction(scope)
            tx = await transaction.__aenter__()
            for cut in cuts:
                await tx.do(records.queries.insert_event, "cut.edited", None, cut, None, {}, None, None, None)
                await asyncio.sleep(RANDOM.random() * 0.01)
            if RANDOM.random() < 0.2:
                error = ZeroDivisionError()
                await asyncio.gather(transaction.__aexit__(type(error), error, None), return_exceptions=True)
            else:
                await transaction.__aexit__(None, None, None)
                committed.extend(cuts)

    async def read() -> None:
        position = BEGINNING
        while not (writing.is_set() and len(seen) >= len(committed)):
            subjects, position = await read_on(db, position)
            seen.extend(subjects)
            await asyncio.sleep(0)

    writer = await Database.open(db.url, size=10)
    reading = asyncio.create_task(read())
    await asyncio.gather(*(write() for _ in range(8)))
    writing.set()
    await asyncio.wait_for(reading, 30)
    await writer.close()
    assert len(committed) > 50
    assert len(seen) == len(set(seen))
    assert set(seen) == set(committed)


async def test_the_outbox_is_read_in_its_order_by_index(db: Database, scope: Scope, access: Access) -> None:
    async with db.transaction(scope) as tx:
        event: tuple[object, ...] = ("cut.edited", None, str(new_cut()), None, {}, None, None, None)
        await tx.each(records.queries.insert_event, [event] * 3000)
    owner = await asyncpg.connect(access.owner_url)
    await owner.execute("analyze outbox")
    source = await owner.fetchval("select pg_get_functiondef('door.outbox_after'::regproc)")
    body = re.search(r"BEGIN ATOMIC(.*?);?\s*END", source, re.DOTALL)
    assert body
    query = body[1]
    for name, value in {"in_xid": "'0'::xid8", "in_id": f"'{BEGINNING.id.uuid}'", "in_limit": "500"}.items():
        query = re.sub(rf"(outbox_after\.)?{name}", value, query)
    plan = "\n".join(row[0] for row in await owner.fetch(f"explain {query}"))
    await owner.close()
    assert "Index Scan using outbox_in_commit_order" in plan
    assert "Sort" not in plan
