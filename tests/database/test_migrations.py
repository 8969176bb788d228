"""Migrations: forward only, each whole or not at all, one runner at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from service.db import migrate as migrating
from service.db.migrate import Migration, MigrationFailed, Phase, WrongSchema, check, migrate, migrations
from service.db.provision import Access, provision
from tests.conftest import Cluster
from tests.database.catalog import ask

NAMES = [step.name for step in migrations()]


@pytest.fixture
async def empty(cluster: Cluster) -> AsyncIterator[Access]:
    """A provisioned database that no migration has seen."""
    yield await provision(cluster.administrator(), "empty", cluster.directory)
    connection = await asyncpg.connect(cluster.administrator())
    await connection.execute("drop database empty with (force)")
    await connection.close()


def release(monkeypatch: pytest.MonkeyPatch, *steps: tuple[str, str]) -> list[str]:
    """A next version of Cutdown with these further steps (`what.pre`, SQL); their names."""
    first = migrations()[-1].number + 1
    added = []
    for number, (title, sql) in enumerate(steps, first):
        phase: Phase = "post" if title.endswith("post") else "pre"
        added.append(Migration(number, f"{number:04}_{title}.sql", phase, sql))
    known = [*migrations(), *added]
    monkeypatch.setattr(migrating, "migrations", lambda: known)
    return [step.name for step in added]


async def has(access: Access, table: str) -> bool:
    (found,) = await ask(access.owner_url, "select to_regclass($1) is not null as there", table)
    return bool(found["there"])


async def test_an_empty_database_takes_every_step_and_then_none(empty: Access) -> None:
    assert await migrate(empty.owner_url) == NAMES
    assert await migrate(empty.owner_url) == []
    await check(empty.app_url)


async def test_of_several_runs_at_once_one_does_it_and_the_others_wait(empty: Access) -> None:
    ran = await asyncio.gather(*(migrate(empty.owner_url) for _ in range(4)))
    assert sorted(ran, key=len) == [[], [], [], NAMES]


async def test_a_run_waits_for_another_longer_than_for_a_table(empty: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "_PATIENCE_S", 1)
    other = await asyncpg.connect(empty.owner_url)
    await other.execute("select pg_advisory_lock($1)", migrating._LOCK)
    run = asyncio.create_task(migrate(empty.owner_url))
    await asyncio.sleep(1.5)
    assert not run.done()
    await other.close()
    assert await run == NAMES


async def test_a_step_that_was_changed_after_it_ran_is_refused(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = [Migration(one.number, one.name, one.phase, one.sql + "\n-- a word") for one in migrations()]
    monkeypatch.setattr(migrating, "migrations", lambda: changed)
    with pytest.raises(WrongSchema, match=f"{NAMES[0]} was changed after it had run; write a new migration instead"):
        await migrate(access.owner_url)


async def test_a_step_that_fails_leaves_nothing_and_the_steps_before_it_stay(
    access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = release(
        monkeypatch,
        ("good.pre", "create table good (id int)"),
        ("bad.pre", "create table half (id int); select 1 / 0"),
    )
    with pytest.raises(MigrationFailed, match=f"{bad} failed and nothing of it was done: division by zero"):
        await migrate(access.owner_url)
    assert await has(access, "good")
    assert not await has(access, "half")
    release(monkeypatch)
    monkeypatch.undo()
    (row,) = await ask(access.owner_url, "select name from migration order by number desc limit 1")
    assert row["name"] == good


async def test_a_held_table_makes_a_step_give_up_and_change_nothing(
    access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "_PATIENCE_S", 1)
    (name,) = release(
        monkeypatch, ("colour.pre", "create table before_it (id int); alter table brand add column colour text")
    )
    reader = await asyncpg.connect(access.app_url)
    await reader.execute("begin; select count(*) from brand")
    with pytest.raises(MigrationFailed, match=rf"{name} waited 1 s .* run `cutdown migrate` again") as caught:
        await migrate(access.owner_url)
    assert isinstance(caught.value.__cause__, asyncpg.LockNotAvailableError)
    assert not await has(access, "before_it")
    with pytest.raises(WrongSchema, match=f"lacks 1 migrations, first {name}; run `cutdown migrate`"):
        await check(access.app_url)
    await reader.close()
    assert await migrate(access.owner_url) == [name]


async def test_a_waiting_step_gives_up_before_requests_pile_up_behind_it() -> None:
    assert migrating._PATIENCE_S <= 4


async def test_a_post_step_waits_until_the_old_version_is_gone(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    pre, post, later = release(
        monkeypatch,
        ("wider.pre", "create table wider (id int)"),
        ("narrower.post", "drop table wider"),
        ("later.pre", "create table later (id int)"),
    )
    assert await migrate(access.owner_url, through="pre") == [pre]
    assert await has(access, "wider")
    assert await migrate(access.owner_url) == [post, later]
    assert not await has(access, "wider")


async def test_a_server_starts_before_the_post_steps_ran_and_not_before_the_pre_steps(
    access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(monkeypatch, ("wider.pre", "create table wider (id int)"), ("narrower.post", "drop table wider"))
    with pytest.raises(WrongSchema, match="lacks 1 migrations"):
        await check(access.app_url)
    await migrate(access.owner_url, through="pre")
    await check(access.app_url)


def test_a_misnamed_step_or_a_number_used_twice_stops_everything(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for files, words in ({"1_x.sql": ""}, "is named"), ({"0001_a.pre.sql": "", "0001_b.pre.sql": ""}, "same number"):
        package = tmp_path_factory.mktemp("package")
        (package / "migrations").mkdir()
        for name, sql in files.items():
            (package / "migrations" / name).write_text(sql)
        monkeypatch.setattr(migrating, "files", lambda _name, package=package: package)
        with pytest.raises(ValueError, match=words):
            migrations()
