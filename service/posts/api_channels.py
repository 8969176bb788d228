"""Channels over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.channels import Channel, ChannelChange, ChannelPage, NewChannel
from schemas.ids import BrandId, ChannelId
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, FieldNames, Listing, narrowed, page
from service.posts import channels
from service.posts.problems import ChannelInUse, ChannelTaken
from service.posts.records_channels import queries


class Channels(Controller):
    """The profiles on platforms that posts go out on."""

    path = "/v1/channels"
    tags = ["Channels"]

    @get(operation_id="channels.list", opt=needs("campaigns:read"), responses=problems(401, 403, *OF_LIST))
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        brand: Annotated[BrandId | None, QueryParameter(name="filter[brand]")] = None,
        platform: Annotated[str | None, QueryParameter(name="filter[platform]", description="a platform's key")] = None,
        market: Annotated[
            str | None, QueryParameter(name="filter[market]", description="those that may post for this market")
        ] = None,
    ) -> Response[ChannelPage]:
        """The channels of the brands you see."""
        return await page(request, listing, Channel, queries.list_channels, brand, platform, market)

    @post(
        operation_id="channels.create",
        opt=needs("posts:write"),
        responses=problems(401, 403, *OF_JSON, *OF_KEY, ChannelTaken),
    )
    async def create(self, request: ApiRequest, data: JSONBody[NewChannel], key: OnceKey = None) -> Response[Channel]:
        """Add a profile on a platform to a brand."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(channels.create_channel, tx, request.user, request.rulebook, data)
            return await once(tx, request, key, act, location=lambda made: f"/v1/channels/{made.id}")

    @get(
        "/{channel_id:str}",
        operation_id="channels.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self, request: ApiRequest, channel_id: FromPath[ChannelId], fields: FieldNames = None
    ) -> Response[Channel]:
        """One channel."""
        async with request.db.reading(request.user.scope) as tx:
            return narrowed(await channels.find_channel(tx, channel_id), fields)

    @patch(
        "/{channel_id:str}",
        operation_id="channels.change",
        opt=needs("posts:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, ChannelTaken),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[ChannelChange],
        channel_id: FromPath[ChannelId],
        if_match: IfMatch = None,
    ) -> Response[Channel]:
        """Change a channel. Posts that have their time keep it, whatever the zone."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await channels.change_channel(tx, request.user, request.rulebook, channel_id, revision, data))

    @delete(
        "/{channel_id:str}",
        operation_id="channels.withdraw",
        opt=needs("posts:write"),
        responses=problems(401, 403, 404, ChannelInUse),
    )
    async def withdraw(self, request: ApiRequest, channel_id: FromPath[ChannelId]) -> None:
        """Plan nothing for it any more. What is live there stays on record."""
        async with request.db.transaction(request.user.scope) as tx:
            await channels.withdraw_channel(tx, request.user, channel_id)


handlers: list[Any] = [Channels]
