"""What can go wrong with bytes on their way in and out."""

from __future__ import annotations

from typing import ClassVar

from service.problems import Conflict, Problem


class DigestMismatch(Problem):
    """The bytes that arrived are not the bytes you announced.

    `expected_sha256` is what `Repr-Digest` or `Content-Digest` said, `actual_sha256` what arrived. Something changed or
    cut the body on its way, or the digest was made of another file. Nothing was kept; send the file again.
    """

    status, slug, title = 422, "digest-mismatch", "The bytes do not match their digest"


class RangeNotSatisfiable(Problem):
    """The range you asked for lies outside the file, or could not be read.

    `Content-Range` says how long the file is. Ask for one range of bytes, such as `Range: bytes=0-1023`.
    """

    status, slug, title = 416, "range-not-satisfiable", "No such part of the file"


class UnsupportedTusVersion(Problem):
    """Uploads speak version 1.0.0 of tus, and the request does not say that it does.

    Send `Tus-Resumable: 1.0.0`, or use a client for tus 1.0. Nothing was changed.
    """

    status, slug, title = 412, "unsupported-tus-version", "Another version of tus"
    example: ClassVar = {"detail": "send Tus-Resumable: 1.0.0; it says nothing"}


class UploadGone(Problem):
    """This upload was given up: somebody ended it, or nothing arrived for 24 hours.

    What had arrived is gone. Begin a new upload with `POST /v1/uploads`.
    """

    status, slug, title = 410, "upload-gone", "The upload is over"


class WrongOffset(Conflict):
    """The part does not continue what has arrived.

    `offset_bytes` and `Upload-Offset` say how much has arrived, perhaps by another request. Nothing of this part was
    kept; go on from there.
    """

    slug, title = "wrong-offset", "The part belongs elsewhere"
    example: ClassVar = {"detail": "100000 bytes have arrived", "offset_bytes": 100_000}


class ChecksumMismatch(Problem):
    """The bytes that arrived do not come to the `Upload-Checksum` sent with them.

    Something changed or cut them on their way. Nothing of this part was kept; send it again.
    """

    status, slug, title = 460, "checksum-mismatch", "The bytes do not match their checksum"


class PartTooSmall(Problem):
    """A part has at least 65536 bytes, unless it is the last one.

    Nothing of it was kept. Send larger parts; most clients call it the chunk size.
    """

    status, slug, title = 422, "part-too-small", "The part is too small"
    example: ClassVar = {"detail": "a part has at least 65536 bytes, unless it is the last one", "least_bytes": 65_536}


class TooManyUploads(Conflict):
    """You have as many unfinished uploads as one person may have.

    `most` says how many. Finish one, or end one with `DELETE`; what nobody goes on with ends by itself after 24 hours.
    """

    slug, title = "too-many-uploads", "Too many unfinished uploads"
    example: ClassVar = {"detail": "20 uploads of yours are unfinished; finish or end one", "most": 20}


class UploadNotReady(Conflict):
    """The upload cannot be used yet: parts are missing, or they are still being put together.

    `state` says which. While it is `received`, ask again after `Retry-After` seconds; while it is `receiving`, send the
    rest first.
    """

    slug, title = "upload-not-ready", "The upload is not ready"
    example: ClassVar = {"detail": "its parts are still being put together", "state": "received"}


class BytesLost(Exception):
    """The database knows an asset whose bytes the storage does not have. The storage was changed from outside, or a
    restored database is newer than the restored storage."""
