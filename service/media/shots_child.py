"""Runs as a process of its own: `shots_child.py PATH MEMORY_BYTES PROCESSOR_S` prints one JSON object.

Every frame becomes 32 × 32 cells of luma and colour and is compared with the one before it; of the frames only the last
few are kept. How much two of them differ is what remains of the luma after the gain and brightness that fit best, so
that a fade is none, and what differs in colour. A frame begins a shot when it differs by more than `LEAST` levels, and
by more than twice what is usual just before it and just after it, so that a pan is none; when a quarter of the picture
changes, so that a title is none; and when the picture before it does not come back within a few frames, as it does
after a flash. Limits and lock-in are those of `probe_child`.
"""

from __future__ import annotations

import json
import math
import sys
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from operator import mul, sub
from pathlib import Path
from statistics import median
from typing import Any, BinaryIO

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # an isolated interpreter does not look beside its script

from service.media.probe_child import Refused, answer_within, opened, picture_of, within_limits
from service.media.samples_child import Index, at_of

SIDE = 32
SEEN = 12  # levels by which a cell differs to the eye
MOST_LOCAL = 0.25  # of the cells: a title that comes up is no shot; hard cuts measured 0.83 and more, titles up to 0.33
LEAST = 8.0  # as `likeness.SAME_PICTURE`: re-encodings of one frame stay below it
USUAL = 2.0
AROUND = 5  # frames before and after that say what is usual
FLASH = 5  # frames after which a flash is over
MOST_OF_IT = 0.95  # a decoder hides a broken packet or two
_GAIN = 1.5
_DIM = 40.0

Planes = tuple[bytes, bytes, bytes]


def planes_of(frame: VideoFrame) -> Planes:
    """Luma and the two colours, 32 × 32 cells each."""
    within_limits(frame.width, frame.height)
    small = frame.reformat(width=SIDE, height=SIDE, format="yuv444p", interpolation="AREA")
    return plane_of(small, 0), plane_of(small, 1), plane_of(small, 2)


def plane_of(frame: VideoFrame, number: int) -> bytes:
    plane = frame.planes[number]
    flat, size = bytes(plane), plane.line_size
    return flat[: SIDE * SIDE] if size == SIDE else b"".join(flat[at * size : at * size + SIDE] for at in range(SIDE))


def difference(one: Planes, other: Planes) -> float:
    """How much two pictures differ, in levels of 255."""
    if one == other:
        return 0.0
    colour = max(sum(map(abs, map(sub, one[at], other[at]))) / (SIDE * SIDE) for at in (1, 2))
    return math.hypot(fitted(one[0], other[0]), colour)


def fitted(one: bytes, other: bytes) -> float:
    """What remains of one luma when the other is laid over it with the gain and brightness that fit best."""
    count = SIDE * SIDE
    mean_one, mean_other = sum(one) / count, sum(other) / count
    spread_one = sum(map(mul, one, one)) / count - mean_one**2
    spread_other = sum(map(mul, other, other)) / count - mean_other**2
    shared = sum(map(mul, one, other)) / count - mean_one * mean_other
    gain = min(_GAIN, max(1 / _GAIN, shared / spread_other if spread_other > 0 else 1.0))
    beyond = max(0.0, abs(mean_one - mean_other) - _DIM)
    return math.sqrt(max(0.0, spread_one - 2 * gain * shared + gain**2 * spread_other) + beyond**2)


def share_of(one: Planes, other: Planes) -> float:
    """The share of the cells that differ to the eye, in luma or in a colour."""
    moved = sum(max(abs(a - b), 2 * abs(c - d), 2 * abs(e - f)) > SEEN for a, b, c, d, e, f in cells(one, other))
    return moved / (SIDE * SIDE)


def cells(one: Planes, other: Planes) -> Iterator[tuple[int, ...]]:
    return zip(one[0], other[0], one[1], other[1], one[2], other[2], strict=True)


def differences_of(container: InputContainer, stream: VideoStream, index: Index) -> tuple[list[float], set[int]]:
    """How much each frame differs from the one before, and those that begin no shot all the same: a flash begins or
    ends, or little of the picture changes."""
    found, passing = [0.0] * len(index.times), set[int]()
    before: Planes | None = None
    seen_frames = 0
    waiting: deque[tuple[int, Planes, float]] = deque()  # frames that differ, with what was seen before them
    container.seek(min(0, index.keys[0]), stream=stream)
    for frame in container.decode(stream):
        at = at_of(frame)
        number = bisect_left(index.times, at)
        if number == len(found) or index.times[number] != at:
            continue
        planes = planes_of(frame)
        if before is not None:
            found[number] = difference(before, planes)
            if found[number] > LEAST and share_of(before, planes) < MOST_LOCAL:
                passing.add(number)
        while waiting and number - waiting[0][0] > FLASH:
            waiting.popleft()
        for begin, seen, differs in waiting:
            if difference(seen, planes) < max(LEAST, differs / 3):
                passing |= set(range(begin, number + 1))
        if before is not None and found[number] > LEAST:
            waiting.append((number, before, found[number]))
        before = planes
        seen_frames += 1
    if seen_frames < len(index.times) * MOST_OF_IT:
        raise Refused("undecodable", f"Of {len(index.times):,} frames {seen_frames:,} can be decoded.")
    return found, passing


def changes_of(found: list[float], passing: set[int]) -> list[dict[str, Any]]:
    """The frames that begin a shot, and by how much more than usual they differ."""
    changes = []
    for number, differs in enumerate(found):
        if differs <= LEAST or number in passing:
            continue
        sides = (found[max(1, number - AROUND) : number], found[number + 1 : number + 1 + AROUND])
        usual = max((median(side) for side in sides if side), default=0.0)
        if differs > USUAL * usual and differs - usual > LEAST:
            changes.append({"frame": number, "score": round(differs - usual, 1)})
    return changes


def shots_of(file: BinaryIO, _size: int) -> dict[str, Any]:
    """The shot changes of an open film."""
    with opened(file) as container:
        stream = picture_of(container)
        index = Index(container, stream)
        found, passing = differences_of(container, stream, index)
        return {"frames": len(index.times), "changes": changes_of(found, passing)}


if __name__ == "__main__":
    print(json.dumps(answer_within(shots_of, Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
