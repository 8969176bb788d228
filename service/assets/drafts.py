"""A body on its way in: written to a draft in batches, hashed and counted as it comes, never whole in memory."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterable
from typing import BinaryIO

from service.assets.model import Kept
from service.assets.problems import DigestMismatch
from service.assets.threads import beside
from service.problems import TooLarge

BATCH_BYTES = 1 << 20


async def fill(draft: BinaryIO, chunks: AsyncIterable[bytes], limit_bytes: int, expected_sha256: str | None) -> Kept:
    """Write all chunks to `draft` and say what they are.

    Raises TooLarge as soon as the limit is passed, DigestMismatch when the hash is not the expected one.
    """
    hashing = hashlib.sha256()
    size = waiting_bytes = 0
    waiting: list[bytes] = []

    def write(batch: list[bytes]) -> None:
        for part in batch:
            hashing.update(part)
            draft.write(part)

    async for chunk in chunks:
        size += len(chunk)
        if size > limit_bytes:
            raise TooLarge(f"the body is larger than {limit_bytes} bytes", limit_bytes=limit_bytes)
        waiting.append(chunk)
        waiting_bytes += len(chunk)
        if waiting_bytes >= BATCH_BYTES:
            await beside(write, waiting)
            waiting, waiting_bytes = [], 0
    await beside(write, waiting)
    actual = hashing.hexdigest()
    if expected_sha256 is not None and expected_sha256.lower() != actual:
        raise DigestMismatch(
            "the bytes that arrived have another sha-256 than the digest says",
            expected_sha256=expected_sha256.lower(),
            actual_sha256=actual,
        )
    return Kept(hashing.digest(), size)
