"""What people do with texts: import, translate, move in time, submit, approve. Every rule is enforced here."""

from __future__ import annotations

from schemas.captions import Kind, NewTrack, TextChange, TextOfCue, Timing, TimingChange, Track
from schemas.ids import CueId, SourceId, TrackId
from service.assets.actions import record as record_asset
from service.assets.model import Kept
from service.briefs.model import names
from service.captions import records
from service.captions.model import STREAMS, SourceFacts, StoredTrack
from service.captions.problems import BeyondMedia, LocaleNotReady, NoSourceCaptions, TrackExists, UnreadableCaptions
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Forbidden, Invalid, Missing, PreconditionFailed
from service.rulebook import Rulebook
from service.rulebook.problems import UnknownLocale
from service.timedtext.checks import Finding, check
from service.timedtext.formats import Format
from service.timedtext.model import Cue, Document, tidy, unshowable
from service.timedtext.problems import Unreadable


def canonical_locale(rulebook: Rulebook, given: str, pointer: str = "/locale", parameter: str | None = None) -> str:
    """The canonical tag; Invalid, with what was perhaps meant, for one that Cutdown does not know."""
    try:
        return rulebook.languages.canonical(given)
    except UnknownLocale as error:
        raise Invalid(Fault("" if parameter else pointer, "unknown_locale", str(error), parameter)) from None


def read(format: Format, data: bytes) -> Document:
    """The cues of a caption file; UnreadableCaptions with line and reason when it breaks its format's rules."""
    try:
        document = format.read(data)
    except Unreadable as error:
        raise UnreadableCaptions(str(error), line=error.line, reason=error.reason) from None
    if not document.cues:
        raise UnreadableCaptions("the file has no cue", line=1, reason="the file has no cue")
    return document


async def import_track(
    tx: Tx, person: Person, source_id: SourceId, locale: str, kind: Kind, kept: Kept, format: Format, document: Document
) -> tuple[Track, bool]:
    """Make a source's captions from a file; whether they are new. The same file again changes nothing.

    Raises TrackExists when the source has other captions, and Invalid with every cue that lies beyond the media.
    """
    source = await _source(tx, source_id)
    _require(person, "tracks:write", source)
    if source.track_id is not None:
        known = await records.find_track(tx, source_id, locale, kind)
        if known is not None and known.is_source and known.original_sha256 == kept.sha256:
            return await _track(tx, known.id), False
        raise TrackExists("this source has its captions; change them cue by cue", track_id=str(source.track_id))
    late = [cue for cue in document.cues if cue.end_ms > source.duration_ms]
    if late:
        end = source.duration_ms
        raise Invalid(
            *(
                Fault("", "beyond_media", f"the cue at {cue.begin_ms} ms ends after the source ({end} ms)")
                for cue in late
            )
        )
    await record_asset(tx, kept, format.media_type)
    track = await records.insert_track(tx, source, locale, kind, is_source=True, original=kept.sha256, revision=1)
    ids = await records.insert_cues(tx, source_id, STREAMS[kind], len(document.cues))
    await records.insert_first(tx, track, ids, document.cues, person.id)
    named = {cue: keys for cue, one in zip(ids, document.cues, strict=True) if (keys := names(one.text))}
    if named:
        await records.replace_fact_uses(tx, track, named)
    data = {"source_id": str(source_id), "locale": locale, "timing_revision": 1}
    await record(tx, person, "track.imported", track, source.brand_id, data)
    return await _track(tx, track), True


async def open_track(tx: Tx, person: Person, rulebook: Rulebook, source_id: SourceId, new: NewTrack) -> Track:
    """Open a locale on a source, to be translated."""
    source = await _source(tx, source_id)
    _require(person, "tracks:write", source)
    if source.track_id is None:
        raise NoSourceCaptions("this source has no captions yet")
    locale = canonical_locale(rulebook, new.locale)
    track = await records.insert_track(tx, source, locale, new.kind, is_source=False, original=None, revision=0)
    data = {"source_id": str(source_id), "locale": locale}
    await record(tx, person, "track.opened", track, source.brand_id, data)
    return await _track(tx, track)


async def write_text(
    tx: Tx, person: Person, track_id: TrackId, cue: CueId, seen: int | None, change: TextChange
) -> TextOfCue:
    """Write a cue's text in a track's locale, if nobody wrote it since `seen` (0: nothing was there).

    The same text for the same source changes nothing; the same text for a changed source says that it is still right.
    Writing on an approved track takes the approval back; writing on a source track makes its translations stale.
    """
    track = await _locked(tx, person, track_id)
    current = await _cue_text(tx, track_id, cue)
    if seen is not None and seen != current.revision:
        raise PreconditionFailed.on(current)
    text = tidy(change.text)
    if reason := unshowable(text):
        raise Invalid(Fault("/text", "unshowable", reason))
    if text == current.text and current.status != "stale":
        return current
    source_hash = None if track.is_source else await records.get_source_hash(tx, track.source_id, cue)
    origin = "kept" if text == current.text else "human"
    if not await records.replace_text(tx, track, cue, current.revision, text, source_hash, origin, person.id):
        raise PreconditionFailed.on(await _cue_text(tx, track_id, cue))
    if names(text) != names(current.text or ""):
        await records.replace_fact_uses(tx, track_id, {cue: names(text)})
    data = {"cue_id": str(cue), "revision": track.revision + 1, "locale": track.locale}
    await record(tx, person, "cue.written", track_id, track.brand_id, data)
    return await _cue_text(tx, track_id, cue)


async def move_cue(tx: Tx, person: Person, cue: CueId, seen: int | None, change: TimingChange) -> Timing:
    """Move a cue on its source. Its identity and its texts stay; every cut is conformed again."""
    before = await _timing(tx, cue)
    source = await _source(tx, before.source_id)
    _require(person, "tracks:write", source)
    if change.end_ms > source.duration_ms:
        raise BeyondMedia(source.duration_ms)
    track = await records.lock_source_track(tx, source.id)
    if track is None:
        raise Missing
    current = await _timing(tx, cue)
    if seen is not None and seen != current.revision:
        raise PreconditionFailed.on(current)
    if (change.begin_ms, change.end_ms) == (current.begin_ms, current.end_ms):
        return current
    await records.replace_timing(tx, track, cue, current.revision, change.begin_ms, change.end_ms, person.id)
    data = {"source_id": str(source.id), "timing_revision": track.timing_revision + 1}
    await record(tx, person, "cue.moved", cue, source.brand_id, data)
    return await _timing(tx, cue)


async def submit_locale(tx: Tx, person: Person, track_id: TrackId, seen: int | None) -> Track:
    """Ask for approval of a locale as it is now. Asking twice changes nothing."""
    track = await _locked(tx, person, track_id)
    await _unchanged(tx, track, seen)
    if await records.submit_track(tx, track_id):
        await record(tx, person, "locale.submitted", track_id, track.brand_id, {"revision": track.revision})
    return await _track(tx, track_id)


async def approve_locale(tx: Tx, person: Person, rulebook: Rulebook, track_id: TrackId, seen: int | None) -> Track:
    """Approve every text of a locale as it is now; LocaleNotReady with the findings while there is an error.

    Approving twice changes nothing: the first approval stands.
    """
    track = await _locked(tx, person, track_id, "tracks:approve")
    await _unchanged(tx, track, seen)
    errors = [found for found in await findings(tx, rulebook, track) if found.severity == "error"]
    if errors:
        raise LocaleNotReady(f"{len(errors)} errors", findings=errors)
    if await records.approve_track(tx, track_id, person.id):
        data = {"source_id": str(track.source_id), "locale": track.locale, "revision": track.revision}
        await record(tx, person, "locale.approved", track_id, track.brand_id, data)
    return await _track(tx, track_id)


async def findings(tx: Tx, rulebook: Rulebook, track: StoredTrack) -> list[Finding]:
    """What is wrong with a locale on its source, measured by its rule pack."""
    source = await _source(tx, track.source_id)
    texts = await records.list_track_texts(tx, track.id)
    cues = [Cue(str(one.id), one.begin_ms, one.end_ms, one.text or "") for one in texts]
    wanting = {str(one.id) for one in texts if one.text is None or one.status == "stale"}
    limits = rulebook.limits(track.locale, track.kind)
    return check(cues, limits, media_ms=source.duration_ms, untranslated=wanting)


def _require(person: Person, permission: str, source: SourceFacts | StoredTrack) -> None:
    if not person.may(permission, source.brand_id):
        raise Forbidden(f"this needs {permission}", required_scope=permission)


async def _locked(tx: Tx, person: Person, track_id: TrackId, permission: str = "tracks:write") -> StoredTrack:
    track = await records.lock_track(tx, track_id)
    if track is None:
        raise Missing
    _require(person, permission, track)
    return track


async def _unchanged(tx: Tx, track: StoredTrack, seen: int | None) -> None:
    if seen is not None and seen != track.revision:
        raise PreconditionFailed.on(await _track(tx, track.id))


async def _source(tx: Tx, source: SourceId) -> SourceFacts:
    found = await records.get_source(tx, source)
    if found is None:
        raise Missing
    return found


async def _track(tx: Tx, track: TrackId) -> Track:
    found = await records.get_track(tx, track)
    if found is None:
        raise Missing
    return found


async def _cue_text(tx: Tx, track: TrackId, cue: CueId) -> TextOfCue:
    found = await records.get_cue_text(tx, track, cue)
    if found is None:
        raise Missing
    return found


async def _timing(tx: Tx, cue: CueId) -> Timing:
    found = await records.get_timing(tx, cue)
    if found is None:
        raise Missing
    return found
