"""`cutdown up`: database, server and worker under one roof; started in order, kept alive, stopped in order.

Only the supervisor knows the passwords of the database's owner; the children get the app role's address, in their
environment.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
from msgspec import Struct, json

from service import rulebook
from service.children import Child, Tell, keep_running
from service.db import migrate, provision
from service.db.embedded import EmbeddedPostgres
from service.db.installation import EmbeddedFailed, account, make_directory
from service.rulebook.problems import BadRule
from service.server import AddressTaken, check_address
from service.settings import Settings

PATIENCE = 25.0  # for requests and jobs that are under way
READY_SECONDS = 60.0
LOG_ROUND_SECONDS = 60.0


class UpFailed(Exception):
    """Something did not start; the text says what, why, and what to do."""


_UNSAFE = (migrate.WrongSchema, migrate.UnsafeRole)
FAILURES = (UpFailed, BadRule, AddressTaken, EmbeddedFailed, provision.ProvisionFailed, *_UNSAFE)


class Colleague(Struct, frozen=True):
    """Somebody else of the demo, with the same password."""

    name: str
    email: str
    role: str
    market: str | None = None


class Demo(Struct, frozen=True):
    """What the demo tells its visitor: `demo.json` in the data directory. `file_url` is empty until there is a file."""

    email: str
    password: str
    api_key: str = ""
    file_url: str = ""
    people: tuple[Colleague, ...] = ()


class Facts(Struct, frozen=True):
    """What somebody needs to know of a running Cutdown."""

    url: str
    data_dir: str
    logs: str
    seconds: float
    demo: Demo | None


class Supervisor:
    """One run of `cutdown up`. `tell` gets a line of progress at a time."""

    def __init__(self, settings: Settings, environ: Mapping[str, str], tell: Tell, *, demo: bool) -> None:
        self.settings = settings
        self.tell = tell
        self._wants_demo = demo
        self.logs = settings.data_dir / "logs"
        self._environment = {name: value for name, value in environ.items() if name != "DATABASE_OWNER_URL"}
        self._environment["CUTDOWN_DATA_DIR"] = str(settings.data_dir)
        self._children: list[Child] = []
        self._parts = AsyncExitStack()

    async def start(self) -> Facts:
        """Everything, in order. Raises one of FAILURES; call `stop` then too."""
        began = time.monotonic()
        rulebook.load()
        check_address(self.settings)
        make_directory(self.settings.data_dir, account())
        access = await self._open_database()
        self._environment["DATABASE_URL"] = access.app_url
        if access.owner_url:
            async with self._timed("Schema up to date"):
                await migrate.migrate(access.owner_url)
        await migrate.check(access.app_url)
        worker, server = self._child("worker"), self._child("serve")
        async with self._timed("Server answers"):
            for child in (worker, server):
                await self._begin(child)
            await self._until_it_answers(server)
        for name, child in (("Worker", worker), ("Server", server)):
            self._until_stop(keep_running(name, child.start, child.ended, self.tell))
            self._until_stop(_shorten_log(child))
        demo = await self._demo(access.owner_url)
        seconds = round(time.monotonic() - began, 1)
        return Facts(self.settings.public_url, str(self.settings.data_dir), str(self.logs), seconds, demo)

    async def stop(self) -> None:
        """Server, then worker, then database, because each needs the next."""
        await self._parts.aclose()

    def hurry(self) -> None:
        """Wait no longer for requests and jobs under way. The database still ends cleanly."""
        for child in self._children:
            child.kill()

    async def _open_database(self) -> provision.Access:
        settings = self.settings
        if settings.database_url:
            async with self._timed("Database reached"):
                state = settings.data_dir / "database"
                return await provision.access_to(settings.database_url, settings.owner_database_url, state)
        postgres = EmbeddedPostgres(settings.data_dir / "postgres")
        self._parts.push_async_callback(postgres.stop)
        async with self._timed("PostgreSQL ready"):
            await postgres.start()
            access = await provision.provision(postgres.superuser_url(), provision.DATABASE, postgres.directory)
        self._until_stop(keep_running("PostgreSQL", postgres.start, postgres.ended, self.tell))
        return access

    async def _begin(self, child: Child) -> None:
        self._children.append(child)
        self._parts.push_async_callback(child.stop, PATIENCE)
        await child.start()

    async def _until_it_answers(self, server: Child) -> None:
        end = time.monotonic() + READY_SECONDS
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            while server.pid and time.monotonic() < end:
                with suppress(httpx.TransportError):
                    answer = await client.get(f"http://{self.settings.authority}/healthz")
                    if not answer.is_server_error:
                        return
                await asyncio.sleep(0.05)
        raise UpFailed(f"The server does not answer. The end of {server.log}:\n{server.last_words()}")

    async def _demo(self, owner_url: str) -> Demo | None:
        """Load the demo into an empty database, again when an earlier load was cut off; what it told, if it is here.

        It comes back as soon as there is a file to fetch; the load goes on behind it, and says so.
        """
        begun = self.settings.data_dir / "demo.begun"
        if self._wants_demo and owner_url and (begun.exists() or await provision.is_empty(owner_url)):
            begun.touch()
            fetchable = asyncio.Event()

            def hear(line: str) -> None:
                self.tell(f"  {line}")
                if (demo := self._told()) and demo.file_url:
                    fetchable.set()

            child = self._child("demo", hear)
            self.tell("Loading the demo")
            async with self._timed("A first file"):
                await self._begin(child)
                loading = self._until_stop(self._finish_demo(child, begun))
                waiting = asyncio.create_task(fetchable.wait())
                await asyncio.wait({loading, waiting}, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
            if loading.done() and begun.exists():
                raise UpFailed(f"The demo could not be loaded. The end of {child.log}:\n{child.last_words()}")
        return self._told()

    async def _finish_demo(self, child: Child, begun: Path) -> None:
        if await child.wait() == 0:
            begun.unlink()
        else:
            self.tell(f"The demo is not complete; the next start goes on with it. See {child.log}")

    def _told(self) -> Demo | None:
        """What the demo told so far."""
        told = self.settings.data_dir / "demo.json"
        return json.decode(told.read_bytes(), type=Demo) if told.exists() else None

    def _child(self, command: str, hear: Tell | None = None) -> Child:
        return Child(command, self._environment, self.logs / f"{command}.log", hear)

    def _until_stop(self, forever: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run something on the side that ends before whatever was started before it."""
        task = asyncio.create_task(forever)

        async def end() -> None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        self._parts.push_async_callback(end)
        return task

    @asynccontextmanager
    async def _timed(self, what: str) -> AsyncIterator[None]:
        began = time.monotonic()
        yield
        self.tell(f"{what:<18} {time.monotonic() - began:5.1f} s")


async def up(
    settings: Settings, environ: Mapping[str, str], tell: Tell, announce: Callable[[Facts], None], *, demo: bool = True
) -> None:
    """Start everything, announce it, stay until SIGINT, SIGTERM or SIGHUP, stop everything. Raises one of FAILURES."""
    supervisor = Supervisor(settings, environ, tell, demo=demo)
    asked = asyncio.Event()

    def signalled() -> None:
        supervisor.hurry() if asked.is_set() else asked.set()

    hangup = [] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [signal.SIGHUP]  # nohup
    for sign in (signal.SIGINT, signal.SIGTERM, *hangup):
        asyncio.get_running_loop().add_signal_handler(sign, signalled)
    starting = asyncio.create_task(supervisor.start())
    stopping = asyncio.create_task(asked.wait())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            announce(starting.result())
            await stopping
    finally:
        starting.cancel()
        stopping.cancel()
        await asyncio.gather(starting, stopping, return_exceptions=True)
        tell("Stopping; Ctrl-C again does not wait for what is under way")
        await supervisor.stop()
        tell("Stopped")


async def _shorten_log(child: Child) -> None:
    while True:
        await asyncio.sleep(LOG_ROUND_SECONDS)
        child.shorten_log()
