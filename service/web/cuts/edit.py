"""A cut gets another edit list from a file: it is looked at first, and taken when somebody says so."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from schemas.ids import CampaignId, CutId, SegmentId, SourceId
from schemas.pictures import Pictures
from schemas.videos import Cut, ImportedCut, Source
from service.assets.store import Store
from service.campaigns.actions import require
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.problems import Forbidden, Missing, PreconditionFailed, Problem
from service.settings import Settings
from service.timedtext.edits.model import EditList
from service.videos import actions, importing, records
from service.videos.pictures import pictures_of
from service.web.cuts import listing, words
from service.web.cuts.cut import find
from service.web.cuts.listing import ENDINGS, FORM_BYTES, Brought, Named, names_in
from service.web.cuts.shown import show
from service.web.cuts.strip import Piece, pieces
from service.web.frame import Head, head_of
from service.web.notices import see_other
from service.web.pages import Pages
from service.web.visit import visit_of

ROOM = "/c/{campaign_id:str}/cuts/{cut_id:str}/edit"


class Place(Struct, frozen=True):
    """The cut, and what an edit list of it can name."""

    head: Head
    cut: Cut
    sources: dict[SourceId, Source]
    pictures: dict[SourceId, Pictures]


class Looked(Struct, frozen=True):
    """What became of a file: what is wrong with it by line, or the cut that it would make; `new`, `kept` and `gone`
    count segments."""

    faults: list[words.Amiss] = []
    advice: str = ""
    names: list[Named] = []
    pieces: list[Piece] = []
    cut: ImportedCut | None = None
    new: int = 0
    kept: int = 0
    gone: int = 0


@get(ROOM, operation_id="web.edit_list")
async def edit_page(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
) -> Response[str]:
    """The form that takes an edit list."""
    async with db.reading(request.user.scope) as tx:
        place = await _place(tx, request, campaign_id, cut_id)
    return _form(request, pages, place, Brought(), None)


@post(ROOM, operation_id="web.edit_list_sent", status_code=200, request_max_body_size=FORM_BYTES)
async def edit_cut(
    request: ApiRequest,
    db: NamedDependency[Database],
    store: NamedDependency[Store],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
) -> Response[str] | Redirect:
    """Look at an edit list, or take it."""
    form, language = await request.form(), visit_of(request).language
    brought = await listing.bring(form, store, request.user, settings.secret_bytes())
    async with db.reading(request.user.scope) as tx:
        place = await _place(tx, request, campaign_id, cut_id)
        sources = await actions.sources_of(tx, place.cut.video_id)
    if brought.data is None or brought.form is None:
        return _form(request, pages, place, brought, Looked(advice=words.no_list(language, brought.data is None)))
    seen = int(form["seen"]) if str(form.get("seen", "")).isdecimal() else None
    taking = form.get("act") == "take"
    names: list[Named] = []
    try:
        listed = await importing.read(brought.form, brought.data, words.rate_of(place.cut.fps))
        names = names_in(listed, sources, brought.naming)
        told = await _brought_in(db, request, cut_id, seen if taking else None, listed, brought, taking=taking)
    except PreconditionFailed:
        told = await _brought_in(db, request, cut_id, None, listed, brought, taking=False)
        advice = language.say("Somebody changed this cut meanwhile. Below is what the list would make of it now.")
        return _form(request, pages, place, brought, _looked(place, told, names, advice))
    except (Missing, Forbidden):
        raise
    except Problem as problem:
        return _form(request, pages, place, brought, Looked(faults=words.faults(language, problem), names=names))
    if not taking:
        return _form(request, pages, place, brought, _looked(place, told, names))
    said = language.plural(
        "%(code)s has a new edit list of %(num)s segment.",
        "%(code)s has a new edit list of %(num)s segments.",
        len(told.segments),
        code=told.code,
    )
    return see_other(request, f"/c/{campaign_id}/cuts/{cut_id}#edit", said=said)


async def _brought_in(
    db: Database,
    request: ApiRequest,
    cut: CutId,
    seen: int | None,
    listed: EditList,
    brought: Brought,
    *,
    taking: bool,
) -> ImportedCut:
    return await importing.bring_in(db, request.user, cut, seen, listed, brought.naming, dry_run=not taking)


def _looked(place: Place, told: ImportedCut, names: list[Named], advice: str = "") -> Looked:
    before: set[SegmentId] = {one.id for one in place.cut.segments}
    after = {one.id for one in told.segments}
    return Looked(
        advice=advice,
        names=names,
        pieces=pieces(told, told.segments, place.sources, place.pictures),
        cut=told,
        new=len(after - before),
        kept=len(after & before),
        gone=len(before - after),
    )


async def _place(tx: Tx, request: ApiRequest, campaign: CampaignId, cut_id: CutId) -> Place:
    """Forbidden for who may not change the cut."""
    head, cut = await head_of(tx, campaign), await find(tx, campaign, cut_id)
    require(request.user, "videos:write", cut.brand_id, cut.market)
    sources = {
        one.id: one for one in await records.list_media_of_campaign(tx, campaign) if one.video_id == cut.video_id
    }
    return Place(head, cut, sources, await pictures_of(tx, list(sources)))


def _form(request: ApiRequest, pages: Pages, place: Place, brought: Brought, looked: Looked | None) -> Response[str]:
    wrong = looked is not None and bool(looked.faults or looked.advice)
    return show(
        pages,
        visit_of(request, request.user),
        place.head,
        "edit",
        status=422 if wrong else 200,
        cut=place.cut,
        sources=list(place.sources.values()),
        brought=brought,
        looked=looked,
        endings=ENDINGS,
        rate=words.rate_of(place.cut.fps),
    )


handlers = [edit_page, edit_cut]
