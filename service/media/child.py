"""A child process that reads one film under limits, and what it said."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from service.media.problems import Code, UnreadableMedia

T = TypeVar("T")


class Limits(Struct, frozen=True):
    """What reading one film may take."""

    memory_bytes: int = 1_500_000_000
    processor_s: int = 30
    wall_s: float = 60.0


class _Refusal(Struct, frozen=True):
    """A code with the fact that speaks for it."""

    code: Code | None = None
    fact: str = ""


async def read(script: Path, film: Path, limits: Limits, shape: type[T], asked: bytes = b"") -> T:
    """What the script says of a film; raises UnreadableMedia, and OSError where the file itself cannot be opened."""
    with film.open("rb"):
        pass
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(script), str(film), str(limits.memory_bytes), str(limits.processor_s)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
    )
    try:
        async with asyncio.timeout(limits.wall_s):
            printed, _ = await child.communicate(asked)
    except TimeoutError:
        raise UnreadableMedia("too_much", f"It was stopped after {limits.wall_s:g} s.") from None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise UnreadableMedia("too_much", f"It was stopped after {limits.processor_s} s of processor time.")
    if child.returncode != 0:
        raise UnreadableMedia("undecodable", "It breaks the decoder.")
    said = msgspec.json.decode(printed, type=dict[str, msgspec.Raw])
    if "facts" in said:
        return msgspec.json.decode(said["facts"], type=shape)
    refusal = msgspec.json.decode(printed, type=_Refusal)
    raise UnreadableMedia(refusal.code or "not_media", refusal.fact)
