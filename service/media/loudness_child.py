"""Runs as a process of its own: `loudness_child.py PATH MEMORY_BYTES PROCESSOR_S` prints one JSON object.

The sound goes through libavfilter's `ebur128` (EBU R 128, ITU-R BS.1770), which hands over one frame each 100 ms with
the values up to there. Limits and lock-in are those of `probe_child`.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # an isolated interpreter does not look beside its script

from service.media.probe_child import answer_within, opened

STEP_MS = 100
SILENCE_LUFS = -70.0  # the absolute gate of BS.1770: what is below does not count
MOST_POINTS = 1200
WINDOW = 4  # steps: 0.4 s, as long as the meter's momentary window
RISE_LU, QUIET_LUFS = 15.0, -40.0  # house: louder by more than this, from whatever counts as quiet at most
MOST_RISES = 100


def metered(container: InputContainer, stream: AudioStream) -> Iterator[dict[str, str]]:
    """What the meter says, each 100 ms."""
    graph = av.filter.Graph()
    begin = graph.add_abuffer(template=stream)
    meter = graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
    end = graph.add("abuffersink")
    graph.link_nodes(begin, meter, end).configure()
    stream.codec_context.thread_count = 1
    for frame in container.decode(stream):
        graph.push(frame)
        yield from heard(graph)
    graph.push(None)
    yield from heard(graph)


def heard(graph: av.filter.Graph) -> Iterator[dict[str, str]]:
    """What waits in the graph. A last step that is not whole passes through it unmetered, and says nothing."""
    while True:
        try:
            said = dict(graph.pull().metadata)
        except (BlockingIOError, EOFError):
            return
        if said:
            yield said


def value(said: dict[str, str], key: str) -> float:
    """A value in LUFS; the gate where there is less, or no number."""
    found = float(said.get(f"lavfi.r128.{key}", "nan"))
    return max(SILENCE_LUFS, found) if math.isfinite(found) else SILENCE_LUFS


def rises_of(momentary: list[float]) -> list[dict[str, Any]]:
    """Where the momentary loudness leaps, each leap once, at the step where it is highest."""
    found: list[dict[str, Any]] = []
    last = -WINDOW - 1
    for at in range(WINDOW, len(momentary)):
        before = max(QUIET_LUFS, momentary[at - WINDOW])
        if momentary[at] - before <= RISE_LU or at <= 2 * WINDOW:  # the film's begin is no leap
            continue
        rise = {"at_ms": (at + 1) * STEP_MS, "before_lufs": round(before, 1), "after_lufs": round(momentary[at], 1)}
        if at - last <= WINDOW and found:
            found[-1] = max(found[-1], rise, key=lambda one: float(one["after_lufs"] - one["before_lufs"]))
        elif len(found) < MOST_RISES:
            found.append(rise)
        last = at
    return found


def thinned(values: list[float]) -> tuple[int, list[float]]:
    """At most `MOST_POINTS` values, each the loudest of its stretch, and how long a stretch is in ms."""
    width = max(1, -(-len(values) // MOST_POINTS))
    return width * STEP_MS, [round(max(values[at : at + width]), 1) for at in range(0, len(values), width)]


def loudness_of(file: BinaryIO, _size: int) -> dict[str, Any]:
    """How loud an open film is."""
    momentary: list[float] = []
    short_term: list[float] = []
    last: dict[str, str] = {}
    with opened(file) as container:
        if not container.streams.audio:
            return {}
        for last in metered(container, container.streams.audio[0]):
            momentary.append(value(last, "M"))
            short_term.append(value(last, "S"))
    step_ms, curve = thinned(short_term)
    peak = float(last.get("lavfi.r128.true_peak", "0"))
    if value(last, "I") <= SILENCE_LUFS or peak <= 0:
        return {"step_ms": step_ms, "curve": curve}
    return {
        "integrated_lufs": round(value(last, "I"), 2),
        "range_lu": round(float(last["lavfi.r128.LRA"]), 1),
        "true_peak_dbtp": round(20 * math.log10(peak), 2),
        "momentary_lufs": round(max(momentary), 1),
        "short_term_lufs": round(max(short_term), 1),
        "rises": rises_of(momentary),
        "step_ms": step_ms,
        "curve": curve,
    }


if __name__ == "__main__":
    print(json.dumps(answer_within(loudness_of, Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
