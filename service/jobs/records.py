"""Results of jobs, and the queue as an operator sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from service.db.pool import Tx
from service.db.queries import load
from service.jobs.registry import Job

queries = load(__package__)


class Parked(Struct, frozen=True):
    """A job that failed as often as it may, kept until somebody looks."""

    number: int
    kind: str
    organization: str
    subject: str
    revision: str
    attempts: int
    parked_at: datetime
    reason: str


async def claim_result(tx: Tx, job: Job, input_hash: str) -> bool:
    """Whether this transaction is the one that does it; waits for another that is at it."""
    return bool(await tx.value(queries.claim_result, job.kind, job.subject, input_hash))


async def set_result(tx: Tx, job: Job, input_hash: str, result: dict[str, Any]) -> None:
    """What a claim came to."""
    await tx.do(queries.set_result, job.kind, job.subject, input_hash, result)


async def get_result(tx: Tx, job: Job, input_hash: str) -> dict[str, Any]:
    """What an earlier run came to."""
    result: dict[str, Any] = await tx.value(queries.get_result, job.kind, job.subject, input_hash)
    return result


async def count_deaths(tx: Tx, number: int) -> int:
    """How often a job's worker ended without a word while it ran; the present run is not counted."""
    deaths: int = await tx.value(queries.count_deaths, number)
    return max(0, deaths)


async def list_parked(tx: Tx, limit: int = 100) -> list[Parked]:
    """Parked jobs, the newest first."""
    return await tx.all(Parked, queries.list_parked, limit)


async def unpark(tx: Tx, numbers: list[int]) -> int:
    """Queue parked jobs again with all their attempts; how many were."""
    return await tx.do(queries.unpark, numbers)


async def forget_history(tx: Tx, days: int) -> None:
    """Remove what the library logged about jobs that ended long ago."""
    await tx.do(queries.forget_history, days)
    await tx.do(queries.forget_statistics, days)
