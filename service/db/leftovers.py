"""Processes of a PostgreSQL that outlived whoever held it.

A server must never start beside the backends of a killed one: both would write the same pages. PostgreSQL guards this
by the shared memory that its pid file names, so the file is never removed.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

from service.db.installation import EmbeddedFailed

Until = Callable[[Callable[[], bool], float], Awaitable[bool]]


async def end(cluster: Path, until: Until, seconds: float = 30.0) -> None:
    """End every process of the server on `cluster`: politely first, so that nothing needs recovery."""
    for postmaster_sign, backend_sign in ((signal.SIGINT, signal.SIGTERM), (signal.SIGQUIT, signal.SIGQUIT)):
        found = _processes(cluster)
        postmaster = _postmaster(cluster)
        for process in found:
            if process == postmaster:
                _send(process, postmaster_sign)
            elif postmaster not in found:
                _send(process, backend_sign)
        if await until(lambda: not _processes(cluster), seconds):
            break
    if left := _processes(cluster):
        raise EmbeddedFailed(
            f"An earlier PostgreSQL still uses {cluster} and does not end. "
            f"End its processes ({', '.join(map(str, left))}), then start again."
        )
    _disown(cluster)


def _disown(cluster: Path) -> None:
    """Name this process in a pid file whose process is somebody else by now, or a zombie that nobody collects.

    PostgreSQL would take it for a running server; its own parent, which we shall be, it knows not to be one.
    """
    if Path(f"/proc/{_postmaster(cluster) or 'none'}").exists():
        file = cluster / "postmaster.pid"
        _, _, rest = file.read_text().partition("\n")
        file.write_text(f"{os.getpid()}\n{rest}")


def _postmaster(cluster: Path) -> int:
    """The process that the pid file names; 0 when there is none."""
    try:
        return int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return 0


def _processes(cluster: Path) -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _serves(entry, cluster)]


def _serves(process: Path, cluster: Path) -> bool:
    """Every process of a server works in its directory; a server also names it, for those who may not look there."""
    try:
        arguments = (process / "cmdline").read_bytes().split(b"\0")
        if arguments[1:3] == [b"-D", os.fsencode(cluster)]:
            return True
        return (process / "cwd").readlink() == cluster.resolve() and (process / "comm").read_text() == "postgres\n"
    except OSError:
        return False


def _send(process: int, sign: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, sign)
