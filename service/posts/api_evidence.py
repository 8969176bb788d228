"""What proves a post, over HTTP."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, put
from litestar.params import FromPath
from litestar.response import Stream

from schemas.ids import PostId
from schemas.posts import Evidence
from service.assets.delivery import body, deliver
from service.assets.problems import RangeNotSatisfiable
from service.bodies import delivers, takes
from service.exchange import PRIVATE, ApiRequest, answer
from service.guards import needs
from service.http_problems import problems
from service.posts.evidencing import LIMIT_BYTES, TYPES, keep_evidence, proof_of

PATH = "/v1/posts/{post_id:str}/evidence"
SUFFIXES = {"image/jpeg": "jpg", "application/pdf": "pdf"}


@get(
    PATH,
    operation_id="posts.evidence",
    tags=["Posts"],
    opt=needs("campaigns:read"),
    responses=delivers(TYPES, "Accept-Ranges", "Content-Disposition", "Repr-Digest")
    | problems(401, 403, 404, RangeNotSatisfiable),
)
async def show(request: ApiRequest, post_id: FromPath[PostId]) -> Stream:
    """The file that proves a post, as it was sent: to be saved, and not to be opened in the browser."""
    async with request.db.reading(request.user.scope) as tx:
        proof = await proof_of(tx, post_id)
    suffix = SUFFIXES.get(proof.media_type, proof.media_type.rpartition("/")[2])
    delivered = deliver(
        *(proof.sha256, proof.size_bytes, proof.media_type, request.headers),
        method=request.asked,
        cache_control=PRIVATE["cache-control"],
        vary=PRIVATE["vary"],
        content_disposition=f'attachment; filename="evidence-{post_id}.{suffix}"',
    )
    pieces = await body(request.store, request.user.scope.organization, proof.sha256, delivered)
    return Stream(pieces, status_code=delivered.status, headers=delivered.headers)


@put(
    PATH,
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


handlers: list[Any] = [show, keep]
