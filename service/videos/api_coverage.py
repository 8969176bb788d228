"""Placements of planned shots, and beat coverage, over HTTP."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get, put
from litestar.params import FromPath, JSONBody

from schemas.coverage import CutCoverage, NewPlacements, Placements, VideoCoverage
from schemas.ids import CutId, SourceId, VideoId
from service.exchange import OF_IF_MATCH, ApiRequest, IfMatch, answer, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.videos import covering, placing


class Coverage(Controller):
    """Where planned shots stand in the film, and what each cut keeps of the story."""

    path = "/v1"
    tags = ["Coverage"]

    @get(
        "/sources/{source_id:str}/placements",
        operation_id="placements.get",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404),
    )
    async def placements(self, request: ApiRequest, source_id: FromPath[SourceId]) -> Response[Placements]:
        """Which planned shot stands where in a source."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await placing.find_placements(tx, source_id))

    @put(
        "/sources/{source_id:str}/placements",
        operation_id="placements.replace",
        opt=needs("videos:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def place(
        self,
        request: ApiRequest,
        data: JSONBody[NewPlacements],
        source_id: FromPath[SourceId],
        if_match: IfMatch = None,
    ) -> Response[Placements]:
        """Say anew which planned shot stands where in a source; `"r0"` says that nobody has yet."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await placing.place_shots(tx, request.user, source_id, revision, data))

    @get(
        "/cuts/{cut_id:str}/coverage",
        operation_id="cuts.coverage",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404),
    )
    async def cut(self, request: ApiRequest, cut_id: FromPath[CutId]) -> Response[CutCoverage]:
        """What a cut keeps of each beat and shot of the story, and when it shows them."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await covering.cover_cut(tx, cut_id))

    @get(
        "/videos/{video_id:str}/coverage",
        operation_id="videos.coverage",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404),
    )
    async def video(self, request: ApiRequest, video_id: FromPath[VideoId]) -> Response[VideoCoverage]:
        """What each cut of a video keeps of each beat of the story: one answer for the whole matrix."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await covering.cover_video(tx, video_id))


handlers: list[Any] = [Coverage]
