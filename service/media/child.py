"""A child process that reads one film under limits, what it said, and what it made."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import msgspec
from msgspec import Struct

from service.media.problems import Code, UnreadableMedia

T = TypeVar("T")


MOST_SAID_BYTES = 64 << 20  # the samples of a long film are one line of several megabytes


class Limits(Struct, frozen=True):
    """What reading one film may take; `made_bytes`, what is made of it."""

    memory_bytes: int = 1_500_000_000
    processor_s: int = 30
    wall_s: float = 60.0
    made_bytes: int = 0


class _Refusal(Struct, frozen=True):
    """A code with the fact that speaks for it."""

    code: Code | None = None
    fact: str = ""


class _Progress(Struct, frozen=True):
    """How far a child has come, as a share of 1."""

    progress: float


Tell = Callable[[float], Awaitable[None]]


async def read(script: Path, film: Path, limits: Limits, shape: type[T], asked: bytes = b"") -> T:
    """What the script says of a film; raises UnreadableMedia, and OSError where the file itself cannot be opened."""
    return await _asked(script, film, limits, shape, asked, None, None)


async def make(
    script: Path, film: Path, limits: Limits, shape: type[T], asked: dict[str, Any], target: BinaryIO, tell: Tell | None
) -> T:
    """The same of a script that writes what it makes to the open file `target`; `tell` hears how far it has come, as a
    share of 1."""
    said = msgspec.json.encode({**asked, "to": target.fileno(), "most_bytes": limits.made_bytes, "for": os.getpid()})
    return await _asked(script, film, limits, shape, said, target, tell)


async def _asked(
    script: Path, film: Path, limits: Limits, shape: type[T], asked: bytes, target: BinaryIO | None, tell: Tell | None
) -> T:
    with film.open("rb"):
        pass
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(script), str(film), str(limits.memory_bytes), str(limits.processor_s)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=MOST_SAID_BYTES,
        pass_fds=(target.fileno(),) if target else (),
        env={},
    )
    try:
        async with asyncio.timeout(limits.wall_s):
            printed = await _heard(child, asked, tell)
    except TimeoutError:
        raise UnreadableMedia("too_much", f"It was stopped after {limits.wall_s:g} s.") from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise UnreadableMedia("too_much", f"It was stopped after {limits.processor_s} s of processor time.")
    if child.returncode == errno.ENOSPC:
        raise OSError(errno.ENOSPC, "there is no room for what is made of a film")
    if child.returncode != 0:
        raise UnreadableMedia("undecodable", "It breaks the decoder.")
    said = msgspec.json.decode(printed, type=dict[str, msgspec.Raw])
    if "facts" in said:
        return msgspec.json.decode(said["facts"], type=shape)
    refusal = msgspec.json.decode(printed, type=_Refusal)
    raise UnreadableMedia(refusal.code or "not_media", refusal.fact)


async def _heard(child: asyncio.subprocess.Process, asked: bytes, tell: Tell | None) -> bytes:
    """The last line that the child prints; the others say how far it has come."""
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("a child without pipes")
    with suppress(ConnectionError):  # it ended before it was asked; its status says why
        if asked and not child.stdin.is_closing():
            child.stdin.write(asked)
            await child.stdin.drain()
    child.stdin.close()
    last = b""
    async for line in child.stdout:
        if last and tell is not None:
            await tell(msgspec.json.decode(last, type=_Progress).progress)
        last = line
    await child.wait()
    return last
