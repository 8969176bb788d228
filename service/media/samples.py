"""Samples of a film: some of its frames as small grey grids, some stretches of its sound as levels; never the whole of
it in memory. Taken in a child process (`samples_child.py`) like a probe.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from service.media.child import Limits, read

CHILD = Path(__file__).with_name("samples_child.py")
ROWS = 32  # as the child has it
LEVEL_MS = 10


class Samples(Struct, frozen=True):
    """What was asked for. `grids`: for each frame its `ROWS` × `columns` bytes of luma as shown, in hexadecimal, row by
    row; frames beyond the end are left out. `levels`: for each stretch its mean amplitude (0 to 32767) every
    `LEVEL_MS`; None where the film has no sound."""

    columns: int
    grids: dict[int, str]
    levels: list[list[int]] | None


async def sample(
    path: Path,
    frames: Collection[int],
    spans_ms: Sequence[tuple[int, int]],
    limits: Limits = Limits(processor_s=300, wall_s=600.0),  # noqa: B008  frozen
) -> Samples:
    """Frames by their number, and stretches of sound by begin and end on the time of the first frame; raises
    UnreadableMedia, and OSError where the file itself cannot be opened."""
    asked = msgspec.json.encode({"frames": sorted(set(frames)), "spans": spans_ms})
    return await read(CHILD, path, limits, Samples, asked)
