"""Marking what stands in a source or a cut, and taking a mark away. Whoever took one away can put it back at once."""

from __future__ import annotations

from functools import partial

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from schemas.contents import Mark, NewMark
from schemas.ids import CampaignId, CutId, MarkId, SourceId
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.problems import Invalid, Missing
from service.videos import actions, marking
from service.videos.problems import TooManyMarks
from service.web import forms
from service.web.cuts import cut as cuts
from service.web.cuts import source as sources
from service.web.cuts.marked import Typed, fields_of, read, refused
from service.web.cuts.words import rate_of
from service.web.notices import Undo, see_other
from service.web.once import once
from service.web.pages import Pages
from service.web.visit import visit_of


@post("/c/{campaign_id:str}/sources/{source_id:str}/marks", operation_id="web.mark_source", status_code=200)
async def mark_source(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    source_id: FromPath[SourceId],
) -> Response[str] | Redirect:
    """Say what stands in a source."""
    async with db.reading(request.user.scope) as tx:
        await _in_campaign(tx, campaign_id, source_id)
    made = await _mark(request, db, source_id)
    if isinstance(made, Typed):
        return await sources.page(request, db, pages, campaign_id, source_id, made)
    return _said(request, f"/c/{campaign_id}/sources/{source_id}")


@post("/c/{campaign_id:str}/cuts/{cut_id:str}/marks", operation_id="web.mark_cut", status_code=200)
async def mark_cut(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
) -> Response[str] | Redirect:
    """Say what stands in a cut alone."""
    async with db.reading(request.user.scope) as tx:
        await cuts.find(tx, campaign_id, cut_id)
    made = await _mark(request, db, cut_id)
    if isinstance(made, Typed):
        return await cuts.page(request, db, pages, campaign_id, cut_id, marking=made, status=422)
    return _said(request, f"/c/{campaign_id}/cuts/{cut_id}")


@post("/c/{campaign_id:str}/marks/{mark_id:str}/remove", operation_id="web.unmark", status_code=200)
async def unmark(
    request: ApiRequest,
    db: NamedDependency[Database],
    campaign_id: FromPath[CampaignId],
    mark_id: FromPath[MarkId],
) -> Redirect:
    """Take a mark away."""
    language = visit_of(request).language
    async with db.transaction(request.user.scope) as tx:
        mark = await marking.find_mark(tx, mark_id)
        home = mark.source_id or mark.cut_id
        if home is None:
            raise Missing
        await _in_campaign(tx, campaign_id, home)
        rate = rate_of((await marking.marks_of(tx, home)).fps)
        await marking.unmark(tx, request.user, mark_id)
    address = f"/c/{campaign_id}/{'sources' if mark.source_id else 'cuts'}/{home}"
    undo = Undo(f"{address}/marks", fields_of(mark, rate))
    return see_other(request, f"{address}#marks", said=language.say("The mark is taken away."), undo=undo)


async def _mark(request: ApiRequest, db: Database, home: SourceId | CutId) -> Typed | Mark | None:
    """The mark (None: this very form made it before), or what is wrong with the form."""
    language, fields = visit_of(request).language, await forms.fields(request)
    async with db.reading(request.user.scope) as tx:
        found = await marking.marks_of(tx, home)
    new = read(language, fields, rate_of(found.fps), found.frames)
    if isinstance(new, Typed):
        return new

    try:
        make = partial(_make, request, home, new)
        return (await once(request, make, lambda mark: f"/{mark.id}")).made
    except (Invalid, TooManyMarks) as problem:
        return refused(language, fields, problem)


async def _make(request: ApiRequest, home: SourceId | CutId, new: NewMark, tx: Tx) -> Mark:
    return await marking.mark(tx, request.user, home, new)


async def _in_campaign(tx: Tx, campaign: CampaignId, home: SourceId | CutId) -> None:
    """Missing for a film of another campaign."""
    if isinstance(home, CutId):
        await cuts.find(tx, campaign, home)
    elif (await actions.get_source_facts(tx, home)).campaign_id != campaign:
        raise Missing


def _said(request: ApiRequest, address: str) -> Redirect:
    said = visit_of(request).language.say("It is marked.")
    return see_other(request, f"{address}#marks", said=said)


handlers = [mark_source, mark_cut, unmark]
