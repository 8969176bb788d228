"""The server process: granian on uvloop around the application that `service.app:create_app` makes."""

from __future__ import annotations

import asyncio
import errno
import gc
import importlib
import os
import signal
import socket
from contextlib import suppress
from functools import partial
from typing import Any

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server.mp import MPServer

from service import logs
from service.leash import leash_this_process
from service.settings import Settings
from service.startup import admit

_DRAIN_SECONDS = 20


class _Stopping(MPServer):
    """Tells its processes that it stops, so that what has no end of its own ends: a pipe of which only this process
    keeps the writing end open. (The signal that it sends them afterwards is the library's own.)"""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reading, self.writing = os.pipe()

    def signal_handler_interrupt(self, *args: Any, **options: Any) -> None:
        """SIGTERM or SIGINT; either may come again."""
        with suppress(OSError):
            os.close(self.writing)
        super().signal_handler_interrupt(*args, **options)  # type: ignore[no-untyped-call]


class AddressTaken(Exception):
    """The server cannot listen where it should; the text says why and what to do."""


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is being answered. Raises AddressTaken.

    Ends by SystemExit on a database of a wrong schema or role; one that does not answer yet is waited for.
    """
    logs.configure(settings)
    check_address(settings)
    asyncio.run(admit("server", settings, patient=True))
    server = _Stopping(
        "service.app:create_app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        loop=Loops.uvloop,
        websockets=False,
        log_level=LogLevels(settings.log_level),
        log_dictconfig={"handlers": {}, "formatters": {}, "loggers": {"_granian": {"propagate": True}}},
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=_DRAIN_SECONDS,
    )
    server.serve(target_loader=partial(_load, os.getpid(), settings, server.reading, server.writing), wrap_loader=False)


def check_address(settings: Settings) -> None:
    """Raises AddressTaken when nothing can listen on the host and port of the settings."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AddressTaken(
                f"Something else already listens on {settings.authority}. "
                "Stop it, or choose another port: CUTDOWN_PORT=8360"
            ) from error
        raise AddressTaken(
            f"Cannot listen on {settings.authority}: {error.strerror or error}. Check CUTDOWN_HOST and CUTDOWN_PORT."
        ) from error


def _load(parent: int, settings: Settings, reading: int, writing: int) -> Any:
    """Runs in each worker process of the server, which must not outlive it."""
    leash_this_process(signal.SIGTERM, parent)
    logs.configure(settings)
    os.close(writing)
    app = importlib.import_module("service.app").create_app()
    gc.collect()
    gc.freeze()  # what is loaded by now stays: to look through it for garbage holds a request up for 200 ms
    app.on_startup += [partial(_end_feeds, app, reading), partial(_warm_up, app)]
    return app


def _warm_up(app: Any) -> None:
    """Compile the pages beside the first requests."""
    app.state.warming = asyncio.create_task(app.state.pages.warm())


def _end_feeds(app: Any, reading: int) -> None:
    """Let the live feeds end as soon as the pipe does."""
    loop = asyncio.get_running_loop()

    def end() -> None:
        loop.remove_reader(reading)
        app.state.feed.end()

    loop.add_reader(reading, end)
