"""What posts want, and their calendar, over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Controller, Response, delete, get, post
from litestar.params import FromPath
from msgspec.structs import replace

from schemas.ids import CampaignId
from schemas.post_tasks import PostCalendar, PostTasks
from service.bodies import tells
from service.captions.calendar import MEDIA_TYPE
from service.exchange import OF_KEY, ApiRequest, OnceKey, answer, once
from service.guards import needs
from service.http_problems import problems
from service.posts import calendars, tasks
from service.problems import Missing

ICS = ".ics"
_CALENDAR = {"cache-control": "private, no-cache", "content-type": f"{MEDIA_TYPE}; charset=utf-8"}


class PostTasksOfCampaign(Controller):
    """What should be done about the posts of a campaign, and when they go out."""

    path = "/v1/campaigns/{campaign_id:str}"
    tags = ["Posts"]

    @get("/post_tasks", operation_id="posts.tasks", opt=needs("campaigns:read"), responses=problems(401, 403, 404))
    async def tasks(self, request: ApiRequest, campaign_id: FromPath[CampaignId]) -> Response[PostTasks]:
        """What the posts want of people: takedowns, outcomes to be found out, posts that are late, rights that end."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await tasks.tasks_of(tx, request.rulebook, campaign_id))

    @get(
        "/posts.ics",
        operation_id="posts.calendar",
        opt=needs("campaigns:read"),
        responses=tells(MEDIA_TYPE) | problems(401, 403, 404),
    )
    async def calendar(self, request: ApiRequest, campaign_id: FromPath[CampaignId]) -> Response[bytes]:
        """When the posts of a campaign go out or went out, as iCalendar."""
        async with request.db.reading(request.user.scope) as tx:
            data = await calendars.calendar_of(tx, campaign_id, request.settings.public_url)
        return Response(data, headers=_CALENDAR)

    @post(
        "/post_calendar",
        operation_id="posts.open_calendar",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, *OF_KEY),
    )
    async def open_(
        self, request: ApiRequest, campaign_id: FromPath[CampaignId], key: OnceKey = None
    ) -> Response[PostCalendar]:
        """Give the calendar of a campaign's posts a secret address of your own; the one before ends."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(calendars.open_feed, tx, request.user, campaign_id, request.settings.public_url)
            where = f"/v1/campaigns/{campaign_id}/posts.ics"
            return await once(tx, request, key, act, location=lambda _: where, kept=_unsaid)

    @delete(
        "/post_calendar",
        operation_id="posts.close_calendar",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404),
    )
    async def close(self, request: ApiRequest, campaign_id: FromPath[CampaignId]) -> None:
        """End your secret address of it."""
        async with request.db.transaction(request.user.scope) as tx:
            await calendars.close_feed(tx, request.user, campaign_id)


@get(
    "/ics/posts/{file_name:str}",
    operation_id="post_calendars.get",
    opt={"exclude_from_auth": True},
    include_in_schema=False,
)
async def feed(request: ApiRequest, file_name: FromPath[str]) -> Response[bytes]:
    """The posts of a campaign at a secret address."""
    if not file_name.endswith(ICS):
        raise Missing
    data = await calendars.calendar_at(request.db, file_name.removesuffix(ICS), request.settings.public_url)
    return Response(data, headers=_CALENDAR | {"referrer-policy": "no-referrer", "x-robots-tag": "noindex"})


def _unsaid(made: PostCalendar) -> PostCalendar:
    return replace(made, url=None)


handlers: list[Any] = [PostTasksOfCampaign, feed]
