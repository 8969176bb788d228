"""A job exists when its transaction commits, once per state of its subject, in its own organization."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.db.pool import Database
from service.identity import Scope
from service.jobs.queue import Order, enqueue, enqueue_all
from service.jobs.registry import Job
from tests.jobs.hands import crew_of, eventually, new_cut, new_organization, queue, work

CUT = new_cut()


async def test_a_job_of_a_failed_transaction_never_was(db: Database, scope: Scope) -> None:
    async def fail() -> None:
        async with db.transaction(scope) as tx:
            await enqueue(tx, "test.work", CUT, revision="1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await queue(db) == []


async def test_the_same_state_is_enqueued_once_and_a_newer_one_again(db: Database, scope: Scope) -> None:
    async with db.transaction(scope) as tx:
        first = await enqueue(tx, "test.work", CUT, revision="1")
        assert await enqueue(tx, "test.work", CUT, revision="1") is None
        newer = await enqueue(tx, "test.work", CUT, revision="2")
        other = await enqueue(tx, "test.other", CUT, revision="1")
    assert [row["id"] for row in await queue(db)] == [first, newer, other]


async def test_a_skipped_job_leaves_the_callers_transaction_whole(db: Database, scope: Scope) -> None:
    async with db.transaction(scope) as tx:
        await enqueue(tx, "test.work", CUT, revision="1")
    async with db.transaction(scope) as tx:
        assert await enqueue(tx, "test.work", CUT, revision="1") is None
        assert await enqueue(tx, "test.work", CUT, revision="2") is not None
    assert len(await queue(db)) == 2


async def test_two_organizations_do_not_share_a_job(db: Database, scope: Scope) -> None:
    other = Scope(await new_organization(db))
    for one in (scope, other):
        async with db.transaction(one) as tx:
            assert await enqueue(tx, "test.work", CUT, revision="1") is not None
    assert [row["headers"]["org"] for row in await queue(db)] == [str(scope.organization), str(other.organization)]


async def test_orders_of_several_organizations_go_in_one_statement(db: Database, scope: Scope) -> None:
    other = await new_organization(db)
    order = Order("test.work", CUT, revision="1")
    async with db.system() as tx:
        numbers = await enqueue_all(tx, [(scope.organization, order), (other, order), (other, order)])
        assert await enqueue_all(tx, []) == []
    rows = await queue(db)
    assert numbers == [rows[0]["id"], rows[1]["id"], None]


async def test_a_handler_gets_what_was_enqueued_for_the_whole_organization(db: Database, scope: Scope) -> None:
    seen: list[Job] = []

    async def handler(_db: Database, job: Job) -> None:
        seen.append(job)

    async with db.transaction(Scope(scope.organization, brands=())) as tx:
        number = await enqueue(tx, "test.work", CUT, {"locales": ["ar", "ja"]}, revision="7")
    async with crew_of(db, work(handler)):
        await eventually(lambda: seen)
    assert number is not None
    assert seen == [Job(number, "test.work", scope, str(CUT), "7", {"locales": ["ar", "ja"]}, attempt=1)]
    assert await queue(db) == []


async def test_a_delayed_job_waits(db: Database, scope: Scope) -> None:
    seen: list[str] = []

    async def handler(_db: Database, job: Job) -> None:
        seen.append(job.revision)

    async with db.transaction(scope) as tx:
        await enqueue(tx, "test.work", CUT, revision="tomorrow", delay=timedelta(days=1))
        await enqueue(tx, "test.work", CUT, revision="now")
    async with crew_of(db, work(handler)):
        await eventually(lambda: seen)
    assert seen == ["now"]
    assert [row["status"] for row in await queue(db)] == ["queued"]
