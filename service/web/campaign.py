"""The campaign page: its caption matrix, filtered and opened by its address."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from schemas.ids import CampaignId
from service.assets.store import Store
from service.db.pool import Database
from service.exchange import ApiRequest
from service.settings import Settings
from service.web.campaign_words import changed, explained, sentence
from service.web.cells import Found, read_cells, read_changes, read_evidence, read_findings
from service.web.difference import Piece, difference
from service.web.finding_words import failing, rule
from service.web.frame import Head, head_of
from service.web.matrix import Cell, State, build
from service.web.pages import Pages
from service.web.staleness import Change, What
from service.web.visit import Visit, visit_of


class Shown(Struct, frozen=True):
    """A change with its words compared; `tag` is their locale, empty where they are times."""

    cue: int
    said: str
    tag: str
    pieces: list[Piece]


class Wrong(Struct, frozen=True):
    """A finding with the name of its rule."""

    found: Found
    rule: str


class Facts(Struct, frozen=True):
    """The size of the work, at the end of the head."""

    cuts: int
    markets: int
    locales: int


@get("/c/{campaign_id:str}", operation_id="web.campaign", sync_to_thread=False)
def campaign_home(campaign_id: FromPath[CampaignId]) -> Redirect:
    """A campaign's first room."""
    return Redirect(f"/c/{campaign_id}/captions", status_code=303)


@get("/c/{campaign_id:str}/captions", operation_id="web.captions")
async def campaign_captions(
    request: ApiRequest,
    db: NamedDependency[Database],
    store: NamedDependency[Store],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
) -> Response[str]:
    """The matrix of a campaign's releases, and the one that is opened."""
    visit = visit_of(request, request.user)
    wanted = dict(visit.query).get("cell")
    async with db.reading(request.user.scope) as tx:
        head = await head_of(tx, campaign_id)
        pairs = await read_cells(tx, campaign_id, settings.public_url)
        stored, opened = next((pair for pair in pairs if pair[1].key == wanted), (None, None))
        stale = stored is not None and opened is not None and opened.state is State.STALE
        evidence = await read_evidence(tx, campaign_id, stored) if stored and stale else None
        wrong = opened is not None and bool(opened.errors or opened.warnings)
        findings = await read_findings(tx, request.rulebook, stored) if stored and wrong else []
    different: list[Change] = []
    if stored and evidence:
        different = await read_changes(store, request.user.scope.organization, stored, evidence)
    imports = request.user.may("tracks:write", head.brand_id)
    return show(pages, visit, head, [cell for _, cell in pairs], opened, different, findings, imports=imports)


def show(
    pages: Pages,
    visit: Visit,
    campaign: Head,
    cells: Sequence[Cell],
    opened: Cell | None,
    changes: Sequence[Change] = (),
    findings: Sequence[Found] = (),
    *,
    imports: bool = True,
) -> Response[str]:
    """The page. `opened` is the cell whose detail is asked for, `changes` why its release is stale, `findings` what is
    wrong with it; `imports`: whether the reader may bring in caption files."""
    matrix = build(cells, asked_state(dict(visit.query).get("status")))
    language = visit.language
    return pages.answer(
        visit,
        "campaign/page.html",
        room="captions",
        campaign=campaign,
        matrix=matrix,
        wanting=matrix.total - matrix.approved,
        facts=Facts(
            len({cell.cut.id for cell in cells}),
            len({cell.market for cell in cells}),
            len({cell.locale for cell in cells}),
        ),
        sentence=sentence(language, matrix),
        opened=opened,
        explained=explained(language, opened) if opened else "",
        changes=[Shown(one.cue, changed(language, one.what), one.tag, _compared(one)) for one in changes],
        cell_href=lambda cell: visit.with_query(cell=cell.key, lang=None, theme=None),
        findings=[Wrong(one, rule(language, one.what.rule)) for one in findings],
        failing=failing(language, matrix),
        import_href=f"/c/{campaign.id}/import" if imports else "",
        close_href=visit.with_query(cell=None, lang=None, theme=None),
    )


def _compared(change: Change) -> list[Piece]:
    """Texts word by word; times as a whole."""
    if change.what is What.TIMING:
        return [Piece("removed", change.old), Piece("kept", " "), Piece("added", change.new)]
    return difference(change.old, change.new)


def asked_state(text: str | None) -> State | None:
    """The filter of an address; a word that is no state filters nothing."""
    return State(text) if text in set(State) else None
