"""Real worker processes, killed and stopped in the middle of a job."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from service.db.pool import Database
from service.db.provision import Access
from service.identity import Scope
from service.jobs import records
from service.jobs.queue import enqueue
from service.settings import ROOT
from service.startup import REFUSED, UNREACHABLE
from tests.jobs.hands import eventually, new_cut, queue

Process = asyncio.subprocess.Process
Start = Callable[..., Awaitable[Process]]


@pytest.fixture
async def trial(access: Access) -> AsyncIterator[asyncpg.Connection]:
    """A table in which jobs leave their traces."""
    owner = await asyncpg.connect(access.owner_url)
    await owner.execute("create table trial (what text, pid int); grant select, insert on trial to cutdown_app")
    yield owner
    await owner.close()


@pytest.fixture
async def start(database_url: str, tmp_path: Path) -> AsyncIterator[Start]:
    """Start a worker; whatever still runs at the end of the test is killed."""
    started: list[Process] = []

    async def start(url: str = database_url, *, heartbeat_s: float = 2.0, drain_s: float = 20.0) -> Process:
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, "-m", "tests.jobs.laborer", str(heartbeat_s), str(drain_s), str(tmp_path)],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "DATABASE_URL": url, "CUTDOWN_DATA_DIR": str(tmp_path / "data")},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def traces(trial: asyncpg.Connection, what: str) -> list[Any]:
    return [row["pid"] for row in await trial.fetch("select pid from trial where what = $1", what)]


async def add(db: Database, scope: Scope, kind: str, **payload: str) -> None:
    async with db.transaction(scope) as tx:
        await enqueue(tx, kind, new_cut(), payload, revision="1")


async def is_empty(db: Database) -> bool:
    return await queue(db) == []


async def test_a_killed_workers_job_is_taken_over_and_has_one_effect(
    db: Database, scope: Scope, trial: asyncpg.Connection, start: Start, tmp_path: Path
) -> None:
    await add(db, scope, "test.slow")
    first = await start()
    await eventually(lambda: traces(trial, "begun"))
    second = await start()
    first.send_signal(signal.SIGKILL)
    await first.wait()
    await eventually(lambda: _count(trial, "begun", 2))
    (tmp_path / "go").touch()
    await eventually(lambda: is_empty(db))
    assert await traces(trial, "begun") == [first.pid, second.pid]
    assert await traces(trial, "effect") == [second.pid]


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_a_worker_killed_around_its_commit_leaves_one_effect(
    db: Database, scope: Scope, trial: asyncpg.Connection, start: Start, tmp_path: Path, moment: str
) -> None:
    (tmp_path / "go").touch()
    await add(db, scope, "test.slow", die=moment)
    first = await start()
    assert await first.wait() == -signal.SIGKILL
    assert len(await traces(trial, "effect")) == (moment == "after")
    await start()
    await eventually(lambda: is_empty(db))
    assert len(await traces(trial, "effect")) == 1


async def test_a_job_that_kills_its_workers_is_parked(
    db: Database, scope: Scope, trial: asyncpg.Connection, start: Start
) -> None:
    await add(db, scope, "test.poison")
    for _ in range(3):
        process = await start(heartbeat_s=1.0)
        assert await process.wait() == -signal.SIGKILL
    await start(heartbeat_s=1.0)

    async def parked() -> list[records.Parked]:
        async with db.system() as tx:
            return await records.list_parked(tx)

    await eventually(parked)
    assert [one.reason for one in await parked()] == ["its worker ended without a word 3 times while this job ran"]
    assert len(await traces(trial, "begun")) == 3


async def test_a_stopped_worker_finishes_its_job_and_ends_well(
    db: Database, scope: Scope, trial: asyncpg.Connection, start: Start, tmp_path: Path
) -> None:
    await add(db, scope, "test.slow")
    worker = await start()
    await eventually(lambda: traces(trial, "begun"))
    worker.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.2)
    assert worker.returncode is None
    (tmp_path / "go").touch()
    assert await worker.wait() == 0
    assert await traces(trial, "effect") == [worker.pid]
    assert await queue(db) == []


@pytest.mark.parametrize(("drain_s", "signals"), [(0.1, 1), (60.0, 2)])
async def test_a_worker_out_of_patience_gives_its_job_back(
    db: Database, scope: Scope, trial: asyncpg.Connection, start: Start, drain_s: float, signals: int
) -> None:
    await add(db, scope, "test.slow")
    worker = await start(drain_s=drain_s)
    await eventually(lambda: traces(trial, "begun"))
    for _ in range(signals):
        worker.send_signal(signal.SIGINT)
        await asyncio.sleep(0.1)
    assert await worker.wait() == 0
    assert [row["status"] for row in await queue(db)] == ["queued"]


async def test_a_worker_refuses_the_owners_role(access: Access, start: Start) -> None:
    worker = await start(access.owner_url)
    assert await worker.wait() == REFUSED


async def test_a_worker_without_a_database_says_so_to_its_supervisor(start: Start) -> None:
    worker = await start("postgresql://cutdown_app@127.0.0.1:1/cutdown")
    assert await worker.wait() == UNREACHABLE


async def _count(trial: asyncpg.Connection, what: str, count: int) -> bool:
    return len(await traces(trial, what)) == count
