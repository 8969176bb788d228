"""Makes the waveform of a film: the loudest sample of each 20 ms, all channels mixed to one, from the first frame of
the picture on (`making_child` says how it is told). A film without sound has none."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any, BinaryIO

import av
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # an isolated interpreter does not look beside its script

from service.media.making_child import Target, Told, main
from service.media.probe_child import opened, picture_of
from service.media.samples_child import Index

PER_SECOND = 50
MOST_PEAKS = PER_SECOND * 4 * 3600
RATE_HZ = 16_000
_STEP = RATE_HZ // PER_SECOND


def sound_of(container: InputContainer) -> AudioStream | None:
    """The film's sound, if it has one that can be decoded."""
    return next((one for one in container.streams.audio if getattr(one, "codec_context", None)), None)


class Peaks:
    """The loudest sample of each step, as far as they are counted."""

    def __init__(self, count: int) -> None:
        self.found = bytearray(count)

    def add(self, samples: array[int], place: int) -> None:
        """Note samples, the first of which is number `place`."""
        at = max(0, -place)
        while at < len(samples) and (step := (place + at) // _STEP) < len(self.found):
            until = min(len(samples), (step + 1) * _STEP - place)
            part = samples[at:until]
            loudest = min(255, (max(max(part), -min(part)) * 255 + 16_383) // 32_767)
            self.found[step] = max(self.found[step], loudest)
            at = until


def heard(container: InputContainer, stream: AudioStream, zero_s: Fraction) -> Iterator[tuple[int, array[int]]]:
    """Samples of the mixed sound, and the number of the first of them from the first frame of the picture."""
    resampler = AudioResampler("s16", "mono", RATE_HZ)
    base = stream.time_base or Fraction(1, stream.rate)
    place: int | None = None
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.error.InvalidDataError:
            continue  # a broken packet is silence
        for frame in frames:
            if frame.pts is None:
                continue
            due = round((frame.pts * base - zero_s) * RATE_HZ)
            if place is None or abs(due - place) > _STEP:
                place = due
            for part in resampler.resample(frame):
                samples = array("h", bytes(part.planes[0])[: 2 * part.samples])
                yield place, samples
                place += len(samples)


def make(file: BinaryIO, asked: dict[str, Any]) -> dict[str, Any]:
    """How many peaks were written; none where the film has no sound."""
    with opened(file) as container:
        sound = sound_of(container)
        if sound is None:
            return {"per_second": PER_SECOND, "count": 0}
        stream = picture_of(container)
        zero_s = Index(container, stream).times[0] * (stream.time_base or Fraction(1, 1000))
        container.seek(0)
        peaks = Peaks(min(MOST_PEAKS, ceil(asked["duration_ms"] * PER_SECOND / 1000)))
        told = Told()
        for place, samples in heard(container, sound, zero_s):
            if place // _STEP >= len(peaks.found):
                break
            peaks.add(samples, place)
            told(place / _STEP / len(peaks.found))
        written = {"per_second": PER_SECOND, "peaks": list(peaks.found)}
        Target(asked["to"]).write(json.dumps(written, separators=(",", ":")).encode())
        return {"per_second": PER_SECOND, "count": len(peaks.found)}


if __name__ == "__main__":
    main(make)
