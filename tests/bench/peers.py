"""The readers and writers of others, each as one function from a file's bytes to another file's bytes.

A peer that has no way from one format to another is not there for it. What they drop or refuse on the way is the matter
of `tests/timedtext/differences.toml`; here they are only timed.
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pycaption
import pysubs2
import ttconv.imsc.reader
import ttconv.imsc.writer
import ttconv.srt.reader
import ttconv.srt.writer
import ttconv.vtt.reader
import ttconv.vtt.writer
import webvtt

Convert = Callable[[bytes], bytes]
Way = tuple[str, str]  # from, to


def _pysubs2(source: str, target: str) -> Convert:
    def convert(data: bytes) -> bytes:
        return pysubs2.SSAFile.from_string(data.decode(), format_=source).to_string(target).encode()

    return convert


def _webvtt_py(source: str, target: str) -> Convert:
    def convert(data: bytes) -> bytes:
        text = data.decode()
        read = webvtt.from_string(text) if source == "vtt" else webvtt.from_buffer(io.StringIO(text), format="srt")
        out = io.StringIO()
        read.write(out, format=target)
        return out.getvalue().encode()

    return convert


_PYCAPTION = {
    "vtt": (pycaption.WebVTTReader, pycaption.WebVTTWriter),
    "srt": (pycaption.SRTReader, pycaption.SRTWriter),
    "ttml": (pycaption.DFXPReader, pycaption.DFXPWriter),
}


def _pycaption(source: str, target: str) -> Convert:
    def convert(data: bytes) -> bytes:
        captions = _PYCAPTION[source][0]().read(data.decode())
        written: str = _PYCAPTION[target][1]().write(captions)
        return written.encode()

    return convert


def _ttconv(source: str, target: str) -> Convert:
    text_readers = {"vtt": ttconv.vtt.reader.to_model, "srt": ttconv.srt.reader.to_model}
    text_writers = {"vtt": ttconv.vtt.writer.from_model, "srt": ttconv.srt.writer.from_model}

    def convert(data: bytes) -> bytes:
        if source == "ttml":
            model = ttconv.imsc.reader.to_model(ET.ElementTree(ET.fromstring(data)))  # noqa: S314  our own file
        else:
            model = text_readers[source](io.StringIO(data.decode()))
        if model is None:
            raise ValueError("ttconv reads nothing here")
        if target == "ttml":
            out = io.BytesIO()
            ttconv.imsc.writer.from_model(model).write(out, encoding="utf-8")
            return out.getvalue()
        written: str = text_writers[target](model)
        return written.encode()

    return convert


PEERS: dict[str, tuple[Callable[[str, str], Convert], frozenset[str]]] = {
    "pysubs2": (_pysubs2, frozenset({"vtt", "srt", "ttml"})),
    "webvtt-py": (_webvtt_py, frozenset({"vtt", "srt"})),
    "pycaption": (_pycaption, frozenset({"vtt", "srt", "ttml"})),
    "ttconv": (_ttconv, frozenset({"vtt", "srt", "ttml"})),
}


def peers_of(way: Way) -> dict[str, Convert]:
    """Every peer that goes this way."""
    return {name: make(*way) for name, (make, formats) in PEERS.items() if formats.issuperset(way)}
