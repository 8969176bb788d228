"""What is behind a market's link: its page, each file, and all of them at once.

Only what is approved for this market of this campaign is reached from here, whatever else the address says.
"""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from schemas.ids import CutId
from service.accessibility.actions import checklists_of
from service.assets import delivery as assets
from service.campaigns.links import note_opening
from service.campaigns.model import OpenedLink
from service.captions.api_answers import archived, deliver
from service.captions.files import WRITTEN, Delivery, Latest, latest_path
from service.captions.market_files import Bundle, bundle, files_of_market, market_of
from service.db.pool import Tx
from service.exchange import ApiRequest
from service.problems import Missing
from service.timedtext import webvtt
from service.videos.pictures import cut_posters
from service.videos.records import has_cut_for
from service.videos.records_pictures import get_cut_picture
from service.web.cells import read_cells
from service.web.checklists.item_words import listed
from service.web.market.opening import CLOSED, OPEN, UNSAID, opened, show_closed, unsaid
from service.web.market.rows import FIRST, FORMATS, Group, asked_format, grouped, label, sentence
from service.web.market.signing import ToSign, to_sign
from service.web.market.signing import sentence as signing_says
from service.web.market.strangers import Strangers
from service.web.matrix import Cell
from service.web.pages import Pages
from service.web.visit import Visit
from service.web.words import direction


@get("/m/{token:str}", operation_id="web.market", opt=OPEN, exception_handlers=CLOSED)
async def market_page(
    request: ApiRequest,
    token: FromPath[str],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[str]:
    """Every file of the market, and what still follows."""
    visit, link = await opened(request, pages, strangers, token)
    await note_opening(request.db, link)
    async with request.db.reading(link.scope) as tx:
        pairs = await read_cells(tx, link.campaign_id, request.settings.public_url, link.market)
        files = await files_of_market(tx, link.campaign_id, link.market)
        whole = bundle(request.store, link.org, await market_of(tx, link.campaign_id, link.market), files)
        cells = [cell for _, cell in pairs]
        signing = await _to_sign(tx, request, visit, link, cells)
        posters = await cut_posters(tx, list({CutId.parse(cell.cut.id) for cell in cells}))
    with_poster = {str(cut) for cut in posters}
    return show(pages, visit, link, grouped(cells, files), whole, with_poster, signing)


async def _to_sign(tx: Tx, request: ApiRequest, visit: Visit, link: OpenedLink, cells: list[Cell]) -> list[ToSign]:
    rows = (await checklists_of(tx, request.rulebook, link.campaign_id, link.market)).data
    titles = {one.id: one.title for one in listed(request.rulebook, visit.language.tag)}
    cuts = {cell.cut.id: cell.cut for cell in cells}
    return to_sign(rows, cuts, lambda one: titles.get(one.item, one.title), f"/c/{link.campaign_id}/checklists")


@get("/m/{token:str}/files.zip", operation_id="web.market_zip", opt=OPEN, exception_handlers=CLOSED)
async def market_zip(
    request: ApiRequest,
    token: FromPath[str],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[Any]:
    """All approved files in one archive, with its manifest."""
    _, link = await opened(request, pages, strangers, token)
    await note_opening(request.db, link)
    async with request.db.reading(link.scope) as tx:
        found = await market_of(tx, link.campaign_id, link.market)
        files = await files_of_market(tx, link.campaign_id, link.market)
    return _of_link(archived(request, bundle(request.store, link.org, found, files)))


@get("/m/{token:str}/{cut_id:str}/poster.webp", operation_id="web.market_poster", opt=OPEN, exception_handlers=CLOSED)
async def market_poster(
    request: ApiRequest,
    token: FromPath[str],
    cut_id: FromPath[CutId],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[Any]:
    """The picture that stands for a cut of the market."""
    _, link = await opened(request, pages, strangers, token)
    async with request.db.reading(link.scope) as tx:
        ours = await has_cut_for(tx, cut_id, link.campaign_id, link.market)
        found = await get_cut_picture(tx, cut_id, "poster") if ours else None
    if found is None:
        raise Missing
    told = assets.deliver(found.sha256, found.size_bytes, found.media_type, request.headers, method=request.asked)
    pieces = await assets.body(request.store, link.org, found.sha256, told)
    return _of_link(Stream(pieces, status_code=told.status, headers=told.headers))


@get("/m/{token:str}/{cut_id:str}/{file_name:str}", operation_id="web.market_file", opt=OPEN, exception_handlers=CLOSED)
async def market_file(
    request: ApiRequest,
    token: FromPath[str],
    cut_id: FromPath[CutId],
    file_name: FromPath[str],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[Any]:
    """The newest approved captions of a cut: `pt-BR.srt` as a file, `pt-BR` as a page to read."""
    visit, link = await opened(request, pages, strangers, token)
    locale, _, format = file_name.partition(".")
    delivery = await _find(request, link, cut_id, locale, format or "vtt")
    if delivery is None:
        say = visit.language.say
        advice = say("There is no approved file at this address now. The page of the market has all that there are.")
        return show_closed(pages, visit, say("This file is not there"), advice, 404, back=f"/m/{token}")
    return await deliver_to_link(request, delivery) if format else await _reading(request, pages, visit, link, delivery)


async def deliver_to_link(request: ApiRequest, delivery: Delivery) -> Response[Any]:
    """The bytes, kept by nobody between: whoever asks again is asked for a working link again."""
    return _of_link(await deliver(request, delivery))


async def _find(request: ApiRequest, link: OpenedLink, cut_id: CutId, locale: str, format: str) -> Delivery | None:
    """The file, if it is of this link's market and campaign."""
    if locale not in link.locales or format not in WRITTEN:
        return None
    path = latest_path(Latest(cut_id, link.market, locale, format))
    found: Delivery | None = await request.app.state.deliveries.find(path, link.scope)
    return found if found is not None and found.file.campaign_id == link.campaign_id else None


async def _reading(
    request: ApiRequest, pages: Pages, visit: Visit, link: OpenedLink, delivery: Delivery
) -> Response[str]:
    """The captions as text, and every format of them."""
    file = delivery.file
    data = delivery.body or await request.store.read_bytes(link.org, file.sha256)
    async with request.db.reading(link.scope) as tx:
        pairs = await read_cells(tx, link.campaign_id, request.settings.public_url, link.market)
    cut = next((cell.cut for _, cell in pairs if cell.cut.id == str(file.cut_id)), None)
    if cut is None:
        raise Missing
    home, here = visit.path.rsplit("/", 2)[0], visit.path
    answer = pages.answer(
        visit,
        "market/read.html",
        link=link,
        cut=cut,
        locale=file.locale,
        direction=direction(file.locale),
        number_of=file.number,
        cues=webvtt.read(data).cues,
        clock=clock,
        home=home,
        formats=[(label(name), f"{here}.{name}") for name in FORMATS],
        latest=f"{request.settings.public_url}{here}.{FIRST[0]}",
    )
    return unsaid(answer)


def show(
    pages: Pages,
    visit: Visit,
    link: OpenedLink,
    groups: list[Group],
    whole: Bundle,
    with_poster: set[str],
    signing: list[ToSign],
) -> Response[str]:
    """The page. `with_poster` are the cuts that have a picture, `signing` those that somebody may sign."""
    rows = [row for group in groups for row in group.rows]
    asked = asked_format(dict(visit.query).get("format"))
    others = [name for name in FORMATS if name not in FIRST]
    shown = [*FIRST, *([asked] if asked in others else [])]
    answer = pages.answer(
        visit,
        "market/page.html",
        link=link,
        groups=groups,
        sentence=sentence(visit.language, rows),
        approved=sum(row.approved_at is not None for row in rows),
        zip_bytes=whole.size_bytes,
        with_poster=with_poster,
        format=asked,
        signing=signing,
        signing_says=signing_says(visit.language, signing),
        formats=[(label(name), name, visit.with_query(format=name, lang=None, theme=None)) for name in shown],
        others=[(label(name), visit.with_query(format=name, lang=None, theme=None)) for name in others],
        day=visit.language.short_day,
    )
    return unsaid(answer)


def clock(ms: int) -> str:
    """A time of the film as a person reads it: minutes, seconds and tenths."""
    return f"{ms // 60_000}:{ms // 1000 % 60:02}.{ms // 100 % 10}"


def _of_link(answer: Response[Any]) -> Response[Any]:
    answer.headers.update({**UNSAID, "cache-control": "private, no-cache"})
    return answer


handlers: list[Any] = [market_page, market_zip, market_poster, market_file]
