"""What gates ask of posts themselves, and who let one be passed, as stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from schemas.gates import GateKind
from schemas.ids import ChannelId, PersonId, PostId
from schemas.posts import PostStatus
from service.db.pool import Tx
from service.db.queries import load
from service.posts.ground import StoredOverride

queries = load(__package__)


class Out(Struct, frozen=True):
    """A post that went out or is about to, with its film and the text that it says in the end."""

    id: PostId
    channel_id: ChannelId
    status: PostStatus
    cut: str
    market: str
    url: str | None
    due_at: datetime | None
    film_sha256: str | None
    text: str | None


async def list_out(tx: Tx, channels: Sequence[ChannelId]) -> list[Out]:
    """The posts on these channels that went out, or are about to, of whatever campaign."""
    return await tx.all(Out, queries.list_out, list(channels))


async def list_overrides(tx: Tx, posts: Sequence[PostId]) -> list[StoredOverride]:
    """Who let which gates of these posts be passed; the caller found them behind the wall."""
    return await tx.all(StoredOverride, queries.list_overrides, list(posts))


async def retire_override(tx: Tx, post: PostId, gate: GateKind) -> bool:
    """Whether there was one."""
    return await tx.do(queries.retire_override, post, gate) > 0


async def insert_override(
    tx: Tx, post: PostId, gate: GateKind, closed: Sequence[bytes], reason: str, role: str, by: PersonId
) -> None:
    await tx.do(queries.insert_override, post, gate, list(closed), reason, role, by)
