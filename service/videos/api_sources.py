"""Sources over HTTP: films streamed in, measured, and delivered by range."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import InternalServerException
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from schemas.bases import Name
from schemas.films import Film
from schemas.ids import SourceId, UploadId, VideoId
from schemas.videos import Source, SourcePage
from schemas.vocabulary import SourceRole
from service.assets import uploading
from service.assets.delivery import body, deliver
from service.assets.digests import expected_sha256
from service.assets.model import Kept
from service.assets.problems import DigestMismatch, RangeNotSatisfiable, UploadGone, UploadNotReady
from service.bodies import delivers, takes
from service.exchange import OF_KEY, ApiRequest, OnceKey, once
from service.guards import needs
from service.http_problems import problems
from service.listings import NAMED, NEWEST, OF_LIST, FieldNames, Listing, narrowed, page
from service.problems import Missing, TooLarge, Unreadable, UnsupportedType
from service.videos import actions
from service.videos.problems import NotAFilm, SecondMaster, UploadInterrupted
from service.videos.records import get_source, queries

FILMS = ["video/mp4", "video/quicktime", "video/webm", "application/octet-stream"]
IMMUTABLE = "private, max-age=31536000, immutable"


class Sources(Controller):
    """The media of videos, as measured."""

    path = "/v1"
    tags = ["Sources"]

    @post(
        "/videos/{video_id:str}/sources",
        operation_id="sources.upload",
        opt=needs("videos:write") | takes(FILMS, "The bytes of the film.", "Repr-Digest", needed=False),
        request_max_body_size=None,
        responses=problems(
            *(400, 401, 403, 404, 413, 415, 422),
            *(*OF_KEY, DigestMismatch, NotAFilm, SecondMaster, UploadGone, UploadNotReady),
        ),
    )
    async def upload(
        self,
        request: ApiRequest,
        video_id: FromPath[VideoId],
        role: Annotated[SourceRole, QueryParameter(description="what the film is for the video")],
        name: Annotated[Name, QueryParameter(description="what people call it", min_length=1, max_length=200)],
        upload: Annotated[UploadId | None, QueryParameter()] = None,
        key: OnceKey = None,
    ) -> Response[Source]:
        """Add a film: its bytes are the body, or those of an upload. It is measured before it is added."""
        scope = request.user.scope
        if upload is None:
            require_film(request)
        async with request.db.reading(scope) as tx:
            await actions.expect_source(tx, request.user, video_id, role, may_repeat=key is not None)
        kept = await received(request, upload)
        facts = await actions.measure(request.store, scope.organization, kept)
        async with request.db.transaction(scope) as tx:
            act = partial(actions.add_source, tx, request.user, video_id, role, name, kept, facts)
            return await once(
                *(tx, request, key, act),
                location=lambda source: f"/v1/sources/{source.id}",
                body_sha256=kept.sha256,
            )

    @get(
        "/videos/{video_id:str}/sources",
        operation_id="sources.list",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self, request: ApiRequest, listing: NamedDependency[Listing], video_id: FromPath[VideoId]
    ) -> Response[SourcePage]:
        """The sources of a video."""
        async with request.db.reading(request.user.scope) as tx:
            await actions.find_video(tx, video_id)
        return await page(request, listing, Source, queries.list_sources, video_id, sorts=NEWEST | NAMED)

    @get(
        "/sources/{source_id:str}",
        operation_id="sources.get",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self,
        request: ApiRequest,
        source_id: FromPath[SourceId],
        fields: FieldNames = None,
    ) -> Response[Source]:
        """One source with its measured facts."""
        async with request.db.reading(request.user.scope) as tx:
            source = await get_source(tx, source_id)
        if source is None:
            raise Missing
        return narrowed(source, fields)

    @get(
        "/sources/{source_id:str}/media",
        operation_id="sources.media",
        opt=needs("videos:read"),
        responses=delivers(FILMS, "Accept-Ranges", "Repr-Digest") | problems(401, 403, 404, RangeNotSatisfiable),
    )
    async def media(self, request: ApiRequest, source_id: FromPath[SourceId]) -> Stream:
        """The film's bytes, or one range of them."""
        async with request.db.reading(request.user.scope) as tx:
            source = await get_source(tx, source_id)
        if source is None:
            raise Missing
        return await media_of(request, source)


async def media_of(request: ApiRequest, film: Source | Film) -> Stream:
    """The bytes of a film, or one range of them."""
    sha256 = bytes.fromhex(film.sha256)
    delivered = deliver(
        *(sha256, film.size_bytes, film.media_type, request.headers), method=request.asked, cache_control=IMMUTABLE
    )
    pieces = await body(request.store, request.user.scope.organization, sha256, delivered)
    return Stream(pieces, status_code=delivered.status, headers=delivered.headers)


async def received(request: ApiRequest, upload: UploadId | None) -> Kept:
    """The film that a request brings: its body, or a composed upload."""
    return await _body(request) if upload is None else await _of_upload(request, upload)


def require_film(request: ApiRequest) -> None:
    """Refuse by the headers what the body would only be refused for later."""
    limit_bytes = request.settings.upload_limit_bytes
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in FILMS:
        raise UnsupportedType("this operation reads a film", accepted=FILMS)
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit_bytes:
        raise TooLarge(f"the body is larger than {limit_bytes} bytes", limit_bytes=limit_bytes)


async def _body(request: ApiRequest) -> Kept:
    digest, limit = expected_sha256(request.headers), request.settings.upload_limit_bytes
    return await request.store.keep(request.user.scope.organization, _arriving(request), limit, digest)


async def _of_upload(request: ApiRequest, upload: UploadId) -> Kept:
    async with request.db.reading(request.user.scope) as tx:
        kept = await uploading.use(tx, request.user, upload)
    if request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers:
        raise Unreadable("send the film as the body or name an upload, not both")
    return kept


async def _arriving(request: ApiRequest) -> AsyncIterator[bytes]:
    """The body piece by piece, never whole in memory."""
    try:
        async for piece in request.stream():
            yield piece
    except InternalServerException as error:  # the framework's word for a caller who went away
        raise UploadInterrupted("the connection ended before the film did; send it again") from error


handlers: list[Any] = [Sources]
