"""Moments of the cut that prove something: the one that the address names, and where a rule breaks. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from service.web.checklists.evidence import Evidence
from service.web.checklists.view import Line
from service.web.cuts.stills import Tile
from service.web.words import Language

MOST = 3


class Moment(Struct, frozen=True):
    """A frame, what stands there, and which item it is about; `chosen`: the address names it."""

    ms: int
    tile: Tile | None
    title: str
    text: str
    item: str
    chosen: bool = False


def moments(language: Language, found: Evidence, lines: Sequence[Line], at_ms: int | None) -> list[Moment]:
    """The chosen moment first, then the first breaches of what fails; no moment twice."""
    shown = [] if at_ms is None else [_chosen(language, found, at_ms)]
    for one in lines:
        places = one.item.measured.places if one.item.measured and one.item.state == "fails" else []
        for place in places:
            ms = place.begin_ms
            if ms is None or any(abs(ms - known.ms) < 500 for known in shown) or len(shown) >= MOST:
                continue
            shown.append(Moment(ms, found.tile(ms), one.item.title, place.text, one.item.item))
            break
    return shown


def _chosen(language: Language, found: Evidence, ms: int) -> Moment:
    """What is said and stands in the picture at a moment."""
    said = [one.caption or one.said for one in found.lines if one.begin_ms <= ms < one.end_ms]
    read = [one.text for one in found.texts if one.begin_ms <= ms < one.end_ms]
    text = " · ".join([*(f"“{one}”" for one in said), *read])
    return Moment(ms, found.tile(ms), text or language.say("Nothing is said or read here."), "", "", True)
