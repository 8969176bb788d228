"""The built-in PostgreSQL: who gets in, who may hold it, and what happens when something is killed."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from service.db import installation
from service.db.embedded import SOCKET_PATH_LIMIT, EmbeddedPostgres, until
from service.db.installation import EmbeddedFailed
from tests.conftest import Cluster

_HOLDER = """
import asyncio, sys
from pathlib import Path
from service.db import embedded
if sys.argv[2] == "unleashed":
    embedded.leashed = lambda sign, command: command
async def hold():
    server = embedded.EmbeddedPostgres(Path(sys.argv[1]))
    await server.start()
    print(server.pid, flush=True)
    await asyncio.sleep(600)
asyncio.run(hold())
"""


@asynccontextmanager
async def running(directory: Path, *, durable: bool = False) -> AsyncIterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(directory, durable=durable)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


async def execute(server: EmbeddedPostgres, *statements: str) -> None:
    connection = await asyncpg.connect(server.superuser_url())
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def value(server: EmbeddedPostgres, question: str) -> object:
    connection = await asyncpg.connect(server.superuser_url())
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def running_process(process: int) -> bool:
    return Path(f"/proc/{process}").exists() and "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()


@pytest.fixture
def place(short_directory: Path, request: pytest.FixtureRequest) -> Path:
    return short_directory / f"{abs(hash(request.node.name)) % 10**8}"


@pytest.fixture
def holder(place: Path, request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Another process that holds a server on `place`, and the server's process."""
    command = [sys.executable, "-c", _HOLDER, str(place), request.param]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        yield process, int(process.stdout.readline())
        process.kill()


async def test_nobody_enters_without_the_right_password(cluster: Cluster) -> None:
    url = cluster.administrator()
    password = url.split(":")[2].split("@")[0]
    for wrong in (url.replace(f":{password}", ""), url.replace(password, "f" * len(password))):
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(wrong)


async def test_the_cluster_is_made_as_we_say(cluster: Cluster) -> None:
    assert await value(cluster.server, "show listen_addresses") == ""
    assert await value(cluster.server, "show data_checksums") == "on"
    assert await value(cluster.server, "show password_encryption") == "scram-sha-256"
    assert (
        await value(cluster.server, "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'") == 0
    )
    assert await value(cluster.server, "select datlocale from pg_database where datname = 'postgres'") == "C.UTF-8"
    assert await value(cluster.server, "select uuidv7() is not null")


async def test_the_server_never_runs_as_root(cluster: Cluster) -> None:
    assert cluster.server.pid is not None
    assert Path(f"/proc/{cluster.server.pid}").stat().st_uid != 0


async def test_no_password_is_readable_or_in_a_command_line(cluster: Cluster) -> None:
    secret = cluster.server.directory / "superuser.password"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert secret.read_bytes().strip() not in Path(f"/proc/{cluster.server.pid}/cmdline").read_bytes()


async def test_a_second_start_finds_its_data(place: Path) -> None:
    async with running(place) as server:
        await execute(server, "create table kept as select 7 as number")
    async with running(place) as server:
        assert await value(server, "select number from kept") == 7


async def test_a_second_holder_is_refused_and_told_by_whom(place: Path) -> None:
    async with running(place):
        with pytest.raises(EmbeddedFailed, match=f"process {os.getpid()}.*CUTDOWN_DATA_DIR"):
            await EmbeddedPostgres(place).start()
    async with running(place) as server:
        assert server.alive()


async def test_what_was_committed_survives_a_killed_server(place: Path) -> None:
    async with running(place, durable=True) as server:
        await execute(server, "create table kept as select generate_series(1, 1000) as number")
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        await server.ended()
        await server.start()
        assert await value(server, "select count(*) from kept") == 1000


async def test_a_killed_backend_ends_the_server_so_that_its_holder_starts_it_again(place: Path) -> None:
    async with running(place) as server:
        connection = await asyncpg.connect(server.superuser_url())
        os.kill(connection.get_server_pid(), signal.SIGKILL)
        await server.ended()
        connection.terminate()
        await server.start()
        assert await value(server, "select 1") == 1


@pytest.mark.parametrize("holder", ["leashed"], indirect=True)
async def test_the_server_ends_when_its_holder_is_killed(holder: tuple[subprocess.Popen[str], int]) -> None:
    process, server = holder
    assert running_process(server)
    process.kill()
    assert await until(lambda: not running_process(server), 30)


@pytest.mark.parametrize("holder", ["unleashed"], indirect=True)
async def test_a_server_that_outlived_its_holder_is_ended_first(
    holder: tuple[subprocess.Popen[str], int], place: Path
) -> None:
    process, survivor = holder
    process.kill()
    process.wait()
    assert running_process(survivor)
    async with running(place) as server:
        assert not running_process(survivor)
        assert await value(server, "select 1") == 1


@pytest.mark.parametrize("holder", ["unleashed"], indirect=True)
async def test_backends_that_outlived_their_server_are_ended_first(
    holder: tuple[subprocess.Popen[str], int], place: Path
) -> None:
    process, survivor = holder
    connection = await asyncpg.connect(EmbeddedPostgres(place).superuser_url())
    backend = await connection.fetchval("select pg_backend_pid()")
    os.kill(survivor, signal.SIGSTOP)
    os.kill(backend, signal.SIGSTOP)
    os.kill(survivor, signal.SIGKILL)
    process.kill()
    process.wait()
    await until(lambda: not running_process(survivor), 10)
    os.kill(backend, signal.SIGCONT)
    async with running(place) as server:
        assert not running_process(backend)
        assert await value(server, "select 1") == 1
    connection.terminate()


async def test_a_pid_file_that_names_somebody_else_does_not_stop_a_start(place: Path) -> None:
    async with running(place):
        pass
    (place / "cluster" / "postmaster.pid").write_text(f"{os.getpid()}\n{place}/cluster\n0\n5432\n\n\n0 0\n")
    async with running(place) as server:
        assert await value(server, "select 1") == 1


async def test_a_half_made_cluster_is_made_anew(place: Path) -> None:
    (place / "cluster.new").mkdir(parents=True)
    (place / "cluster.new" / "PG_VERSION").write_text("18\n")
    place.chmod(0o711)
    async with running(place) as server:
        assert await value(server, "select 1") == 1


async def test_a_path_too_long_for_a_socket_still_works(place: Path) -> None:
    directory = place / ("long" * 30)
    async with running(directory) as server:
        assert len(os.fsencode(directory / "socket" / ".s.PGSQL.5432")) > SOCKET_PATH_LIMIT
        assert await value(server, "select 1") == 1


async def test_directories_that_were_there_keep_their_permissions(short_directory: Path, place: Path) -> None:
    before = {path: path.stat().st_mode for path in (short_directory, *short_directory.parents)}
    async with running(place / "made" / "here"):
        assert {path: path.stat().st_mode for path in before} == before


def test_a_place_closed_to_the_database_user_is_refused_by_name(place: Path) -> None:
    place.mkdir(mode=0o700)
    with pytest.raises(EmbeddedFailed, match=f"{place} is closed .* CUTDOWN_DATA_DIR"):
        installation.make_directory(place / "data", pwd.getpwuid(os.geteuid()))
