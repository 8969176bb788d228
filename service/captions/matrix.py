"""Captions at a glance: a campaign's cells, a cut's conform, releases with whether they are stale. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from schemas.captions import Cell, Conform, Matrix, Release
from schemas.ids import CampaignId, CutId
from service.briefs.actions import facts_by_market
from service.briefs.model import names, written
from service.captions import records, records_checks
from service.captions.cells import Hindrance, StoredCell, StoredCheck, by_locale
from service.captions.model import StoredRelease, Wanted
from service.captions.overridden import list_overridden
from service.captions.releasing import stale_among
from service.db.pool import Tx
from service.problems import Missing
from service.videos.filming import held_among


class ReadCell(Struct, frozen=True):
    """A cell as stored, whether its release is older than its texts, what hinders it, and what was counted of it."""

    stored: StoredCell
    release_stale: bool
    hindrance: Hindrance
    check: StoredCheck | None

    def shown(self) -> Cell:
        """As the wire has it."""
        return self.stored.shown(self.release_stale, self.hindrance, self.check)


async def matrix_of(tx: Tx, campaign: CampaignId) -> Matrix:
    """Every cut × locale of a campaign; Missing outside the walls. A handful of queries, however many cells."""
    read = await read_matrix(tx, campaign)
    return Matrix(data=[one.shown() for one in read], findings=by_locale(one.check for one in read if one.check))


async def read_matrix(tx: Tx, campaign: CampaignId, market: str | None = None) -> list[ReadCell]:
    """The same, or one market of it, for who shows it in more ways than one; Missing outside the walls."""
    cells = [one for one in await records.list_cells(tx, campaign) if market in (None, one.market)]
    if not cells and not await records.has_campaign(tx, campaign):
        raise Missing
    stale = await stale_among(tx, [cell.release_id for cell in cells if cell.release_id and not cell.stale])
    hindrances, checks = await hindrances_of(tx, campaign, cells), await checks_of(tx, cells)
    return [
        ReadCell(cell, cell.release_id in stale, hindrance, check)
        for cell, hindrance, check in zip(cells, hindrances, checks, strict=True)
    ]


async def cell_of(tx: Tx, campaign: CampaignId, cut_id: CutId, market: str, locale: str) -> Cell | None:
    """One cell of it; None where the cut is not made for the locale in the market."""
    place = (cut_id, market, locale)
    cells = [one for one in await records.list_cells(tx, campaign) if (one.cut_id, one.market, one.locale) == place]
    if not cells:
        return None
    cell = cells[0]
    stale = await stale_among(tx, [cell.release_id] if cell.release_id else [])
    (hindrance,) = await hindrances_of(tx, campaign, [cell])
    (check,) = await checks_of(tx, [cell])
    return cell.shown(bool(stale), hindrance, check)


async def checks_of(tx: Tx, cells: Sequence[StoredCell]) -> list[StoredCheck | None]:
    """For each cell what was counted when it was measured last; None where it never was."""
    found = await records_checks.list_checks(tx, list({cell.cut_id for cell in cells}))
    known = {(one.cut_id, one.market, one.locale, one.kind): one for one in found}
    return [known.get((cell.cut_id, cell.market, cell.locale, cell.kind)) for cell in cells]


async def hindrances_of(tx: Tx, campaign: CampaignId, cells: Sequence[StoredCell]) -> list[Hindrance]:
    """For each cell what besides its texts keeps it from being released."""
    tracks = [Wanted(cell.cut_id, cell.locale, cell.kind) for cell in cells]
    named: dict[Wanted, set[str]] = defaultdict(set)
    for use in await records.list_fact_uses(tx, campaign):
        named[Wanted(use.cut_id, use.locale, use.kind)].add(use.fact_key)
    overridden = await list_overridden(tx, tracks)
    for track, rows in overridden.items():
        texts = [row.text for row in rows if row.text and "{" in row.text and not row.hidden]
        named[track] = {key for text in texts for key in names(text)}
    facts = await facts_by_market(tx, campaign) if any(named.values()) else {}

    held = await held_among(tx, list({cell.cut_id for cell in cells}))

    @cache
    def lacks(market: str, locale: str, key: str) -> bool:
        value = facts.get(market, {}).get(key)
        return value is None or written(value, locale) is None

    return [
        Hindrance(
            frozenset(key for key in named.get(track, ()) if lacks(cell.market, cell.locale, key)),
            sum(row.contested for row in overridden.get(track, ())),
            held.get(cell.cut_id),
        )
        for cell, track in zip(cells, tracks, strict=True)
    ]


async def conform_of(tx: Tx, cut_id: CutId) -> Conform:
    """Where the cues stand in a cut; Missing outside the walls."""
    cut = await records.get_cut(tx, cut_id)
    if cut is None:
        raise Missing
    found = await records.get_conform(tx, cut_id)
    if found is None:
        return Conform(cut_id=cut_id, edit_revision=cut.edit_revision, current=False, dropped=0, cues=[])
    cues = await records.list_cut_cues(tx, cut_id, found.edit_revision)
    return Conform(
        cut_id=cut_id, edit_revision=found.edit_revision, current=found.newest, dropped=found.dropped, cues=cues
    )


async def show_releases(tx: Tx, rows: Sequence[StoredRelease]) -> list[Release]:
    """A page of releases as the wire has them."""
    stale = await stale_among(tx, [row.id for row in rows])
    return [row.shown(row.id in stale) for row in rows]
