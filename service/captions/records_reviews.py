"""Reviews as stored."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.ids import BrandId, CueId, PersonId, TrackId
from schemas.reviews import Remark, ReviewedCue
from service.db.pool import Tx
from service.db.queries import Slice, Sort, load

queries = load(__package__)
MOST_REMARKS = 500


async def send_back(tx: Tx, track: TrackId) -> bool:
    """Whether it waited for approval."""
    return await tx.do(queries.send_back, track) == 1


async def insert_remarks(
    tx: Tx, brand: BrandId, track: TrackId, revision: int, by: PersonId, said: Sequence[tuple[CueId | None, str]]
) -> None:
    """What was said of a track as a whole (None) and of its cues."""
    cues, texts = [cue for cue, _ in said], [text for _, text in said]
    await tx.do(queries.insert_remarks, brand, track, revision, by, cues, texts)


async def list_reviewed(tx: Tx, track: TrackId) -> list[ReviewedCue]:
    """In order of time."""
    return await tx.all(ReviewedCue, queries.list_reviewed, track)


async def list_seen_tracks(tx: Tx, tracks: Sequence[TrackId]) -> set[TrackId]:
    return {TrackId(row[0]) for row in await tx.rows(queries.list_seen_tracks, list(tracks))}


async def list_remarks(tx: Tx, track: TrackId) -> list[Remark]:
    """What was said of a track, the newest first."""
    part = Slice(Sort("id", "uuid", descending=True), None, MOST_REMARKS)
    return (await tx.page(Remark, queries.list_remarks, part, track))[:MOST_REMARKS]
