"""Importing caption files: the first makes the captions of a source or a cut, each later one is compared with them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from msgspec import Struct

from schemas.captions import Kind
from schemas.ids import CueId, CutId, SourceId
from schemas.imports import Imported
from service.assets.actions import record as record_asset
from service.assets.model import Kept
from service.captions import records, records_cues
from service.captions.actions import home_of, place_of, require, track_of
from service.captions.changes import compare, counts
from service.captions.model import StoredTrack
from service.captions.problems import TrackExists
from service.captions.rewriting import first_track, require_sound, rewrite
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import PreconditionFailed, PreconditionRequired
from service.timedtext.formats import Format
from service.timedtext.model import Document


class Condition(Struct, frozen=True):
    """What the sender saw: `If-Match` with a revision (None: any), or no such header at all."""

    said: bool = False
    seen: int | None = None


class File(Struct, frozen=True):
    """A caption file as read, and as kept; not kept, it only asks what it would change."""

    format: Format
    document: Document
    kept: Kept | None


async def import_captions(
    tx: Tx,
    person: Person,
    home_id: SourceId | CutId,
    locale: str,
    kind: Kind,
    file: File,
    condition: Condition,
) -> tuple[Imported, bool]:
    """Make the captions of a source or cut from a file, or bring them to what it says; whether they are new.

    A file that changes nothing needs no condition. Raises Invalid with every cue that cannot stand here,
    PreconditionRequired or PreconditionFailed where something would change unseen, and TrackExists where the captions
    are in another language.
    """
    home = await home_of(tx, home_id)
    require(person, "tracks:write", home)
    require_sound(home, file.document.cues)
    track = await records.lock_source_track(tx, home.id)
    if track is not None and (track.locale, track.kind) != (locale, kind):
        raise TrackExists(f"this {home.word} has its captions in {track.locale}", track_id=str(track.id))
    known = await records_cues.list_known_cues(tx, track.id) if track else []
    changes = await asyncio.to_thread(compare, known, file.document.cues)
    ids: Sequence[CueId | None] = [change.before.id if change.before else None for change in changes]
    changing, new = any(change.what != "kept" for change in changes), track is None
    if changing and file.kept is not None:
        if track is not None:
            await _require_seen(tx, track, condition)
        await record_asset(tx, file.kept, file.format.media_type)
        track = track or await first_track(tx, home, locale, kind)
        ids, track = await rewrite(tx, person, home, track, changes, original=file.kept.sha256)
        data = {**place_of(home), "locale": locale, "timing_revision": track.timing_revision}
        await record(tx, person, "track.imported", track.id, home.brand_id, data | counts(changes))
    shown = [change.shown(cue) for change, cue in zip(changes, ids, strict=True)]
    return Imported(
        id=track.id if track else None,
        source_id=home.source_id,
        cut_id=home.cut_id,
        locale=locale,
        kind=kind,
        is_source=True,
        applied=file.kept is not None or not changing,
        **counts(changes),
        left_out=list(file.document.left_out),
        cues=shown,
        revision=track.revision if track else 0,
    ), new


async def _require_seen(tx: Tx, track: StoredTrack, condition: Condition) -> None:
    if not condition.said:
        raise PreconditionRequired("there are captions already; send If-Match with the ETag of their track")
    if condition.seen is not None and condition.seen != track.revision:
        raise PreconditionFailed.on(await track_of(tx, track.id))
