"""Runs as a process of its own: `samples_child.py PATH MEMORY_BYTES PROCESSOR_S`, told by JSON on its input what to
take from a film: `{"frames": [0, 74], "spans": [[0, 3000]]}`. It prints one JSON object.

Frames come as a small grey grid, sound as its level every 10 ms; whatever lies between is decoded only where no key
frame lets it be passed over, and nothing but the present frame is kept. Limits and lock-in are those of `probe_child`.
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # an isolated interpreter does not look beside its script

from service.media.probe_child import Refused, answer_within, opened, picture_of, within_limits

ROWS = 32
LEVEL_MS = 10
RATE_HZ = 8000
_STEP = RATE_HZ * LEVEL_MS // 1000
_FEW = 8  # seeking costs about as much as decoding so many frames
_RUN_UP_S = Fraction(1, 2)  # a decoder of sound needs what comes before


class Index:
    """Where each frame of the picture is: its time in the stream's time base, and the times one can seek to."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        times, keys = [], []
        for packet in container.demux(stream):
            at = packet.pts if packet.pts is not None else packet.dts
            if packet.size and at is not None:
                if packet.is_keyframe:
                    keys.append(at)
                if not packet.is_discard:
                    times.append(at)
        if not times:
            raise Refused("truncated", "It has no frame.")
        self.times, self.keys = sorted(times), sorted(keys) or [min(times)]

    def keys_before(self, at: int) -> Iterator[int]:
        """The times not after this one at which decoding can begin, the last of them first, then further and further
        back to the begin: in a transport stream one lands a key frame too late."""
        last = bisect_right(self.keys, at) - 1
        for back in (0, 1, 3, 7):
            if back < last:
                yield self.keys[last - back]
        yield min(0, self.keys[0])

    def worth_seeking(self, reached: int, at: int) -> bool:
        """Whether a key frame saves decoding more than a few frames."""
        return bisect_right(self.times, next(self.keys_before(at))) - bisect_right(self.times, reached) > _FEW


def decoded(container: InputContainer, stream: VideoStream, index: Index, target: int) -> Iterator[VideoFrame]:
    """The frames from somewhere before a time on."""
    for key in index.keys_before(target):
        container.seek(key, stream=stream)
        frames = container.decode(stream)
        first = next(frames, None)
        if first is not None and at_of(first) <= target:
            return chain([first], frames)
    raise Refused("undecodable", "Its frames cannot be found again.")


def pictures(
    container: InputContainer, stream: VideoStream, index: Index, numbers: list[int]
) -> Iterator[tuple[int, VideoFrame]]:
    """The frames of these numbers, which ascend. Reading goes on from one to the next unless a key frame between them
    saves the way."""
    frames: Iterator[VideoFrame] = iter(())
    reached: int | None = None
    for number in numbers:
        target = index.times[number]
        if reached is None or index.worth_seeking(reached, target):
            frames = decoded(container, stream, index, target)
        for frame in frames:
            reached = at_of(frame)
            if reached >= target:
                yield number, frame
                break
        else:
            raise Refused("truncated", f"Frame {number:,} cannot be decoded.")


def at_of(frame: VideoFrame) -> int:
    at = frame.pts if frame.pts is not None else frame.dts
    if at is None:
        raise Refused("undecodable", "Its frames have no times.")
    return at


def columns_of(frame: VideoFrame, stream: VideoStream) -> int:
    """How many columns a grid of `ROWS` rows has where its cells are square."""
    shape = Fraction(frame.width, frame.height) * (stream.sample_aspect_ratio or 1)
    return max(1, round(ROWS * (1 / shape if frame.rotation % 180 else shape)))


def grid_of(frame: VideoFrame, columns: int) -> bytes:
    """The luma of a frame as shown, row by row, averaged over each cell."""
    within_limits(frame.width, frame.height)
    turned = frame.rotation % 180 != 0
    width, height = (ROWS, columns) if turned else (columns, ROWS)
    small = frame.reformat(width=width, height=height, format="gray", interpolation="AREA")
    plane = small.planes[0]
    flat, size = bytes(plane), plane.line_size
    rows = [flat[at * size : at * size + width] for at in range(height)]
    for _ in range(frame.rotation % 360 // 90):  # counter-clockwise, a quarter at a time
        rows = [bytes(column) for column in zip(*rows, strict=True)][::-1]
    return b"".join(rows)


def levels_of(
    container: InputContainer, stream: AudioStream, zero_s: Fraction, begin_ms: int, end_ms: int
) -> list[int]:
    """The mean loudness (0 to 32767) of every 10 ms of a stretch, counted from the first frame of the picture."""
    begin_s, count = zero_s + Fraction(begin_ms, 1000), (end_ms - begin_ms) // LEVEL_MS
    sums, resampler = [0] * count, AudioResampler("s16", "mono", RATE_HZ)
    base = stream.time_base or Fraction(1, stream.rate)
    container.seek(max(0, int((begin_s - _RUN_UP_S) / base)), stream=stream)
    place: int | None = None
    for frame in container.decode(stream):
        if frame.pts is None:
            continue
        due = round((frame.pts * base - begin_s) * RATE_HZ)
        if place is None or abs(due - place) > _STEP:
            place = due
        if due >= count * _STEP:
            break
        for part in resampler.resample(frame):
            samples = array("h", bytes(part.planes[0])[: 2 * part.samples])
            add(sums, samples, place)
            place += len(samples)
    return [total // _STEP for total in sums]


def add(sums: list[int], samples: array[int], place: int) -> None:
    """Add samples that begin at `place` to the sums of the steps in which they lie."""
    at = max(0, -place)
    while at < len(samples) and (step := (place + at) // _STEP) < len(sums):
        until = min(len(samples), (step + 1) * _STEP - place)
        sums[step] += sum(map(abs, samples[at:until]))
        at = until


def samples_of(file: BinaryIO, _size: int) -> dict[str, Any]:
    """What was asked for. Frames beyond the end are left out; sound beyond it is silence."""
    asked = json.load(sys.stdin)
    with opened(file) as container:
        stream = picture_of(container)
        index = Index(container, stream)
        wanted = [number for number in asked["frames"] if number < len(index.times)]
        columns, grids = 0, {}
        for number, frame in pictures(container, stream, index, wanted):
            columns = columns or columns_of(frame, stream)
            grids[number] = grid_of(frame, columns).hex()
        zero_s = index.times[0] * (stream.time_base or Fraction(1, 1000))
        audio = container.streams.audio[0] if container.streams.audio else None
        levels = [levels_of(container, audio, zero_s, *span) for span in asked["spans"]] if audio else None
        return {"columns": columns, "grids": grids, "levels": levels}


if __name__ == "__main__":
    print(json.dumps(answer_within(samples_of, Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
