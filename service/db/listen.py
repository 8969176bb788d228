"""Hearing notifications, whatever happens to the connection.

A notification sent while nobody listens is lost, so whoever keeps state from notifications must drop it at a gap.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress

import asyncpg
import structlog

from service.db.outage import OUTAGE

log = structlog.get_logger(__name__)

FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 5.0
LOST: tuple[type[Exception], ...] = (*OUTAGE, asyncpg.PostgresError)  # a changed password may come back, too


class Listener:
    """One connection of its own that hears `channels` until `run` is cancelled.

    `on_message(channel, payload)` is called for each notification, in order. `on_gap()` is called each time listening
    begins, the first time too: what was sent before that moment is unknown. Both are plain functions and return at
    once. Every `beat_s` seconds the connection must answer, so that a dead network is noticed.
    """

    def __init__(
        self,
        url: str,
        channels: tuple[str, ...],
        on_message: Callable[[str, str], None],
        on_gap: Callable[[], None],
        *,
        beat_s: float = 2.0,
        name: str = "cutdown listener",
    ) -> None:
        self.listening = asyncio.Event()
        self._url = url
        self._channels = channels
        self._on_message = on_message
        self._on_gap = on_gap
        self._beat_s = beat_s
        self._name = name

    async def run(self) -> None:
        """Listen; after any loss connect again, at first soon, then every few seconds."""
        failures = 0
        while True:
            try:
                await self._listen()
            except LOST as error:
                failures = 0 if self.listening.is_set() else failures + 1
                log.warning("listener_lost", channels=self._channels, error=repr(error))
            finally:
                self.listening.clear()
            ceiling = min(FIRST_PAUSE_S * 2**failures, LONGEST_PAUSE_S)
            await asyncio.sleep(random.uniform(ceiling / 2, ceiling))  # noqa: S311 (spreads load, hides nothing)

    async def _listen(self) -> None:
        """Connect, listen, and return only by an exception."""
        connection = await asyncpg.connect(
            self._url, timeout=10, command_timeout=self._beat_s, server_settings={"application_name": self._name}
        )
        try:
            lost = asyncio.Event()
            connection.add_termination_listener(lambda _connection: lost.set())
            for channel in self._channels:
                await connection.add_listener(channel, self._hear)
            self.listening.set()
            self._on_gap()
            while not lost.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(lost.wait(), self._beat_s)
                if not lost.is_set():
                    await connection.fetchval("select 1")
            raise ConnectionError("the database ended the connection")
        finally:
            connection.terminate()

    def _hear(self, _connection: object, _pid: int, channel: str, payload: object) -> None:
        self._on_message(channel, str(payload))
