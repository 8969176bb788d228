"""Comments on the frames of cuts, and the client's word on a cut, over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.comments import (
    Comment,
    CommentPage,
    CutDecision,
    CutDecisionPage,
    CutStanding,
    NewComment,
    NewCutDecision,
)
from schemas.ids import CommentId, CutId
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, Listing, page
from service.videos import commenting, deciding, records
from service.videos.problems import CutMoved
from service.videos.records import queries


class Comments(Controller):
    """What people and guests say of cuts."""

    path = "/v1"
    tags = ["Comments"]

    @get(
        "/cuts/{cut_id:str}/comments",
        operation_id="comments.list",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        cut_id: FromPath[CutId],
        is_open: Annotated[bool | None, QueryParameter(name="filter[open]")] = None,
    ) -> Response[CommentPage]:
        """What was said of the frames of a cut."""
        parent = partial(records.get_cut_row, cut=cut_id)
        return await page(request, listing, Comment, queries.list_comments, cut_id, is_open, parent=parent)

    @post(
        "/cuts/{cut_id:str}/comments",
        operation_id="comments.create",
        opt=needs("comments:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY),
    )
    async def create(
        self, request: ApiRequest, data: JSONBody[NewComment], cut_id: FromPath[CutId], key: OnceKey = None
    ) -> Response[Comment]:
        """Say something of a frame of a cut."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(commenting.comment, tx, request.user, cut_id, data)
            return await once(tx, request, key, act, location=_address)

    @get(
        "/comments/{comment_id:str}",
        operation_id="comments.get",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404),
    )
    async def show(self, request: ApiRequest, comment_id: FromPath[CommentId]) -> Response[Comment]:
        """One comment."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await commenting.find_comment(tx, comment_id))

    @post(
        "/comments/{comment_id:str}/resolve",
        operation_id="comments.resolve",
        opt=needs("comments:write"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_IF_MATCH),
    )
    async def resolve(
        self, request: ApiRequest, comment_id: FromPath[CommentId], if_match: IfMatch = None
    ) -> Response[Comment]:
        """It is done. Whoever commented may say so, and whoever cuts the film."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await commenting.resolve(tx, request.user, comment_id, revision))

    @post(
        "/comments/{comment_id:str}/reopen",
        operation_id="comments.reopen",
        opt=needs("comments:write"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_IF_MATCH),
    )
    async def reopen(
        self, request: ApiRequest, comment_id: FromPath[CommentId], if_match: IfMatch = None
    ) -> Response[Comment]:
        """It is not done after all."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await commenting.reopen(tx, request.user, comment_id, revision))

    @get(
        "/cuts/{cut_id:str}/standing",
        operation_id="cuts.standing",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404),
    )
    async def standing(self, request: ApiRequest, cut_id: FromPath[CutId]) -> Response[CutStanding]:
        """Where a cut stands with the client, and the hashes by which a word on it names what was watched."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await deciding.find_standing(tx, cut_id))

    @get(
        "/cuts/{cut_id:str}/decisions",
        operation_id="cuts.decisions",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def decisions(
        self, request: ApiRequest, listing: NamedDependency[Listing], cut_id: FromPath[CutId]
    ) -> Response[CutDecisionPage]:
        """Every word that was said of a cut: asked, approved, changes asked."""
        parent = partial(records.get_cut_row, cut=cut_id)
        return await page(request, listing, CutDecision, queries.list_cut_decisions, cut_id, parent=parent)

    @post(
        "/cuts/{cut_id:str}/decisions",
        operation_id="cuts.decide",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, CutMoved),
    )
    async def decide(
        self, request: ApiRequest, data: JSONBody[NewCutDecision], cut_id: FromPath[CutId], key: OnceKey = None
    ) -> Response[CutDecision]:
        """Ask for approval (`videos:write`), approve or ask for changes (`briefs:approve`), of what was watched."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(deciding.decide, tx, request.user, cut_id, data)
            return await once(tx, request, key, act, location=_of_cut)


def _address(comment: Comment) -> str:
    return f"/v1/comments/{comment.id}"


def _of_cut(decision: CutDecision) -> str:
    return f"/v1/cuts/{decision.cut_id}/decisions"


handlers: list[Any] = [Comments]
