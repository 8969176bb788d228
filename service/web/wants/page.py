"""`/wants`: what waits for the reader, and their days as a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.enums import MediaType

from schemas.wants import Want
from service.board.wanting import wants_of
from service.captions import calendars
from service.captions.records_assignments import get_calendar_feed
from service.db.pool import Database
from service.exchange import ApiRequest
from service.web import notices
from service.web.forms import fields
from service.web.once import made_already, once
from service.web.pages import Pages
from service.web.visit import Visit, visit_of
from service.web.wants.items import items, sentence

FORM_BYTES = 10_000
HOME = "/wants"


@get("/wants", operation_id="web.wants")
async def wants(request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages]) -> Response[str]:
    """Everything that the reader can move, the most urgent first."""
    async with db.reading(request.user.scope) as tx:
        found = await wants_of(tx, request.user)
        since = await get_calendar_feed(tx, request.user.id)
    return show(pages, visit_of(request, request.user), found.data, since)


@get("/wants/count", operation_id="web.wants_count")
async def count(request: ApiRequest, db: NamedDependency[Database]) -> Response[str]:
    """How much waits: a number, for the rail of every page."""
    async with db.reading(request.user.scope) as tx:
        found = await wants_of(tx, request.user)
    return Response(str(len(found.data)), media_type=MediaType.TEXT, headers={"cache-control": "private, no-store"})


@post("/wants/calendar", operation_id="web.calendar", request_max_body_size=FORM_BYTES)
async def calendar(request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages]) -> Response[Any]:
    """A secret address for the reader's calendar, shown in this answer alone; or the end of it."""
    visit = visit_of(request, request.user)
    if (await fields(request)).get("act") == "close":
        async with db.transaction(request.user.scope) as tx:
            await calendars.close_feed(tx, request.user)
        return notices.see_other(request, HOME, visit.language.say("The address of your calendar works no longer."))
    public_url = request.settings.public_url
    feed, path = await once(request, lambda tx: calendars.open_feed(tx, request.user, public_url), lambda _: HOME)
    if feed is None:
        return made_already(request, path)
    async with db.reading(request.user.scope) as tx:
        found = await wants_of(tx, request.user)
    answer = show(pages, visit, found.data, feed.created_at, feed.url or "")
    answer.headers["cache-control"] = "no-store"
    return answer


def show(
    pages: Pages,
    visit: Visit,
    wants: Sequence[Want],
    calendar_since: datetime | None = None,
    calendar_url: str = "",
    today: date | None = None,
) -> Response[str]:
    """The page. `calendar_url` is shown when it was just made."""
    rows = items(visit.language, wants, today or datetime.now(UTC).date())
    return pages.answer(
        visit,
        "wants/page.html",
        room="wants",
        items=rows,
        sentence=sentence(visit.language, rows),
        calendar_since=calendar_since,
        calendar_url=calendar_url,
    )


handlers: list[Any] = [wants, count, calendar]
