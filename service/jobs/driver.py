"""pgqueuer's way to PostgreSQL: a small pool of its own, and patience while the server is away.

The library ends its loop at the first lost connection and never listens again; here a call waits until the server is
back. A call whose answer got lost is sent twice, which the queue survives: at worst a job runs again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import structlog
from pgqueuer.core.tm import TaskManager
from pgqueuer.ports.driver import Driver, NotifyCallback

from service.db.listen import Listener
from service.db.outage import OUTAGE

log = structlog.get_logger(__name__)

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 2.0


class PatientDriver(Driver):
    """Calls wait for the server until `hurry` is set; then they fail like any other."""

    def __init__(self, pool: asyncpg.Pool, url: str) -> None:
        self.hurry = asyncio.Event()
        self._pool = pool
        self._url = url
        self._shutdown = asyncio.Event()
        self._tasks = TaskManager()
        self._listening: list[asyncio.Task[None]] = []

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        return [dict(row) for row in await self._patiently(self._pool.fetch, query, *args)]

    async def execute(self, query: str, *args: object) -> str:
        status: str = await self._patiently(self._pool.execute, query, *args)
        return status

    async def notify(self, channel: str, payload: str) -> None:
        await self.execute("select pg_notify($1, $2)", channel, payload)

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        """Hear a channel across lost connections; what is missed meanwhile, polling finds."""
        listener = Listener(
            self._url, (channel,), lambda _channel, payload: callback(payload), lambda: None, name="cutdown jobs"
        )
        self._listening.append(asyncio.create_task(listener.run()))

    @property
    def shutdown(self) -> asyncio.Event:
        return self._shutdown

    @property
    def tm(self) -> TaskManager:
        return self._tasks

    async def __aenter__(self) -> PatientDriver:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)
        self._listening.clear()

    async def _patiently(self, call: Callable[..., Awaitable[Any]], *args: object) -> Any:
        pause = FIRST_PAUSE_S
        while True:
            try:
                return await call(*args)
            except OUTAGE as error:
                if self.hurry.is_set():
                    raise
                log.warning("queue_waits_for_database", error=repr(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)
