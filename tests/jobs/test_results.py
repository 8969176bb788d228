"""A job that runs twice has one effect."""

from __future__ import annotations

import asyncio

import pytest

from service.db.pool import Database
from service.identity import Scope
from service.jobs.registry import Job
from service.jobs.results import once
from tests.jobs.hands import new_cut, new_organization


def job(scope: Scope, subject: str = "cut_x", kind: str = "test.work") -> Job:
    return Job(1, kind, scope, subject, "1", {}, 1)


class Effect:
    """Counts what reached the database."""

    def __init__(self, db: Database) -> None:
        self.runs = 0
        self.db = db

    async def __call__(self) -> dict[str, int]:
        self.runs += 1
        return {"run": self.runs}

    async def of(self, job: Job, input_hash: str = "h") -> dict[str, int]:
        async with self.db.transaction(job.scope) as tx:
            return await once(tx, job, input_hash, self)


async def test_the_second_run_gets_the_first_ones_result(db: Database, scope: Scope) -> None:
    effect = Effect(db)
    assert [await effect.of(job(scope)) for _ in range(3)] == [{"run": 1}] * 3


async def test_two_at_the_same_time_have_one_effect_and_one_result(db: Database, scope: Scope) -> None:
    effect = Effect(db)
    assert await asyncio.gather(*(effect.of(job(scope)) for _ in range(5))) == [{"run": 1}] * 5


async def test_an_effect_that_failed_may_be_tried_again(db: Database, scope: Scope) -> None:
    async def failing() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with db.transaction(scope) as tx:
            await once(tx, job(scope), "h", failing)
    assert await Effect(db).of(job(scope)) == {"run": 1}


async def test_another_input_subject_kind_or_organization_is_another_effect(db: Database, scope: Scope) -> None:
    effect = Effect(db)
    other = Scope(await new_organization(db))
    await effect.of(job(scope))
    await effect.of(job(scope), "h2")
    await effect.of(job(scope, subject=str(new_cut())))
    await effect.of(job(scope, kind="test.other"))
    await effect.of(job(other))
    assert effect.runs == 5
