"""What people do with texts: translate, move in time, submit, approve. Every rule is enforced in actions."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from msgspec.structs import replace

from schemas.captions import NewTrack, OpenedTracks, TextChange, TextOfCue, Timing, TimingChange, Track
from schemas.ids import CueId, CutId, SourceId, TrackId
from service.briefs.model import names
from service.captions import records
from service.captions.admitting import require_home, require_track
from service.captions.judging import judge_texts
from service.captions.model import Home, StoredTrack
from service.captions.problems import BeyondMedia, LocaleNotReady, NoSourceCaptions, Withdrawn
from service.captions.reviewing import admit_to_locale
from service.db.pool import Tx
from service.events.actions import record, record_all
from service.identity import Person
from service.problems import Fault, Forbidden, Invalid, Missing, PreconditionFailed
from service.rulebook import Rulebook
from service.rulebook.problems import UnknownLocale
from service.timedtext.findings import Finding
from service.timedtext.model import Cue, tidy, unshowable


def canonical_locale(rulebook: Rulebook, given: str, pointer: str = "/locale", parameter: str | None = None) -> str:
    """The canonical tag; Invalid, with what was perhaps meant, for one that Cutdown does not know."""
    try:
        return rulebook.languages.canonical(given)
    except UnknownLocale as error:
        raise Invalid(Fault("" if parameter else pointer, "unknown_locale", str(error), parameter)) from None


async def open_track(tx: Tx, person: Person, rulebook: Rulebook, home_id: SourceId | CutId, new: NewTrack) -> Track:
    """Open a locale on a source or a cut, to be translated."""
    home = await _captioned(tx, person, home_id)
    locale = canonical_locale(rulebook, new.locale)
    await require_home(tx, person, "tracks:write", home, locale)
    track = await records.insert_track(tx, home, locale, new.kind, is_source=False, original=None, revision=0)
    await record(tx, person, "track.opened", track, home.brand_id, {**place_of(home), "locale": locale})
    return await track_of(tx, track)


async def open_planned(tx: Tx, person: Person, home_id: SourceId | CutId) -> OpenedTracks:
    """Open every locale of the campaign's markets that has no track here yet. Doing it twice is harmless."""
    home = await _captioned(tx, person, home_id)
    opened = await records.insert_planned_tracks(tx, home_id)
    told = [(track, {**place_of(home), "locale": locale}) for track, locale in opened.items()]
    await record_all(tx, person, "track.opened", home.brand_id, told)
    return OpenedTracks(opened=await records.list_tracks_among(tx, list(opened)))


async def write_text(
    tx: Tx, person: Person, track_id: TrackId, cue: CueId, seen: int | None, change: TextChange
) -> TextOfCue:
    """Write a cue's text in a track's locale, if nobody wrote it since `seen` (0: nothing was there).

    The same text for the same source changes nothing; the same text for a changed source says that it is still right.
    Writing on an approved track takes the approval back; writing on a source track makes its translations stale.
    """
    track = await _locked(tx, person, track_id)
    current = await text_of(tx, track_id, cue)
    if seen is not None and seen != current.revision:
        raise PreconditionFailed.on(current)
    text = tidy(change.text)
    if reason := unshowable(text):
        raise Invalid(Fault("/text", "unshowable", reason))
    if text == current.text and current.status != "stale":
        return current
    source_hash = None if track.is_source else await records.get_source_hash(tx, track.home_id, cue)
    origin = "kept" if text == current.text else "human"
    if not await records.replace_text(tx, track, cue, current.revision, text, source_hash, origin, person.id):
        raise PreconditionFailed.on(await text_of(tx, track_id, cue))
    if names(text) != names(current.text or ""):
        await records.replace_fact_uses(tx, track_id, {cue: names(text)})
    data = {"cue_id": str(cue), "revision": track.revision + 1, "locale": track.locale}
    await record(tx, person, "cue.written", track_id, track.brand_id, data)
    return await text_of(tx, track_id, cue)


async def move_cue(tx: Tx, person: Person, cue: CueId, seen: int | None, change: TimingChange) -> Timing:
    """Move a cue on its source or cut. Its identity and its texts stay; every cut it is in is conformed again."""
    home, track = await line_up(tx, person, await timing_of(tx, cue))
    if change.end_ms > home.duration_ms:
        raise BeyondMedia(home.duration_ms, home.word)
    current = await timing_of(tx, cue)
    if seen is not None and seen != current.revision:
        raise PreconditionFailed.on(current)
    if current.withdrawn:
        raise Withdrawn("restore this cue before you move it")
    if (change.begin_ms, change.end_ms) == (current.begin_ms, current.end_ms):
        return current
    await records.replace_timing(tx, track, cue, current.revision, change.begin_ms, change.end_ms, person.id)
    data = {**place_of(home), "timing_revision": track.timing_revision + 1}
    await record(tx, person, "cue.moved", cue, home.brand_id, data)
    return await timing_of(tx, cue)


async def submit_locale(tx: Tx, person: Person, track_id: TrackId, seen: int | None) -> Track:
    """Ask for approval of a locale as it is now. Asking twice changes nothing."""
    track = await _locked(tx, person, track_id)
    await _unchanged(tx, track, seen)
    if await records.submit_track(tx, track_id):
        await record(tx, person, "locale.submitted", track_id, track.brand_id, {"revision": track.revision})
    return await track_of(tx, track_id)


async def approve_locale(tx: Tx, person: Person, rulebook: Rulebook, track_id: TrackId, seen: int | None) -> Track:
    """Approve every text of a locale as it is now; LocaleNotReady with the findings while there is an error.

    Approving twice changes nothing: the first approval stands.
    """
    track = await _locked(tx, person, track_id, "tracks:approve")
    await _unchanged(tx, track, seen)
    await admit_to_locale(tx, person, track_id)
    errors = [found for found in await findings(tx, rulebook, track) if found.severity == "error"]
    if errors:
        raise LocaleNotReady(f"{len(errors)} errors", findings=errors)
    if await records.approve_track(tx, track_id, person.id):
        data = {**place_of(track), "locale": track.locale, "revision": track.revision}
        await record(tx, person, "locale.approved", track_id, track.brand_id, data)
    return await track_of(tx, track_id)


async def findings(
    tx: Tx, rulebook: Rulebook, track: StoredTrack, drafts: Mapping[CueId, str] | None = None
) -> list[Finding]:
    """What is wrong with a locale on its source or cut, measured by its rule pack. `drafts` are measured in place of
    the texts that stand there."""
    home = await home_of(tx, track.home_id)
    texts = [
        replace(one, text=drafts[one.id], status="draft") if drafts and one.id in drafts else one
        for one in await records.list_track_texts(tx, track.id)
    ]
    return judge_texts(
        rulebook,
        track.locale,
        track.kind,
        [Cue(str(one.id), one.begin_ms, one.end_ms, one.text or "") for one in texts],
        media_ms=home.duration_ms,
        wanting={str(one.id) for one in texts if one.text is None or one.status == "stale"},
        sources=None if track.is_source else {str(one.id): one.source_text for one in texts},
    )


def place_of(of: Home | StoredTrack) -> dict[str, str]:
    """The source or cut that a thing belongs to, for an event's data."""
    return {"source_id": str(of.source_id)} if of.source_id else {"cut_id": str(of.cut_id)}


def require(person: Person, permission: str, of: Home) -> None:
    """Forbidden unless the person may do this in the brand: what is timed belongs to every market of it."""
    if not person.may(permission, of.brand_id):
        raise Forbidden(f"this needs {permission}", required_scope=permission)


async def line_up(tx: Tx, person: Person, cue: Timing) -> tuple[Home, StoredTrack]:
    """The home of a cue that is to be changed, and its source track, locked: its writers stand in line."""
    place = cue.source_id or cue.cut_id
    if place is None:
        raise Missing
    home = await home_of(tx, place)
    require(person, "tracks:write", home)
    track = await records.lock_source_track(tx, home.id)
    if track is None:
        raise Missing
    return home, track


async def _locked(tx: Tx, person: Person, track_id: TrackId, permission: str = "tracks:write") -> StoredTrack:
    track = await records.lock_track(tx, track_id)
    if track is None:
        raise Missing
    await require_track(tx, person, permission, track)
    return track


async def _unchanged(tx: Tx, track: StoredTrack, seen: int | None) -> None:
    if seen is not None and seen != track.revision:
        raise PreconditionFailed.on(await track_of(tx, track.id))


async def home_of(tx: Tx, home: SourceId | CutId | UUID) -> Home:
    """A source or a cut; Missing outside the walls."""
    found = await records.get_home(tx, home)
    if found is None:
        raise Missing
    return found


async def _captioned(tx: Tx, person: Person, home_id: SourceId | CutId) -> Home:
    """A source or a cut on which the person may open locales; NoSourceCaptions before it has captions of its own."""
    home = await home_of(tx, home_id)
    require(person, "tracks:write", home)
    if home.track_id is None:
        raise NoSourceCaptions(f"this {home.word} has no captions yet")
    return home


async def track_of(tx: Tx, track: TrackId) -> Track:
    """A track as the wire has it; Missing outside the walls."""
    found = await records.get_track(tx, track)
    if found is None:
        raise Missing
    return found


async def text_of(tx: Tx, track: TrackId, cue: CueId) -> TextOfCue:
    """A cue's text in a track; Missing outside the walls, and for a withdrawn cue."""
    found = await records.get_cue_text(tx, track, cue)
    if found is None:
        raise Missing
    return found


async def timing_of(tx: Tx, cue: CueId) -> Timing:
    """When a cue stands on its source or cut; Missing outside the walls."""
    found = await records.get_timing(tx, cue)
    if found is None:
        raise Missing
    return found
