"""From the outbox to what follows, in the order of commits, once.

Several workers run a dispatcher; one leads, by an advisory lock of its session, and the others try to follow it up. The
jobs, the notifications and the reader's new position are one transaction: whatever is killed when, an event is dealt
with once. The lock only saves work; that two cannot both move the position is what keeps the promise.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import structlog

from service.db.outage import OUTAGE
from service.db.pool import Database, Tx
from service.events import records
from service.events.model import Event, Position, notices
from service.events.subscriptions import following
from service.jobs.queue import enqueue_all

log = structlog.get_logger(__name__)

READER = "dispatcher"
BATCH = 500
IDLE_PAUSE_S = 0.05
FOLLOWER_PAUSE_S = 0.5


class LostPosition(Exception):
    """Another dispatcher moved the position; this one starts anew from where it is now."""


class Dispatcher:
    """Deals with every event of the outbox. `run` it in each worker."""

    def __init__(self, db: Database, *, reader: str = READER, pause_s: float = IDLE_PAUSE_S) -> None:
        self.leading = asyncio.Event()
        self._db = db
        self._reader = reader
        self._pause_s = pause_s

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`: lead when nobody else does. An outage of the database is waited out."""
        while not stop.is_set():
            try:
                async with self._db.pool.acquire() as connection:
                    try:
                        await self._lead(Tx(connection, None), stop)
                    finally:
                        self.leading.clear()
                        connection.terminate()  # ends the session, and with it the lock
            except OUTAGE as error:
                log.warning("dispatcher_waits_for_database", error=repr(error))
            except LostPosition:
                log.warning("dispatcher_lost_its_position", reader=self._reader)
            await _pause(stop, FOLLOWER_PAUSE_S)

    async def _lead(self, tx: Tx, stop: asyncio.Event) -> None:
        while not await records.lead(tx, self._reader):
            if await _pause(stop, FOLLOWER_PAUSE_S):
                return
        position = await records.get_position(tx, self._reader)
        log.info("dispatcher_leads", reader=self._reader, xid=position.xid)
        self.leading.set()
        while not stop.is_set():
            events = await records.list_events_after(tx, position, BATCH)
            if events:
                position = await self._dispatch(tx, position, events)
            else:
                await _pause(stop, self._pause_s)

    async def _dispatch(self, tx: Tx, position: Position, events: list[Event]) -> Position:
        """One transaction for a batch; where the reader stands then."""
        reached = Position(events[-1].xid, events[-1].id)
        orders = [(event.org, order) for event in events for order in following(event)]
        connection: Any = tx.connection
        async with connection.transaction():
            if not await records.move_position(tx, self._reader, position, reached):
                raise LostPosition(self._reader)
            numbers = await enqueue_all(tx, orders)
            await records.notify(tx, list(notices(events)))
        log.debug("events_dispatched", events=len(events), jobs=sum(number is not None for number in numbers))
        return reached


async def _pause(stop: asyncio.Event, seconds: float) -> bool:
    """Wait; True as soon as `stop` is set."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()
