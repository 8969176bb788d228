"""Connections that know their organization, also when things go wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import uuid4

import asyncpg
import pytest
from msgspec import Struct

from schemas.ids import BrandId, OrganizationId
from service.db.pool import Database
from service.db.problems import Unavailable
from service.db.queries import parse
from service.identity import Scope

queries = parse("""
-- name: insert_organization (organization)
insert into organization (id, name) values ($1, $2);

-- name: list_names (system: looks at whatever the walls let through)
select name from organization order by name;

-- name: divide (system: fails on purpose)
select 1 / 0;

-- name: sleep (system: is cut off on purpose)
select pg_sleep(30);

-- name: die (system: ends its own connection)
select pg_terminate_backend(pg_backend_pid());

-- name: insert_brand (organization)
insert into brand (org, name) values ($1, $2) returning id;

-- name: list_brands (brand)
select id, name from brand where org = $1 and ($2::uuid[] is null or id = any($2)) order by name;
""")


class Named(Struct):
    name: str


class Brand(Struct):
    id: BrandId
    name: str


@pytest.fixture
async def narrow(database_url: str) -> AsyncIterator[Database]:
    """A pool of one connection, so that every request meets what the one before left behind."""
    database = await Database.open(database_url, size=1, timeout_s=5)
    yield database
    await database.close()


async def organization(db: Database, name: str) -> Scope:
    scope = Scope(OrganizationId(uuid4()))
    async with db.transaction(scope) as tx:
        await tx.do(queries.insert_organization, name)
    return scope


async def visible(db: Database, scope: Scope) -> list[str]:
    async with db.reading(scope) as tx:
        return [one.name for one in await tx.all(Named, queries.list_names)]


async def visible_within(db: Database, scope: Scope) -> list[str]:
    async with db.transaction(scope) as tx:
        return [one.name for one in await tx.all(Named, queries.list_names)]


async def test_nobody_sees_another_organization(narrow: Database) -> None:
    ours, theirs = await organization(narrow, "ours"), await organization(narrow, "theirs")
    for _ in range(3):
        assert await visible(narrow, ours) == ["ours"]
        assert await visible_within(narrow, theirs) == ["theirs"]
        assert await visible(narrow, theirs) == ["theirs"]
        assert await visible_within(narrow, ours) == ["ours"]


async def test_system_work_sees_no_organization(narrow: Database) -> None:
    ours = await organization(narrow, "ours")
    assert await visible(narrow, ours) == ["ours"]
    async with narrow.system() as tx:
        assert await tx.all(Named, queries.list_names) == []
    assert await visible(narrow, ours) == ["ours"]


@pytest.mark.parametrize("how", ["transaction", "reading"])
async def test_a_failing_request_between_two_others_shows_nothing_foreign(narrow: Database, how: str) -> None:
    ours, theirs = await organization(narrow, "ours"), await organization(narrow, "theirs")
    assert await visible(narrow, ours) == ["ours"]
    opened = narrow.transaction if how == "transaction" else narrow.reading
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with opened(theirs) as tx:
            await tx.value(queries.divide)
    assert await visible(narrow, ours) == ["ours"]
    assert await visible_within(narrow, theirs) == ["theirs"]


@pytest.mark.parametrize("how", ["transaction", "reading"])
async def test_a_cancelled_request_between_two_others_shows_nothing_foreign(narrow: Database, how: str) -> None:
    ours, theirs = await organization(narrow, "ours"), await organization(narrow, "theirs")
    assert await visible(narrow, ours) == ["ours"]

    async def sleep() -> None:
        opened = narrow.transaction if how == "transaction" else narrow.reading
        async with opened(theirs) as tx:
            await tx.value(queries.sleep)

    task = asyncio.create_task(sleep())
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await visible(narrow, ours) == ["ours"]
    assert await visible_within(narrow, theirs) == ["theirs"]


@pytest.mark.parametrize("how", ["reading", "transaction"])
@pytest.mark.parametrize("afterwards", ["nothing", "another statement"])
async def test_a_connection_lost_in_the_middle_is_unavailable_and_the_next_one_works(
    narrow: Database, how: str, afterwards: str
) -> None:
    scope = await organization(narrow, "ours")
    with pytest.raises(Unavailable):
        async with getattr(narrow, how)(scope) as tx:
            if afterwards == "nothing":
                await tx.do(queries.die)
            with suppress(asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError):
                await tx.do(queries.die)
            await tx.rows(queries.list_names)
    assert await visible(narrow, scope) == ["ours"]


async def test_a_connection_lost_before_the_commit_is_unavailable(narrow: Database) -> None:
    scope = Scope(OrganizationId(uuid4()))
    with pytest.raises(Unavailable):
        async with narrow.transaction(scope) as tx:
            await tx.do(queries.insert_organization, "half")
            with suppress(asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError):
                await tx.do(queries.die)
    assert await visible(narrow, scope) == []


async def test_what_fails_is_undone(narrow: Database) -> None:
    scope = Scope(OrganizationId(uuid4()))
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with narrow.transaction(scope) as tx:
            await tx.do(queries.insert_organization, "never")
            await tx.value(queries.divide)
    assert await visible(narrow, scope) == []


async def test_a_row_of_another_organization_cannot_be_written(narrow: Database) -> None:
    ours, theirs = await organization(narrow, "ours"), await organization(narrow, "theirs")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with narrow.transaction(ours) as tx:
            await tx.connection.execute("insert into brand (org, name) values ($1, 'planted')", theirs.organization)


async def test_brands_outside_the_inner_wall_are_not_bound(narrow: Database) -> None:
    everything = await organization(narrow, "ours")
    async with narrow.transaction(everything) as tx:
        mine = BrandId(await tx.value(queries.insert_brand, "mine"))
        await tx.value(queries.insert_brand, "rival")
    one_brand = Scope(everything.organization, (mine,))
    async with narrow.reading(one_brand) as tx:
        assert [brand.name for brand in await tx.all(Brand, queries.list_brands)] == ["mine"]
    async with narrow.reading(Scope(everything.organization, ())) as tx:
        assert await tx.all(Brand, queries.list_brands) == []
    async with narrow.reading(everything) as tx:
        assert [brand.name for brand in await tx.all(Brand, queries.list_brands)] == ["mine", "rival"]


async def test_a_commit_that_was_not_acknowledged_is_not_there(narrow: Database) -> None:
    scope = Scope(OrganizationId(uuid4()))
    with pytest.raises(RuntimeError, match="before the end"):
        async with narrow.transaction(scope) as tx:
            await tx.do(queries.insert_organization, "half")
            raise RuntimeError("before the end")
    assert await visible(narrow, scope) == []
