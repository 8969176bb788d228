"""What a film is: container, codecs, size, exact rate, frames, duration, read to the last packet in a child process.

The child (`probe_child.py`) sees one open file and nothing else: memory, processor time and wall clock are limited, it
can open no further file or socket, and only containers that cannot point elsewhere are read.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import msgspec
from msgspec import Struct

from service.media.problems import Code, UnreadableMedia

CHILD = Path(__file__).with_name("probe_child.py")


class Limits(Struct, frozen=True):
    """What reading one film may take."""

    memory_bytes: int = 1_500_000_000
    processor_s: int = 30
    wall_s: float = 60.0


class MediaFacts(Struct, frozen=True):
    """A film as measured. `width_px` and `height_px` are as shown, after its rotation. `frames` are counted, not taken
    from the header. `constant_rate` is false where frames do not come evenly; the rate is then their average.
    `faststart` says whether a player can begin before it has the whole file; None where the container has no such
    thing."""

    container: str
    video_codec: str
    width_px: int
    height_px: int
    rate_num: int
    rate_den: int
    constant_rate: bool
    frames: int
    duration_ms: int
    has_audio: bool
    audio_codec: str | None
    audio_rate_hz: int | None
    faststart: bool | None


class _Answer(Struct, frozen=True):
    """What the child prints: facts, or a code with the fact that speaks for it."""

    facts: MediaFacts | None = None
    code: Code | None = None
    fact: str = ""


async def probe(path: Path, limits: Limits = Limits()) -> MediaFacts:  # noqa: B008  frozen
    """The facts of a film; raises UnreadableMedia, and OSError where the file itself cannot be opened."""
    with path.open("rb"):
        pass
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(CHILD), str(path), str(limits.memory_bytes), str(limits.processor_s)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
    )
    try:
        async with asyncio.timeout(limits.wall_s):
            printed, _ = await child.communicate()
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
    answer = msgspec.json.decode(printed, type=_Answer)
    if answer.facts is None:
        raise UnreadableMedia(answer.code or "not_media", answer.fact)
    return answer.facts
