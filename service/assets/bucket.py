"""The shelf in an S3-compatible bucket. Bytes are hashed in a nameless local draft first, so that no object ever has
a wrong name; an object that S3 has acknowledged is durable.

Address, region and credentials come from the usual AWS_… variables (AWS_ENDPOINT_URL for other vendors).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, cast

import obstore
from obstore.store import S3Store

from service.assets.problems import BytesLost
from service.assets.threads import beside

PART_BYTES = 8 << 20
MOST_PARTS = 9_000  # S3 takes 10,000


class Bucket:
    """`s3://bucket/prefix/<organization>/<first two digits>/<sha256>`."""

    def __init__(self, url: str) -> None:
        self.objects = S3Store.from_url(
            url,
            client_options={
                "allow_http": os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://"),
                "connect_timeout": timedelta(seconds=5),
                "read_timeout": timedelta(seconds=60),
                "timeout": timedelta(hours=24),  # of a whole answer: somebody may watch a film slowly
            },
            retry_config={"max_retries": 5, "retry_timeout": timedelta(seconds=60)},
        )

    @asynccontextmanager
    async def draft(self, organization: str) -> AsyncIterator[BinaryIO]:
        """An empty file without a name, which the system removes however this process ends."""
        file = await beside(tempfile.TemporaryFile)
        try:
            yield cast(BinaryIO, file)
        finally:
            await beside(file.close)

    async def publish(self, draft: BinaryIO, key: str) -> None:
        """Upload a draft under its name; nothing is sent when the object is there already."""
        try:
            await obstore.head_async(self.objects, key)
        except FileNotFoundError:
            await beside(draft.seek, 0)
            size = os.fstat(draft.fileno()).st_size
            part = max(PART_BYTES, size // MOST_PARTS)
            await obstore.put_async(self.objects, key, draft, chunk_size=part, max_concurrency=4)

    @asynccontextmanager
    async def local(self, key: str) -> AsyncIterator[Path]:
        """A temporary copy. Raises BytesLost."""
        try:
            found = await obstore.get_async(self.objects, key)
        except FileNotFoundError as error:
            raise BytesLost(f"{key} is not in the storage") from error
        with tempfile.NamedTemporaryFile(prefix="cutdown-") as copy:
            async for piece in found.stream(min_chunk_size=1 << 20):
                await beside(copy.write, piece)
            await beside(copy.flush)
            yield Path(copy.name)

    async def drop(self, directory: str) -> None:
        """Remove every object below a directory."""
        async for batch in obstore.list(self.objects, prefix=directory):
            await obstore.delete_async(self.objects, [one["path"] for one in batch])

    async def sweep(self, older_than_s: float) -> int:
        """Nothing is ever left behind here; broken multipart uploads are the bucket's life cycle rule."""
        return 0
