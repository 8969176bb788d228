"""Uploads over real sockets: killed and started again, large with flat memory, and by a client that others wrote."""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from tusclient.client import TusClient

from service.db.provision import Access
from tests.assets.sending import FILM, PART, VERSION, Json, arrived, create, send
from tests.conftest import House
from tests.running import Part, running, until_ready

MEGABYTE = 1 << 20


async def until_composed(client: httpx.AsyncClient, address: str) -> Json:
    """Wait for the worker."""
    for _ in range(600):
        shown: Json = (await client.get(address)).json()
        if shown["state"] == "composed":
            return shown
        await asyncio.sleep(0.1)
    raise TimeoutError(f"{address} is not composed")


def peak_bytes(part: Part) -> int:
    """The most memory that any process of a part ever had."""
    assert part.process is not None
    leader, peaks = part.process.pid, []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == leader:
                    (line,) = [one for one in (entry / "status").read_text().splitlines() if one.startswith("VmHWM")]
                    peaks.append(int(line.split()[1]) * 1024)
            except (OSError, ValueError):  # it has just ended
                continue
    return max(peaks)


@pytest.fixture
async def there(access: Access, house: House, tmp_path: Path) -> AsyncIterator[tuple[httpx.AsyncClient, Part, Part]]:
    """A running Cutdown as the house's key reaches it."""
    async with (
        running(access.app_url, tmp_path) as (base_url, server, worker),
        httpx.AsyncClient(base_url=base_url, headers=house.headers, timeout=60) as client,
    ):
        yield client, server, worker


async def test_an_upload_goes_on_after_server_and_worker_were_killed(
    there: tuple[httpx.AsyncClient, Part, Part],
) -> None:
    client, server, worker = there
    address = await create(client)
    assert (await send(client, address, 0, FILM[:PART])).status_code == 204
    hanging = asyncio.Event()

    async def stuck() -> AsyncIterator[bytes]:
        yield FILM[PART : 2 * PART]
        hanging.set()
        await asyncio.sleep(30)

    sending = asyncio.create_task(send(client, address, PART, stuck()))
    await hanging.wait()
    await server.stop(signal.SIGKILL)
    await worker.stop(signal.SIGKILL)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await server.start()
    await until_ready(str(client.base_url))
    offset = await arrived(client, address)
    assert offset == PART  # what was acknowledged, and nothing else
    assert (await send(client, address, offset, FILM[offset:])).status_code == 204
    await worker.start()
    assert (await until_composed(client, address))["sha256"] == hashlib.sha256(FILM).hexdigest()


async def test_what_arrived_before_the_caller_went_away_stays(there: tuple[httpx.AsyncClient, Part, Part]) -> None:
    client, _server, _worker = there
    address = await create(client)
    _reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    headers = {**VERSION, "authorization": client.headers["authorization"], "host": "cutdown", "upload-offset": "0"}
    headers |= {"content-type": "application/offset+octet-stream", "content-length": str(len(FILM))}
    fields = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"PATCH {address} HTTP/1.1\r\n{fields}\r\n".encode() + FILM[: 2 * PART])
    await writer.drain()
    writer.close()
    for _ in range(100):
        if await arrived(client, address):
            break
        await asyncio.sleep(0.1)
    offset = await arrived(client, address)
    assert PART <= offset <= 2 * PART
    assert (await send(client, address, offset, FILM[offset:])).status_code == 204
    assert (await until_composed(client, address))["sha256"] == hashlib.sha256(FILM).hexdigest()


async def test_two_hundred_megabytes_take_no_memory(there: tuple[httpx.AsyncClient, Part, Part]) -> None:
    client, server, worker = there
    small = await create(client)
    await send(client, small, 0, FILM)
    await until_composed(client, small)
    before = peak_bytes(server), peak_bytes(worker)
    hashed, block = hashlib.sha256(), os.urandom(MEGABYTE)

    async def body() -> AsyncIterator[bytes]:
        for number in range(200):
            piece = number.to_bytes(4) + block[4:]
            hashed.update(piece)
            yield piece

    address = await create(client, 200 * MEGABYTE)
    assert (await send(client, address, 0, body())).status_code == 204
    assert (await until_composed(client, address))["sha256"] == hashed.hexdigest()
    assert peak_bytes(server) - before[0] < 48 * MEGABYTE
    assert peak_bytes(worker) - before[1] < 48 * MEGABYTE


async def test_the_python_client_of_the_tus_project_sends_and_goes_on(
    there: tuple[httpx.AsyncClient, Part, Part], house: House, tmp_path: Path
) -> None:
    client, _server, _worker = there
    path = tmp_path / "film.mp4"
    path.write_bytes(FILM)
    theirs = TusClient(f"{client.base_url}/v1/uploads", headers=house.headers)
    with path.open("rb") as file:
        asked = {"file_stream": file, "chunk_size": PART, "upload_checksum": True, "metadata": {"filename": "film.mp4"}}
        first = theirs.uploader(**asked)
        await asyncio.to_thread(first.upload, stop_at=2 * PART)
        address = httpx.URL(str(first.url)).path
        assert await arrived(client, address) == 2 * PART
        second = await asyncio.to_thread(lambda: theirs.uploader(url=first.url, **asked))
        assert second.offset == 2 * PART
        await asyncio.to_thread(second.upload)
    assert (await until_composed(client, address))["sha256"] == hashlib.sha256(FILM).hexdigest()
