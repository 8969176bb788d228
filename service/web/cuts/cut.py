"""One cut: its film or its edit list in motion, what it is made of, how its captions stand; and its facts as a form."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct
from msgspec.structs import replace

from schemas.captions import Cell
from schemas.films import Film
from schemas.ids import CampaignId, CutId
from schemas.pictures import Pictures
from schemas.videos import Cut
from service.campaigns.records import get_campaign
from service.captions.matrix import matrix_of
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.problems import Invalid, Missing, PreconditionFailed
from service.videos import actions, records, records_films
from service.videos.contents import contents_of_cut
from service.videos.marking import marks_of
from service.videos.pictures import find_of_cut, pictures_of
from service.videos.problems import CutCodeTaken
from service.web import forms
from service.web.cuts import facts, marked, player, said, words
from service.web.cuts.facts import Typed
from service.web.cuts.overview import standing
from service.web.cuts.shown import show
from service.web.cuts.source import MOST_TILES
from service.web.cuts.stills import tiles
from service.web.cuts.strip import Piece, pieces
from service.web.frame import Head, head_of
from service.web.monitor import Island
from service.web.notices import Undo, see_other
from service.web.pages import Pages
from service.web.visit import Visit, visit_of


async def find(tx: Tx, campaign: CampaignId, cut: CutId) -> Cut:
    """A cut of the campaign; Missing for one of another."""
    row = await records.get_cut_row(tx, cut)
    if row is None or row.campaign_id != campaign:
        raise Missing
    return await actions.find_cut(tx, cut)


@get("/c/{campaign_id:str}/cuts/{cut_id:str}", operation_id="web.cut")
async def cut_page(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
) -> Response[str]:
    """A cut as it is."""
    return await page(request, db, pages, campaign_id, cut_id)


@post("/c/{campaign_id:str}/cuts/{cut_id:str}", operation_id="web.cut_changed", status_code=200)
async def change_cut(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
) -> Response[str] | Redirect:
    """Change its facts. What somebody else changed meanwhile is shown beside what was typed."""
    language = visit_of(request).language
    typed = facts.read(language, await forms.fields(request))
    theirs: Cut | None = None
    if not typed.wrong:
        try:
            async with db.transaction(request.user.scope) as tx:
                before = await find(tx, campaign_id, cut_id)
                now = await actions.change_cut(tx, request.user, request.rulebook, cut_id, typed.seen, typed.change)
        except PreconditionFailed as failed:
            theirs = failed.facts["current"]
            typed = replace(typed, seen=theirs.revision)
        except CutCodeTaken:
            typed = replace(typed, wrong={"code": language.say("Another cut of this video has this code.")})
        except Invalid as refused:
            typed = replace(typed, wrong={one.pointer.strip("/"): one.detail for one in refused.faults})
        else:
            address = f"/c/{campaign_id}/cuts/{cut_id}"
            undo = Undo(address, facts.of_cut(before).text | {"seen": str(now.revision)})
            return see_other(request, address, said=language.say("%(code)s is changed.", code=now.code), undo=undo)
    return await page(request, db, pages, campaign_id, cut_id, typed, theirs, status=409 if theirs else 422)


class Seen(Struct, frozen=True):
    """A cut with everything that its page shows."""

    head: Head
    cut: Cut
    film: Film | None
    pictures: Pictures
    pieces: list[Piece]
    cells: list[Cell]
    markets: list[str]
    locales: list[str]
    locale: str | None
    film_shown: bool
    island: Island
    board: marked.Board
    contents: marked.Report
    client: said.Client


async def page(
    request: ApiRequest,
    db: Database,
    pages: Pages,
    campaign_id: CampaignId,
    cut_id: CutId,
    typed: Typed | None = None,
    theirs: Cut | None = None,
    reason: str | None = None,
    marking: marked.Typed | None = None,
    comment: said.Typed | None = None,
    status: int = 200,
) -> Response[str]:
    """The page, with what was typed into its forms and not taken. `reason`: why the film shall be accepted; `marking`:
    a mark; `comment`: something to be said of a frame, or the word on the cut."""
    visit = visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        seen = await _look(tx, request, visit, campaign_id, cut_id)
    language, may, cut, film = visit.language, request.user.may, seen.cut, seen.film
    return show(
        pages,
        visit,
        seen.head,
        "cut",
        status=status,
        **{name: getattr(seen, name) for name in Seen.__struct_fields__ if name != "head"},
        rate=words.rate_of(cut.fps),
        findings=words.findings(language, film, cut) if film else [],
        tiles=tiles(seen.pictures.sheet, MOST_TILES),
        shape=player.shape(seen.island),
        standing=standing(seen.cells),
        cell_state=lambda cell: words.cell_state(language, cell),
        typed=typed or facts.of_cut(cut),
        theirs=theirs,
        reason=reason,
        marking=marking or marked.Typed(),
        marks_at=f"cuts/{cut_id}/marks",
        saying=comment or said.Typed(),
        may_comment=may("comments:write", cut.brand_id, cut.market),
        may_approve=may("briefs:approve", cut.brand_id, cut.market),
        me=request.user.id,
        aspects=facts.ASPECTS,
        platforms=sorted(request.rulebook.zones),
        may_write=may("videos:write", cut.brand_id, cut.market),
        may_accept=may("tracks:approve", cut.brand_id, cut.market),
    )


async def _look(tx: Tx, request: ApiRequest, visit: Visit, campaign_id: CampaignId, cut_id: CutId) -> Seen:
    head = await head_of(tx, campaign_id)
    cut = await find(tx, campaign_id, cut_id)
    stored = await records_films.get_film(tx, cut_id)
    film = stored.shown() if stored else None
    media = await records.list_media_of_campaign(tx, campaign_id)
    sources = {one.id: one for one in media if one.video_id == cut.video_id}
    pictures = await find_of_cut(tx, cut_id)
    cells = [one for one in (await matrix_of(tx, campaign_id)).data if one.cut_id == cut_id]
    campaign = await get_campaign(tx, campaign_id)
    asked, locales = dict(visit.query), list(dict.fromkeys(one.locale for one in cells))
    locale = asked.get("captions", locales[0] if locales else None)
    if film is not None and asked.get("show") == "film":
        island = player.of_film(cut, film, pictures)
    else:
        island = await player.of_cut(tx, request.rulebook, visit.language, cut, locale or None)
    return Seen(
        head=head,
        cut=cut,
        film=film,
        pictures=pictures,
        pieces=pieces(cut, cut.segments, sources, await pictures_of(tx, list(sources))),
        cells=cells,
        markets=[one.market for one in campaign.markets] if campaign else [],
        locales=locales,
        locale=locale,
        film_shown=film is not None and asked.get("show") == "film",
        island=island,
        board=await marked.board_of(tx, visit.language, campaign_id, await marks_of(tx, cut_id)),
        contents=marked.report(visit.language, await contents_of_cut(tx, cut_id)),
        client=await said.client_of(tx, visit.language, cut),
    )


handlers = [cut_page, change_cut]
