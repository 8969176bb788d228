"""A player on a site of its own: its `<track>` shows the captions of a public market, and nothing of any other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser

from service.db.pool import Database
from service.settings import Settings
from tests.captions.published import Published, publish
from tests.captions.workshop import Workshop
from tests.conftest import House
from tests.running import Part, environment, free_port, until_ready

PLAYER = """<!doctype html><title>Player</title>
<video crossorigin="anonymous"><track kind="captions" srclang="en" default></video>
<script>
  const track = document.querySelector("track")
  window.load = (address) => new Promise((done) => {
    track.onload = () => done([...track.track.cues].map((cue) => [cue.startTime, cue.endTime, cue.text]))
    track.onerror = () => done("refused")
    track.track.mode = "hidden"
    track.src = address
  })
  window.read = async (address, headers) => {
    try {
      const answer = await fetch(address, {headers})
      return [answer.status, answer.headers.get("Cutdown-Release"), answer.headers.get("ETag") !== null]
    } catch (error) {
      return "refused"
    }
  }
</script>"""


@asynccontextmanager
async def another_site() -> AsyncIterator[str]:
    """A server with one page."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = (
            f"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {len(PLAYER)}\r\nconnection: close\r\n\r\n"
        )
        writer.write((head + PLAYER).encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://localhost:{server.sockets[0].getsockname()[1]}"


@pytest.fixture
async def published(settings: Settings, db: Database, house: House, tmp_path: Path) -> AsyncIterator[Published]:
    """A released cut on a real server."""
    port = free_port()
    server = Part("serve", environment(settings.database_url, tmp_path, port), tmp_path / "server.log")
    await server.start()
    try:
        base_url = f"http://127.0.0.1:{port}"
        await until_ready(base_url)
        async with httpx.AsyncClient(base_url=base_url, headers=house.headers) as api:
            yield await publish(Workshop(api, db, house, settings), tmp_path)
    finally:
        await server.stop()


async def test_a_track_on_another_site_shows_public_captions_and_no_private_ones(
    browser: Browser, published: Published
) -> None:
    base_url = str(published.workshop.api.base_url)
    addresses = [base_url + one for one in (await published.file(), published.latest)]
    async with another_site() as site:
        context = await browser.new_context()
        page = await context.new_page()
        await page.goto(site)

        async def load(address: str) -> Any:
            return await page.evaluate("address => load(address)", address)

        for address in addresses:
            assert await load(address) == "refused"
            assert await page.evaluate("address => read(address, {})", address) == "refused"
        await published.deliver_publicly()
        for address in addresses:
            assert await load(address) == [[0.5, 2, "Two cups."]]
            for headers in ({}, {"Range": "bytes=0-5", "If-None-Match": '"other"'}):
                status = 206 if headers else 200
                assert await page.evaluate("([a, h]) => read(a, h)", [address, headers]) == [status, "1", True]
            key = {"authorization": published.workshop.api.headers["authorization"]}
            assert await page.evaluate("([a, h]) => read(a, h)", [address, key]) == "refused"
        await context.close()
