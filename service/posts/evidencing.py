"""Keeping what proves a post: a picture of it, or a document. Its hash is named where the post is recorded, corrected
or taken down. Bytes that no post names prove nothing, and harm nobody."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator

from schemas.ids import PostId
from schemas.posts import Evidence
from service.assets.actions import record as record_asset
from service.assets.store import Store
from service.campaigns.actions import require
from service.db.pool import Database
from service.identity import Person
from service.posts.planning import find_post
from service.problems import Fault, Invalid, UnsupportedType

LIMIT_BYTES = 20 << 20
TYPES = ("image/png", "image/jpeg", "image/webp", "image/heic", "application/pdf")


async def keep_evidence(
    db: Database, store: Store, person: Person, post: PostId, content_type: str, chunks: AsyncIterable[bytes]
) -> Evidence:
    """Keep it; the same bytes again change nothing. Raises Missing, Forbidden, UnsupportedType, TooLarge beyond
    LIMIT_BYTES and Invalid for nothing at all; then nothing is kept."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in TYPES:
        raise UnsupportedType(f"evidence is {', '.join(TYPES)}", accepted=TYPES)
    async with db.reading(person.scope) as tx:
        found = await find_post(tx, post)
    require(person, "posts:write", found.brand_id, found.market)
    kept = await store.keep(person.scope.organization, _something(chunks), LIMIT_BYTES)
    async with db.transaction(person.scope) as tx:
        await record_asset(tx, kept, media_type)
    return Evidence(evidence_sha256=kept.sha256.hex(), size_bytes=kept.size_bytes)


async def _something(chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """The same; Invalid when there is nothing in it."""
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        yield chunk
    if not size:
        raise Invalid(Fault("", "empty", "send the bytes of a picture or document"))
