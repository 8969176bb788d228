"""A job that runs twice has one effect."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from service.db.pool import Tx
from service.jobs import records
from service.jobs.registry import Job


async def once(
    tx: Tx, job: Job, input_hash: str, act: Callable[[], Awaitable[dict[str, Any] | None]]
) -> dict[str, Any]:
    """Do `act` in this transaction unless it was done before for the same kind, subject and `input_hash`.

    The claim is written in the transaction of the effect, so both are there or neither. Of two that run at the same
    time the second waits, then gets what the first returned. `input_hash` must name everything the effect depends on;
    when going back to an earlier state has to act again, put the revision in.
    """
    if not await records.claim_result(tx, job, input_hash):
        return await records.get_result(tx, job, input_hash)
    result = await act() or {}
    if result:
        await records.set_result(tx, job, input_hash, result)
    return result
