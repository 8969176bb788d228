"""One job from pick to end: done, again later, or parked."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec
import structlog
from pgqueuer.core.executors import AbstractEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Context
from pgqueuer.domain.models import Job as Row

from schemas.ids import OrganizationId
from service.db.pool import Database
from service.identity import Scope
from service.jobs import records
from service.jobs.registry import Hopeless, Job, Work

log = structlog.get_logger(__name__)

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 600.0
MOST_DEATHS = 3


class WorkerDied(Exception):
    """The job ended its worker too often (out of memory, a crash in a library) to be started once more."""


class Cancelled(Exception):
    """The handler was cancelled, but not by us: a task of its own was, and it let that pass."""


class Runner(AbstractEntrypointExecutor):
    """Does the jobs of one kind. What it raises tells the library: RetryRequested is again, anything else parked."""

    def __init__(self, work: Work, db: Database, tools: Mapping[type, Any]) -> None:
        super().__init__(EntrypointExecutorParameters(work.at_once, _never, on_failure="hold"))
        self._work = work
        self._db = db
        self._tools = tools
        self._running: set[asyncio.Task[None]] = set()
        self._interrupted: set[asyncio.Task[None]] = set()

    def interrupt(self) -> None:
        """End what runs; it goes back into the queue at once."""
        self._interrupted |= self._running
        for task in self._running:
            task.cancel()

    async def execute(self, job: Row, context: Context) -> None:
        with structlog.contextvars.bound_contextvars(job=job.id, kind=self._work.kind, attempt=job.attempts + 1):
            began = time.monotonic()
            task = asyncio.create_task(self._do(job))
            self._running.add(task)
            try:
                await asyncio.wait({task})
            except asyncio.CancelledError:
                # Passed on, the library would take the job as called off and delete it.
                self.interrupt()
                await asyncio.wait({task})
            self._running.discard(task)
            interrupted = task.cancelled() and task in self._interrupted
            self._interrupted.discard(task)
            self._conclude(job, task, interrupted, round(time.monotonic() - began, 3))

    async def _do(self, job: Row) -> None:
        async with self._db.system() as tx:
            deaths = await records.count_deaths(tx, job.id)
        if deaths >= MOST_DEATHS:
            raise WorkerDied(f"its worker ended without a word {deaths} times while this job ran")
        ours = read(job, self._tools)
        async with asyncio.timeout(self._work.limit_s):
            await self._work.handler(self._db, ours)

    def _conclude(self, job: Row, task: asyncio.Task[None], interrupted: bool, seconds: float) -> None:
        if interrupted:
            log.info("job_interrupted", seconds=seconds)
            raise RetryRequested(timedelta(0), "interrupted")
        error = Cancelled("it cancelled itself") if task.cancelled() else task.exception()
        if error is None:
            log.info("job_done", seconds=seconds)
            return
        if isinstance(error, Hopeless | WorkerDied) or job.attempts + 1 >= self._work.attempts:
            log.error("job_parked", seconds=seconds, exc_info=error)
            raise error
        pause = pause_s(job.attempts)
        log.warning("job_failed", seconds=seconds, again_in_s=round(pause, 1), exc_info=error)
        raise RetryRequested(timedelta(seconds=pause), repr(error)) from error


def pause_s(failures: int) -> float:
    """Seconds until the next attempt: doubled each time, half of it random so that jobs do not return in step."""
    ceiling = min(FIRST_PAUSE_S * 2.0 ** min(failures, 30), LONGEST_PAUSE_S)
    return random.uniform(ceiling / 2, ceiling)  # noqa: S311 (spreads load, hides nothing)


def read(row: Row, tools: Mapping[type, Any]) -> Job:
    """A row of the queue as our job."""
    headers = row.headers or {}
    return Job(
        number=row.id,
        kind=row.entrypoint,
        scope=Scope(OrganizationId.parse(str(headers["org"]))),
        subject=str(headers["subject"]),
        revision=str(headers["revision"]),
        payload=msgspec.json.decode(row.payload or b"{}"),
        attempt=row.attempts + 1,
        tools=tools,
    )


async def _never(_job: Row) -> None:
    raise AssertionError("the library calls execute")
