"""What stands where in films, and what each cut keeps of it, over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Controller, Response, delete, get, post
from litestar.params import FromPath, JSONBody

from schemas.contents import CutContents, Mark, Marks, NewMark, VideoContents
from schemas.ids import CutId, MarkId, SourceId, VideoId
from service.exchange import OF_KEY, ApiRequest, OnceKey, answer, once
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.videos import contents, marking
from service.videos.problems import TooManyMarks


class Contents(Controller):
    """What films really contain by time."""

    path = "/v1"
    tags = ["Contents"]

    @get(
        "/sources/{source_id:str}/marks",
        operation_id="marks.of_source",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404),
    )
    async def of_source(self, request: ApiRequest, source_id: FromPath[SourceId]) -> Response[Marks]:
        """What stands where in a source: requirements, rights, text, what AI made."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await marking.marks_of(tx, source_id))

    @post(
        "/sources/{source_id:str}/marks",
        operation_id="marks.create",
        opt=needs("videos:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, TooManyMarks),
    )
    async def mark_source(
        self, request: ApiRequest, data: JSONBody[NewMark], source_id: FromPath[SourceId], key: OnceKey = None
    ) -> Response[Mark]:
        """Say what stands in some frames of a source. Every cut that takes them has it from now on."""
        async with request.db.transaction(request.user.scope) as tx:
            return await once(
                tx, request, key, partial(marking.mark, tx, request.user, source_id, data), location=_address
            )

    @get(
        "/cuts/{cut_id:str}/marks",
        operation_id="marks.of_cut",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404),
    )
    async def of_cut(self, request: ApiRequest, cut_id: FromPath[CutId]) -> Response[Marks]:
        """What stands in a cut alone: a super that only this cut has. What its sources bring is in its contents."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await marking.marks_of(tx, cut_id))

    @post(
        "/cuts/{cut_id:str}/marks",
        operation_id="marks.create_on_cut",
        opt=needs("videos:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, TooManyMarks),
    )
    async def mark_cut(
        self, request: ApiRequest, data: JSONBody[NewMark], cut_id: FromPath[CutId], key: OnceKey = None
    ) -> Response[Mark]:
        """Say what stands in some frames of a cut alone, at the cut's rate."""
        async with request.db.transaction(request.user.scope) as tx:
            return await once(
                tx, request, key, partial(marking.mark, tx, request.user, cut_id, data), location=_address
            )

    @get("/marks/{mark_id:str}", operation_id="marks.get", opt=needs("videos:read"), responses=problems(401, 403, 404))
    async def show(self, request: ApiRequest, mark_id: FromPath[MarkId]) -> Response[Mark]:
        """One mark."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await marking.find_mark(tx, mark_id))

    @delete(
        "/marks/{mark_id:str}",
        operation_id="marks.withdraw",
        opt=needs("videos:write"),
        responses=problems(401, 403, 404),
    )
    async def withdraw(self, request: ApiRequest, mark_id: FromPath[MarkId]) -> None:
        """Take a mark away: what it said does not hold."""
        async with request.db.transaction(request.user.scope) as tx:
            await marking.unmark(tx, request.user, mark_id)

    @get(
        "/cuts/{cut_id:str}/contents",
        operation_id="cuts.contents",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404),
    )
    async def cut(self, request: ApiRequest, cut_id: FromPath[CutId]) -> Response[CutContents]:
        """What a cut contains: how it keeps each requirement, what it uses, the text on its screen, what AI made."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await contents.contents_of_cut(tx, cut_id))

    @get(
        "/videos/{video_id:str}/contents",
        operation_id="videos.contents",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404),
    )
    async def video(self, request: ApiRequest, video_id: FromPath[VideoId]) -> Response[VideoContents]:
        """The same of every cut of a video: one answer for the whole matrix."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await contents.contents_of_video(tx, video_id))


def _address(mark: Mark) -> str:
    return f"/v1/marks/{mark.id}"


handlers: list[Any] = [Contents]
