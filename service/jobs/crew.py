"""The jobs of one worker process: pick them up, keep them alive, and stop without losing one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import asyncpg
import structlog
from msgspec import Struct
from pgqueuer.core.qm import QueueManager

from service.db.pool import Database
from service.jobs import records
from service.jobs.driver import PatientDriver
from service.jobs.registry import Work
from service.jobs.runner import Runner
from service.jobs.tables import CHANNEL, queries

log = structlog.get_logger(__name__)

HISTORY_DAYS = 30
HOUSEKEEPING_S = 3600.0
LAST_WORDS_S = 3.0


class Pace(Struct, frozen=True):
    """How a worker works. A job whose worker gave no sign for `heartbeat_s` is taken over by another.

    `poll_s` is how often the queue is looked at when no notification came; `drain_s` how long running jobs may take to
    finish when the worker stops; `at_once` how many jobs run at the same time in one process.
    """

    heartbeat_s: float = 15.0
    poll_s: float = 1.0
    drain_s: float = 18.0
    at_once: int = 10


async def _keep(_connection: object) -> None:
    """The library's statements leave nothing behind; a reset would hide how a connection was lost."""


class Crew:
    """Runs the declared jobs until told to stop. What is not finished in time goes back into the queue."""

    def __init__(self, db: Database, works: Iterable[Work], tools: Mapping[type, Any], pace: Pace) -> None:
        self._db = db
        self._pace = pace
        self._runners = {work.kind: Runner(work, db, tools) for work in works}

    def interrupt(self) -> None:
        """Wait no longer for running jobs; they go back into the queue."""
        for runner in self._runners.values():
            runner.interrupt()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set, then finish. Raises only what is not a passing outage."""
        async with asyncpg.create_pool(
            self._db.url,
            min_size=1,
            max_size=3,
            command_timeout=15,
            reset=_keep,
            server_settings={"application_name": "cutdown jobs", "jit": "off", "timezone": "UTC"},
        ) as pool:
            driver = PatientDriver(pool, self._db.url)
            manager = QueueManager(queries(driver), channel=CHANNEL)
            manager.min_dequeue_poll_interval = timedelta(milliseconds=20)
            for kind, runner in self._runners.items():
                manager.register_executor(kind, runner)
            working = asyncio.create_task(self._work(manager))
            stopping = asyncio.create_task(stop.wait())
            tidying = asyncio.create_task(self._tidy())
            try:
                await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                stopping.cancel()
                tidying.cancel()
                await self._finish(manager, driver, working)
            await working

    async def _work(self, manager: QueueManager) -> None:
        await manager.run(
            dequeue_timeout=timedelta(seconds=self._pace.poll_s),
            heartbeat_timeout=timedelta(seconds=self._pace.heartbeat_s),
            batch_size=max(1, self._pace.at_once // 2),
            max_concurrent_tasks=max(2, self._pace.at_once),
        )

    async def _finish(self, manager: QueueManager, driver: PatientDriver, working: asyncio.Task[None]) -> None:
        """Take no more jobs; wait for those that run, then send back the rest. `working` is never cancelled: the
        library would delete the jobs it holds."""
        manager.shutdown.set()
        for patience in (self._pace.drain_s, LAST_WORDS_S):
            done, _ = await asyncio.wait({working}, timeout=patience)
            if done:
                return
            self.interrupt()
            driver.hurry.set()
        log.error("jobs_left_behind", how="another worker takes them over when their heartbeat has stopped")

    async def _tidy(self) -> None:
        while True:
            with suppress(Exception):  # next hour is soon enough
                async with self._db.system() as tx:
                    await records.forget_history(tx, HISTORY_DAYS)
            await asyncio.sleep(HOUSEKEEPING_S)
