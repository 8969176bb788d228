"""`cutdown up` as a process of its own, looked at from outside."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from service.db.embedded import until
from service.settings import ROOT

PATIENCE = 60.0


class Up:
    """One run. `facts` is what it announced."""

    def __init__(self, process: subprocess.Popen[str], directory: Path, port: int) -> None:
        self.process = process
        self.directory = directory
        self.url = f"http://127.0.0.1:{port}"
        self.facts: dict[str, Any] = {}

    def part(self, name: str) -> int:
        """The process of `serve`, `worker` or `postgres`; 0 when it does not run."""
        for child in children_of(self.process.pid):
            arguments = arguments_of(child)
            if arguments[-1:] == [name] or (name == "postgres" and Path(arguments[0]).name == "postgres"):
                return child
        return 0

    async def kill(self, name: str) -> None:
        """kill -9 a part and wait until another process stands in its place."""
        old = self.part(name)
        os.kill(old, signal.SIGKILL)
        assert await until(lambda: self.part(name) not in (0, old), PATIENCE)

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", trust_env=False).is_success
        except httpx.TransportError:
            return False

    async def end(self, sign: signal.Signals) -> int:
        self.process.send_signal(sign)
        assert await until(lambda: self.process.poll() is not None, PATIENCE)
        return self.process.returncode


def environment(directory: Path, port: int, **more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "CUTDOWN_DATA_DIR": str(directory), "CUTDOWN_PORT": str(port), **more}


def start(directory: Path, port: int, **more: str) -> Up:
    command = [sys.executable, "-m", "service", "up", "--json", "--no-demo"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(directory, port, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    return Up(process, directory, port)


@asynccontextmanager
async def running(directory: Path, **more: str) -> AsyncIterator[Up]:
    """A run that has announced itself; ended, whatever happens, with everything it started."""
    up = start(directory, free_port(), **more)
    family: set[int] = set()
    try:
        assert up.process.stdout is not None
        line = await asyncio.to_thread(up.process.stdout.readline)
        if not line:
            raise AssertionError(up.process.communicate()[1])
        up.facts = json.loads(line)
        family = descendants_of(up.process.pid)
        yield up
    finally:
        family |= descendants_of(up.process.pid)
        up.process.terminate()
        up.process.communicate(timeout=PATIENCE)
        assert await until(lambda: not any(alive(process) for process in family), PATIENCE)


async def refused(directory: Path, port: int, **more: str) -> tuple[int, str]:
    """The exit status and the words of a run that does not come up."""
    up = start(directory, port, **more)
    words = await asyncio.to_thread(up.process.communicate, None, PATIENCE)
    return up.process.returncode, words[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def children_of(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def descendants_of(process: int) -> set[int]:
    children = children_of(process)
    return set(children).union(*(descendants_of(child) for child in children))


def arguments_of(process: int) -> list[str]:
    try:
        return Path(f"/proc/{process}/cmdline").read_text().rstrip("\0").split("\0")
    except OSError:
        return [""]


def environment_of(process: int) -> dict[str, str]:
    pairs = Path(f"/proc/{process}/environ").read_text().rstrip("\0").split("\0")
    return dict(pair.split("=", 1) for pair in pairs)


def alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False
