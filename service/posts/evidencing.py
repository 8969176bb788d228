"""Keeping what proves a post: a picture of it, or a document. Its hash is named where the post is recorded, corrected
or taken down. Bytes that no post names prove nothing, and harm nobody."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator

from schemas.ids import PostId
from schemas.posts import Evidence
from service.assets.actions import record as record_asset
from service.assets.store import Store
from service.campaigns.actions import require
from service.db.pool import Database, Tx
from service.identity import Person
from service.posts import records
from service.posts.model import Proof
from service.posts.planning import find_post
from service.posts.signatures import SEEN_BYTES, kind_of
from service.problems import Fault, Invalid, Missing, UnsupportedType

LIMIT_BYTES = 20 << 20
TYPES = ("image/png", "image/jpeg", "image/webp", "image/heic", "application/pdf")


async def keep_evidence(
    db: Database, store: Store, person: Person, post: PostId, content_type: str, chunks: AsyncIterable[bytes]
) -> Evidence:
    """Keep it; the same bytes again change nothing. Raises Missing, Forbidden, UnsupportedType, TooLarge beyond
    LIMIT_BYTES and Invalid for nothing at all, or for what is not of the type that it says; then nothing is kept."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in TYPES:
        raise UnsupportedType(f"evidence is {', '.join(TYPES)}", accepted=TYPES)
    async with db.reading(person.scope) as tx:
        found = await find_post(tx, post)
    require(person, "posts:write", found.brand_id, found.market)
    kept = await store.keep(person.scope.organization, _true(chunks, media_type), LIMIT_BYTES)
    async with db.transaction(person.scope) as tx:
        await record_asset(tx, kept, media_type)
    return Evidence(evidence_sha256=kept.sha256.hex(), size_bytes=kept.size_bytes)


async def proof_of(tx: Tx, post: PostId) -> Proof:
    """What is on record as proof of a post, for everybody who reads the post. Raises Missing where nothing is, also
    where the record names bytes that were kept as something else than evidence: a film, say."""
    found = await records.get_proof(tx, (await find_post(tx, post)).id)
    if found is None or found.media_type not in TYPES:
        raise Missing
    return found


async def _true(chunks: AsyncIterable[bytes], media_type: str) -> AsyncIterator[bytes]:
    """The same; Invalid at its end when there is nothing in it, or something else than it says."""
    head = tail = b""
    async for chunk in chunks:
        head += chunk[: SEEN_BYTES - len(head)]
        tail = (tail + chunk[-SEEN_BYTES:])[-SEEN_BYTES:]
        yield chunk
    if not head:
        raise Invalid(Fault("", "empty", "send the bytes of a picture or document"))
    kind = kind_of(head, tail)
    if kind != media_type:
        looks = f"they are {kind}" if kind else "they are no picture or document that is known"
        raise Invalid(Fault("", "not_evidence", f"these bytes are not {media_type}; {looks}"))
