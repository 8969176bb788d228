"""One request, one effect."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from schemas.ids import KeyId, PersonId
from service.db.pool import Database
from service.identity import Scope
from service.people.idempotency import remember, remembered
from service.people.model import Answer
from service.people.problems import IdempotencyInProgress, IdempotencyKeyReused

ACTOR = PersonId(uuid4())
HASH = b"\x01" * 32
ANSWER = Answer(201, {"ETag": '"r1"', "Location": "/v1/brands/brd_1"}, b'{"name":"\xc3\x85ngstr\xc3\xb6m"}\x00')


async def test_the_answer_of_the_first_time_comes_back_byte_for_byte(db: Database, scope: Scope) -> None:
    async with db.transaction(scope) as tx:
        assert await remembered(tx, ACTOR, "k", HASH) is None
        await remember(tx, ACTOR, "k", HASH, ANSWER)
    async with db.transaction(scope) as tx:
        assert await remembered(tx, ACTOR, "k", HASH) == ANSWER


async def test_a_key_used_for_another_request_is_refused(db: Database, scope: Scope) -> None:
    async with db.transaction(scope) as tx:
        await remember(tx, ACTOR, "k", HASH, ANSWER)
    with pytest.raises(IdempotencyKeyReused) as refused:
        async with db.transaction(scope) as tx:
            await remembered(tx, ACTOR, "k", b"\x02" * 32)
    assert refused.value.status == 422


async def test_nobody_is_given_the_answer_of_another_actor_or_organization(db: Database, scope: Scope) -> None:
    async with db.transaction(scope) as tx:
        await remember(tx, ACTOR, "k", HASH, ANSWER)
        assert await remembered(tx, KeyId(uuid4()), "k", HASH) is None
        assert await remembered(tx, ACTOR, "another", HASH) is None
    async with db.transaction(Scope(type(scope.organization)(uuid4()))) as tx:
        assert await remembered(tx, ACTOR, "k", HASH) is None


async def test_while_the_first_request_runs_its_twin_is_told_to_come_back(db: Database, scope: Scope) -> None:
    async with db.transaction(scope) as first:
        assert await remembered(first, ACTOR, "k", HASH) is None
        with pytest.raises(IdempotencyInProgress) as refused:
            async with db.transaction(scope) as twin:
                await remembered(twin, ACTOR, "k", HASH)
        async with db.transaction(scope) as other:
            assert await remembered(other, ACTOR, "other", HASH) is None
    assert (refused.value.status, refused.value.headers) == (409, {"Retry-After": "1"})


async def test_a_request_that_failed_leaves_no_answer(db: Database, scope: Scope) -> None:
    async def request() -> None:
        async with db.transaction(scope) as tx:
            await remember(tx, ACTOR, "k", HASH, ANSWER)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await request()
    async with db.transaction(scope) as tx:
        assert await remembered(tx, ACTOR, "k", HASH) is None


async def test_an_answer_is_replayed_even_while_another_replay_holds_the_lock(db: Database, scope: Scope) -> None:
    async with db.transaction(scope) as tx:
        await remember(tx, ACTOR, "k", HASH, ANSWER)
    async with db.transaction(scope) as one, db.transaction(scope) as two:
        assert await remembered(one, ACTOR, "k", HASH) == await remembered(two, ACTOR, "k", HASH) == ANSWER


async def test_a_twin_that_slips_past_the_lock_takes_its_effect_back(db: Database, scope: Scope) -> None:
    """Nothing should slip past; if it did, the key's own row would still stand in its way."""
    async with db.transaction(scope) as tx:
        await remember(tx, ACTOR, "k", HASH, ANSWER)

    async def late_twin() -> None:
        async with db.transaction(scope) as late:
            await remember(late, ACTOR, "effect of the late one", HASH, ANSWER)
            await remember(late, ACTOR, "k", HASH, ANSWER)

    with pytest.raises(IdempotencyInProgress):
        await late_twin()
    async with db.transaction(scope) as tx:
        assert await remembered(tx, ACTOR, "effect of the late one", HASH) is None


async def test_twenty_twins_at_once_have_one_effect(db: Database, scope: Scope) -> None:
    effects = []

    async def request(number: int) -> str:
        try:
            async with db.transaction(scope) as tx:
                if await remembered(tx, ACTOR, "k", HASH) is not None:
                    return "replayed"
                await remember(tx, ACTOR, "k", HASH, ANSWER)
            effects.append(number)
            return "done"
        except IdempotencyInProgress:
            return "in progress"

    said = await asyncio.gather(*(request(number) for number in range(20)))
    assert len(effects) == said.count("done") == 1
