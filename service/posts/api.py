"""The plan and its posts over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.ids import CampaignId, ChannelId, PostId
from schemas.post_history import Steps
from schemas.posts import NewPosts, Plan, PlannedPost, PlannedPosts, Post, PostChange, PostPage, PostStatus
from service.db.pool import Tx
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, FieldNames, Listing, each_narrowed, field_names, narrowed, page
from service.posts import (
    api_channels,
    api_copy,
    api_evidence,
    api_gates,
    api_moves,
    api_platforms,
    api_tasks,
    planning,
    showing,
)
from service.posts.history import history_of
from service.posts.problems import NotInThisState
from service.posts.records import get_campaign_place, list_steps, queries
from service.posts.timing import on_todays_clock

Market = Annotated[str | None, QueryParameter(name="filter[market]")]
Platform = Annotated[str | None, QueryParameter(name="filter[platform]", description="a platform's key")]
Channel = Annotated[ChannelId | None, QueryParameter(name="filter[channel]")]
Status = Annotated[PostStatus | None, QueryParameter(name="filter[status]")]


class Plans(Controller):
    """What goes out where, and when."""

    path = "/v1/campaigns/{campaign_id:str}"
    tags = ["Posts"]

    @get("/posts", operation_id="posts.list", opt=needs("campaigns:read"), responses=problems(401, 403, 404, *OF_LIST))
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        campaign_id: FromPath[CampaignId],
        market: Market = None,
        platform: Platform = None,
        channel: Channel = None,
        status: Status = None,
    ) -> Response[PostPage]:
        """The posts of a campaign, also those that were withdrawn."""
        parent = partial(get_campaign_place, campaign=campaign_id)
        question = (campaign_id, market, platform, channel, status)
        return await page(request, listing, Post, queries.list_posts, *question, finish=_due, parent=parent)

    @post(
        "/posts",
        operation_id="posts.plan",
        opt=needs("posts:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY),
    )
    async def plan(
        self, request: ApiRequest, data: JSONBody[NewPosts], campaign_id: FromPath[CampaignId], key: OnceKey = None
    ) -> Response[PlannedPosts]:
        """Plan every one of these cuts on every one of these channels for every market where they agree.

        A living post keeps its slot: what is there already stays as it is, and is shown with who put it there.
        """
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(planning.plan, tx, request.user, campaign_id, data)
            return await once(tx, request, key, act, location=lambda _: f"/v1/campaigns/{campaign_id}/plan")

    @get("/plan", operation_id="posts.read_plan", opt=needs("campaigns:read"), responses=problems(401, 403, 404, 422))
    async def whole(
        self,
        request: ApiRequest,
        campaign_id: FromPath[CampaignId],
        market: Market = None,
        platform: Platform = None,
        channel: Channel = None,
        status: Status = None,
        fields: FieldNames = None,
    ) -> Response[Plan]:
        """The whole plan of a campaign, each post with what it says, its gates and its captions.

        The gates of a large plan are megabytes. `fields` says what of each post is wanted; without `gates`, `open`,
        `copy` and `captions` nothing of what they look at is read. Filters leave posts out.
        """
        which = showing.Which(market, platform, channel, status)
        names = field_names(PlannedPost, fields) if fields else None
        async with request.db.reading(request.user.scope) as tx:
            if names is not None and set(names) <= set(Post.__struct_fields__):
                return each_narrowed(await showing.listed(tx, campaign_id, which), names)
            plan = await showing.plan_of(tx, request.rulebook, campaign_id, which)
        return answer(plan) if names is None else each_narrowed(plan.data, names)


class Posts(Controller):
    """One cut on one channel for one market."""

    path = "/v1/posts/{post_id:str}"
    tags = ["Posts"]

    @get(operation_id="posts.get", opt=needs("campaigns:read"), responses=problems(401, 403, 404, 422))
    async def show(
        self, request: ApiRequest, post_id: FromPath[PostId], fields: FieldNames = None
    ) -> Response[PlannedPost]:
        """One post with what it says and where that comes from, its gates, and the captions that are live on it."""
        async with request.db.reading(request.user.scope) as tx:
            return narrowed(await showing.show_post(tx, request.rulebook, post_id), fields)

    @get("/steps", operation_id="posts.steps", opt=needs("campaigns:read"), responses=problems(401, 403, 404))
    async def steps(self, request: ApiRequest, post_id: FromPath[PostId]) -> Response[Steps]:
        """What was done with a post, by whom and when, and what changed by it; the newest first."""
        async with request.db.reading(request.user.scope) as tx:
            found = await planning.find_post(tx, post_id)
            return answer(Steps(data=history_of(await list_steps(tx, found.id))))

    @patch(
        operation_id="posts.change",
        opt=needs("posts:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, NotInThisState),
    )
    async def change(
        self, request: ApiRequest, data: JSONBody[PostChange], post_id: FromPath[PostId], if_match: IfMatch = None
    ) -> Response[Post]:
        """Change when a post goes out or what it says. A scheduled one that gets another time is planned again."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await planning.change_post(tx, request.user, post_id, revision, data))

    @delete(
        operation_id="posts.withdraw",
        opt=needs("posts:write"),
        responses=problems(401, 403, 404, *OF_IF_MATCH, NotInThisState),
    )
    async def withdraw(self, request: ApiRequest, post_id: FromPath[PostId], if_match: IfMatch = None) -> None:
        """Take a post out of the plan; its slot is free again. What is live is taken down instead."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            await planning.withdraw_post(tx, request.user, post_id, revision)


async def _due(_: Tx, posts: Sequence[Post]) -> list[Post]:
    """When they are due by the zone rules of today."""
    return on_todays_clock(posts)


handlers: list[Any] = [
    *api_channels.handlers,
    *api_copy.handlers,
    Plans,
    Posts,
    *api_moves.handlers,
    *api_evidence.handlers,
    *api_platforms.handlers,
    *api_gates.handlers,
    *api_tasks.handlers,
]
