"""What people no longer need: remembered answers, sessions and links that ended. What happened stays in the log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from service.db.pool import Database, Tx
from service.db.queries import load

queries = load(__package__)

ANSWERS_KEPT = timedelta(days=7)
ENDED_KEPT = timedelta(days=30)
BATCH = 1_000
MOST_BATCHES = 1_000  # a million rows of each kind; the rest waits for the next time

Forget = Callable[[Tx, datetime, int], Awaitable[int]]


async def tidy(db: Database, now: datetime, batch: int = BATCH) -> int:
    """Forget what is old in all organizations, a batch a transaction; how much it was."""
    ended = now - ENDED_KEPT
    rounds: list[tuple[Forget, datetime]] = [
        (forget_answers, now - ANSWERS_KEPT),
        (forget_sessions, ended),
        (forget_invitations, ended),
        (forget_reset_links, ended),
    ]
    return sum([await _all(db, forget, before, batch) for forget, before in rounds])


async def _all(db: Database, forget: Forget, before: datetime, batch: int) -> int:
    forgotten = 0
    for _ in range(MOST_BATCHES):
        async with db.system() as tx:
            count = await forget(tx, before, batch)
        forgotten += count
        if count < batch:
            break
    return forgotten


async def forget_answers(tx: Tx, before: datetime, most: int) -> int:
    """Answers to requests with an Idempotency-Key."""
    return int(await tx.value(queries.forget_answers, before, most))


async def forget_sessions(tx: Tx, before: datetime, most: int) -> int:
    """Sessions that ended."""
    return int(await tx.value(queries.forget_sessions, before, most))


async def forget_invitations(tx: Tx, before: datetime, most: int) -> int:
    """Invitations that were accepted or revoked, or expired, with their roles."""
    return int(await tx.value(queries.forget_invitations, before, most))


async def forget_reset_links(tx: Tx, before: datetime, most: int) -> int:
    """Links that were used or replaced, or expired."""
    return int(await tx.value(queries.forget_reset_links, before, most))
