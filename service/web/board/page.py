"""The board of a campaign: its cuts, its markets, and what wants somebody."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.ids import CampaignId
from service.db.pool import Database
from service.exchange import ApiRequest
from service.settings import Settings
from service.web.board.reading import Read, read_board
from service.web.board.standing import market_rows, wanting
from service.web.board.words import entry, runs, verb_of, way
from service.web.matrix import State
from service.web.pages import Pages
from service.web.story.archetype_words import told_in
from service.web.visit import Visit, visit_of

LIVE = "track cue release cut film source fact campaign story conform check"


@get("/c/{campaign_id:str}", operation_id="web.campaign")
async def campaign_board(
    request: ApiRequest,
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
) -> Response[str]:
    """A campaign at a glance."""
    async with db.reading(request.user.scope) as tx:
        read = await read_board(tx, request.rulebook, campaign_id, settings.public_url)
    return show(pages, visit_of(request, request.user), read)


def show(pages: Pages, visit: Visit, read: Read) -> Response[str]:
    """The page. The wanting column is for those who may do something about it."""
    language, person, brand = visit.language, visit.person, read.head.brand_id
    wants = [entry(language, read.head, one, read.tracks) for one in wanting(read.cells)]
    return pages.answer(
        visit,
        "board/page.html",
        room="board",
        campaign=read.head,
        facts=read.campaign,
        stories=read.stories,
        archetype=told_in(language.tag, read.archetype).name if read.archetype else "",
        runs=runs(language, read.campaign.starts_on, read.campaign.ends_on),
        bench=read.bench,
        rows=market_rows([one.market for one in read.campaign.markets], read.cells),
        way=lambda obstacle: way(language, obstacle),
        way_href=lambda obstacle: verb_of(language, read.head, obstacle, read.tracks)[1],
        wants=wants,
        total=len(read.cells),
        approved=sum(cell.state is State.APPROVED for cell in read.cells),
        may_write=person is not None and person.may("campaigns:write", brand),
        live=LIVE,
    )


handlers = [campaign_board]
