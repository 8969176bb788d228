"""What the forms of the caption matrix ask for: of a selection of cells, or of the one that is opened."""

from __future__ import annotations

from datetime import date
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from schemas.captions import NewRelease
from schemas.ids import CampaignId, PersonId
from service.captions import releasing
from service.captions.zipping import MEDIA_TYPE
from service.exchange import ApiRequest
from service.problems import Invalid, Missing, Problem
from service.web import notices
from service.web.campaign import answer_page
from service.web.cells import read_cells
from service.web.frame import head_of
from service.web.notices import Undo
from service.web.pages import Pages
from service.web.selecting import VERBS, Order, Pair, carry_out, packed, refused, selected
from service.web.visit import visit_of

FORM_BYTES = 500_000


@post("/c/{campaign_id:str}/captions", operation_id="web.captions_sent", request_max_body_size=FORM_BYTES)
async def act(request: ApiRequest, pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]) -> Response[Any]:
    """Do it to every cell of the selection, and show how each fared in its place."""
    form = await request.form()
    chosen = await _chosen(request, campaign_id, *(form.getall(name, []) for name in ("cell", "row", "cut")))
    verb, visit = str(form.get("act", "")), visit_of(request, request.user)
    if verb in ("withdraw", "release"):
        return await _single(request, campaign_id, verb, chosen)
    order = _order(form.get("person"), form.get("role"), form.get("due_on"))
    if verb not in VERBS or not chosen or (verb == "assign" and order is None):
        said = visit.language.say("Choose somebody.") if chosen else visit.language.say("Nothing is selected.")
        return notices.see_other(request, visit.address, said)
    if verb == "download":
        return _archive(request, chosen)
    fared = await carry_out(request, visit.language, campaign_id, verb, chosen, order)
    answer = await answer_page(request, pages, campaign_id, fared)
    answer.status_code = 200
    return answer


def _archive(request: ApiRequest, chosen: list[Pair]) -> Response[Any]:
    """The approved files of a selection in one archive."""
    size, stream = packed(request.store, request.user.scope.organization, chosen)
    headers = {
        "content-type": MEDIA_TYPE,
        "content-length": str(size),
        "content-disposition": 'attachment; filename="captions.zip"',
        "cache-control": "private, no-store",
    }
    return Stream(stream, status_code=200, headers=headers)


async def _chosen(
    request: ApiRequest, campaign_id: CampaignId, cells: list[Any], rows: list[Any], cuts: list[Any]
) -> list[Pair]:
    async with request.db.reading(request.user.scope) as tx:
        await head_of(tx, campaign_id)
        pairs = await read_cells(tx, campaign_id, request.settings.public_url)
    return selected(pairs, map(str, cells), map(str, rows), map(str, cuts))


async def _single(request: ApiRequest, campaign_id: CampaignId, verb: str, chosen: list[Pair]) -> Response[Any]:
    """Withdraw the release of a cell, or make it again."""
    visit = visit_of(request, request.user)
    say, here = visit.language.say, f"/c/{campaign_id}/captions"
    if len(chosen) != 1:
        raise Missing
    ((stored, cell),) = chosen
    try:
        if verb == "release":
            new = NewRelease(market=cell.market, locale=cell.locale, kind=stored.kind)
            house = (request.db, request.store, request.rulebook, request.user)
            made = await releasing.make_release(*house, stored.cut_id, new)
            async with request.db.transaction(request.user.scope) as tx:
                await releasing.keep_release(tx, request.user, stored.cut_id, made)
            return notices.see_other(request, f"{here}?cell={cell.key}", say("Released again."))
        if stored.release_id is None:
            raise Missing
        async with request.db.transaction(request.user.scope) as tx:
            await releasing.withdraw(tx, request.user, stored.release_id)
    except Missing:
        raise
    except Problem as problem:
        return notices.see_other(request, f"{here}?cell={cell.key}", refused(visit.language, problem))
    said = say("Release %(number)s is withdrawn.", number=visit.language.number(cell.release_number or 0))
    undo = Undo(here, {"act": "release", "cell": cell.key})
    return notices.see_other(request, f"{here}?cell={cell.key}", said, undo)


def _order(person: object, role: object, due_on: object) -> Order | None:
    """Who is given what until when; None where nobody is named."""
    try:
        due = date.fromisoformat(str(due_on)) if due_on else None
        return Order(PersonId.parse(str(person or "")), "review" if role == "review" else "localize", due)
    except (ValueError, Invalid):
        return None


handlers: list[Any] = [act]
