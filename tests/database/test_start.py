"""No part starts on a database that is not its own, or with a role that could pass the walls: real processes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from service.db import migrate
from service.db.migrate import UnsafeRole, WrongSchema, check
from service.db.provision import Access, url_of
from service.startup import REFUSED
from tests.conftest import Cluster
from tests.running import ROOT, environment, free_port
from tests.studio import behind_the_walls, database_name

PARTS = ["serve", "worker", "demo"]
Make = Callable[[str, str], Awaitable[str]]

# What a role must not be, how it is made, and what is said of it.
ROLES = {
    "superuser": ("create role {0} login superuser password 'x'", "is a superuser"),
    "bypass": ("create role {0} login bypassrls password 'x'", "bypasses row-level security"),
    "roles": ("create role {0} login createrole password 'x'", "may create roles"),
    "databases": ("create role {0} login createdb password 'x'", "may create databases"),
    "tables": (
        "create role {0} login in role cutdown_app password 'x'; grant create on schema public to {0}",
        "may create tables",
    ),
    "owner": ("create role {0} login password 'x' in role cutdown_owner", "owns tables"),
    "borrowed": (
        "create role {0}_rich bypassrls; create role {0} login password 'x' in role {0}_rich",
        "bypasses row-level security",
    ),
}


@pytest.fixture
async def role(cluster: Cluster, access: Access) -> AsyncIterator[Make]:
    """Makes a role and gives its address in this test's database."""
    administrator = cluster.administrator(database_name(access.app_url))
    made: list[str] = []

    async def make(name: str, statements: str) -> str:
        made.append(f"too_strong_{name}")
        await behind_the_walls(administrator, statements.format(made[-1]))
        return url_of(access.app_url, made[-1], "x", database_name(access.app_url))

    yield make
    for name in made:
        await behind_the_walls(
            administrator, f"drop owned by {name}; drop role {name}; drop role if exists {name}_rich"
        )


async def ended(command: str, database_url: str, directory: Path) -> tuple[int, str]:
    """How `cutdown <command>` ends on a database, and what it says."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", command),
        cwd=ROOT,
        env=environment(database_url, directory, free_port()),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        out, _ = await asyncio.wait_for(process.communicate(), 30)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, out.decode()


@pytest.mark.parametrize("name", ROLES)
async def test_a_role_that_could_pass_the_walls_is_refused(role: Make, name: str) -> None:
    statements, fault = ROLES[name]
    with pytest.raises(UnsafeRole, match=rf"{fault}.*set DATABASE_URL to the role cutdown_app"):
        await check(await role(name, statements))


async def test_the_app_role_on_its_own_schema_is_let_in(access: Access) -> None:
    await check(access.app_url)


@pytest.mark.parametrize("part", PARTS)
async def test_no_part_starts_as_superuser_owner_or_around_the_walls(
    cluster: Cluster, access: Access, role: Make, tmp_path: Path, part: str
) -> None:
    strong = await role("bypass", ROLES["bypass"][0])
    for url in (cluster.administrator(database_name(access.app_url)), access.owner_url, strong):
        status, words = await ended(part, url, tmp_path)
        assert status == REFUSED, words
        assert "the walls between organizations would not hold; set DATABASE_URL to the role cutdown_app" in words


@pytest.mark.parametrize("part", PARTS)
async def test_no_part_starts_on_an_old_schema(cluster: Cluster, access: Access, tmp_path: Path, part: str) -> None:
    newest = migrate.migrations()[-1]
    administrator = cluster.administrator(database_name(access.app_url))
    await behind_the_walls(administrator, "delete from migration where number = $1", newest.number)
    status, words = await ended(part, access.app_url, tmp_path)
    assert status == REFUSED, words
    assert f"the database lacks 1 migrations, first {newest.name}; run `cutdown migrate`" in words


@pytest.mark.parametrize("part", PARTS)
async def test_no_part_starts_on_the_schema_of_a_newer_version(
    cluster: Cluster, access: Access, tmp_path: Path, part: str
) -> None:
    administrator = cluster.administrator(database_name(access.app_url))
    await behind_the_walls(administrator, "insert into migration (number, name, sha256) values (9999, 'later', '')")
    status, words = await ended(part, access.app_url, tmp_path)
    assert status == REFUSED, words
    assert "migrated by a newer version of Cutdown; start that version" in words


async def test_a_database_without_any_schema_is_told_to_migrate(cluster: Cluster) -> None:
    connection = await asyncpg.connect(cluster.administrator())
    await connection.execute("create database bare")
    with pytest.raises(WrongSchema, match="run `cutdown migrate`"):
        await check(url_of(cluster.access.app_url, None, None, "bare"))
    await connection.execute("drop database bare with (force)")
    await connection.close()


async def test_migrate_says_plainly_why_a_step_cannot_run(cluster: Cluster, access: Access, tmp_path: Path) -> None:
    administrator = cluster.administrator(database_name(access.app_url))
    await behind_the_walls(administrator, "update migration set sha256 = 'other' where number = 1")
    status, words = await ended("migrate", access.owner_url, tmp_path)
    assert status == 1
    assert "was changed after it had run" in words
    assert "Traceback" not in words
