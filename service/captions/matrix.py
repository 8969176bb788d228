"""Captions at a glance: a campaign's cells, a cut's conform, releases with whether they are stale. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from schemas.captions import Conform, Matrix, Release
from schemas.ids import CampaignId, CutId
from service.briefs.actions import facts_by_market
from service.briefs.model import written
from service.captions import records
from service.captions.cells import StoredCell
from service.captions.model import StoredRelease
from service.captions.releasing import stale_among
from service.db.pool import Tx
from service.problems import Missing


async def matrix_of(tx: Tx, campaign: CampaignId) -> Matrix:
    """Every cut × locale of a campaign; Missing outside the walls. A handful of queries, however many cells."""
    cells = await records.list_cells(tx, campaign)
    if not cells and not await records.has_campaign(tx, campaign):
        raise Missing
    stale = await stale_among(tx, [cell.release_id for cell in cells if cell.release_id and not cell.stale])
    missing = await missing_facts(tx, campaign, cells)
    return Matrix(data=[cell.shown(cell.release_id in stale, missing[index]) for index, cell in enumerate(cells)])


async def missing_facts(tx: Tx, campaign: CampaignId, cells: Sequence[StoredCell]) -> list[set[str]]:
    """For each cell the facts that its texts name and its market and locale cannot write."""
    named: dict[tuple[CutId, str, str], set[str]] = defaultdict(set)
    for use in await records.list_fact_uses(tx, campaign):
        named[use.cut_id, use.locale, use.kind].add(use.fact_key)
    facts = await facts_by_market(tx, campaign) if named else {}

    @cache
    def lacks(market: str, locale: str, key: str) -> bool:
        value = facts.get(market, {}).get(key)
        return value is None or written(value, locale) is None

    return [
        {key for key in named.get((cell.cut_id, cell.locale, cell.kind), ()) if lacks(cell.market, cell.locale, key)}
        for cell in cells
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
