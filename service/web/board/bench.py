"""The bench: every cut as a picture in its own aspect, with what it keeps of the master. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from schemas.ids import CutId
from schemas.videos import CutFacts
from service.videos.covering import KeptOfMaster
from service.web.matrix import Cut

SHAPES = {"9:16": "r916", "16:9": "r169", "1:1": "r11", "4:5": "r45"}


class Bar(Struct, frozen=True):
    """A kept range as parts of the master, in percent."""

    begin: float
    width: float


class OnBench(Struct, frozen=True):
    """A cut. `shape` is the class of its aspect; `poster` an address, empty while there is none. `kept_s` of
    `master_s` seconds of the master are in it; without a master both are 0."""

    cut: Cut
    shape: str
    poster: str
    bars: tuple[Bar, ...]
    kept_s: float
    master_s: float


def bench(cuts: Sequence[CutFacts], kept: Mapping[CutId, KeptOfMaster], posters: Mapping[CutId, str]) -> list[OnBench]:
    """The longest cut first."""
    ordered = sorted(cuts, key=lambda cut: (-cut.duration_ms, cut.code))
    return [_one(cut, kept.get(cut.id), posters.get(cut.id, "")) for cut in ordered]


def _one(cut: CutFacts, kept: KeptOfMaster | None, poster: str) -> OnBench:
    column = Cut(str(cut.id), cut.code, cut.name, cut.aspect.value, cut.duration_ms)
    shape = SHAPES.get(cut.aspect.value, "r916")
    if kept is None or not kept.master_ms:
        return OnBench(column, shape, poster, (), 0, 0)
    spans = [(span.begin_ms, span.end_ms) for span in kept.spans]
    seconds = sum(end - begin for begin, end in spans) / 1000
    return OnBench(
        column, shape, poster, bars(spans, kept.master_ms), round(seconds, 1), round(kept.master_ms / 1000, 1)
    )


def bars(spans: Sequence[tuple[int, int]], whole_ms: int) -> tuple[Bar, ...]:
    """Ranges in percent of a whole."""
    return tuple(Bar(percent(begin, whole_ms), percent(end - begin, whole_ms)) for begin, end in spans)


def percent(part_ms: int, whole_ms: int) -> float:
    """With three decimals, so that half a pixel of a wide screen is not lost."""
    return round(100 * part_ms / whole_ms, 3) if whole_ms else 0
