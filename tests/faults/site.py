"""A whole Cutdown of its own, on a durable PostgreSQL, whose parts are killed and come back as under the supervisor."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Literal

import asyncpg

from schemas.ids import OrganizationId
from service.children import Child, keep_running
from service.db.embedded import EmbeddedPostgres
from service.db.migrate import migrate
from service.db.pool import Database
from service.db.provision import provision
from service.people.actions import bootstrap
from tests.deploy.ups import arguments_of, children_of
from tests.running import environment, free_port, until_ready

Victim = Literal["server", "server process", "worker", "postgres", "backend"]
VICTIMS: tuple[Victim, ...] = ("server", "server process", "worker", "postgres", "backend")
DATABASE = "cutdown"


class Site:
    """The parts, and who they work for."""

    def __init__(self, directory: Path) -> None:
        self.data = directory
        self.postgres = EmbeddedPostgres(directory / "postgres")
        self.told: list[str] = []
        self.app_url: str
        self.organization: OrganizationId
        self.api_key: str
        self.base_url: str
        self.server: Child
        self.worker: Child

    async def start(self) -> None:
        """Everything, with one organization that has a key."""
        await self.postgres.start()
        access = await provision(self.postgres.superuser_url(), DATABASE, self.postgres.directory)
        await migrate(access.owner_url)
        self.app_url = access.app_url
        db = await Database.open(access.app_url, size=1)
        made = await bootstrap(db, "Northlight", "ada@northlight.example", "Ada Lindqvist", "correct horse battery")
        await db.close()
        self.organization, self.api_key = made.organization, made.secret
        port = free_port()
        self.base_url = f"http://127.0.0.1:{port}"
        environ = environment(access.app_url, self.data, port)
        self.server = Child("serve", environ, self.data / "server.log")
        self.worker = Child("worker", environ, self.data / "worker.log")
        await self.server.start()
        await self.worker.start()
        await until_ready(self.base_url)

    async def stop(self) -> None:
        """Everything, in the supervisor's order."""
        for part in ("server", "worker"):
            if hasattr(self, part):
                await getattr(self, part).stop(30.0)
        await self.postgres.stop()

    @asynccontextmanager
    async def kept_running(self) -> AsyncIterator[None]:
        """Whatever ends within the block is started again."""
        parts = (("PostgreSQL", self.postgres), ("Server", self.server), ("Worker", self.worker))
        keepers = [
            asyncio.create_task(keep_running(name, part.start, part.ended, self.told.append)) for name, part in parts
        ]
        try:
            yield
        finally:
            for keeper in keepers:
                keeper.cancel()
            await asyncio.gather(*keepers, return_exceptions=True)

    def kill(self, victim: Victim, rng: random.Random) -> bool:
        """kill -9; False when it does not run just now."""
        kills: dict[Victim, Callable[[], bool]] = {
            "server": lambda: _kill_all(self.server),
            "worker": lambda: _kill_all(self.worker),
            "postgres": lambda: _kill(self.postgres.pid),
            "server process": lambda: _kill_child(self.server.pid, rng),
            "backend": lambda: _kill_child(self.postgres.pid, rng),
        }
        return kills[victim]()

    def looks(self) -> str:
        """What runs, and the last words of everybody."""
        logs = (self.postgres.log, self.server.log, self.worker.log)
        pids = (self.postgres.pid, self.server.pid, self.worker.pid)
        family = [f"{pid}: {[arguments_of(one) for one in children_of(pid)] if pid else []}" for pid in pids]
        ends = [f"{log}:\n{log.read_text(errors='replace')[-3000:]}" for log in logs]
        return "\n".join([*family, *self.told[-6:], *ends])

    @asynccontextmanager
    async def superuser(self) -> AsyncIterator[asyncpg.Connection]:
        """A connection that sees every row."""
        connection = await asyncpg.connect(self.postgres.superuser_url(DATABASE))
        try:
            yield connection
        finally:
            await connection.close()


def _kill_all(part: Child) -> bool:
    running = part.pid is not None
    part.kill()
    return running


def _kill(process: int | None) -> bool:
    if process is not None:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
            return True
    return False


def _kill_child(process: int | None, rng: random.Random) -> bool:
    children = children_of(process) if process is not None else []
    return _kill(rng.choice(sorted(children))) if children else False
