"""A real server on a real socket and a real Chromium that may talk to nothing else."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The browser's program: CUTDOWN_CHROMIUM, else where Debian puts it."""
    return os.environ.get("CUTDOWN_CHROMIUM", "/usr/bin/chromium")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@asynccontextmanager
async def serving(factory: str) -> AsyncIterator[str]:
    """Serve an application factory (`module:name`) with granian; yields the address."""
    port = free_port()
    options = ["--interface", "asgi", "--factory", "--host", "127.0.0.1", "--port", str(port), "--no-access-log"]
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "granian", *options, factory, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        await until_answering(f"{address}/signin", server)
        yield address
    finally:
        if server.returncode is None:
            server.terminate()
        await server.wait()


async def until_answering(url: str, server: asyncio.subprocess.Process) -> None:
    """Return when the server answers; raises RuntimeError when it ends before that."""
    async with httpx.AsyncClient() as client:
        while server.returncode is None:
            try:
                await client.get(url)
            except httpx.TransportError:
                await asyncio.sleep(0.05)
            else:
                return
    raise RuntimeError("the server ended before it answered")


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    """One Chromium for many pages."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def opened(
    browser: Browser,
    address: str,
    *,
    width: int = 1440,
    scheme: str = "light",
    language: str = "en",
    script: bool = True,
) -> AsyncIterator[tuple[Page, list[str]]]:
    """A fresh page, and everything that went wrong on it: console errors, policy violations, requests away."""
    context = await browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 844 if width < 640 else 900},
        device_scale_factor=2 if width < 640 else 1,
        has_touch=width < 640,
        color_scheme="dark" if scheme == "dark" else "light",
        locale=language,
        java_script_enabled=script,
        accept_downloads=True,
    )
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    wrong: list[str] = []
    visited: set[str] = set()

    def asked(request: Request) -> None:
        if request.is_navigation_request():
            visited.add(request.url)
        if not request.url.startswith(address):
            wrong.append(f"request away: {request.url}")

    def told(message: ConsoleMessage) -> None:
        refused = message.location["url"] in visited and message.text.startswith("Failed to load resource")
        if message.type in {"error", "warning"} and not refused:  # a page may be a 404 or a 422 on purpose
            wrong.append(f"{message.text} {message.location['url']}")

    page.on("request", asked)
    page.on("console", told)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    try:
        yield page, wrong
    finally:
        await context.close()
