"""Jobs are tried again, parked, sent back when the worker stops; none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

import asyncpg
import pytest
from msgspec.structs import replace

from service.db.pool import Database
from service.identity import Scope
from service.jobs import records
from service.jobs.crew import Crew
from service.jobs.queue import enqueue
from service.jobs.registry import REGISTRY, Handler, Hopeless, Job, job
from service.jobs.runner import LONGEST_PAUSE_S, pause_s
from tests.conftest import Cluster
from tests.jobs.hands import QUICK, crew_of, eventually, new_cut, queue, work


async def add(db: Database, scope: Scope, *revisions: str) -> list[int | None]:
    async with db.transaction(scope) as tx:
        return [await enqueue(tx, "test.work", new_cut(), revision=revision) for revision in revisions]


async def parked(db: Database) -> list[records.Parked]:
    async with db.system() as tx:
        return await records.list_parked(tx)


def failing(times: int, seen: list[int], error: Callable[[], BaseException]) -> Handler:
    """A handler that fails so many times, then works."""

    async def handler(_db: Database, job: Job) -> None:
        seen.append(job.attempt)
        if len(seen) <= times:
            raise error()

    return handler


@pytest.mark.usefixtures("impatient")
async def test_a_job_that_fails_is_tried_again_until_it_works(db: Database, scope: Scope) -> None:
    seen: list[int] = []
    await add(db, scope, "1")
    async with crew_of(db, work(failing(2, seen, lambda: OSError("no network")), attempts=5)):
        await eventually(lambda: len(seen) == 3)
    assert seen == [1, 2, 3]
    assert await queue(db) == []


async def test_a_failed_job_waits_before_it_is_tried_again(db: Database, scope: Scope) -> None:
    seen: list[int] = []
    await add(db, scope, "1")

    async def waits() -> bool:
        rows = await queue(db)
        return [(row["status"], row["attempts"]) for row in rows] == [("queued", 1)]

    async with crew_of(db, work(failing(1, seen, lambda: OSError("no network")))):
        await eventually(waits)
        assert (await queue(db))[0]["wait_s"] >= 0.5


def test_pauses_double_up_to_ten_minutes_and_are_not_in_step() -> None:
    for failures in range(40):
        ceiling = min(2.0**failures, LONGEST_PAUSE_S)
        assert all(ceiling / 2 <= pause_s(failures) <= ceiling for _ in range(20))
    assert len({pause_s(3) for _ in range(20)}) > 1


@pytest.mark.usefixtures("impatient")
async def test_a_job_that_always_fails_is_parked_visibly_and_can_be_retried(db: Database, scope: Scope) -> None:
    seen: list[int] = []
    (number,) = await add(db, scope, "9")
    async with crew_of(db, work(failing(3, seen, lambda: ValueError("a strange film")), attempts=3)):
        await eventually(lambda: parked(db))
        (kept,) = await parked(db)
        assert (kept.number, kept.kind, kept.revision, kept.attempts) == (number, "test.work", "9", 3)
        assert kept.organization == str(scope.organization)
        assert kept.reason == "a strange film"
        async with db.system() as tx:
            assert await records.unpark(tx, [kept.number]) == 1
        await eventually(lambda: len(seen) == 4)
    assert seen == [1, 2, 3, 1]
    assert await queue(db) == []


@pytest.mark.usefixtures("impatient")
async def test_a_parked_job_stays_parked_while_the_same_work_is_queued_anew(db: Database, scope: Scope) -> None:
    cut, seen = new_cut(), list[int]()
    async with db.transaction(scope) as tx:
        old = await enqueue(tx, "test.work", cut, revision="1")
    async with crew_of(db, work(failing(1, seen, lambda: Hopeless("no")))):
        await eventually(lambda: parked(db))
    async with db.transaction(scope) as tx:
        assert await enqueue(tx, "test.work", cut, revision="1") is not None
    async with db.system() as tx:
        assert old is not None
        assert await records.unpark(tx, [old]) == 0


async def test_a_hopeless_job_is_parked_at_once(db: Database, scope: Scope) -> None:
    seen: list[int] = []
    await add(db, scope, "1")
    async with crew_of(db, work(failing(9, seen, lambda: Hopeless("the source was withdrawn")))):
        await eventually(lambda: parked(db))
    assert seen == [1]
    assert [one.reason for one in await parked(db)] == ["the source was withdrawn"]


@pytest.mark.usefixtures("impatient")
async def test_a_job_over_its_time_has_failed(db: Database, scope: Scope) -> None:
    async def handler(_db: Database, _job: Job) -> None:
        await asyncio.sleep(3600)

    await add(db, scope, "1")
    async with crew_of(db, work(handler, limit_s=0.05, attempts=2)):
        await eventually(lambda: parked(db))
    assert [one.attempts for one in await parked(db)] == [2]


@pytest.mark.usefixtures("impatient")
async def test_a_handler_that_cancels_itself_has_failed_and_its_job_is_not_deleted(db: Database, scope: Scope) -> None:
    await add(db, scope, "1")
    async with crew_of(db, work(failing(9, [], asyncio.CancelledError), attempts=2)):
        await eventually(lambda: parked(db))
    assert [one.reason for one in await parked(db)] == ["it cancelled itself"]


async def test_a_stopping_crew_finishes_what_runs_and_leaves_the_rest(db: Database, scope: Scope) -> None:
    begun, go, done = asyncio.Event(), asyncio.Event(), list[str]()

    async def handler(_db: Database, job: Job) -> None:
        begun.set()
        await go.wait()
        done.append(job.revision)

    await add(db, scope, "running")
    crew, stop = Crew(db, [work(handler)], {}, QUICK), asyncio.Event()
    running = asyncio.create_task(crew.run(stop))
    await begun.wait()
    stop.set()
    await asyncio.sleep(0.1)
    await add(db, scope, "later")
    go.set()
    await running
    assert done == ["running"]
    assert [(row["headers"]["revision"], row["status"]) for row in await queue(db)] == [("later", "queued")]


async def endless(_db: Database, _job: Job) -> None:
    await asyncio.sleep(3600)


async def is_running(db: Database) -> bool:
    return [row["status"] for row in await queue(db)] == ["picked"]


def cancel(_stop: asyncio.Event, running: asyncio.Task[None]) -> None:
    running.cancel()


def drain(stop: asyncio.Event, _running: asyncio.Task[None]) -> None:
    stop.set()


@pytest.mark.parametrize("end", [drain, cancel])
async def test_a_job_that_does_not_finish_in_time_goes_back_into_the_queue(
    db: Database, scope: Scope, end: Callable[[asyncio.Event, asyncio.Task[None]], None]
) -> None:
    await add(db, scope, "1")
    stop = asyncio.Event()
    running = asyncio.create_task(Crew(db, [work(endless)], {}, replace(QUICK, drain_s=0.05)).run(stop))
    await eventually(lambda: is_running(db))
    end(stop, running)
    await asyncio.gather(running, return_exceptions=True)
    assert [row["status"] for row in await queue(db)] == ["queued"]
    seen: list[int] = []
    async with crew_of(db, work(failing(0, seen, OSError))):
        await eventually(lambda: seen)


async def test_a_crew_survives_the_loss_of_all_its_connections(db: Database, scope: Scope, cluster: Cluster) -> None:
    begun, go, done = asyncio.Event(), asyncio.Event(), list[str]()

    async def handler(_db: Database, job: Job) -> None:
        begun.set()
        await go.wait()
        done.append(job.revision)

    administrator = await asyncpg.connect(cluster.administrator(urlsplit(db.url).path.strip("/")))
    await add(db, scope, "before")
    async with crew_of(db, work(handler)):
        await begun.wait()
        for _ in range(3):
            await administrator.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )
            await asyncio.sleep(0.2)
        go.set()
        await eventually(lambda: done)

        async def add_again() -> bool:
            try:
                await add(db, scope, "after")
            except Exception:
                return False
            return True

        await eventually(add_again)
        await eventually(lambda: "after" in done)
        await eventually(lambda: _is_empty(db))
    await administrator.close()
    assert done[0] == "before"


async def _is_empty(db: Database) -> bool:
    return await queue(db) == []


async def test_a_job_longer_than_the_heartbeat_is_not_taken_over_while_its_worker_lives(
    db: Database, scope: Scope
) -> None:
    began, ended = list[int](), list[int]()

    async def handler(_db: Database, job: Job) -> None:
        began.append(job.number)
        await asyncio.sleep(2 * QUICK.heartbeat_s)
        ended.append(job.number)

    numbers = await add(db, scope, "1")
    async with crew_of(db, work(handler)), crew_of(db, work(handler)):
        await eventually(lambda: ended)
    assert began == ended == numbers


async def test_no_more_jobs_of_a_kind_run_at_once_than_declared(db: Database, scope: Scope) -> None:
    now = most = ended = 0

    async def handler(_db: Database, _job: Job) -> None:
        nonlocal now, most, ended
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.02)
        now -= 1
        ended += 1

    await add(db, scope, *map(str, range(12)))
    async with crew_of(db, work(handler, at_once=2)), crew_of(db, work(handler, at_once=2)):
        await eventually(lambda: ended == 12)
    assert most == 2


def test_a_kind_of_job_has_one_handler() -> None:
    async def handler(_db: Database, _job: Job) -> None: ...

    try:
        job("test.declared")(handler)
        with pytest.raises(ValueError, match=r"two handlers for test\.declared"):
            job("test.declared")(handler)
    finally:
        REGISTRY.pop("test.declared")
