"""One source: what it is to the frame, how it looks, where its shots begin, and which captions stand on it."""

from __future__ import annotations

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.ids import CampaignId, SourceId
from schemas.pictures import Sheet
from schemas.shots import SourceShots
from schemas.videos import Source
from service.captions.records import list_tracks_of_home
from service.db.pool import Database
from service.exchange import ApiRequest
from service.problems import Missing
from service.videos import actions
from service.videos.marking import marks_of
from service.videos.pictures import find_of_source
from service.videos.records import get_source, list_cuts_with_source
from service.videos.records import list_cuts_of_campaign as list_cuts
from service.videos.shot_changes import shots_of_source
from service.web.cuts import player
from service.web.cuts.marked import Typed, board_of
from service.web.cuts.shown import show
from service.web.cuts.stills import Tile, tile_at, tiles
from service.web.cuts.words import rate_of
from service.web.frame import head_of
from service.web.pages import Pages
from service.web.visit import visit_of

MOST_TILES = 60


class Shot(Struct, frozen=True):
    """A shot of the film, `ms` long."""

    number: int
    frame: int
    begin_ms: int
    ms: int
    tile: Tile | None


@get("/c/{campaign_id:str}/sources/{source_id:str}", operation_id="web.source")
async def source_page(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    source_id: FromPath[SourceId],
) -> Response[str]:
    """A source with its contact sheet, its shots, what stands in it and its captions."""
    return await page(request, db, pages, campaign_id, source_id)


async def page(
    request: ApiRequest,
    db: Database,
    pages: Pages,
    campaign_id: CampaignId,
    source_id: SourceId,
    typed: Typed | None = None,
) -> Response[str]:
    """The page, with what was typed into the form of a mark and not taken."""
    visit = visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        head = await head_of(tx, campaign_id)
        facts = await actions.get_source_facts(tx, source_id)
        source = await get_source(tx, source_id)
        if source is None or facts.campaign_id != campaign_id:
            raise Missing
        pictures = await find_of_source(tx, source_id)
        shots = await shots_of_source(tx, source_id)
        tracks = await list_tracks_of_home(tx, source_id)
        used = set(await list_cuts_with_source(tx, source_id))
        cuts = [one for one in await list_cuts(tx, campaign_id) if one.id in used]
        board = await board_of(tx, visit.language, campaign_id, await marks_of(tx, source_id))
        locale = dict(visit.query).get("captions", tracks[0].locale if tracks else None)
        island = await player.of_source(
            *(tx, request.rulebook, visit.language, source, pictures, shots, locale or None)
        )
    return show(
        pages,
        visit,
        head,
        "source",
        status=422 if typed else 200,
        board=board,
        marking=typed or Typed(),
        marks_at=f"sources/{source_id}/marks",
        may_write=request.user.may("videos:write", facts.brand_id),
        source=source,
        rate=rate_of(source.fps),
        pictures=pictures,
        tiles=tiles(pictures.sheet, MOST_TILES),
        shots=shots_found(source, shots, pictures.sheet),
        shots_state=shots.state,
        tracks=tracks,
        cuts=cuts,
        island=island,
        shape=player.shape(island),
        locales=[one.locale for one in tracks],
        locale=locale,
    )


def shots_found(source: Source, found: SourceShots, sheet: Sheet | None) -> list[Shot]:
    """Every shot with its length; none while nobody has looked."""
    if found.state != "found":
        return []
    begins = [(0, 0), *((one.frame, one.begin_ms) for one in found.changes)]
    ends = [*(begin_ms for _, begin_ms in begins[1:]), source.duration_ms]
    return [
        Shot(number, frame, begin, end - begin, tile_at(sheet, (begin + end) // 2))
        for number, ((frame, begin), end) in enumerate(zip(begins, ends, strict=True), 1)
    ]


handlers = [source_page]
