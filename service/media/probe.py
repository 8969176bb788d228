"""What a film is: container, codecs, size, exact rate, frames, duration, read to the last packet in a child process.

The child (`probe_child.py`) sees one open file and nothing else: memory, processor time and wall clock are limited, it
can open no further file or socket, and only containers that cannot point elsewhere are read.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from service.media.child import Limits, read

CHILD = Path(__file__).with_name("probe_child.py")


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


async def probe(path: Path, limits: Limits = Limits()) -> MediaFacts:  # noqa: B008  frozen
    """The facts of a film; raises UnreadableMedia, and OSError where the file itself cannot be opened."""
    return await read(CHILD, path, limits, MediaFacts)
