"""`cutdown up`: everything under one roof, kept alive, stopped cleanly, and never more known than needed."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from service.db.embedded import until
from service.db.provision import ProvisionFailed, standing, url_of
from tests.conftest import Cluster
from tests.deploy.ups import (
    PATIENCE,
    Up,
    alive,
    arguments_of,
    descendants_of,
    environment_of,
    free_port,
    refused,
    running,
)


@pytest.fixture(scope="module")
async def up(short_directory: Path) -> AsyncIterator[Up]:
    async with running(short_directory / "up") as found:
        yield found


async def test_it_announces_where_it_is(up: Up) -> None:
    assert up.facts["url"] == up.url
    assert up.facts["data_dir"] == str(up.directory)
    assert up.answers()


async def test_the_parts_know_the_app_roles_address_and_no_other_secret(up: Up) -> None:
    secrets = {path.read_text().strip() for path in (up.directory / "postgres").glob("*.password")}
    assert len(secrets) == 3
    for part in ("serve", "worker"):
        given = environment_of(up.part(part))
        assert urlsplit(given["DATABASE_URL"]).username == "cutdown_app"
        found = {secret for secret in secrets if any(secret in value for value in given.values())}
        assert found == {urlsplit(given["DATABASE_URL"]).password}


async def test_no_secret_stands_in_a_command_line(up: Up) -> None:
    secrets = [path.read_text().strip() for path in (up.directory / "postgres").glob("*.password")]
    for process in {up.process.pid, *descendants_of(up.process.pid)}:
        line = " ".join(arguments_of(process))
        assert not any(secret in line for secret in secrets)


async def test_a_killed_server_is_started_again(up: Up) -> None:
    await up.kill("serve")
    assert await until(up.answers, PATIENCE)


async def test_a_killed_worker_is_started_again(up: Up) -> None:
    await up.kill("worker")
    assert alive(up.part("worker"))


async def test_a_killed_database_is_started_again(up: Up) -> None:
    await up.kill("postgres")
    url = environment_of(up.part("serve"))["DATABASE_URL"]

    for _ in range(int(PATIENCE)):
        if back := await reached(url):
            break
        await asyncio.sleep(1)
    assert back
    assert await until(up.answers, PATIENCE)


async def test_a_second_one_on_the_same_data_is_refused(up: Up) -> None:
    status, words = await refused(up.directory, free_port())
    assert status == 1
    assert f"process {up.process.pid}" in words
    assert "CUTDOWN_DATA_DIR" in words


async def test_a_port_that_is_taken_is_told_before_anything_starts(up: Up, short_directory: Path) -> None:
    port = urlsplit(up.url).port
    assert port is not None
    status, words = await refused(short_directory / "untouched", port)
    assert status == 1
    assert f"already listens on 127.0.0.1:{port}" in words
    assert "CUTDOWN_PORT" in words
    assert not (short_directory / "untouched").exists()


async def test_settings_that_cannot_be_used_are_told_before_anything_starts(short_directory: Path) -> None:
    status, words = await refused(short_directory / "untouched", 0, CUTDOWN_WORKERS="none")
    assert status == 2
    assert "CUTDOWN_PORT=0" in words
    assert "CUTDOWN_WORKERS=none" in words


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_stops_everything_and_a_second_start_finds_its_data(
    sign: signal.Signals, short_directory: Path
) -> None:
    directory = short_directory / f"up-{sign.name}"
    async with running(directory) as up:
        await mark(up)
        family = descendants_of(up.process.pid)
        assert await up.end(sign) == 0
        assert not any(alive(process) for process in family)
        assert not (directory / "postgres" / "cluster" / "postmaster.pid").exists()
    async with running(directory) as up:
        assert await marked(up)


async def test_a_signal_to_the_whole_terminal_stops_as_cleanly(short_directory: Path) -> None:
    directory = short_directory / "terminal"
    async with running(directory) as up:
        os.killpg(up.process.pid, signal.SIGINT)
        assert await until(lambda: up.process.poll() is not None, PATIENCE)
        assert up.process.returncode == 0
        assert "database system is shut down" in (directory / "postgres" / "postgres.log").read_text().splitlines()[-1]


async def test_nothing_outlives_a_killed_supervisor_and_the_next_start_finds_its_data(short_directory: Path) -> None:
    directory = short_directory / "killed"
    async with running(directory) as up:
        await mark(up)
        family = descendants_of(up.process.pid)
        await up.end(signal.SIGKILL)
        assert await until(lambda: not any(alive(process) for process in family), PATIENCE)
    async with running(directory) as up:
        assert await marked(up)


async def test_an_administrators_database_gets_its_roles_and_the_parts_only_the_app_role(
    cluster: Cluster, short_directory: Path
) -> None:
    administrator = cluster.administrator("given")
    connection = await asyncpg.connect(cluster.administrator())
    await connection.execute("create database given")
    await connection.close()
    state = short_directory / "given"
    (state / "database").mkdir(parents=True)
    for role in ("cutdown_owner", "cutdown_app"):  # the roles of a server are shared by its databases
        name = f"{role}.password"
        (state / "database" / name).write_text((cluster.directory / name).read_text())
    async with running(state, DATABASE_URL=administrator, DATABASE_OWNER_URL=administrator) as up:
        given = environment_of(up.part("serve"))
        assert (await standing(given["DATABASE_URL"])).plain
        assert "DATABASE_OWNER_URL" not in given
        assert up.part("postgres") == 0


async def test_an_app_role_on_an_old_schema_is_told_to_migrate(cluster: Cluster, short_directory: Path) -> None:
    connection = await asyncpg.connect(cluster.administrator())
    await connection.execute("create database unmigrated")
    await connection.close()
    url = url_of(cluster.access.app_url, None, None, "unmigrated")
    status, words = await refused(short_directory / "unmigrated", free_port(), DATABASE_URL=url)
    assert status == 1
    assert "cutdown migrate" in words


async def reached(url: str) -> bool:
    try:
        return (await standing(url)).plain
    except ProvisionFailed:
        return False


async def mark(up: Up) -> None:
    connection = await asyncpg.connect(owner_url(up))
    await connection.execute("insert into organization (name) values ('marked')")
    await connection.close()


async def marked(up: Up) -> bool:
    connection = await asyncpg.connect(owner_url(up))
    found: bool = await connection.fetchval("select exists (select from organization where name = 'marked')")
    await connection.close()
    return found


def owner_url(up: Up) -> str:
    password = (up.directory / "postgres" / "cutdown_owner.password").read_text().strip()
    return f"postgresql://cutdown_owner:{password}@/cutdown?host={up.directory / 'postgres' / 'socket'}"
