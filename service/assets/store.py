"""The one seam over bytes: keep, read, and have as a file. Everything is per organization and named by sha256.

Such bytes are never changed and never removed here, so what was read once can be read again. The parts of an upload are
another matter: they lie below their upload, nothing else refers to them, and they are removed with it.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

import obstore
from obstore.store import ObjectStore

from schemas.ids import OrganizationId, UploadId
from service.assets.bucket import Bucket
from service.assets.disk import Disk
from service.assets.drafts import fill
from service.assets.model import Kept
from service.assets.problems import BytesLost

PIECE_BYTES = 256 << 10


class Shelf(Protocol):
    """Where bytes lie. `objects` is how they are read, the same way everywhere."""

    @property
    def objects(self) -> ObjectStore: ...

    def draft(self, organization: str) -> AbstractAsyncContextManager[BinaryIO]:
        """A file to write, on its way to a key."""

    async def publish(self, draft: BinaryIO, key: str) -> None:
        """Give a draft its key; durable when it returns."""

    def local(self, key: str) -> AbstractAsyncContextManager[Path]:
        """A real path with the bytes of a key, to be read only. Raises BytesLost."""

    async def drop(self, directory: str) -> None:
        """Remove everything below a directory; nothing there is as well."""

    async def sweep(self, older_than_s: float) -> int:
        """Remove what killed processes left; how many files."""


class Store:
    """All bytes of all organizations."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    @classmethod
    def from_url(cls, url: str) -> Store:
        """The store at `file:///directory` (made when missing) or `s3://bucket/prefix`."""
        parts = urlsplit(url)
        match parts.scheme:
            case "file":
                return cls(Disk(Path(unquote(parts.path))))
            case "s3":
                return cls(Bucket(url))
        raise ValueError(f"{parts.scheme} is no storage that Cutdown knows; use file:///… or s3://…")

    async def keep(
        self,
        organization: OrganizationId,
        chunks: AsyncIterable[bytes],
        limit_bytes: int,
        expected_sha256: str | None = None,
    ) -> Kept:
        """Keep a stream durably; the same bytes of one organization are stored once.

        `expected_sha256` is hexadecimal (`digests.expected_sha256` reads it from a request). Raises TooLarge and
        DigestMismatch; then nothing is kept.
        """
        async with self._shelf.draft(organization.uuid.hex) as draft:
            kept = await fill(draft, chunks, limit_bytes, expected_sha256)
            await self._shelf.publish(draft, _key(organization, kept.sha256))
            return kept

    async def keep_bytes(self, organization: OrganizationId, data: bytes) -> Kept:
        """Keep what is in memory already."""

        async def once() -> AsyncIterator[bytes]:
            yield data

        return await self.keep(organization, once(), len(data))

    async def read(
        self, organization: OrganizationId, sha256: bytes, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]:
        """Open bytes from `start` up to but without `end`; the iterator gives them piece by piece.

        Raises BytesLost before the first piece when they are not there.
        """
        if end is not None and end <= start:
            return _nothing()
        return await self._open(_key(organization, sha256), start, end)

    async def read_bytes(self, organization: OrganizationId, sha256: bytes) -> bytes:
        """A small file as a whole. Raises BytesLost."""
        return b"".join([piece async for piece in await self.read(organization, sha256)])

    def local_path(self, organization: OrganizationId, sha256: bytes) -> AbstractAsyncContextManager[Path]:
        """A path that decoders can open, to be read only, for as long as the block runs. Raises BytesLost."""
        return self._shelf.local(_key(organization, sha256))

    async def keep_part(
        self, organization: OrganizationId, upload: UploadId, part: UUID, chunks: AsyncIterable[bytes], limit_bytes: int
    ) -> int:
        """Keep a part of an upload durably; its size. Raises TooLarge; then nothing is kept."""
        async with self._shelf.draft(organization.uuid.hex) as draft:
            kept = await fill(draft, chunks, limit_bytes, None)
            await self._shelf.publish(draft, f"{_parts(organization, upload)}/{part.hex}")
            return kept.size_bytes

    async def read_part(self, organization: OrganizationId, upload: UploadId, part: UUID) -> AsyncIterator[bytes]:
        """Open a part. Raises BytesLost before the first piece when it is not there."""
        return await self._open(f"{_parts(organization, upload)}/{part.hex}", 0, None)

    async def drop_part(self, organization: OrganizationId, upload: UploadId, part: UUID) -> None:
        """Remove a part that its upload does not have."""
        with suppress(FileNotFoundError):
            await obstore.delete_async(self._shelf.objects, f"{_parts(organization, upload)}/{part.hex}")

    async def drop_parts(self, organization: OrganizationId, upload: UploadId) -> None:
        """Remove whatever there is of an upload's parts."""
        await self._shelf.drop(_parts(organization, upload))

    async def sweep(self, older_than_s: float = 86_400) -> int:
        """Remove drafts that killed processes left behind."""
        return await self._shelf.sweep(older_than_s)

    async def _open(self, key: str, start: int, end: int | None) -> AsyncIterator[bytes]:
        options: obstore.GetOptions = {}
        if end is not None:
            options = {"range": (start, end)}
        elif start:
            options = {"range": {"offset": start}}
        try:
            found = await obstore.get_async(self._shelf.objects, key, options=options)
        except FileNotFoundError as error:
            raise BytesLost(f"{key} is not in the storage") from error
        return _pieces(found)


def _key(organization: OrganizationId, sha256: bytes) -> str:
    name = sha256.hex()
    return f"{organization.uuid.hex}/{name[:2]}/{name}"


def _parts(organization: OrganizationId, upload: UploadId) -> str:
    return f"{organization.uuid.hex}/parts/{upload.uuid.hex}"


async def _pieces(found: obstore.GetResult) -> AsyncIterator[bytes]:
    async for piece in found.stream(min_chunk_size=PIECE_BYTES):
        yield bytes(piece)


async def _nothing() -> AsyncIterator[bytes]:
    pieces: tuple[bytes, ...] = ()
    for piece in pieces:
        yield piece
