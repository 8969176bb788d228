"""Cues as stored, many at a time: what is known of them, and new times and texts in a few statements."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from schemas.ids import CueId, PersonId, SourceId, TrackId
from service.captions.changes import KnownCue
from service.captions.model import StoredTrack, text_hash
from service.db.pool import Tx
from service.db.queries import load
from service.timedtext.model import Cue

queries = load(__package__)


class Said(Struct, frozen=True):
    """A spoken cue of a source, in the source's own language and on its time."""

    source_id: SourceId
    cue_id: CueId
    begin_ms: int
    end_ms: int
    text: str


async def list_said(tx: Tx, sources: Sequence[SourceId]) -> list[Said]:
    """What these sources say, in order of time."""
    return await tx.all(Said, queries.list_said, list(sources))


async def list_known_cues(tx: Tx, track: TrackId) -> list[KnownCue]:
    """Every cue that a source track ever had, as it is or was last, in order of time."""
    return await tx.all(KnownCue, queries.list_known_cues, track)


async def get_known_cue(tx: Tx, track: TrackId, cue: CueId) -> KnownCue | None:
    return await tx.one(KnownCue, queries.get_known_cue, track, cue)


async def replace_timings(tx: Tx, revision: int, by: PersonId, ids: Sequence[CueId], cues: Sequence[Cue]) -> None:
    """New times for these cues, at one revision of their source track's timing."""
    begins, ends, settings = [c.begin_ms for c in cues], [c.end_ms for c in cues], [c.settings for c in cues]
    await tx.do(queries.retire_timings, list(ids))
    await tx.do(queries.insert_timings, revision, by, ids, begins, ends, settings)


async def replace_texts(
    tx: Tx,
    track: TrackId,
    revision: int,
    origin: str,
    by: PersonId,
    ids: Sequence[CueId],
    cues: Sequence[Cue],
    source_hashes: Sequence[bytes | None],
) -> None:
    """New texts for these cues in a track, at one revision of it."""
    texts, markups, hashes = [c.text for c in cues], [c.markup for c in cues], [text_hash(c.text) for c in cues]
    await tx.do(queries.retire_texts, track, list(ids))
    await tx.do(queries.insert_texts, track, revision, origin, by, ids, texts, markups, hashes, list(source_hashes))


async def withdraw_cues(tx: Tx, track: TrackId, ids: Sequence[CueId]) -> None:
    """Leave these cues without a time and without a text in their own language; both are kept."""
    await tx.do(queries.retire_timings, list(ids))
    await tx.do(queries.retire_texts, track, list(ids))


async def advance_track(tx: Tx, track: StoredTrack, original: bytes | None) -> None:
    """Say that the track stands at these revisions now, and which file it came from last (None: as before)."""
    await tx.do(queries.advance_track, track.id, track.revision, track.timing_revision, original)
