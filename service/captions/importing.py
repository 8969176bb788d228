"""Importing caption files: the first makes the captions of a source or a cut, each later one is compared with them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import asdict

from schemas.captions import Kind
from schemas.ids import CueId, CutId, SourceId
from schemas.imports import FileProblem, Imported, ImportedCue
from service.assets.actions import record as record_asset
from service.assets.model import Kept
from service.assets.store import Store
from service.captions import records, records_cues, translating
from service.captions.actions import home_of, place_of, require, track_of
from service.captions.admitting import require_home
from service.captions.changes import compare, counts
from service.captions.model import Home, StoredTrack
from service.captions.problems import TrackExists
from service.captions.reading import problems_of, read
from service.captions.rewriting import first_track, require_sound, rewrite
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import Person
from service.problems import PreconditionFailed, PreconditionRequired
from service.timedtext.formats import Format
from service.timedtext.model import Document
from service.timedtext.problems import Mode


class Condition(Struct, frozen=True):
    """What the sender saw: `If-Match` with a revision (None: any), or no such header at all."""

    said: bool = False
    seen: int | None = None


class File(Struct, frozen=True):
    """A caption file as read, and as kept; not kept, it only asks what it would change."""

    format: Format
    document: Document
    kept: Kept | None


class Sent(Struct, frozen=True):
    """A caption file as it came, and what it shall be: captions of a source or a cut in a locale."""

    home_id: SourceId | CutId
    locale: str
    kind: Kind | None
    format: Format
    data: bytes
    condition: Condition = Condition()


async def bring_in(
    db: Database, store: Store, person: Person, sent: Sent, mode: Mode, *, dry_run: bool
) -> tuple[Imported, bool]:
    """One file: read off the event loop, kept, then compared in one transaction. Whether it made a track."""
    document = await asyncio.to_thread(read, sent.format, sent.data, mode)
    kept = None if dry_run else await store.keep_bytes(person.scope.organization, sent.data)
    what = (person, sent.home_id, sent.locale, sent.kind, File(sent.format, document, kept), sent.condition)
    try:
        async with db.transaction(person.scope) as tx:
            imported, new = await import_captions(tx, *what)
    except TrackExists:  # somebody else's first file came in meanwhile: this one is compared with it
        async with db.transaction(person.scope) as tx:
            imported, new = await import_captions(tx, *what)
    return imported, new and not dry_run


async def import_captions(
    tx: Tx,
    person: Person,
    home_id: SourceId | CutId,
    locale: str,
    kind: Kind | None,
    file: File,
    condition: Condition,
) -> tuple[Imported, bool]:
    """Make the captions of a source or cut from a file, or bring them to what it says; whether the track is new.

    The first file is in the language of the source or cut. Later ones in that language change it (`changes.compare`);
    those in another are translations of it (`translating.match`). Without a `kind` these are captions and subtitles.
    A file that changes nothing needs no condition. Raises Invalid with every cue that cannot be taken, and
    PreconditionRequired or PreconditionFailed where something would change unseen.
    """
    home = await home_of(tx, home_id)
    require(person, "tracks:write", home)
    source = await records.lock_source_track(tx, home.id)
    kind = kind or (source.kind if source and source.locale == locale else "subtitles" if source else "captions")
    if source is None or (source.locale, source.kind) == (locale, kind):
        return await _original(tx, person, home, source, locale, kind, file, condition)
    await require_home(tx, person, "tracks:write", home, locale)
    return await _translation(tx, person, home, source, locale, kind, file, condition)


async def _original(
    tx: Tx,
    person: Person,
    home: Home,
    track: StoredTrack | None,
    locale: str,
    kind: Kind,
    file: File,
    condition: Condition,
) -> tuple[Imported, bool]:
    """A file in the language of the source or cut."""
    require_sound(home, file.document)
    known = await records_cues.list_known_cues(tx, track.id) if track else []
    changes = await asyncio.to_thread(compare, known, file.document.cues)
    ids: Sequence[CueId | None] = [change.before.id if change.before else None for change in changes]
    changing, new = any(change.what != "kept" for change in changes), track is None
    if changing and track is not None:
        await _require_seen(tx, track, condition, file)
    if changing and file.kept is not None:
        await record_asset(tx, file.kept, file.format.media_type)
        track = track or await first_track(tx, home, locale, kind)
        ids, track = await rewrite(tx, person, home, track, changes, original=file.kept.sha256)
        told = {**place_of(home), "locale": locale, "timing_revision": track.timing_revision}
        await record(tx, person, "track.imported", track.id, home.brand_id, told | counts(changes))
    shown = [change.shown(cue) for change, cue in zip(changes, ids, strict=True)]
    return _report(home, track, locale, kind, file, shown, is_source=True, missing=0), new


async def _translation(
    tx: Tx,
    person: Person,
    home: Home,
    source: StoredTrack,
    locale: str,
    kind: Kind,
    file: File,
    condition: Condition,
) -> tuple[Imported, bool]:
    """A file in another language, or of another kind."""
    track = await records.find_track(tx, home.id, locale, kind)
    track = await records.lock_track(tx, track.id) if track else None
    texts = await translating.texts_of(tx, source.id, track)
    found = await asyncio.to_thread(translating.match, texts, file.document)
    changes, new = [one for one in found if one.what != "kept"], track is None
    if changes and track is not None and track.revision:
        await _require_seen(tx, track, condition, file)
    if changes and file.kept is not None:
        await record_asset(tx, file.kept, file.format.media_type)
        track = track or await translating.open_target(tx, home, locale, kind)
        track = await translating.write(tx, person, track, changes, file.kept.sha256)
        told = {**place_of(home), "locale": locale, "revision": track.revision}
        await record(tx, person, "translation.imported", track.id, home.brand_id, told | counts(found))
    given = {one.of.id for one in found}
    missing = sum(text.text is None and text.id not in given for text in texts)
    shown = [one.shown() for one in found]
    return _report(home, track, locale, kind, file, shown, is_source=False, missing=missing), new


def _report(
    home: Home,
    track: StoredTrack | None,
    locale: str,
    kind: Kind,
    file: File,
    shown: list[ImportedCue],
    *,
    is_source: bool,
    missing: int,
) -> Imported:
    counted = Counter(one.change for one in shown)
    return Imported(
        id=track.id if track else None,
        source_id=home.source_id,
        cut_id=home.cut_id,
        locale=locale,
        kind=kind,
        is_source=is_source,
        applied=file.kept is not None or counted["kept"] == len(shown),
        kept=counted["kept"],
        moved=counted["moved"],
        reworded=counted["reworded"],
        added=counted["added"],
        restored=counted["restored"],
        withdrawn=counted["withdrawn"],
        missing=missing,
        left_out=list(file.document.left_out),
        problems=[FileProblem(**asdict(one)) for one in problems_of(file.document)],
        cues=shown,
        revision=track.revision if track else 0,
    )


async def _require_seen(tx: Tx, track: StoredTrack, condition: Condition, file: File) -> None:
    """The sender saw the track as it stands. Who only asks what would change need not say what was seen."""
    if not condition.said and file.kept is not None:
        raise PreconditionRequired("there are captions already; send If-Match with the ETag of their track")
    if condition.seen is not None and condition.seen != track.revision:
        raise PreconditionFailed.on(await track_of(tx, track.id))
