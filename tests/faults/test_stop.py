"""SIGTERM: what was begun is finished, nothing is left half done, and the next start goes on."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest

from service.db.provision import Access
from tests.conftest import Cluster, House
from tests.faults.caller import Caller, Ledger, expect
from tests.faults.film import bytes_of_film, edit_list, encode, make_film, make_story
from tests.faults.load import begins_at
from tests.faults.rows import undispatched
from tests.jobs.hands import eventually
from tests.running import Part, running

PIECE = 64 << 10


@pytest.fixture
async def parts(access: Access, house: House, tmp_path: Path) -> AsyncIterator[tuple[Caller, Part, Part]]:
    """A client of a running Cutdown, its server and its worker."""
    async with (
        running(access.app_url, tmp_path) as (base_url, server, worker),
        httpx.AsyncClient(base_url=base_url, headers=house.headers, timeout=30) as client,
    ):
        yield Caller(client, Ledger()), server, worker


@pytest.fixture
async def postgres(cluster: Cluster, access: Access) -> AsyncIterator[asyncpg.Connection]:
    """A connection that sees every row of the test's database."""
    connection = await asyncpg.connect(cluster.administrator(urlsplit(access.app_url).path[1:]))
    yield connection
    await connection.close()


async def test_a_stopping_server_answers_what_was_begun(
    parts: tuple[Caller, Part, Part], postgres: asyncpg.Connection, tmp_path: Path
) -> None:
    caller, server, _ = parts
    _, story = await make_story(caller, "Stopped")
    video = await caller.make("/v1/videos", encode({"story_id": story, "title": "Stopped"}))
    film, half, go_on = bytes_of_film(tmp_path), asyncio.Event(), asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        for begin in range(0, len(film), PIECE):
            if begin > len(film) // 2:
                half.set()
                await go_on.wait()
            yield film[begin : begin + PIECE]

    address, headers = f"/v1/videos/{video['id']}/sources?role=master&name=Slow", {"content-type": "video/mp4"}
    async with postgres.transaction():
        await postgres.execute("lock table brand in share row exclusive mode")  # a writer waits, a reader does not
        upload = asyncio.create_task(caller.client.post(address, content=slowly(), headers=headers))
        create = asyncio.create_task(caller.client.post("/v1/brands", json={"name": "Late"}))
        await half.wait()
        await eventually(lambda: _waits(postgres))
        stopping = asyncio.create_task(server.stop(signal.SIGTERM))
        await eventually(lambda: _refuses(str(caller.client.base_url)))
        assert not upload.done()
        assert not create.done()
    go_on.set()
    for response in (await create, await upload):
        expect(response, 201)
    assert await stopping == 0
    names = [row["name"] for row in await postgres.fetch("select name from brand order by name")]
    assert names == ["Late", "Stopped"]
    assert await postgres.fetchval("select count(*) from source") == 1


async def test_a_stopping_worker_leaves_no_job_half_done_and_the_next_one_goes_on(
    parts: tuple[Caller, Part, Part], postgres: asyncpg.Connection, tmp_path: Path
) -> None:
    caller, _, worker = parts
    film = await make_film(caller, "Stopped", bytes_of_film(tmp_path))
    cuts = [*film.cuts, film.clipped]
    await eventually(lambda: _rests(postgres))
    async with postgres.transaction():
        await postgres.execute("lock table conform in share row exclusive mode")  # no cut can be conformed
        for cut in cuts:
            await caller.change(f"/v1/cuts/{cut}/edit_list", edit_list(film.source, 1), 1, begins_at(1))
        await eventually(lambda: _waits(postgres))
        stopping = asyncio.create_task(worker.stop(signal.SIGTERM))
        await asyncio.sleep(0.5)
        assert not stopping.done()
    assert await stopping == 0
    assert await postgres.fetch("select entrypoint from jobs.pgqueuer where status <> 'queued'") == []
    assert await postgres.fetch("select job_id from jobs.pgqueuer_log where status in ('exception', 'failed')") == []
    await worker.start()
    await eventually(lambda: _rests(postgres))
    for cut in cuts:
        conform = await caller.get(f"/v1/cuts/{cut}/conform")
        assert (conform["edit_revision"], conform["current"]) == (2, True)


async def _waits(postgres: asyncpg.Connection) -> bool:
    """Whether somebody stands before the lock that this connection holds."""
    found: bool = await postgres.fetchval(
        "select exists (select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid)))"
    )
    return found


async def _refuses(base_url: str) -> bool:
    """Whether nobody new is let in."""
    try:
        async with httpx.AsyncClient(base_url=base_url) as late:
            await late.get("/healthz")
    except httpx.TransportError:
        return True
    return False


async def _rests(postgres: asyncpg.Connection) -> bool:
    return not await postgres.fetchval("select count(*) from jobs.pgqueuer") and not await undispatched(postgres)
