"""What there is to show of sources and cuts: one query for as many as a page wants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from schemas.ids import CutId, SourceId
from schemas.pictures import Part, Pictures, Poster, Preview, Sheet, Waveform
from service.db.pool import Tx
from service.problems import Missing
from service.videos import records_pictures as records
from service.videos.records_pictures import Made, OfCut, OfSource

FILE_NAMES: dict[Part, str] = {
    "poster": "poster.webp",
    "sheet": "sheet.webp",
    "waveform": "waveform.json",
    "preview": "preview.mp4",
}
VERSION_DIGITS = 12  # of the sha256: what makes an address immutable
T = TypeVar("T")


async def pictures_of(tx: Tx, sources: Sequence[SourceId]) -> dict[SourceId, Pictures]:
    """What there is to show of sources; those outside the walls are left out."""
    found = await records.list_of_sources(tx, sources)
    return {one.id: _shown(one, f"/v1/sources/{one.id}/pictures") for one in found}


async def pictures_of_cuts(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, Pictures]:
    """The same of cuts: their film's where they have one, else the frame with which they begin."""
    found = await records.list_of_cuts(tx, cuts)
    return {one.id: _shown(one, f"/v1/cuts/{one.id}/pictures") for one in found}


async def cut_posters(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, Poster]:
    """The posters of those cuts that have one."""
    return {cut: one.poster for cut, one in (await pictures_of_cuts(tx, cuts)).items() if one.poster is not None}


async def find_of_source(tx: Tx, source: SourceId) -> Pictures:
    """What there is to show of a source; Missing outside the walls."""
    return _there((await pictures_of(tx, [source])).get(source))


async def find_of_cut(tx: Tx, cut: CutId) -> Pictures:
    """What there is to show of a cut; Missing outside the walls."""
    return _there((await pictures_of_cuts(tx, [cut])).get(cut))


def _there(found: T | None) -> T:
    if found is None:
        raise Missing
    return found


def _shown(row: OfSource | OfCut, place: str) -> Pictures:
    made: dict[Part, Made] = {}
    for one in sorted(
        row.made, key=lambda one: one.frame, reverse=True
    ):  # what is of the whole film comes last, and stays
        made[one.part] = one

    def part(shape: type[T], name: Part) -> T | None:
        if name not in made:
            return None
        href = f"{place}/{FILE_NAMES[name]}?v={made[name].made[:VERSION_DIGITS]}"
        return msgspec.convert({"href": href, **made[name].facts}, shape)

    return Pictures(
        state=row.state,
        progress=round(row.progress, 3),
        reason=row.reason,
        poster=part(Poster, "poster"),
        sheet=part(Sheet, "sheet"),
        waveform=part(Waveform, "waveform"),
        preview=part(Preview, "preview"),
    )
