"""The shot changes of a film: the frames with which another shot begins. Found in a child process (`shots_child.py`)
like samples, by decoding every frame once.

Hard cuts are found to the frame. Fades, dissolves, flashes and pans are no changes: where a picture turns into another
there is no frame at which it does.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from service.media.child import Limits, read

CHILD = Path(__file__).with_name("shots_child.py")


class Change(Struct, frozen=True):
    """`frame` is the first one of a shot, counted from 0. `score` is how much more of the picture changes there than
    around it, in levels of 255; 8 is the least."""

    frame: int
    score: float


class Shots(Struct, frozen=True):
    """The changes in order, and how many frames were looked at."""

    frames: int
    changes: tuple[Change, ...]


async def shots(path: Path, limits: Limits = Limits(processor_s=900, wall_s=1800.0)) -> Shots:  # noqa: B008  frozen
    """The shot changes of a film; raises UnreadableMedia, and OSError where the file itself cannot be opened."""
    return await read(CHILD, path, limits, Shots)
