"""Speech for the demo's film, spoken by eSpeak NG in a process of its own.

eSpeak NG is under the GPL: the service neither links nor needs it, and only this file, run as a program, loads it. A
fresh process also makes the same sound every time. The program reads JSON lines and writes, for each, four bytes of
length and that many bytes of 16-bit mono samples at RATE_HZ.
"""

from __future__ import annotations

import array
import ctypes
import json
import struct
import subprocess
import sys
from collections.abc import Iterable
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_short, c_uint, c_void_p
from dataclasses import asdict, dataclass
from typing import Any

import espeakng_loader

RATE_HZ = 22_050

_SYNCHRONOUS = 2  # espeak_AUDIO_OUTPUT: samples come through the callback before espeak_Synth returns
_UTF8 = 1
_SPEED, _PITCH, _RANGE = 1, 3, 4  # espeak_PARAMETER: words a minute; 0 to 100; 0 to 100
_QUIET = 200  # of 32,767: below it a sample counts as silence
_CALLBACK = CFUNCTYPE(c_int, POINTER(c_short), c_int, c_void_p)


@dataclass(frozen=True)
class Line:
    """What to say, and how: `voice`, `speed` (words a minute) and `pitch` (0 to 100) are eSpeak NG's."""

    text: str
    voice: str
    speed: int
    pitch: int


class SpeechFailed(Exception):
    """eSpeak NG did not speak; the message has its words."""


def say(lines: Iterable[Line]) -> list[bytes]:
    """The samples of each line, without the silence before and after it."""
    given = "".join(json.dumps(asdict(line)) + "\n" for line in lines)
    command = [sys.executable, "-I", __file__]
    done = subprocess.run(command, input=given.encode(), capture_output=True, check=False)
    if done.returncode != 0:
        raise SpeechFailed(done.stderr.decode(errors="replace").strip().rpartition("\n")[2])
    spoken: list[bytes] = []
    at = 0
    while at < len(done.stdout):
        (length,) = struct.unpack_from("<I", done.stdout, at)
        spoken.append(done.stdout[at + 4 : at + 4 + length])
        at += 4 + length
    return spoken


class _Speaker:
    def __init__(self) -> None:
        self.library: Any = ctypes.CDLL(espeakng_loader.get_library_path())
        self.library.espeak_Synth.argtypes = [
            *(c_char_p, ctypes.c_size_t, c_uint, c_int, c_uint, c_uint),
            *(POINTER(c_uint), c_void_p),
        ]
        data = espeakng_loader.get_data_path().encode()
        if self.library.espeak_Initialize(_SYNCHRONOUS, 200, data, 0) != RATE_HZ:
            raise SpeechFailed("eSpeak NG did not start")
        self.library.espeak_ng_SetRandSeed(ctypes.c_long(1))  # or it seeds its breath by the clock
        self.heard = array.array("h")
        self.callback = _CALLBACK(self.hear)
        self.library.espeak_SetSynthCallback(self.callback)

    def hear(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self.heard.frombytes(ctypes.string_at(samples, count * 2))
        return 0

    def speak(self, line: Line) -> bytes:
        self.heard = array.array("h")
        if self.library.espeak_SetVoiceByName(line.voice.encode()) != 0:
            raise SpeechFailed(f"eSpeak NG has no voice {line.voice}")
        for parameter, value in ((_SPEED, line.speed), (_PITCH, line.pitch), (_RANGE, 60)):
            self.library.espeak_SetParameter(parameter, value, 0)
        data = line.text.encode() + b"\0"
        if self.library.espeak_Synth(data, len(data), 0, 1, 0, _UTF8, None, None) != 0:
            raise SpeechFailed(f"eSpeak NG did not say {line.text!r}")
        loud = [at for at, value in enumerate(self.heard) if abs(value) > _QUIET]
        return self.heard[loud[0] : loud[-1] + 1].tobytes() if loud else b""


if __name__ == "__main__":
    speaker = _Speaker()
    for row in sys.stdin:
        samples = speaker.speak(Line(**json.loads(row)))
        sys.stdout.buffer.write(struct.pack("<I", len(samples)) + samples)
