"""The pictures of sources and cuts as the pages of this room show them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from schemas.pictures import Pictures, Sheet
from service.db.pool import Tx
from service.videos.pictures import pictures_of, pictures_of_cuts
from service.web.cuts.overview import Shelf


class Tile(Struct, frozen=True):
    """One picture of a contact sheet as an SVG shows it: `box` is its place on the sheet, a `viewBox`."""

    href: str
    box: str
    width_px: int
    height_px: int
    at_ms: int


async def stills_of(tx: Tx, shelves: Sequence[Shelf]) -> dict[str, Pictures]:
    """What there is to show of every source and cut, by its identifier. Two queries."""
    sources = await pictures_of(tx, [one.id for shelf in shelves for one in shelf.sources])
    cuts = await pictures_of_cuts(tx, [row.cut.id for shelf in shelves for row in shelf.cuts])
    return {str(one): found for one, found in (*sources.items(), *cuts.items())}


def tile_at(sheet: Sheet | None, ms: int) -> Tile | None:
    """The picture of a contact sheet that is nearest before a time; None without a sheet."""
    if sheet is None:
        return None
    number = min(max(ms, 0) // sheet.every_ms, sheet.count - 1)
    row, column = divmod(number, sheet.columns)
    wide, high = sheet.tile_width_px, sheet.tile_height_px
    box = f"{column * wide} {row * high} {wide} {high}"
    return Tile(sheet.href, box, sheet.columns * wide, sheet.rows * high, number * sheet.every_ms)


def tiles(sheet: Sheet | None, most: int) -> list[Tile]:
    """The pictures of a contact sheet, evenly taken from all of it where it has more than `most`."""
    if sheet is None:
        return []
    step = -(-sheet.count // most)
    found = (tile_at(sheet, number * sheet.every_ms) for number in range(0, sheet.count, step))
    return [one for one in found if one]
