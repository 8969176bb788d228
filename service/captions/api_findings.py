"""What is wrong with captions, over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath, QueryParameter

from schemas.captions import KIND
from schemas.findings import CutFindings, FixedTrack, TrackFindings
from schemas.ids import CutId, TrackId
from service.captions import finding, fixing
from service.exchange import OF_IF_MATCH, ApiRequest, IfMatch, answer, seen
from service.guards import needs
from service.http_problems import problems


class Findings(Controller):
    """Captions measured by the rules of their locale."""

    path = "/v1"
    tags = ["Tracks"]

    @get(
        "/tracks/{track_id:str}/findings",
        operation_id="tracks.findings",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404),
    )
    async def of_track(self, request: ApiRequest, track_id: FromPath[TrackId]) -> Response[TrackFindings]:
        """What is wrong with a track as it is now, by its rule pack: each with what was measured and the limit.

        An error keeps the locale from being approved; a warning asks somebody to look.
        """
        async with request.db.reading(request.user.scope) as tx:
            return answer(await finding.of_track(tx, request.rulebook, track_id))

    @post(
        "/tracks/{track_id:str}/fixes",
        operation_id="tracks.fix",
        opt=needs("tracks:write"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_IF_MATCH),
    )
    async def fix(
        self, request: ApiRequest, track_id: FromPath[TrackId], if_match: IfMatch = None
    ) -> Response[FixedTrack]:
        """Make every safe fix of a track in one go, and answer what is left.

        Marks, spaces and numbers come right in every language; times only in the language of the source, since its
        translations take them over. Whoever changes a text takes its approval back.
        """
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await fixing.fix_track(tx, request.user, request.rulebook, track_id, revision))

    @get(
        "/cuts/{cut_id:str}/findings",
        operation_id="cuts.findings",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def of_cut(
        self,
        request: ApiRequest,
        cut_id: FromPath[CutId],
        market: Annotated[str, QueryParameter(description="whose facts and rules hold")],
        locale: Annotated[str, QueryParameter(description="a locale of the market")],
        kind: Annotated[KIND | None, QueryParameter(description="without: the first that there is")] = None,
    ) -> Response[CutFindings]:
        """What is wrong with a cut's captions as they would be released now: laid out for its picture, on its time."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await finding.of_cut(tx, request.rulebook, cut_id, market, locale, kind))


handlers: list[Any] = [Findings]
