"""The board of a campaign: its cuts, its markets, and what wants somebody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.ids import CampaignId
from service.db.pool import Database
from service.exchange import ApiRequest
from service.settings import Settings
from service.web.board.closing import SYMBOLS, Closing, Way, Ways, closing, entries, pressing
from service.web.board.holding import Holding, holding
from service.web.board.reading import Read, read_board
from service.web.board.standing import MarketRow, Obstacle, market_rows, wanting
from service.web.board.words import entry, runs, verb_of, way
from service.web.matrix import State
from service.web.pages import Pages
from service.web.story.archetype_words import told_in
from service.web.visit import Visit, visit_of
from service.web.words import Language

LIVE = "track cue release cut film source fact campaign story conform check answer post brief rights mark"


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
    visit, regions = visit_of(request, request.user), request.rulebook.regions
    titles = {item: regions.told(visit.language.tag, item).title for item in regions.catalog}
    return show(pages, visit, read, titles)


def show(pages: Pages, visit: Visit, read: Read, titles: Mapping[str, str]) -> Response[str]:
    """The page. The wanting column is for those who may do something about it."""
    language, person, brand = visit.language, visit.person, read.head.brand_id
    rows = market_rows([one.market for one in read.campaign.markets], read.cells)
    closed = closing([row.code for row in rows], read.standings, read.posts, read.tasks, datetime.now(UTC))
    codes = {str(one.cut_id): one.cut for one in read.posts} | {one.cut.id: one.cut.code for one in read.bench}
    ways = Ways(language, read.head, codes, titles)
    wants = entries(ways, closed) + [
        entry(language, read.head, one, read.tracks, _held(language, read, one)) for one in wanting(read.cells)
    ]
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
        rows=rows,
        closed=closed,
        way_of=lambda row: _way(language, read, ways, row, closed[row.code]),
        wants=sorted(wants, key=pressing),
        total=len(read.cells),
        approved=sum(cell.state is State.APPROVED for cell in read.cells),
        live_posts=sum(row.posts.done for row in closed.values()),
        posts=sum(row.posts.total for row in closed.values()),
        may_write=person is not None and person.may("campaigns:write", brand),
        live=LIVE,
    )


def _way(language: Language, read: Read, ways: Ways, row: MarketRow, closed: Closing) -> Way | None:
    """The most urgent of what stands in a market's way."""
    told = []
    if row.way is not None:
        href = verb_of(language, read.head, row.way, read.tracks)[1]
        told.append(Way(row.way.why.symbol, way(language, row.way), href, _held(language, read, row.way)))
    told += [
        Way(
            SYMBOLS[one.state],
            ways.way(one),
            ways.href(one, row.code),
            holding(language, [one]),
            one.state == "takedown",
        )
        for one in closed.obstacles[:1]
    ]
    return min(told, key=pressing, default=None)


def _held(language: Language, read: Read, obstacle: Obstacle) -> Holding:
    """Who has the captions of these cells, and since when they wait."""
    return holding(language, read.waiting(obstacle.cells))


handlers = [campaign_board]
