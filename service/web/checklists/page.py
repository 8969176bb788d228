"""The checklists of a campaign: every cut in every market that it is for; or one item of them, to be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.checklists import ChecklistRow
from schemas.ids import CampaignId, CutId
from service.accessibility.actions import checklists_of
from service.exchange import ApiRequest
from service.identity import Person
from service.videos.pictures import cut_posters
from service.videos.records import list_cuts_of_campaign
from service.web import notices
from service.web.cells import column
from service.web.checklists import sheet
from service.web.checklists.answering import Fared, answer_all, reasons, summary
from service.web.checklists.grid import OF_ITEM, ORDER, Asked, Cell, answerable, build, same, seen, waiting
from service.web.checklists.item_words import Listed, listed
from service.web.checklists.reasons import why
from service.web.checklists.words import DONE, state_word, symbol_of
from service.web.frame import Head, head_of
from service.web.matrix import Cut
from service.web.pages import Pages
from service.web.rules.words import group_says
from service.web.visit import Visit, visit_of

FORM_BYTES = 500_000


class Bulk(Struct, frozen=True):
    """What may be done with many cells, what was typed, and how what was asked last fared."""

    verbs: Mapping[str, frozenset[str]] = {}
    sentence: str = ""
    fared: Mapping[str, Fared] = {}
    summary: str = ""
    reasons: Sequence[tuple[str, list[Cell]]] = ()


@get("/c/{campaign_id:str}/checklists", operation_id="web.checklists")
async def checklists_page(
    request: ApiRequest, pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """All of them, or one item of all of them."""
    return await _page(request, pages, campaign_id)


@post("/c/{campaign_id:str}/checklists", operation_id="web.checklists_answered", request_max_body_size=FORM_BYTES)
async def answer_many(
    request: ApiRequest, pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[Any]:
    """Answer one item of every checklist of the selection, and show how each fared in its place."""
    form, visit = await request.form(), visit_of(request, request.user)
    chosen = [one for one in (seen(str(value)) for value in form.getall("cell", [])) if one]
    item, status, said = (str(form.get(name, "")) for name in ("item", "act", "sentence"))
    language = visit.language
    if not chosen or not item:
        return notices.see_other(request, visit.address, language.say("Nothing is selected."))
    if status != "signed" and not said.strip():
        return notices.see_other(request, visit.address, language.say("Say why: this needs a reason."))
    fared = await answer_all(request, language, campaign_id, item, status, said, chosen)
    answer = await _page(request, pages, campaign_id, fared)
    answer.status_code = 200
    return answer


async def _page(
    request: ApiRequest, pages: Pages, campaign_id: CampaignId, fared: Sequence[Fared] = ()
) -> Response[str]:
    visit = visit_of(request, request.user)
    items = listed(request.rulebook, visit.language.tag)
    asked = read_asked(dict(visit.query), {one.id for one in items})
    async with request.db.reading(request.user.scope) as tx:
        head = await head_of(tx, campaign_id)
        rows = (await checklists_of(tx, request.rulebook, campaign_id, item=asked.item or None)).data
        cuts = {str(cut.id): column(cut) for cut in await list_cuts_of_campaign(tx, campaign_id)}
        posters = await cut_posters(tx, [CutId.parse(cut) for cut in cuts])
    stills = {str(cut): poster.href for cut, poster in posters.items()}
    return show(pages, visit, head, rows, cuts, items, asked, fared, request.user, stills)


def read_asked(query: Mapping[str, str], items: set[str]) -> Asked:
    """The filter of an address; what is no item and no state filters nothing."""
    item = query.get("item", "")
    item = item if item in items else ""
    state = query.get("state", "")
    return Asked(item, state if state in (OF_ITEM if item else ORDER) else "", query.get("market", ""))


def show(
    pages: Pages,
    visit: Visit,
    campaign: Head,
    rows: Sequence[ChecklistRow],
    cuts: Mapping[str, Cut],
    items: Sequence[Listed],
    asked: Asked,
    fared: Sequence[Fared] = (),
    person: Person | None = None,
    stills: Mapping[str, str] | None = None,
) -> Response[str]:
    """The page. `items` are those of the catalog in the reader's language, `fared` how what was asked last went."""
    language, grid = visit.language, build(rows, cuts, asked)
    markets = list(dict.fromkeys(row.standing.market for row in rows))
    told = summary(language, fared) if fared else ""
    by_key = {cell.key: cell for row in grid.rows for cell in row.cells if cell}
    bulk = Bulk(fared={one.key: one for one in fared}, summary=told, reasons=reasons(fared, by_key))
    verbs = _verbs(person, campaign, markets)
    return pages.answer(
        visit,
        "checklists/page.html",
        room="checklists",
        campaign=campaign,
        grid=grid,
        stills=stills or {},
        wanting=waiting(rows),
        live="checklist cut release",
        items=items,
        groups=list(dict.fromkeys(one.group for one in items)),
        group_word=lambda key: group_says(language, key),
        total=len(rows),
        item=next((one for one in items if one.id == asked.item), None),
        markets=markets,
        sentence=sentence(visit, rows, grid.counts, asked),
        same=same(grid),
        symbol=lambda state, warns=False: symbol_of(state, warns=warns),
        word=lambda state, warns=False: state_word(language, state, warns=warns),
        why=lambda cell: why(language, cell.item.reason) if cell.item else "",
        applies=lambda cell: _applies(cell, verbs.get(cell.standing.market, frozenset())),
        offers=frozenset[str]().union(*verbs.values()),
        bulk=bulk,
        cell_href=lambda cell: _cell_href(campaign, cell, asked),
        state_href=lambda state: visit.with_query(state=state or None, lang=None, theme=None),
        here=visit.with_query(lang=None, theme=None),
        day=language.short_day,
    )


def sentence(visit: Visit, rows: Sequence[ChecklistRow], counts: Mapping[str, int], asked: Asked) -> str:
    """How far all of them are, in one line."""
    language, total, plural = visit.language, sum(counts.values()), visit.language.plural
    if not rows or not total:
        return language.say("No cut is for a market yet.")
    if asked.item:
        done = sum(counts[state] for state in DONE if state in counts)
        return plural("It holds in %(num)s of %(total)s checklist.", "It holds in %(num)s of %(total)s checklists.",
                      done, total=language.number(total))  # fmt: skip
    free = sum(not row.standing.blocking for row in rows if asked.market in ("", row.standing.market))
    return plural(
        "%(num)s of %(total)s checklists keeps no post back; complete: %(whole)s.",
        "%(num)s of %(total)s checklists keep no post back; complete: %(whole)s.",
        free,
        total=language.number(total),
        whole=language.number(counts["holds"]),
    )


def _cell_href(campaign: Head, cell: Cell, asked: Asked) -> str:
    address = campaign.room(f"checklists/{cell.cut.id}/{cell.standing.market}")
    return f"{address}?item={asked.item}" if asked.item else address


def _verbs(person: Person | None, campaign: Head, markets: Sequence[str]) -> dict[str, frozenset[str]]:
    """What the reader may answer in each market."""
    found: dict[str, frozenset[str]] = {}
    for market in markets:
        signs = person is None or person.may("checklists:sign", campaign.brand_id, market)
        waives = person is None or person.may("checklists:waive", campaign.brand_id, market)
        found[market] = frozenset({*(("signed", "not_applicable") if signs else ()), *(("waived",) if waives else ())})
    return found


def _applies(cell: Cell, allowed: frozenset[str]) -> list[str]:
    """The verbs that a cell is ready for."""
    if cell.item is None or cell.state in DONE:
        return []
    ready = {"waived"} | ({"signed"} if answerable(cell) else set())
    if cell.state != "fails":
        ready.add("not_applicable")
    return sorted(ready & allowed)


handlers: list[Any] = [checklists_page, answer_many, *sheet.handlers]
