"""The real server and the real worker, as processes over real sockets."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(database_url: str, data: Path, port: int, **more: str) -> dict[str, str]:
    """What a part of Cutdown is told."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(data),
        "DATABASE_URL": database_url,
        "CUTDOWN_DATA_DIR": str(data),
        "CUTDOWN_SECRET": "5e" * 32,
        "CUTDOWN_PORT": str(port),
        "CUTDOWN_LOG_FORMAT": "json",
        **more,
    }


class Part:
    """A process of ours that can be killed and started again."""

    def __init__(self, command: str, environ: dict[str, str], log: Path) -> None:
        self.command, self.environ, self.log = command, environ, log
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it; its output goes to the log."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "service",
                self.command,
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """End it with its children, and wait; its exit status."""
        if self.process is None:
            return 0
        if self.process.returncode is None:
            if sign is signal.SIGKILL:
                os.killpg(self.process.pid, sign)
            else:
                self.process.send_signal(sign)
        return await asyncio.wait_for(self.process.wait(), 30)


async def until_ready(base_url: str) -> None:
    """Wait until the server answers."""
    async with httpx.AsyncClient(base_url=base_url) as client:
        for _ in range(200):
            try:
                if (await client.get("/healthz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
    raise TimeoutError(f"{base_url} does not answer")


@asynccontextmanager
async def running(database_url: str, data: Path, **more: str) -> AsyncIterator[tuple[str, Part, Part]]:
    """Server and worker on a database: their address, and both parts."""
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    environ = environment(database_url, data, port, **more)
    server, worker = Part("serve", environ, data / "server.log"), Part("worker", environ, data / "worker.log")
    await server.start()
    await worker.start()
    try:
        await until_ready(base_url)
        yield base_url, server, worker
    finally:
        await server.stop()
        await worker.stop()
