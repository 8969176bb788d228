"""Reading what the campaign page shows: the cells of the matrix, and the evidence of why one is stale."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from schemas.captions import File, TextOfCue
from schemas.ids import CampaignId, OrganizationId
from schemas.videos import CutFacts
from service.assets.store import Store
from service.briefs.actions import facts_by_market
from service.captions import records
from service.captions.cells import Hindrance, StoredCell, StoredCheck
from service.captions.facts import with_facts
from service.captions.files import DELIVERED
from service.captions.judging import judge, list_shown
from service.captions.matrix import ReadCell, read_matrix
from service.captions.model import Projected, Target, Wanted
from service.db.pool import Tx
from service.rulebook import Rulebook
from service.timedtext import webvtt
from service.timedtext.findings import Finding
from service.timedtext.model import Document
from service.videos.records import list_cuts_of_campaign
from service.videos.shot_changes import shots_of_cut
from service.web.matrix import CaptionFile, Cell, Cut, State
from service.web.staleness import Change, changes


class Evidence(Struct, frozen=True):
    """The cues of a cut as they are now, and the texts whose source has changed, each with the source's locale."""

    rows: list[Projected]
    outdated: list[tuple[str, TextOfCue]]


class Found(Struct, frozen=True):
    """A finding; `cue` counts from 1 in the cut, None where the whole track is meant."""

    what: Finding
    cue: int | None


async def read_cells(
    tx: Tx, campaign: CampaignId, public_url: str, market: str | None = None
) -> list[tuple[StoredCell, Cell]]:
    """Every cell of a campaign, or of one market of it, as stored and as shown. A handful of queries, however many."""
    cuts = await list_cuts_of_campaign(tx, campaign)
    return cells_from(await read_matrix(tx, campaign, market), cuts, public_url)


def cells_from(read: Iterable[ReadCell], cuts: Iterable[CutFacts], public_url: str) -> list[tuple[StoredCell, Cell]]:
    """The same, of what was read before."""
    columns = {cut.id: column(cut) for cut in cuts}
    return [
        (
            one.stored,
            shown(one.stored, columns[one.stored.cut_id], one.release_stale, public_url, one.hindrance, one.check),
        )
        for one in read
        if one.stored.cut_id in columns
    ]


async def read_evidence(tx: Tx, campaign: CampaignId, cell: StoredCell) -> Evidence:
    """What there is now of a stale cell, with the market's facts written out."""
    (plain,) = await records.list_projected(tx, [Wanted(cell.cut_id, cell.locale, cell.kind)])
    rows, _ = with_facts(plain, (await facts_by_market(tx, campaign)).get(cell.market, {}), cell.locale)
    suspects = {row.cue_id for row in rows if row.text is not None and not row.fresh}
    tracks = await records.list_inputs(tx, cell.cut_id, cell.locale, cell.kind) if suspects else []
    spoken = next((track.locale for track in tracks if track.is_source), "")
    outdated = []
    for track in tracks:
        found = [] if track.is_source else [await records.get_cue_text(tx, track.track_id, cue) for cue in suspects]
        outdated += [(spoken, text) for text in found if text is not None]
    return Evidence(rows, outdated)


async def read_findings(tx: Tx, rulebook: Rulebook, cell: StoredCell) -> list[Found]:
    """What is wrong with a cell's captions as they would be released now, each with the number and text of its cue."""
    cut = await records.get_cut(tx, cell.cut_id)
    if cut is None:
        return []
    ((rows, _),) = await list_shown(tx, cut, [Target(cell.market, 0, cell.locale, cell.kind)])
    numbers = {str(cue): number for number, cue in enumerate(dict.fromkeys(row.cue_id for row in rows), 1)}
    shots = (await shots_of_cut(tx, cell.cut_id)).shots_ms
    found = judge(rulebook, cut, cell.locale, cell.kind, rows, shots).findings
    return [Found(one, numbers.get(one.cue_id)) for one in found]


async def read_changes(store: Store, organization: OrganizationId, cell: StoredCell, now: Evidence) -> list[Change]:
    """The differences between a cell's newest release, whose file is read, and what there is now."""
    return changes(cell.locale, now.rows, await _released(store, organization, cell), now.outdated)


async def _released(store: Store, organization: OrganizationId, cell: StoredCell) -> Document | None:
    file = next((file for file in cell.files if file.format == "vtt"), None)
    return webvtt.read(await store.read_bytes(organization, bytes.fromhex(file.sha256))) if file else None


def column(cut: CutFacts) -> Cut:
    """A cut as the head of a column."""
    return Cut(str(cut.id), cut.code, cut.name, cut.aspect, cut.duration_ms)


def shown(
    stored: StoredCell,
    cut: Cut,
    release_stale: bool,
    public_url: str,
    hindrance: Hindrance,
    check: StoredCheck | None = None,
) -> Cell:
    """A cell of the matrix. Files are shown once somebody approved them."""
    return Cell(
        cut=cut,
        market=stored.market,
        locale=stored.locale,
        kind=stored.kind,
        state=State(stored.shown(release_stale, hindrance).state),
        done=stored.done,
        total=stored.total,
        is_source=stored.is_source,
        submitted=stored.submitted,
        text_approved=stored.text_approved,
        release_number=stored.release_number,
        approved_at=stored.approved_at,
        stale_cues=stored.stale,
        missing_facts=tuple(sorted(hindrance.missing_facts)),
        conflicts=hindrance.conflicts,
        film=hindrance.film.state if hindrance.film else None,
        files=tuple(_file(one, stored, public_url) for one in stored.files) if stored.approved_at else (),
        errors=check.errors if check else 0,
        warnings=check.warnings if check else 0,
        pack=check.pack if check else "",
        track_id=str(stored.track_id or ""),
    )


def _file(file: File, cell: StoredCell, public_url: str) -> CaptionFile:
    latest = f"{public_url}/v1/cuts/{cell.cut_id}/captions/{cell.market}/{cell.locale}.{file.format}"
    title = DELIVERED[file.format].title
    return CaptionFile(title, file.format, file.size_bytes, file.sha256, file.url, latest)
