"""What proves a post, over HTTP."""

from __future__ import annotations

from typing import Any

from litestar import Response, put
from litestar.params import FromPath

from schemas.ids import PostId
from schemas.posts import Evidence
from service.bodies import takes
from service.exchange import ApiRequest, answer
from service.guards import needs
from service.http_problems import problems
from service.posts.evidencing import LIMIT_BYTES, TYPES, keep_evidence


@put(
    "/v1/posts/{post_id:str}/evidence",
    operation_id="posts.keep_evidence",
    tags=["Posts"],
    opt=needs("posts:write") | takes(TYPES, f"A picture or document of at most {LIMIT_BYTES} bytes."),
    status_code=200,
    request_max_body_size=None,
    responses=problems(401, 403, 404, 413, 415, 422),
)
async def keep(request: ApiRequest, post_id: FromPath[PostId]) -> Response[Evidence]:
    """Send what proves a post. Name the hash of the answer where you record the post, correct it or take it down."""
    media_type = request.headers.get("content-type", "")
    kept = await keep_evidence(request.db, request.store, request.user, post_id, media_type, request.stream())
    return answer(kept)


handlers: list[Any] = [keep]
