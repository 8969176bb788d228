"""What pages show of sources and cuts, over HTTP."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from schemas.ids import CutId, SourceId
from schemas.pictures import Pictures
from service.exchange import ApiRequest
from service.guards import needs
from service.http_problems import problems
from service.listings import FieldNames, narrowed
from service.videos import pictures


class FilmPictures(Controller):
    """Posters, contact sheets, waveforms and previews. A worker makes them once for the bytes of a film."""

    path = "/v1"

    @get(
        "/sources/{source_id:str}/pictures",
        operation_id="sources.pictures",
        tags=["Sources"],
        opt=needs("videos:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def of_source(
        self, request: ApiRequest, source_id: FromPath[SourceId], fields: FieldNames = None
    ) -> Response[Pictures]:
        """What there is to show of a source. A worker begins when the film has come; each part is there when made."""
        async with request.db.reading(request.user.scope) as tx:
            return narrowed(await pictures.find_of_source(tx, source_id), fields)

    @get(
        "/cuts/{cut_id:str}/pictures",
        operation_id="cuts.pictures",
        tags=["Cuts"],
        opt=needs("videos:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def of_cut(
        self, request: ApiRequest, cut_id: FromPath[CutId], fields: FieldNames = None
    ) -> Response[Pictures]:
        """What there is to show of a cut: its film's, or as long as it has none, the frame with which it begins."""
        async with request.db.reading(request.user.scope) as tx:
            return narrowed(await pictures.find_of_cut(tx, cut_id), fields)


handlers: list[Any] = [FilmPictures]
