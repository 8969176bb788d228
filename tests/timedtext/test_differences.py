"""Every entry of `differences.toml` is as true as the day it was written."""

from __future__ import annotations

import io
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pycaption
import pysubs2
import pytest
import ttconv.imsc.reader
import webvtt
from ttconv.isd import ISD

from service.timedtext.formats import FORMATS
from service.timedtext.problems import Mode, Unreadable
from tests.timedtext import webvtt_oracles
from tests.timedtext.ttconv_oracle import texts

Cues = list[list[int | str]] | str

ENTRIES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "differences.toml").read_text())["difference"]


def by_us(form: str, data: bytes, mode: Mode) -> Cues:
    try:
        found = FORMATS[form].read(data, mode)
    except Unreadable:
        return "refused"
    return [[cue.begin_ms, cue.end_ms, cue.text] for cue in found.cues]


def by_ttconv(form: str, data: bytes) -> Cues:
    assert form == "ttml"
    try:
        document = ttconv.imsc.reader.to_model(ET.ElementTree(ET.fromstring(data)))  # noqa: S314
    except TypeError:
        return "refused"
    assert document is not None
    stretches = ISD.generate_isd_sequence(document)
    ends = [*(int(begin * 1000) for begin, _ in stretches[1:]), -1]
    return [
        [int(begin * 1000), end, text]
        for (begin, shown), end in zip(stretches, ends, strict=True)
        for text in texts(shown)
    ]


def by_pysubs2(form: str, data: bytes) -> Cues:
    return [[one.start, one.end, one.plaintext] for one in pysubs2.SSAFile.from_string(data.decode(), format_=form)]


def by_pycaption(form: str, data: bytes) -> Cues:
    reader = {"srt": pycaption.SRTReader, "scc": pycaption.SCCReader}[form]()
    found = reader.read(data.decode())
    captions = found.get_captions(found.get_languages()[0])
    return [[round(one.start / 1000), round(one.end / 1000), one.get_text()] for one in captions]


def by_webvtt_py(form: str, data: bytes) -> Cues:
    captions = webvtt.from_buffer(io.BytesIO(data), format=form).captions
    return [[_ms(one.start), _ms(one.end), one.text] for one in captions]


def _ms(stamp: str) -> int:
    hours, minutes, seconds = stamp.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


PEERS: dict[str, Callable[[str, bytes], Cues]] = {
    "ttconv": by_ttconv,
    "pysubs2": by_pysubs2,
    "pycaption": by_pycaption,
    "webvtt-py": by_webvtt_py,
}


def by_peer(peer: str, form: str, data: bytes) -> Cues:
    return webvtt_oracles.read(peer, data) if form == "vtt" else PEERS[peer](form, data)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['peer']}: {entry['about']}")
def test_the_difference_is_still_there(entry: dict[str, Any]) -> None:
    data = entry["input"].encode()
    assert by_us(entry["format"], data, entry.get("mode", "strict")) == entry["ours"]
    assert by_peer(entry["peer"], entry["format"], data) == entry["theirs"]
    assert entry["ours"] != entry["theirs"]
    assert entry["right"] in ("ours", "theirs", "both")
    assert entry["clause"]
