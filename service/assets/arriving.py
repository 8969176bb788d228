"""The body of one request of an upload, cut into parts as it comes and never whole in memory.

A body that breaks off gives what has come of it. Only one that comes with a checksum is all or nothing: it is one part.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from typing import Any

from service.assets.problems import ChecksumMismatch, PartTooSmall
from service.assets.tus import Checksum

LEAST_PART_BYTES = 64 << 10
MOST_PART_BYTES = 64 << 20


class BrokenOff(Exception):
    """The caller went away in the middle of the body. Raised by the chunks that `Arriving` reads."""


class Arriving:
    """`chunks`, of which `missing_bytes` would complete the upload."""

    def __init__(self, chunks: AsyncIterable[bytes], missing_bytes: int, checksum: Checksum | None) -> None:
        self._chunks = aiter(chunks)
        self._missing = missing_bytes
        self._checksum = checksum
        self._hashing: Any = checksum.hashing() if checksum else None
        self._ahead = b""
        self._size = 0
        self._over = False
        self._broken = False

    async def more(self) -> bool:
        """Whether anything comes after the parts so far."""
        while not self._ahead and not self._over:
            await self._fetch()
        return bool(self._ahead)

    async def part(self) -> AsyncIterator[bytes]:
        """The next part, piece by piece. Raises at its end when it may not be kept: ChecksumMismatch, PartTooSmall."""
        size, first = 0, self._size == 0
        while await self.more() and (self._checksum or size < MOST_PART_BYTES):
            piece, self._ahead = self._ahead, b""
            size += len(piece)
            self._size += len(piece)
            if self._hashing:
                self._hashing.update(piece)
            yield piece
        if self._checksum and (self._broken or self._hashing.digest() != self._checksum.digest):
            raise ChecksumMismatch(f"the bytes that arrived have another {self._checksum.algorithm}")
        if 0 < size < LEAST_PART_BYTES and self._size < self._missing and (first or self._broken):
            raise PartTooSmall(
                f"a part has at least {LEAST_PART_BYTES} bytes, unless it is the last one",
                least_bytes=LEAST_PART_BYTES,
            )

    async def _fetch(self) -> None:
        try:
            self._ahead = await anext(self._chunks)
        except StopAsyncIteration:
            self._over = True
        except BrokenOff:
            self._over = self._broken = True
