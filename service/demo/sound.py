"""The sound of the demo's films: the spoken lines and three noises, each at the time of its cue, on a quiet room."""

from __future__ import annotations

import array
import io
import math
import random
import wave
from collections.abc import Mapping

from service.demo.content import Cue, Film, Speaker
from service.demo.speech import RATE_HZ, Line, say

_SPEECH_PEAK = 24_000
_ROOM_PEAK = 12
_LEAD_MS = 40  # a line begins this long after its cue, so that a reader is never late


def soundtrack(film: Film, speakers: Mapping[str, Speaker]) -> bytes:
    """The whole film's sound as a WAV file, 16 bits, mono."""
    noise = random.Random(1952)  # noqa: S311  a sound, not a secret
    mixed = array.array("h", (noise.randint(-_ROOM_PEAK, _ROOM_PEAK) for _ in range(_samples(film.duration_ms))))
    voiced = [cue for cue in film.cues if cue.speaker is not None]
    for cue, spoken in zip(voiced, say(_line(cue, speakers[cue.speaker or ""]) for cue in voiced), strict=True):
        _mix(mixed, array.array("h", spoken), cue.begin_ms + _LEAD_MS, _SPEECH_PEAK)
    for cue in film.cues:
        if cue.sound is not None:
            make, peak = _NOISES[cue.sound]
            _mix(mixed, make(_samples(cue.end_ms - cue.begin_ms)), cue.begin_ms, peak)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(mixed.tobytes())
    return file.getvalue()


def _line(cue: Cue, speaker: Speaker) -> Line:
    text = cue.spoken or cue.text.replace("\n", " ").replace("’", "'")
    return Line(text, speaker.voice, cue.speed or speaker.speed, speaker.pitch)


def _samples(ms: int) -> int:
    return ms * RATE_HZ // 1000


def _mix(mixed: array.array[int], piece: array.array[int], begin_ms: int, peak: int) -> None:
    """Lay a piece over the film, scaled so that its loudest sample is `peak`."""
    loudest = max(max(piece), -min(piece))
    begin = _samples(begin_ms)
    for offset, value in enumerate(piece[: len(mixed) - begin]):
        mixed[begin + offset] = max(-32_768, min(32_767, mixed[begin + offset] + value * peak // loudest))


def _train(count: int) -> array.array[int]:
    """Low rumble that swells and fades, with the knock of rail joints."""
    noise = random.Random(4)  # noqa: S311  a sound, not a secret
    low = 0.0
    rumble = array.array("h")
    for at in range(count):
        low += (noise.uniform(-1, 1) - low) * 0.06
        knock = 1.8 if at % (RATE_HZ // 3) < RATE_HZ // 40 else 1.0
        rumble.append(int(20_000 * low * knock * math.sin(math.pi * at / count) ** 0.5))
    return rumble


def _phone(count: int) -> array.array[int]:
    """Two rings of 440 and 480 Hz."""
    ring = array.array("h")
    for at in range(count):
        seconds = at / RATE_HZ
        on = seconds % 0.6 < 0.45
        tone = math.sin(2 * math.pi * 440 * seconds) + math.sin(2 * math.pi * 480 * seconds)
        ring.append(int(8_000 * tone) if on else 0)
    return ring


def _spoon(count: int) -> array.array[int]:
    """A spoon that stirs: strokes on porcelain, each a bright tone that dies away."""
    stirred = array.array("h", bytes(2 * count))
    strokes = range(0, count, RATE_HZ * 9 // 40)
    for number, begin in enumerate(strokes):
        pitch = 2_100 * (1 + 0.03 * (number % 3))
        for at in range(begin, count):
            seconds = (at - begin) / RATE_HZ
            tone = math.sin(2 * math.pi * pitch * seconds) + 0.5 * math.sin(2 * math.pi * 2.76 * pitch * seconds)
            value = stirred[at] + int(9_000 * tone * math.exp(-14 * seconds))
            stirred[at] = max(-32_768, min(32_767, value))
    return stirred


_NOISES = {"train": (_train, 9_000), "phone": (_phone, 6_000), "spoon": (_spoon, 7_000)}
