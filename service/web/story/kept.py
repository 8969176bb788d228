"""What each cut keeps, as rows of a table. Pure."""

from __future__ import annotations

from msgspec import Struct

from schemas.coverage import BeatOfCut, CutOfVideo, VideoCoverage
from service.web.board.bench import Bar, bars


class KeptRow(Struct, frozen=True):
    """A cut: its kept ranges on the master's time, and what it keeps of each beat in the order of the story."""

    cut: CutOfVideo
    bars: tuple[Bar, ...]
    beats: list[BeatOfCut]


def rows(coverage: VideoCoverage) -> list[KeptRow]:
    """The longest cut first."""
    whole = coverage.master.duration_ms if coverage.master else 0
    return [
        KeptRow(cut, bars([(one.begin_ms, one.end_ms) for one in cut.on_master], whole), cut.beats)
        for cut in coverage.cuts
    ]
