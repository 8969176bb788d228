"""The moving pictures behind a guest's link: previews of the campaign's cuts and of the sources they are cut from.

A preview is light; the films themselves, and everything of other campaigns, are not reached from here.
"""

from __future__ import annotations

from typing import Any, TypeVar

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream
from msgspec import Struct
from msgspec.structs import replace

from schemas.ids import CutId, SourceId
from schemas.pictures import Part, Pictures
from service.assets import delivery as assets
from service.briefs.model import OpenedGuestLink
from service.exchange import ApiRequest, answer
from service.problems import Missing
from service.videos.pictures import FILE_NAMES, find_of_cut, find_of_source
from service.videos.records import list_cuts_of_campaign, list_sources_of_campaign
from service.videos.records_pictures import Bytes, get_cut_picture, get_source_picture
from service.web.guest.opening import opened
from service.web.market.opening import CLOSED, OPEN, UNSAID
from service.web.market.strangers import Strangers
from service.web.monitor import Island, Reel
from service.web.pages import Pages

PARTS: dict[str, Part] = {name: part for part, name in FILE_NAMES.items()}
S = TypeVar("S", bound=Struct)


@get(
    "/b/{token:str}/sources/{source_id:str}/pictures",
    operation_id="web.guest_source",
    opt=OPEN,
    exception_handlers=CLOSED,
)
async def source_pictures(
    request: ApiRequest,
    token: FromPath[str],
    source_id: FromPath[SourceId],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[Any]:
    """What there is to show of a source."""
    _, link = await opened(request, pages, strangers, token)
    async with request.db.reading(link.scope) as tx:
        if source_id not in {one.id for one in await list_sources_of_campaign(tx, link.campaign_id)}:
            raise Missing
        return _told(answer(moved(await find_of_source(tx, source_id), f"/b/{token}")))


@get("/b/{token:str}/cuts/{cut_id:str}/pictures", operation_id="web.guest_film", opt=OPEN, exception_handlers=CLOSED)
async def cut_pictures(
    request: ApiRequest,
    token: FromPath[str],
    cut_id: FromPath[CutId],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[Any]:
    """What there is to show of a cut."""
    _, link = await opened(request, pages, strangers, token)
    async with request.db.reading(link.scope) as tx:
        if cut_id not in {one.id for one in await list_cuts_of_campaign(tx, link.campaign_id)}:
            raise Missing
        return _told(answer(moved(await find_of_cut(tx, cut_id), f"/b/{token}")))


@get(
    "/b/{token:str}/sources/{source_id:str}/pictures/{name:str}",
    operation_id="web.guest_source_picture",
    opt=OPEN,
    exception_handlers=CLOSED,
)
async def source_picture(
    request: ApiRequest,
    token: FromPath[str],
    source_id: FromPath[SourceId],
    name: FromPath[str],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[Any]:
    """The preview of a source, or one range of it."""
    _, link = await opened(request, pages, strangers, token)
    async with request.db.reading(link.scope) as tx:
        ours = source_id in {one.id for one in await list_sources_of_campaign(tx, link.campaign_id)}
        found = await get_source_picture(tx, source_id, PARTS[name]) if ours and name in PARTS else None
    return await _delivered(request, link, found)


@get(
    "/b/{token:str}/cuts/{cut_id:str}/pictures/{name:str}",
    operation_id="web.guest_cut_picture",
    opt=OPEN,
    exception_handlers=CLOSED,
)
async def cut_picture(
    request: ApiRequest,
    token: FromPath[str],
    cut_id: FromPath[CutId],
    name: FromPath[str],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[Any]:
    """The poster of a cut, or the preview of its film."""
    _, link = await opened(request, pages, strangers, token)
    async with request.db.reading(link.scope) as tx:
        ours = cut_id in {one.id for one in await list_cuts_of_campaign(tx, link.campaign_id)}
        found = await get_cut_picture(tx, cut_id, PARTS[name]) if ours and name in PARTS else None
    return await _delivered(request, link, found)


def behind(island: Island, home: str) -> Island:
    """What the monitor is told, with every address behind the link."""
    sources = {
        name: Reel(one.fps, at(one.href, home), moved(one.pictures, home) if one.pictures else None)
        for name, one in island.sources.items()
    }
    return replace(island, sources=sources)


def moved(pictures: Pictures, home: str) -> Pictures:
    """The pictures with their addresses behind the link."""
    return replace(
        pictures,
        poster=_moved(pictures.poster, home),
        sheet=_moved(pictures.sheet, home),
        waveform=_moved(pictures.waveform, home),
        preview=_moved(pictures.preview, home),
    )


def at(href: str, home: str) -> str:
    """An address of the API, behind the link."""
    return f"{home}/{href.removeprefix('/v1/')}"


def _moved(part: S | None, home: str) -> S | None:
    return None if part is None else replace(part, href=at(part.href, home))  # type: ignore[attr-defined]  # all have one


async def _delivered(request: ApiRequest, link: OpenedGuestLink, found: Bytes | None) -> Response[Any]:
    if found is None:
        raise Missing
    told = assets.deliver(found.sha256, found.size_bytes, found.media_type, request.headers, method=request.asked)
    pieces = await assets.body(request.store, link.org, found.sha256, told)
    return _told(Stream(pieces, status_code=told.status, headers=told.headers))


def _told(response: Response[Any]) -> Response[Any]:
    response.headers.update({**UNSAID, "cache-control": "private, no-cache"})
    return response


handlers: list[Any] = [source_pictures, cut_pictures, source_picture, cut_picture]
