"""What platforms take, and a post held to it before anybody tries, over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Response, get, post
from litestar.params import JSONBody, PathParameter

from schemas.platforms import PlatformPack, PlatformSummaries, PostToCheck, PostVerdict
from service.exchange import ApiRequest, answer
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.posts.checking import check_post
from service.posts.platform_rules import pack_of, summary_of
from service.problems import Missing

OfPlatform = Annotated[str, PathParameter(description="a platform's key, such as tiktok")]


class PlatformRules(Controller):
    """What each platform takes of posts, by whose word, and how well that is known."""

    path = "/v1/rules/platforms"
    tags = ["Rules"]

    @get(operation_id="rules.platforms", opt=needs("campaigns:read"), responses=problems(401, 403))
    async def index(self, request: ApiRequest) -> Response[PlatformSummaries]:
        """Every platform at a glance, with what nobody knows of it."""
        known = request.rulebook.platforms
        return answer(PlatformSummaries(data=[summary_of(pack, known) for pack in known.values()]))

    @get(
        "/{platform:str}",
        operation_id="rules.platform",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404),
    )
    async def show(self, request: ApiRequest, platform: OfPlatform) -> Response[PlatformPack]:
        """One platform with every limit, quota and switch, each with its source, and what its app covers."""
        found = pack_of(platform, request.rulebook)
        if found is None:
            raise Missing
        return answer(found)


@post(
    "/v1/posts:validate",
    operation_id="posts.validate",
    opt=needs("campaigns:read"),
    status_code=200,
    responses=problems(401, 403, *OF_JSON),
    tags=["Posts"],
)
async def validate(request: ApiRequest, data: JSONBody[PostToCheck]) -> Response[PostVerdict]:
    """Hold words, declarations and a film to a platform's rules. Nothing is kept."""
    return answer(check_post(request.rulebook.platforms, data))


handlers: list[Any] = [PlatformRules, validate]
