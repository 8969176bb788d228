"""The campaign page: its caption matrix, filtered and opened by its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct
from msgspec.structs import replace

from schemas.assignments import Assignable
from schemas.ids import CampaignId, CutId
from service.captions.assigning import able
from service.captions.records_assignments import Duties, list_duties, list_helpers
from service.db.pool import Tx
from service.exchange import ApiRequest
from service.videos.pictures import cut_posters
from service.web.campaign_words import changed, explained, sentence
from service.web.cells import Found, read_cells, read_changes, read_evidence, read_findings
from service.web.difference import Piece, difference
from service.web.finding_words import failing, measure, rule
from service.web.frame import Head, head_of
from service.web.matrix import Cell, State, build
from service.web.pages import Pages
from service.web.selecting import VERBS, Fared, applies, barred, reasons, summary
from service.web.staleness import Change, What
from service.web.visit import Visit, initials, visit_of
from service.web.words import Language


class Shown(Struct, frozen=True):
    """A change with its words compared; `tag` is their locale, empty where they are times."""

    cue: int
    said: str
    tag: str
    pieces: list[Piece]


class Wrong(Struct, frozen=True):
    """A finding with the name of its rule, `measure` against its limit and the unit, as the editor says them; `says` is
    in English, for who reads it and where nothing was measured."""

    found: Found
    rule: str
    measure: str
    unit: str
    says: str


class Bulk(Struct, frozen=True):
    """What may be done with many cells, `barred`: what not with which, by its key; by whom a language is looked after,
    and how what was asked last fared."""

    verbs: tuple[str, ...] = VERBS
    barred: Mapping[str, frozenset[str]] = {}
    people: Sequence[Assignable] = ()
    duties: Mapping[str, Sequence[Duties]] = {}
    fared: Mapping[str, Fared] = {}
    summary: str = ""
    reasons: Sequence[tuple[str, list[Cell]]] = ()

    def allows(self, cell: Cell, verb: str) -> bool:
        """Whether the reader may do this to a cell; `release`: make or withdraw its release."""
        return verb in (*self.verbs, "release") and verb not in self.barred.get(cell.key, ())


class Facts(Struct, frozen=True):
    """The size of the work, at the end of the head."""

    cuts: int
    markets: int
    locales: int


@get("/c/{campaign_id:str}/captions", operation_id="web.captions")
async def campaign_captions(
    request: ApiRequest, pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """The matrix of a campaign's releases, and the one that is opened."""
    return await answer_page(request, pages, campaign_id)


async def answer_page(
    request: ApiRequest, pages: Pages, campaign_id: CampaignId, fared: Sequence[Fared] = ()
) -> Response[str]:
    """The page as it is now; `fared`: how what was asked of some of its cells fared."""
    visit = visit_of(request, request.user)
    wanted = dict(visit.query).get("cell")
    async with request.db.reading(request.user.scope) as tx:
        head = await head_of(tx, campaign_id)
        pairs = await read_cells(tx, campaign_id, request.settings.public_url)
        cells = [cell for _, cell in pairs]
        stored, opened = next((pair for pair in pairs if pair[1].key == wanted), (None, None))
        stale = stored is not None and opened is not None and opened.state is State.STALE
        evidence = await read_evidence(tx, campaign_id, stored) if stored and stale else None
        wrong = opened is not None and bool(opened.errors or opened.warnings)
        findings = await read_findings(tx, request.rulebook, stored) if stored and wrong else []
        bulk = await _bulk(tx, request, visit.language, head, campaign_id, cells, fared)
        posters = await cut_posters(tx, list({CutId.parse(cell.cut.id) for _, cell in pairs}))
    different: list[Change] = []
    if stored and evidence:
        different = await read_changes(request.store, request.user.scope.organization, stored, evidence)
    imports = request.user.may("tracks:write", head.brand_id)
    stills = {str(cut): poster.href for cut, poster in posters.items()}
    return show(pages, visit, head, cells, opened, different, findings, imports=imports, bulk=bulk, stills=stills)


async def _bulk(
    tx: Tx,
    request: ApiRequest,
    language: Language,
    head: Head,
    campaign_id: CampaignId,
    cells: Sequence[Cell],
    fared: Sequence[Fared],
) -> Bulk:
    """What the reader may do with many cells, and who looks after which language."""
    person = request.user
    needed = {"submit": "tracks:write", "approve": "tracks:approve", "fix": "tracks:write", "assign": "tracks:write"}
    verbs = tuple(verb for verb in VERBS if person.may(needed.get(verb, "files:read"), head.brand_id))
    people = able(await list_helpers(tx, head.brand_id)) if "assign" in verbs else []
    if not person.may("tracks:approve", head.brand_id):
        people = [one for one in people if one.id == person.id]
    duties: dict[str, list[Duties]] = {}
    for one in await list_duties(tx, campaign_id):
        duties.setdefault(one.locale, []).append(one)
    told = summary(language, fared) if fared else ""
    bars = barred(person, head.brand_id, cells)
    return Bulk(verbs, bars, people, duties, {one.cell.key: one for one in fared}, told, reasons(fared))


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
    bulk: Bulk | None = None,
    stills: Mapping[str, str] | None = None,
) -> Response[str]:
    """The page. `opened` is the cell whose detail is asked for, `changes` why its release is stale, `findings` what is
    wrong with it; `imports`: whether the reader may bring in caption files; `bulk`: what they may do to many cells;
    `stills`: a picture's address for each cut that has one."""
    bulk = bulk or Bulk()
    cells = [_as_approved(cell) if cell.key in bulk.fared and bulk.fared[cell.key].writes else cell for cell in cells]
    writing = {cell.key for cell in cells if cell.being_written}
    matrix = build(cells, asked_state(dict(visit.query).get("status")))
    language = visit.language
    return pages.answer(
        visit,
        "campaign/page.html",
        room="captions",
        campaign=campaign,
        matrix=matrix,
        stills=stills or {},
        wanting=matrix.total - matrix.approved,
        facts=Facts(
            len({cell.cut.id for cell in cells}),
            len({cell.market for cell in cells}),
            len({cell.locale for cell in cells}),
        ),
        sentence=sentence(language, matrix, len(writing)),
        writing=writing,
        opened=opened,
        explained=explained(language, opened) if opened else "",
        changes=[Shown(one.cue, changed(language, one.what), one.tag, _compared(one)) for one in changes],
        cell_href=lambda cell: visit.with_query(cell=cell.key, lang=None, theme=None),
        findings=[_wrong(language, one) for one in findings],
        failing=failing(language, matrix),
        import_href=f"/c/{campaign.id}/import" if imports else "",
        bulk=bulk,
        applies=lambda cell: [verb for verb in applies(cell) if bulk.allows(cell, verb)],
        today=datetime.now(UTC).date(),
        short_day=language.short_day,
        initials=initials,
        here=visit.with_query(lang=None, theme=None),
        close_href=visit.with_query(cell=None, lang=None, theme=None),
    )


def _as_approved(cell: Cell) -> Cell:
    """A cell whose texts were approved at this moment: an older release does not count, the new one is being made."""
    if cell.state in (State.IN_REVIEW, State.STALE):
        return replace(cell, state=State.DRAFT, text_approved=True)
    return cell


def _wrong(language: Language, one: Found) -> Wrong:
    measured, unit = measure(language, one.what)
    says = one.what.says if language.tag == "en" and not measured else ""
    return Wrong(one, rule(language, one.what.rule), measured, unit, says)


def _compared(change: Change) -> list[Piece]:
    """Texts word by word; times as a whole."""
    if change.what is What.TIMING:
        return [Piece("removed", change.old), Piece("kept", " "), Piece("added", change.new)]
    return difference(change.old, change.new)


def asked_state(text: str | None) -> State | None:
    """The filter of an address; a word that is no state filters nothing."""
    return State(text) if text in set(State) else None
