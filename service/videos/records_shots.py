"""The shots of sources as stored."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from schemas.ids import BrandId, SourceId
from schemas.shots import ShotsState, SourceShots
from service.db.pool import Tx
from service.media.shots import Change
from service.videos.records import queries


class Unseen(Struct, frozen=True):
    """A source whose shots are not known yet."""

    id: SourceId
    brand_id: BrandId
    sha256: bytes


class Begins(Struct, frozen=True):
    """The frames at which the shots of a source begin."""

    source_id: SourceId
    frames: list[int]


async def get_shots(tx: Tx, source: SourceId) -> SourceShots | None:
    """The shots of a source, unless it lies outside the walls."""
    return await tx.one(SourceShots, queries.get_source_shots, source)


async def get_unseen(tx: Tx, source: SourceId) -> Unseen | None:
    """The source, if its shots are not known yet."""
    return await tx.one(Unseen, queries.get_unseen, source)


async def insert_shots(tx: Tx, source: SourceId, state: ShotsState, reason: str, changes: Sequence[Change]) -> bool:
    """What was found; False when it was written already."""
    frames, scores = [one.frame for one in changes], [one.score for one in changes]
    return bool(await tx.do(queries.insert_source_shots, source, state, reason, frames, scores))


async def list_shots_of(tx: Tx, sources: Sequence[SourceId]) -> list[Begins]:
    """The shots of those of these sources in which they are known."""
    return await tx.all(Begins, queries.list_source_shots, list(sources)) if sources else []
