"""The editor's page, opened from a cut or on a master, and what its forms answer.

A form is taken at the address of its page: `act` says what it asks for. A module of ours sends it with the header
`X-Cutdown-Part` and gets the parts of the page that changed; everybody else is led back to the page.
"""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.ids import CampaignId, CueId, CutId, SourceId
from service.captions.problems import FourEyes, LocaleNotReady
from service.captions.sheets import Drafts, Sheet
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.problems import Forbidden, Invalid, PreconditionFailed, Problem
from service.web import notices
from service.web.editor.acts import Act, carry_out, tracks_seen
from service.web.editor.conflict import Conflict, conflict_of
from service.web.editor.monitor import film_of
from service.web.editor.place import Place
from service.web.editor.view import view
from service.web.forms import fields
from service.web.frame import head_of
from service.web.pages import Pages
from service.web.visit import Visit, visit_of
from service.web.words import Language

FORM_BYTES = 64_000
PART = "x-cutdown-part"


class May(Struct, frozen=True):
    """What the reader may do here."""

    write: bool
    approve: bool


@get("/c/{campaign_id:str}/captions/{cut_id:str}/{locale:str}", operation_id="web.editor_of_cut")
async def of_cut(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
    locale: FromPath[str],
) -> Response[str]:
    """The texts that a cut shows, in a locale."""
    return await _show(request, db, pages, Place(campaign_id, locale, cut_id=cut_id))


@get("/c/{campaign_id:str}/masters/{source_id:str}/{locale:str}", operation_id="web.editor_of_master")
async def of_master(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    source_id: FromPath[SourceId],
    locale: FromPath[str],
) -> Response[str]:
    """The texts of a master in a locale."""
    return await _show(request, db, pages, Place(campaign_id, locale, source_id=source_id))


@post(
    "/c/{campaign_id:str}/captions/{cut_id:str}/{locale:str}",
    operation_id="web.edit_of_cut",
    status_code=200,
    request_max_body_size=FORM_BYTES,
)
async def edit_cut(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
    locale: FromPath[str],
) -> Response[Any]:
    """Do what a form of the page asks for."""
    return await _edit(request, db, pages, Place(campaign_id, locale, cut_id=cut_id))


@post(
    "/c/{campaign_id:str}/masters/{source_id:str}/{locale:str}",
    operation_id="web.edit_of_master",
    status_code=200,
    request_max_body_size=FORM_BYTES,
)
async def edit_master(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    source_id: FromPath[SourceId],
    locale: FromPath[str],
) -> Response[Any]:
    """Do what a form of the page asks for."""
    return await _edit(request, db, pages, Place(campaign_id, locale, source_id=source_id))


async def _show(request: ApiRequest, db: Database, pages: Pages, place: Place) -> Response[str]:
    async with db.reading(request.user.scope) as tx:
        return await _page(tx, request, pages, place)


async def _edit(request: ApiRequest, db: Database, pages: Pages, place: Place) -> Response[Any]:
    visit, act = visit_of(request, request.user), Act(request, place, await fields(request))
    try:
        async with db.transaction(request.user.scope) as tx:
            await head_of(tx, place.campaign_id)
            drafts = {act.cue: act.text} if act.name == "draft" and act.cue and act.text else None
            said = "" if drafts is not None or act.name == "look" else await carry_out(tx, act, visit.language)
            if PART in request.headers:
                return await _parts(tx, request, pages, act, drafts, said)
    except (PreconditionFailed, Invalid, Forbidden, LocaleNotReady, FourEyes) as problem:
        async with db.reading(request.user.scope) as tx:
            return await _refused(tx, request, pages, act, problem)
    cue = f"?cue={act.cue}" if act.cue else ""
    return notices.see_other(request, place.href + cue, said)


async def _page(
    tx: Tx,
    request: ApiRequest,
    pages: Pages,
    place: Place,
    *,
    status: int = 200,
    cue: CueId | None = None,
    **told: Any,
) -> Response[str]:
    head, sheet = await head_of(tx, place.campaign_id), await place.sheet(tx, request)
    visit = visit_of(request, request.user)
    asked = dict(visit.query)
    return pages.answer(
        visit,
        "editor/page.html",
        status=status,
        room="captions",
        campaign=head,
        film=await film_of(tx, request.rulebook.zones, visit.language, sheet),
        **_facts(request, visit, place, sheet, asked.get("show", "all"), str(cue or asked.get("cue", ""))),
        **{"said": "", "conflict": None, "typed": None} | told,
    )


async def _parts(
    tx: Tx, request: ApiRequest, pages: Pages, act: Act, drafts: Drafts | None, said: str
) -> Response[str]:
    """The row of a cue, and what counts all of them."""
    sheet = await act.place.sheet(tx, request, drafts)
    visit, cue = visit_of(request, request.user), str(act.cue or "")
    facts = _facts(request, visit, act.place, sheet, act.form.get("show", "all"), cue, cue or "none")
    return pages.answer(visit, "editor/parts.html", said=said, is_draft=drafts is not None, **facts)


async def _refused(tx: Tx, request: ApiRequest, pages: Pages, act: Act, problem: Problem) -> Response[str]:
    """Why nothing was done, beside what was typed."""
    visit = visit_of(request, request.user)
    told = {"said": refusal(problem, visit.language), "conflict": await _conflict(tx, act, problem, visit.language)}
    if PART in request.headers:
        return pages.answer(visit, "editor/refused.html", status=problem.status, **told)
    return await _page(tx, request, pages, act.place, status=problem.status, typed=act.text, cue=act.cue, **told)


async def _conflict(tx: Tx, act: Act, problem: Problem, language: Language) -> Conflict | None:
    """Both texts of a cue that somebody else wrote first."""
    if not isinstance(problem, PreconditionFailed) or act.cue is None or act.name not in ("save", "still"):
        return None
    sheet = await act.place.sheet(tx, act.request)
    return conflict_of(sheet, sheet.line(act.cue), act.text, language.say("Somebody"))


def refusal(problem: Problem, language: Language) -> str:
    """A problem in the reader's words."""
    match problem:
        case LocaleNotReady():
            return language.say("There are errors still, so this cannot be approved.")
        case FourEyes():
            return language.say("You wrote texts of this locale; somebody else approves it.")
        case Forbidden():
            return language.say("You may read this, but not change it.")
        case PreconditionFailed():
            return language.say("Somebody saved this before you.")
        case Invalid(faults=faults):
            return " ".join(fault.detail for fault in faults)
        case _:
            return problem.title


def _facts(
    request: ApiRequest, visit: Visit, place: Place, sheet: Sheet, show: str, now: str, only: str = ""
) -> dict[str, Any]:
    brand = sheet.main.brand_id
    return {
        "place": place,
        "sheet": sheet,
        "view": view(visit.language, sheet, show, now, only),
        "tracks_seen": tracks_seen(sheet),
        "may": May(request.user.may("tracks:write", brand), request.user.may("tracks:approve", brand)),
    }


handlers = [of_cut, of_master, edit_cut, edit_master]
