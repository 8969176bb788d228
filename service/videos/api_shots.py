"""Where shots begin, over HTTP."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from schemas.ids import CutId, SourceId
from schemas.shots import CutShots, SourceShots
from service.exchange import ApiRequest
from service.guards import needs
from service.http_problems import problems
from service.listings import FieldNames, narrowed
from service.videos.shot_changes import shots_of_cut, shots_of_source


class Shots(Controller):
    """The shot changes of sources and cuts."""

    path = "/v1"

    @get(
        "/sources/{source_id:str}/shots",
        operation_id="sources.shots",
        tags=["Sources"],
        opt=needs("videos:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def of_source(
        self, request: ApiRequest, source_id: FromPath[SourceId], fields: FieldNames = None
    ) -> Response[SourceShots]:
        """Where the shots of a source begin. A worker looks for them once, after the film came."""
        async with request.db.reading(request.user.scope) as tx:
            return narrowed(await shots_of_source(tx, source_id), fields)

    @get(
        "/cuts/{cut_id:str}/shots",
        operation_id="cuts.shots",
        tags=["Cuts"],
        opt=needs("videos:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def of_cut(
        self, request: ApiRequest, cut_id: FromPath[CutId], fields: FieldNames = None
    ) -> Response[CutShots]:
        """When the picture of a cut changes, by its edit list in force: what its captions are checked against."""
        async with request.db.reading(request.user.scope) as tx:
            return narrowed(await shots_of_cut(tx, cut_id), fields)


handlers: list[Any] = [Shots]
