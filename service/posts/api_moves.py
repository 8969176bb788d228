"""What is done with a post, over HTTP: scheduled, recorded, doubted, taken down."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, post
from litestar.params import FromPath, JSONBody

from schemas.ids import PostId
from schemas.posts import CaptionsMended, Doubt, Post, PostRecord, PostRemark, Schedule, Takedown
from service.exchange import OF_IF_MATCH, ApiRequest, IfMatch, answer, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.posts import captioning, moving, recording
from service.posts.problems import AlreadyOnRecord, GateClosed, NotInThisState

OF_MOVE = problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, NotInThisState)
OF_RECORD = problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, NotInThisState, AlreadyOnRecord)


class PostMoves(Controller):
    """The way of a post to its platform. Of two who do something with one at the same moment, one does; the other is
    told who did what, and when."""

    path = "/v1/posts/{post_id:str}"
    tags = ["Posts"]

    @post(
        "/schedule",
        operation_id="posts.schedule",
        opt=needs("posts:write"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, NotInThisState, GateClosed),
    )
    async def schedule(
        self, request: ApiRequest, data: JSONBody[Schedule], post_id: FromPath[PostId], if_match: IfMatch = None
    ) -> Response[Post]:
        """Have a post go out at its time, on the clock of its zone."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await moving.schedule_post(tx, request.user, request.rulebook, post_id, revision, data))

    @post(
        "/unschedule",
        operation_id="posts.unschedule",
        opt=needs("posts:write"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_IF_MATCH, NotInThisState),
    )
    async def unschedule(
        self, request: ApiRequest, post_id: FromPath[PostId], if_match: IfMatch = None
    ) -> Response[Post]:
        """Keep its time, but do not let it go out."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await moving.unschedule_post(tx, request.user, post_id, revision))

    @post(
        "/record",
        operation_id="posts.record",
        opt=needs("posts:write"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, NotInThisState, AlreadyOnRecord, GateClosed),
    )
    async def record(
        self, request: ApiRequest, data: JSONBody[PostRecord], post_id: FromPath[PostId], if_match: IfMatch = None
    ) -> Response[Post]:
        """Record what was posted by hand: where it is, since when, and what proves it."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await recording.record_post(tx, request.user, request.rulebook, post_id, revision, data))

    @post("/correct", operation_id="posts.correct", opt=needs("posts:write"), status_code=200, responses=OF_RECORD)
    async def correct(
        self, request: ApiRequest, data: JSONBody[PostRecord], post_id: FromPath[PostId], if_match: IfMatch = None
    ) -> Response[Post]:
        """Correct what is on record of a live post."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await recording.correct_record(tx, request.user, post_id, revision, data))

    @post("/doubt", operation_id="posts.doubt", opt=needs("posts:write"), status_code=200, responses=OF_RECORD)
    async def doubt(
        self, request: ApiRequest, data: JSONBody[Doubt], post_id: FromPath[PostId], if_match: IfMatch = None
    ) -> Response[Post]:
        """Say that somebody tried and nobody knows whether it is there. Until that is found out nobody may post it."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await moving.doubt_post(tx, request.user, post_id, revision, data))

    @post(
        "/not_arrived", operation_id="posts.not_arrived", opt=needs("posts:write"), status_code=200, responses=OF_MOVE
    )
    async def not_arrived(
        self, request: ApiRequest, data: JSONBody[PostRemark], post_id: FromPath[PostId], if_match: IfMatch = None
    ) -> Response[Post]:
        """Say that a post of unknown outcome is not there; it is planned again."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await moving.not_arrived(tx, request.user, post_id, revision, data))

    @post("/take_down", operation_id="posts.take_down", opt=needs("posts:write"), status_code=200, responses=OF_MOVE)
    async def take_down(
        self, request: ApiRequest, data: JSONBody[Takedown], post_id: FromPath[PostId], if_match: IfMatch = None
    ) -> Response[Post]:
        """Record that a live post was taken down, and why."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await recording.take_down(tx, request.user, post_id, revision, data))

    @post("/captions", operation_id="posts.mend_captions", opt=needs("posts:write"), status_code=200, responses=OF_MOVE)
    async def mend(
        self, request: ApiRequest, data: JSONBody[CaptionsMended], post_id: FromPath[PostId], if_match: IfMatch = None
    ) -> Response[Post]:
        """Record that other captions took the place of those on a live post."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await captioning.mend_captions(tx, request.user, post_id, revision, data))


handlers: list[Any] = [PostMoves]
