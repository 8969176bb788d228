"""The server process: granian on uvloop around the application that `service.app:create_app` makes."""

from __future__ import annotations

import asyncio
import errno
import importlib
import os
import signal
import socket
from functools import partial
from typing import Any

from granian.constants import Interfaces, Loops
from granian.log import LogLevels
from granian.server import Server

from service import logs
from service.leash import leash_this_process
from service.settings import Settings
from service.startup import admit

_DRAIN_SECONDS = 20


class AddressTaken(Exception):
    """The server cannot listen where it should; the text says why and what to do."""


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is being answered. Raises AddressTaken.

    Ends by SystemExit on a database of a wrong schema or role; one that does not answer yet is waited for.
    """
    logs.configure(settings)
    check_address(settings)
    asyncio.run(admit("server", settings, patient=True))
    server = Server(
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
    server.serve(target_loader=partial(_load, os.getpid(), settings), wrap_loader=False)


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


def _load(parent: int, settings: Settings) -> Any:
    """Runs in each worker process of the server, which must not outlive it."""
    leash_this_process(signal.SIGTERM, parent)
    logs.configure(settings)
    return importlib.import_module("service.app").create_app()
