"""The editor's page, opened from a cut or on a master, and what its forms answer.

A form is taken at the address of its page: `act` says what it asks for. A module of ours sends it with the header
`X-Cutdown-Part` and gets the parts of the page that changed; everybody else is led back to the page.
"""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.ids import CampaignId, CutId, SourceId
from service.db.pool import Database
from service.exchange import ApiRequest
from service.problems import Missing, Problem
from service.web import notices
from service.web.editor.acts import carry_out
from service.web.editor.answers import PART, Answers
from service.web.editor.forms import Act
from service.web.editor.place import Place
from service.web.forms import fields
from service.web.frame import head_of
from service.web.pages import Pages

FORM_BYTES = 64_000
INTERNAL = 500
LOOKING = ("draft", "look")  # of a form of the module that changes nothing


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
    answers = Answers(request, pages, place)
    async with db.reading(request.user.scope) as tx:
        return await (answers.side(tx) if request.headers.get(PART) == "side" else answers.page(tx))


async def _edit(request: ApiRequest, db: Database, pages: Pages, place: Place) -> Response[Any]:
    answers, act = Answers(request, pages, place), Act(request, place, await fields(request))
    try:
        async with db.transaction(request.user.scope) as tx:
            await head_of(tx, place.campaign_id)
            said, undo = "", None
            if act.name not in LOOKING:
                said, undo = await carry_out(tx, act, answers.visit.language)
            if PART in request.headers:
                return await answers.parts(tx, act, draft=act.name == "draft")
    except Problem as problem:
        if problem.status >= INTERNAL or isinstance(problem, Missing):
            raise
        async with db.reading(request.user.scope) as tx:
            return await answers.refused(tx, act, problem)
    cue = f"?cue={act.cue}" if act.cue and act.name != "withdraw" else ""
    return notices.see_other(request, place.href + cue, said, undo)


handlers = [of_cut, of_master, edit_cut, edit_master]
