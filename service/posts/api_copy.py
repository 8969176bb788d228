"""What posts say, over HTTP: read and said level by level."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Response, get, put
from litestar.params import FromPath, JSONBody, PathParameter

from schemas.ids import CampaignId
from schemas.post_copy import Copies, Copy, CopyChange
from service.exchange import OF_IF_MATCH, ApiRequest, IfMatch, answer, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.posts import wording
from service.posts.channels import canonical_market

ALL = "all"
OnPlatform = Annotated[str, PathParameter(description="a platform's key, or `all`")]
InMarket = Annotated[str, PathParameter(description="a market's code, or `all`")]


class PostCopy(Controller):
    """The words of posts, from the widest level to the narrowest. `all` stands for every platform, or every market."""

    path = "/v1/campaigns/{campaign_id:str}/copy"
    tags = ["Copy"]

    @get(operation_id="copy.list", opt=needs("campaigns:read"), responses=problems(401, 403, 404))
    async def index(self, request: ApiRequest, campaign_id: FromPath[CampaignId]) -> Response[Copies]:
        """What every level says that says something."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await wording.list_copy(tx, campaign_id))

    @get(
        "/{platform:str}/{market:str}",
        operation_id="copy.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self, request: ApiRequest, campaign_id: FromPath[CampaignId], platform: OnPlatform, market: InMarket
    ) -> Response[Copy]:
        """What one level says itself; at revision 0 it says nothing."""
        on, there = _level(request, platform, market)
        async with request.db.reading(request.user.scope) as tx:
            return answer(await wording.find_copy(tx, campaign_id, on, there))

    @put(
        "/{platform:str}/{market:str}",
        operation_id="copy.say",
        opt=needs("posts:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def say(
        self,
        request: ApiRequest,
        data: JSONBody[CopyChange],
        campaign_id: FromPath[CampaignId],
        platform: OnPlatform,
        market: InMarket,
        if_match: IfMatch = None,
    ) -> Response[Copy]:
        """Say something here, for all that is narrower and says nothing itself. What is left out stays."""
        revision, level = seen(request, if_match), _level(request, platform, market)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await wording.say(tx, request.user, campaign_id, level, revision, data))


def _level(request: ApiRequest, platform: str, market: str) -> tuple[str | None, str | None]:
    there = canonical_market(request.rulebook, None if market == ALL else market)
    return wording.platform_key(None if platform == ALL else platform), there


handlers: list[Any] = [PostCopy]
