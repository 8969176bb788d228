"""The gates of posts over HTTP: read, and let be passed."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Response, delete, get, put
from litestar.params import FromPath, JSONBody, PathParameter

from schemas.gates import GateKind, Gates, NewOverride
from schemas.ids import PostId
from service.exchange import ApiRequest, answer
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.posts import overriding
from service.posts.problems import GateNotClosed

GateName = Annotated[GateKind, PathParameter(description="the gate's kind")]


class PostGates(Controller):
    """The conditions that a post must meet before it may go out."""

    path = "/v1/posts/{post_id:str}"
    tags = ["Posts"]

    @get("/gates", operation_id="posts.gates", opt=needs("campaigns:read"), responses=problems(401, 403, 404))
    async def show(self, request: ApiRequest, post_id: FromPath[PostId]) -> Response[Gates]:
        """Every gate as it stands now, with its reasons and the way out of each."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await overriding.show_gates(tx, request.rulebook, post_id))

    @put(
        "/overrides/{gate:str}",
        operation_id="posts.override",
        opt=needs("gates:override"),
        responses=problems(401, 403, 404, *OF_JSON, GateNotClosed),
    )
    async def override(
        self, request: ApiRequest, data: JSONBody[NewOverride], post_id: FromPath[PostId], gate: GateName
    ) -> Response[Gates]:
        """Let a closed gate be passed, with a reason. It covers what is in the way now, nothing later."""
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await overriding.override_gate(tx, request.user, request.rulebook, post_id, gate, data))

    @delete(
        "/overrides/{gate:str}",
        operation_id="posts.end_override",
        opt=needs("gates:override"),
        status_code=200,
        responses=problems(401, 403, 404, 422),
    )
    async def end(self, request: ApiRequest, post_id: FromPath[PostId], gate: GateName) -> Response[Gates]:
        """Let a gate stand by itself again."""
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await overriding.end_override(tx, request.user, request.rulebook, post_id, gate))


handlers: list[Any] = [PostGates]
