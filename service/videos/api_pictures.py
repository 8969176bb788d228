"""What pages show of sources and cuts, over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from schemas.ids import CutId, SourceId
from schemas.pictures import Part, Pictures
from service.assets.delivery import body, deliver
from service.assets.problems import RangeNotSatisfiable
from service.bodies import delivers
from service.exchange import PRIVATE, ApiRequest, answer
from service.guards import needs
from service.http_problems import problems
from service.listings import FieldNames, narrowed
from service.problems import Missing
from service.videos import pictures, picturing
from service.videos.api_sources import IMMUTABLE
from service.videos.pictures import FILE_NAMES, VERSION_DIGITS
from service.videos.records_pictures import Bytes, get_cut_picture, get_source_picture

PARTS: dict[str, Part] = {name: part for part, name in FILE_NAMES.items()}
TYPES = ["image/webp", "application/json", "video/mp4"]
Version = Annotated[
    str | None,
    QueryParameter(name="v", description="as `href` has it: with it the answer may be kept forever", required=False),
]


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

    @post(
        "/sources/{source_id:str}/pictures/retry",
        operation_id="sources.retry_pictures",
        tags=["Sources"],
        opt=needs("videos:write"),
        status_code=200,
        responses=problems(401, 403, 404),
    )
    async def retry(self, request: ApiRequest, source_id: FromPath[SourceId]) -> Response[Pictures]:
        """Have a worker try once more, where `state` is `failed`; nothing changes otherwise."""
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await picturing.retry(tx, request.user, source_id))

    @get(
        "/sources/{source_id:str}/pictures/{name:str}",
        operation_id="sources.picture",
        tags=["Sources"],
        opt=needs("videos:read"),
        responses=delivers(TYPES, "Accept-Ranges", "Repr-Digest") | problems(401, 403, 404, RangeNotSatisfiable),
    )
    async def file_of_source(
        self, request: ApiRequest, source_id: FromPath[SourceId], name: FromPath[str], version: Version = None
    ) -> Stream:
        """The bytes of `poster.webp`, `sheet.webp`, `waveform.json` or `preview.mp4`, or one range of them."""
        async with request.db.reading(request.user.scope) as tx:
            found = await get_source_picture(tx, source_id, _part(name))
        return await _delivered(request, found, version)

    @get(
        "/cuts/{cut_id:str}/pictures/{name:str}",
        operation_id="cuts.picture",
        tags=["Cuts"],
        opt=needs("videos:read"),
        responses=delivers(TYPES, "Accept-Ranges", "Repr-Digest") | problems(401, 403, 404, RangeNotSatisfiable),
    )
    async def file_of_cut(
        self, request: ApiRequest, cut_id: FromPath[CutId], name: FromPath[str], version: Version = None
    ) -> Stream:
        """The same of a cut."""
        async with request.db.reading(request.user.scope) as tx:
            found = await get_cut_picture(tx, cut_id, _part(name))
        return await _delivered(request, found, version)


def _part(name: str) -> Part:
    if name not in PARTS:
        raise Missing
    return PARTS[name]


async def _delivered(request: ApiRequest, found: Bytes | None, version: str | None) -> Stream:
    """The bytes of a part; another version than the one asked for is not to be kept under that address."""
    if found is None:
        raise Missing
    kept = IMMUTABLE if version == found.sha256.hex()[:VERSION_DIGITS] else PRIVATE["cache-control"]
    delivered = deliver(
        *(found.sha256, found.size_bytes, found.media_type, request.headers), method=request.asked, cache_control=kept
    )
    pieces = await body(request.store, request.user.scope.organization, found.sha256, delivered)
    return Stream(pieces, status_code=delivered.status, headers=delivered.headers)


handlers: list[Any] = [FilmPictures]
