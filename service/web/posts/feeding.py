"""The calendar of a campaign's posts at a secret address, which is shown once."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.ids import CampaignId
from service.db.pool import Database
from service.exchange import ApiRequest
from service.posts import calendars
from service.posts.records_clock import get_feed
from service.web.forms import fields
from service.web.notices import see_other
from service.web.once import made_already, once
from service.web.pages import Pages
from service.web.posts.reading import room_of
from service.web.posts.shown import show
from service.web.visit import visit_of

PAGE = "/c/{campaign_id:str}/posts/calendar"


@get(PAGE, operation_id="web.post_calendar")
async def calendar_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """What the address is for, and the button that makes one."""
    async with db.reading(request.user.scope) as tx:
        room, since = await room_of(tx, campaign_id), await get_feed(tx, campaign_id, request.user.id)
    return show(pages, visit_of(request, request.user), room, "calendar", url="", since=since)


@post(PAGE, operation_id="web.post_calendar_sent", request_max_body_size=10_000)
async def feed(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[Any]:
    """A secret address, shown in this answer alone; or the end of it."""
    visit, here = visit_of(request, request.user), f"/c/{campaign_id}/posts/calendar"
    if (await fields(request)).get("act") == "close":
        async with db.transaction(request.user.scope) as tx:
            await calendars.close_feed(tx, request.user, campaign_id)
        return see_other(request, here, said=visit.language.say("The address of your calendar works no longer."))
    public_url = request.settings.public_url
    made, path = await once(
        request, lambda tx: calendars.open_feed(tx, request.user, campaign_id, public_url), lambda _: here
    )
    if made is None:
        return made_already(request, path)
    async with db.reading(request.user.scope) as tx:
        room = await room_of(tx, campaign_id)
    answer = show(pages, visit, room, "calendar", url=made.url or "", since=made.created_at)
    answer.headers["cache-control"] = "no-store"
    return answer


handlers: list[Any] = [calendar_page, feed]
