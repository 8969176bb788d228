"""What the peers read from a WebVTT file: begin and end in ms and the text they would show; `refused`: any error."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from fractions import Fraction

import pycaption
import pysubs2
import ttconv.model
import ttconv.vtt.reader
import webvtt

Cues = list[list[int | str]]
Read = Cues | str


def _webvtt_py(text: str) -> Cues:
    return [[_ms(cue.start), _ms(cue.end), cue.text] for cue in webvtt.from_string(text).captions]


def _pysubs2(text: str) -> Cues:
    return [[event.start, event.end, event.plaintext] for event in pysubs2.SSAFile.from_string(text, format_="vtt")]


def _pycaption(text: str) -> Cues:
    found = pycaption.WebVTTReader().read(text)
    cues = found.get_captions(found.get_languages()[0])
    return [[cue.start // 1000, cue.end // 1000, cue.get_text()] for cue in cues]


def _ttconv(text: str) -> Cues:
    document = ttconv.vtt.reader.to_model(io.StringIO(text))
    return [[_whole(p.get_begin()), _whole(p.get_end()), _shown(p)] for div in document.get_body() for p in div]


def _shown(element: ttconv.model.ContentElement) -> str:
    if isinstance(element, ttconv.model.Text):
        return str(element.get_text())
    return "\n" if isinstance(element, ttconv.model.Br) else "".join(map(_shown, element))


def _whole(seconds: Fraction) -> int:
    return round(seconds * 1000)


def _ms(stamp: str) -> int:
    hours, minutes, seconds = stamp.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


PEERS: dict[str, Callable[[str], Cues]] = {
    "webvtt-py": _webvtt_py,
    "pysubs2": _pysubs2,
    "pycaption": _pycaption,
    "ttconv": _ttconv,
}


def read(peer: str, data: bytes) -> Read:
    """What the peer of this name makes of a file."""
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            return PEERS[peer](data.decode("utf-8-sig"))
        except Exception:  # whatever a peer raises
            return "refused"
