"""What the platforms leave free on the picture, with source and date."""

from __future__ import annotations

import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from service.rulebook.reading import LOCALES, RuleFile, Written
from service.rulebook.timed_text import Confidence
from service.timedtext.rules import Box


class Edges(RuleFile, frozen=True):
    """Pixels from each edge that the app covers."""

    title: str
    top: int
    bottom: int
    left: int
    right: int
    source: str
    confidence: Confidence
    date: datetime.date


class Zone(Struct, frozen=True):
    """A platform's free part of the picture, in per cent; what it covers, in pixels of 1080 × 1920 from each edge."""

    title: str
    box: Box
    date: datetime.date
    edges: Edges


def read_zones(path: Path = LOCALES / "platforms" / "safe_zones.toml") -> dict[str, Zone]:
    """The platforms by name; raises BadRule."""
    written = Written(path)
    tables = dict(written.tables)
    try:
        width, height = msgspec.convert(tables.pop("canvas", None), tuple[int, int])
        edges = msgspec.convert(tables, dict[str, Edges])
    except msgspec.ValidationError as error:
        raise written.wrong(error) from None
    return {name: Zone(one.title, _box(one, width, height), one.date, one) for name, one in edges.items()}


def _box(edges: Edges, width: int, height: int) -> Box:
    across, down = 100 / width, 100 / height
    shares = (edges.left * across, edges.top * down, 100 - edges.right * across, 100 - edges.bottom * down)
    return Box(*(round(share, 1) for share in shares))
