"""What tests of jobs and events do again and again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

from schemas.ids import CutId, OrganizationId
from service.db.pool import Database
from service.db.queries import parse
from service.identity import Scope
from service.jobs.crew import Crew, Pace
from service.jobs.registry import Handler, Work

PATIENCE_S = 30.0
QUICK = Pace(heartbeat_s=2.0, poll_s=0.2, drain_s=10.0, at_once=4)

_queries = parse("""
-- name: insert_organization (organization)
insert into organization (id, name) values ($1, 'Tests');
-- name: jobs (system: a test looks at the queue)
select q.id, q.entrypoint as kind, q.status::text as status, q.attempts, q.headers, q.dedupe_key,
       extract(epoch from q.execute_after - q.updated)::float8 as wait_s from jobs.pgqueuer q order by q.id;
""")


async def new_organization(db: Database) -> OrganizationId:
    """One that nobody else uses."""
    scope = Scope(OrganizationId(uuid4()))
    async with db.transaction(scope) as tx:
        await tx.do(_queries.insert_organization)
    return scope.organization


async def queue(db: Database) -> list[Any]:
    """The rows of the queue, oldest first."""
    async with db.system() as tx:
        rows: list[Any] = await tx.connection.fetch(_queries.jobs.sql)
        return rows


def new_cut() -> CutId:
    """The identifier of something a job could be about."""
    return CutId(uuid4())


def work(
    handler: Handler, *, kind: str = "test.work", limit_s: float = 60.0, attempts: int = 3, at_once: int = 0
) -> Work:
    """A kind of job that is declared to one crew only."""
    return Work(kind, handler, at_once, limit_s, attempts)


async def eventually(
    condition: Callable[[], Awaitable[Any]] | Callable[[], Any], patience_s: float = PATIENCE_S
) -> None:
    """Wait for something that must become true."""
    end = time.monotonic() + patience_s
    while True:
        value = condition()
        if asyncio.iscoroutine(value):
            value = await value
        if value:
            return
        assert time.monotonic() < end, "it did not happen"
        await asyncio.sleep(0.01)


@asynccontextmanager
async def crew_of(db: Database, *works: Work, pace: Pace = QUICK) -> AsyncIterator[Crew]:
    """A crew at work, told to stop at the end of the block."""
    crew, stop = Crew(db, works, {}, pace), asyncio.Event()
    running = asyncio.create_task(crew.run(stop))
    try:
        yield crew
    finally:
        stop.set()
        await running
