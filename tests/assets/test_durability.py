"""An acknowledged upload survives a power cut: asserted on the system calls themselves."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from msgspec import Struct

_CHILD = """
import asyncio, os, sys
from uuid import UUID
from schemas.ids import OrganizationId
from service.assets.store import Store

async def chunks():
    for number in range(40):
        yield bytes([number]) * 100_000

async def main():
    kept = await Store.from_url(sys.argv[1]).keep(OrganizationId(UUID(int=1)), chunks(), 1 << 30)
    os.write(1, b"ACKNOWLEDGED " + kept.sha256.hex().encode())

asyncio.run(main())
"""
_CALL = re.compile(r"^(?P<pid>\d+) +(?P<name>\w+)\((?P<args>.*)$")
_RESUMED = re.compile(r"^(?P<pid>\d+) +<\.\.\. (?P<name>\w+) resumed>")


class Call(Struct):
    """One system call; `begun` and `ended` are lines of the trace."""

    name: str
    args: str
    begun: int
    ended: int


def trace(directory: Path, *command: str) -> tuple[list[Call], str]:
    """Run a command under strace; what it called that writes, and what it printed."""
    strace = shutil.which("strace")
    assert strace, "this test needs strace: apt-get install strace"
    log = directory / "trace.txt"
    calls = "trace=mkdir,mkdirat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2"
    done = subprocess.run(
        [strace, "-f", "-y", "-s", "80", "-e", calls, "-o", log, *command], capture_output=True, text=True, check=True
    )
    found: list[Call] = []
    pending: dict[tuple[str, str], Call] = {}
    for number, line in enumerate(log.read_text(errors="replace").splitlines()):
        if begun := _CALL.match(line):
            call = Call(begun["name"], begun["args"], number, number)
            found.append(call)
            if line.endswith("<unfinished ...>"):
                pending[begun["pid"], begun["name"]] = call
        elif resumed := _RESUMED.match(line):
            pending.pop((resumed["pid"], resumed["name"])).ended = number
    return found, done.stdout


def only(calls: list[Call], names: str, *parts: str) -> Call:
    """The one call of these names whose arguments contain all parts."""
    found = [call for call in calls if call.name in names.split() and all(part in call.args for part in parts)]
    assert len(found) == 1, f"{len(found)} calls of {names} with {parts}"
    return found[0]


def test_bytes_and_names_are_on_the_disk_before_the_acknowledgement(tmp_path: Path) -> None:
    root = tmp_path / "assets"
    calls, printed = trace(tmp_path, sys.executable, "-c", _CHILD, root.as_uri())
    acknowledged = only(calls, "write", '"ACKNOWLEDGED')
    sha256 = printed.removeprefix("ACKNOWLEDGED ")
    organization = root / f"{1:032x}"
    shelf = organization / sha256[:2]

    written = [call for call in calls if call.name in ("write", "pwrite64") and f"{organization}/drafts/" in call.args]
    synced = only(calls, "fsync fdatasync", f"<{organization}/drafts/")
    renamed = only(calls, "rename renameat renameat2", f'"{organization}/drafts/', f'"{shelf}/{sha256}"')
    named = only(calls, "fsync", f"<{shelf}>")

    assert written
    assert max(call.ended for call in written) < synced.begun
    assert synced.ended < renamed.begun
    assert renamed.ended < named.begun
    assert named.ended < acknowledged.begun


def test_directories_on_the_way_are_on_the_disk_before_the_acknowledgement(tmp_path: Path) -> None:
    root = tmp_path / "assets"
    calls, printed = trace(tmp_path, sys.executable, "-c", _CHILD, root.as_uri())
    acknowledged = only(calls, "write", '"ACKNOWLEDGED')
    organization = root / f"{1:032x}"
    shelf = organization / printed.removeprefix("ACKNOWLEDGED ")[:2]
    for made in (root, organization, shelf):
        mkdir = only(calls, "mkdir mkdirat", f'"{made}"')
        synced = [
            call
            for call in calls
            if call.name == "fsync" and f"<{made.parent}>" in call.args and mkdir.ended < call.begun
        ]
        assert any(call.ended < acknowledged.begun for call in synced), f"{made} may vanish"
