"""The film of a cut: it comes in, is accepted in spite of what differs, or is taken back."""

from __future__ import annotations

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from schemas.films import Reason
from schemas.ids import CampaignId, CutId
from schemas.videos import Cut
from service.assets.store import Store
from service.db.pool import Database
from service.exchange import ApiRequest
from service.problems import PreconditionFailed, Problem
from service.settings import Settings
from service.videos import filming, records_films
from service.videos.actions import measure
from service.videos.problems import FilmHasNothingToAccept
from service.web import forms
from service.web.cuts import receiving, words
from service.web.cuts.cut import find, page
from service.web.cuts.receiving import FORM_BYTES, Came
from service.web.cuts.shown import show
from service.web.frame import Head, head_of
from service.web.notices import see_other
from service.web.pages import Pages
from service.web.visit import visit_of

ROOM = "/c/{campaign_id:str}/cuts/{cut_id:str}/film"


@get(ROOM, operation_id="web.film")
async def film_page(
    request: ApiRequest,
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
) -> Response[str]:
    """The form that takes a film."""
    async with db.reading(request.user.scope) as tx:
        head = await head_of(tx, campaign_id)
        await find(tx, campaign_id, cut_id)
        cut = await filming.expect_film(tx, request.user, cut_id)
        known = await records_films.get_film(tx, cut_id)
    return _form(request, pages, settings, head, cut, known.sha256 if known else "")


@post(ROOM, operation_id="web.filmed", status_code=200, request_max_body_size=FORM_BYTES)
async def film_cut(
    request: ApiRequest,
    db: NamedDependency[Database],
    store: NamedDependency[Store],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
) -> Response[str] | Redirect:
    """Take the film that came, with the form or as an upload."""
    scope, language = request.user.scope, visit_of(request).language
    came = await receiving.read(request)
    async with db.reading(scope) as tx:
        head = await head_of(tx, campaign_id)
        await find(tx, campaign_id, cut_id)
        cut = await filming.expect_film(tx, request.user, cut_id)
    try:
        kept = await receiving.keep(db, store, settings, request.user, came)
        measured = await measure(store, scope.organization, kept)
        async with db.transaction(scope) as tx:
            _, new = await filming.film_cut(tx, request.user, cut_id, kept, measured)
    except Problem as problem:
        return _form(request, pages, settings, head, cut, "", came, problem)
    said = (
        language.say("The film is here. It is being compared with the edit list.")
        if new
        else language.say("These bytes are the film of this cut already. Nothing was changed.")
    )
    return see_other(request, f"/c/{campaign_id}/cuts/{cut_id}", said=said)


@post(f"{ROOM}/accept", operation_id="web.film_accepted", status_code=200)
async def accept_film(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
) -> Response[str] | Redirect:
    """Say that the film is right in spite of its findings, and why."""
    fields, language = await forms.fields(request), visit_of(request).language
    address = f"/c/{campaign_id}/cuts/{cut_id}"
    try:
        reason: str = msgspec.convert(fields.get("reason", ""), Reason)
    except msgspec.ValidationError:
        return await page(request, db, pages, campaign_id, cut_id, reason=fields.get("reason", ""), status=422)
    try:
        async with db.transaction(request.user.scope) as tx:
            await find(tx, campaign_id, cut_id)
            await filming.accept(tx, request.user, cut_id, _seen(fields), reason)
    except (PreconditionFailed, FilmHasNothingToAccept):
        return see_other(request, f"{address}#its-film", said=_moved(request))
    return see_other(request, f"{address}#its-film", said=language.say("The film is accepted. The releases go on."))


@post(f"{ROOM}/withdraw", operation_id="web.film_withdrawn", status_code=200)
async def withdraw_film(
    request: ApiRequest,
    db: NamedDependency[Database],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
) -> Redirect:
    """Take the film back; its bytes and what was found stay as history."""
    fields, language = await forms.fields(request), visit_of(request).language
    address = f"/c/{campaign_id}/cuts/{cut_id}"
    try:
        async with db.transaction(request.user.scope) as tx:
            await find(tx, campaign_id, cut_id)
            await filming.take_back(tx, request.user, cut_id, _seen(fields))
    except PreconditionFailed:
        return see_other(request, f"{address}#its-film", said=_moved(request))
    return see_other(request, address, said=language.say("The film is taken back. Nothing waits for it any more."))


def _moved(request: ApiRequest) -> str:
    return visit_of(request).language.say("The film changed meanwhile. Look at it again.")


def _seen(fields: dict[str, str]) -> int | None:
    return int(fields["seen"]) if fields.get("seen", "").isdecimal() else None


def _form(
    request: ApiRequest,
    pages: Pages,
    settings: Settings,
    head: Head,
    cut: Cut,
    known: str,
    came: Came | None = None,
    problem: Problem | None = None,
) -> Response[str]:
    visit = visit_of(request, request.user)
    return show(
        pages,
        visit,
        head,
        "upload",
        status=422 if problem else 200,
        cut=cut,
        known={known: cut.code} if known else {},
        came=came or Came(),
        refused=words.refusal(visit.language, problem) if problem else "",
        most=settings.upload_limit_bytes,
        most_plain=FORM_BYTES,
    )


handlers = [film_page, film_cut, accept_film, withdraw_film]
