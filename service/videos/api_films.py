"""The films of cuts over HTTP: streamed in, measured, compared by a worker, accepted, taken back."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Response, delete, get, post, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream

from schemas.films import Film, FilmAcceptance
from schemas.ids import CutId, UploadId
from service.assets.problems import DigestMismatch, RangeNotSatisfiable, UploadGone, UploadNotReady
from service.bodies import delivers, takes
from service.exchange import OF_IF_MATCH, ApiRequest, IfMatch, answer, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.videos import filming
from service.videos.actions import measure
from service.videos.api_sources import FILMS, media_of, received, require_film
from service.videos.problems import FilmHasNothingToAccept, NotAFilm


class Films(Controller):
    """The finished films of cuts, held against their edit lists."""

    path = "/v1/cuts/{cut_id:str}/film"
    tags = ["Films"]

    @put(
        operation_id="films.upload",
        opt=needs("videos:write") | takes(FILMS, "The bytes of the film.", "Repr-Digest", needed=False),
        status_code=201,
        request_max_body_size=None,
        responses={200: ResponseSpec(Film, description="The same film again")}
        | problems(400, 401, 403, 404, 413, 415, 422, DigestMismatch, NotAFilm, UploadGone, UploadNotReady),
    )
    async def upload(
        self,
        request: ApiRequest,
        cut_id: FromPath[CutId],
        upload: Annotated[UploadId | None, QueryParameter()] = None,
    ) -> Response[Film]:
        """Give a cut its film: its bytes are the body, or those of an upload. It takes the place of the film before.

        It is measured before it is kept, and a worker compares it with the edit list; until it is found to match, or
        somebody accepts that it differs, the releases of the cut wait.
        """
        scope = request.user.scope
        if upload is None:
            require_film(request)
        async with request.db.reading(scope) as tx:
            await filming.expect_film(tx, request.user, cut_id)
        kept = await received(request, upload)
        facts = await measure(request.store, scope.organization, kept)
        async with request.db.transaction(scope) as tx:
            film, new = await filming.film_cut(tx, request.user, cut_id, kept, facts)
        return answer(film, status=201 if new else 200, headers={"location": request.url.path} if new else {})

    @get(operation_id="films.get", opt=needs("videos:read"), responses=problems(401, 403, 404))
    async def show(self, request: ApiRequest, cut_id: FromPath[CutId]) -> Response[Film]:
        """The film of a cut, and in what it differs from the edit list in force."""
        async with request.db.reading(request.user.scope) as tx:
            return answer((await filming.find_film(tx, cut_id)).shown())

    @get(
        "/media",
        operation_id="films.media",
        opt=needs("videos:read"),
        responses=delivers(FILMS, "Accept-Ranges", "Repr-Digest") | problems(401, 403, 404, RangeNotSatisfiable),
    )
    async def media(self, request: ApiRequest, cut_id: FromPath[CutId]) -> Stream:
        """The film's bytes, or one range of them."""
        async with request.db.reading(request.user.scope) as tx:
            film = await filming.find_film(tx, cut_id)
        return await media_of(request, film.shown())

    @post(
        "/accept",
        operation_id="films.accept",
        opt=needs("tracks:approve"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, FilmHasNothingToAccept),
    )
    async def accept(
        self,
        request: ApiRequest,
        data: JSONBody[FilmAcceptance],
        cut_id: FromPath[CutId],
        if_match: IfMatch = None,
    ) -> Response[Film]:
        """Say that a film is right in spite of its findings, as they were seen. The releases of the cut then go on."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await filming.accept(tx, request.user, cut_id, revision, data.reason))

    @delete(
        operation_id="films.withdraw",
        opt=needs("videos:write"),
        responses=problems(401, 403, 404, *OF_IF_MATCH),
    )
    async def withdraw(self, request: ApiRequest, cut_id: FromPath[CutId], if_match: IfMatch = None) -> None:
        """Take the film of a cut back. Its bytes and what was found stay as history; the releases of the cut go on."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            await filming.take_back(tx, request.user, cut_id, revision)


handlers: list[Any] = [Films]
