"""The room of sources and cuts: the list of both, and every page that opens from it."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.ids import CampaignId
from service.db.pool import Database
from service.exchange import ApiRequest
from service.web.cuts import cut, edit, film, making, marks, saying, source, source_upload, words
from service.web.cuts.overview import shelves_of
from service.web.cuts.shown import show
from service.web.cuts.stills import stills_of
from service.web.frame import head_of
from service.web.pages import Pages
from service.web.visit import visit_of


@get("/c/{campaign_id:str}/cuts", operation_id="web.cuts")
async def cuts_page(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
) -> Response[str]:
    """The sources and cuts of a campaign."""
    visit = visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        head = await head_of(tx, campaign_id)
        shelves = await shelves_of(tx, campaign_id)
        stills = await stills_of(tx, shelves)
    return show(
        pages,
        visit,
        head,
        "page",
        shelves=shelves,
        stills=stills,
        may_write=request.user.may("videos:write", head.brand_id),
        sentence=words.sentence(visit.language, shelves),
    )


handlers = [
    cuts_page,
    *source_upload.handlers,
    *source.handlers,
    *making.handlers,
    *cut.handlers,
    *film.handlers,
    *edit.handlers,
    *marks.handlers,
    *saying.handlers,
]
