"""The sound of the demo's film: the spoken lines and two noises, each at the time of its cue, on a quiet room."""

from __future__ import annotations

import array
import io
import math
import random
import wave

from service.demo.content import Content, Cue
from service.demo.speech import RATE_HZ, Line, say

_SPEECH_PEAK = 24_000
_TRAIN_PEAK = 9_000
_PHONE_PEAK = 6_000
_ROOM_PEAK = 12
_LEAD_MS = 40  # a line begins this long after its cue, so that a reader is never late


def soundtrack(demo: Content, duration_ms: int) -> bytes:
    """The whole film's sound as a WAV file, 16 bits, mono."""
    noise = random.Random(1952)  # noqa: S311  a sound, not a secret
    mixed = array.array("h", (noise.randint(-_ROOM_PEAK, _ROOM_PEAK) for _ in range(_samples(duration_ms))))
    voiced = [cue for cue in demo.cues if cue.speaker is not None]
    for cue, spoken in zip(voiced, say(_line(demo, cue) for cue in voiced), strict=True):
        _mix(mixed, array.array("h", spoken), cue.begin_ms + _LEAD_MS, _SPEECH_PEAK)
    for cue in demo.cues:
        if cue.sound is not None:
            make, peak = (_train, _TRAIN_PEAK) if cue.sound == "train" else (_phone, _PHONE_PEAK)
            _mix(mixed, make(_samples(cue.end_ms - cue.begin_ms)), cue.begin_ms, peak)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(mixed.tobytes())
    return file.getvalue()


def _line(demo: Content, cue: Cue) -> Line:
    speaker = demo.speakers[cue.speaker or ""]
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
