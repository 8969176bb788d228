"""Uploads over HTTP: tus 1.0 with creation, termination, checksum and expiration (https://tus.io).

Whoever loses the connection asks by HEAD how much has arrived and goes on from there; a restart of everything is no
more than that.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from litestar import Controller, Response, delete, get, patch, post
from litestar.exceptions import InternalServerException
from litestar.params import FromPath, HeaderParameter

from schemas.ids import UploadId
from schemas.uploads import Upload
from service.assets import tus, uploading
from service.assets.arriving import Arriving, BrokenOff
from service.assets.model import UploadRow
from service.assets.problems import (
    ChecksumMismatch,
    PartTooSmall,
    TooManyUploads,
    UnsupportedTusVersion,
    UploadGone,
    WrongOffset,
)
from service.bodies import takes
from service.exchange import ApiRequest, answer
from service.guards import needs
from service.http_problems import problems
from service.problems import TooLarge

TusResumable = Annotated[
    str | None, HeaderParameter(name="Tus-Resumable", description="the version of tus that you speak", required=False)
]
UploadLength = Annotated[
    str | None, HeaderParameter(name="Upload-Length", description="bytes of the whole file", required=False)
]
UploadMetadata = Annotated[
    str | None,
    HeaderParameter(
        name="Upload-Metadata",
        description="pairs parted by commas: a key, a space, its value in base64; given back as sent",
        required=False,
    ),
]
UploadOffset = Annotated[
    str | None, HeaderParameter(name="Upload-Offset", description="how many bytes have arrived before", required=False)
]
UploadChecksum = Annotated[
    str | None,
    HeaderParameter(
        name="Upload-Checksum", description="`sha1` or `sha256`, a space, the digest in base64", required=False
    ),
]


class Uploads(Controller):
    """Files that are sent in parts. Headers are parameters for the sake of the contract."""

    path = "/v1"
    tags = ["Uploads"]

    @post(
        "/uploads",
        operation_id="uploads.create",
        opt=needs("videos:write"),
        responses=problems(400, 401, 403, TooManyUploads, UnsupportedTusVersion, 413),
    )
    async def create(
        self,
        request: ApiRequest,
        tus_resumable: TusResumable = None,
        upload_length: UploadLength = None,
        upload_metadata: UploadMetadata = None,
    ) -> Response[Upload]:
        """Begin an upload. Its parts go to the address in `Location`; one person may have 20 unfinished uploads."""
        tus.require_version(tus_resumable)
        length = tus.read_length(request.headers, request.settings.upload_limit_bytes)
        metadata = tus.read_metadata(request.headers)
        async with request.db.transaction(request.user.scope) as tx:
            row = await uploading.begin(tx, request.user, length, metadata)
        return answer(uploading.shown(row), status=201, headers={"location": f"/v1/uploads/{row.id}", **_progress(row)})

    @get(
        "/uploads/{upload_id:str}",
        operation_id="uploads.get",
        opt=needs("videos:write"),
        responses=problems(401, 403, 404, UploadGone),
    )
    async def show(
        self, request: ApiRequest, upload_id: FromPath[UploadId], tus_resumable: TusResumable = None
    ) -> Response[Upload]:
        """How far an upload has come. HEAD is the question of tus: it needs `Tus-Resumable`, or the answer is 412."""
        if request.asked == "HEAD":
            tus.require_version(tus_resumable)
        async with request.db.reading(request.user.scope) as tx:
            row = await uploading.find(tx, request.user, upload_id)
        headers = {"cache-control": "no-store", "upload-length": str(row.length_bytes), **_progress(row)}
        if row.metadata:
            headers["upload-metadata"] = row.metadata
        return answer(uploading.shown(row), headers=headers)

    @patch(
        "/uploads/{upload_id:str}",
        operation_id="uploads.append",
        opt=needs("videos:write") | takes([tus.PART_TYPE], "The next bytes of the file: 65536 or more, or the last."),
        request_max_body_size=None,
        status_code=204,
        responses=problems(
            *(400, 401, 403, 404, 413, 415),
            *(WrongOffset, UploadGone, UnsupportedTusVersion, PartTooSmall, ChecksumMismatch),
        ),
    )
    async def append(
        self,
        request: ApiRequest,
        upload_id: FromPath[UploadId],
        tus_resumable: TusResumable = None,
        upload_offset: UploadOffset = None,
        upload_checksum: UploadChecksum = None,
    ) -> Response[None]:
        """Send the next part. What arrives stays if the connection breaks off; with a checksum it is all or nothing."""
        tus.require_version(tus_resumable)
        offset, checksum = tus.read_offset(request.headers), tus.read_checksum(request.headers)
        async with request.db.reading(request.user.scope) as tx:
            row = await uploading.find(tx, request.user, upload_id)
        missing = row.length_bytes - offset
        announced = request.headers.get("content-length", "")
        if row.offset_bytes == offset and announced.isdecimal() and int(announced) > missing:
            raise TooLarge(f"{missing} bytes of the file are missing", limit_bytes=missing)
        arriving = Arriving(_chunks(request), missing, checksum)
        row = await uploading.receive(request.db, request.store, request.user, upload_id, offset, arriving)
        return Response(None, status_code=204, headers=_progress(row))

    @delete(
        "/uploads/{upload_id:str}",
        operation_id="uploads.terminate",
        opt=needs("videos:write"),
        responses=problems(401, 403, 404, UploadGone, UnsupportedTusVersion),
    )
    async def terminate(
        self, request: ApiRequest, upload_id: FromPath[UploadId], tus_resumable: TusResumable = None
    ) -> None:
        """End an upload. What was made of it stays."""
        tus.require_version(tus_resumable)
        async with request.db.transaction(request.user.scope) as tx:
            await uploading.end(tx, request.user, upload_id)


def _progress(row: UploadRow) -> dict[str, str]:
    """How much has arrived; and until when the rest must, if there is one."""
    told = {"upload-offset": str(row.offset_bytes)}
    if row.offset_bytes < row.length_bytes:
        told["upload-expires"] = tus.http_date(row.expires_at)
    return told


async def _chunks(request: ApiRequest) -> AsyncIterator[bytes]:
    try:
        async for piece in request.stream():
            yield piece
    except InternalServerException as error:  # the framework's word for a caller who went away
        raise BrokenOff from error


handlers: list[Any] = [Uploads]
