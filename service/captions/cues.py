"""One cue at a time: added, withdrawn, restored. What an editor does who need not import a file again."""

from __future__ import annotations

from schemas.captions import TextOfCue, Timing
from schemas.ids import CueId, CutId, SourceId
from schemas.imports import NewCue
from service.captions import records, records_cues
from service.captions.actions import home_of, line_up, place_of, require, text_of, timing_of
from service.captions.changes import Change, KnownCue, withdrawal
from service.captions.model import Home, StoredTrack
from service.captions.problems import NoSourceCaptions
from service.captions.rewriting import require_sound, rewrite
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Invalid, Missing, PreconditionFailed
from service.timedtext.model import Cue, Document, tidy, unshowable


async def add_cue(tx: Tx, person: Person, home_id: SourceId | CutId, new: NewCue) -> TextOfCue:
    """Add a cue to the captions of a source or cut. Its translations are missing from then on."""
    home = await home_of(tx, home_id)
    require(person, "tracks:write", home)
    track = await records.lock_source_track(tx, home.id)
    if track is None:
        raise NoSourceCaptions(f"this {home.word} has no captions yet")
    text = tidy(new.text)
    if reason := unshowable(text):
        raise Invalid(Fault("/text", "unshowable", reason))
    cue = Cue("", new.begin_ms, new.end_ms, text)
    require_sound(home, Document((cue,)))
    made = await _rewrite(tx, person, home, track, Change("added", cue))
    return await text_of(tx, track.id, made)


async def withdraw_cue(tx: Tx, person: Person, cue: CueId, seen: int | None) -> Timing:
    """Take a cue out of its source or cut, and of every cut that shows it. Doing it twice is harmless."""
    home, track, known = await _locked(tx, person, cue, seen)
    if known.living:
        await _rewrite(tx, person, home, track, withdrawal(known))
    return await timing_of(tx, cue)


async def restore_cue(tx: Tx, person: Person, cue: CueId, seen: int | None) -> Timing:
    """Bring a withdrawn cue back as it was, with the translations that it had. Doing it twice is harmless."""
    home, track, known = await _locked(tx, person, cue, seen)
    if not known.living:
        require_sound(home, Document((known.as_it_was,)))
        await _rewrite(tx, person, home, track, Change("restored", known.as_it_was, known))
    return await timing_of(tx, cue)


def address(cue: TextOfCue) -> str:
    """Where a cue's text in its track is."""
    return f"/v1/tracks/{cue.track_id}/cues/{cue.id}"


async def _locked(tx: Tx, person: Person, cue: CueId, seen: int | None) -> tuple[Home, StoredTrack, KnownCue]:
    home, track = await line_up(tx, person, await timing_of(tx, cue))
    current = await timing_of(tx, cue)
    if seen is not None and seen != current.revision:
        raise PreconditionFailed.on(current)
    known = await records_cues.get_known_cue(tx, track.id, cue)
    if known is None:
        raise Missing
    return home, track, known


async def _rewrite(tx: Tx, person: Person, home: Home, track: StoredTrack, change: Change) -> CueId:
    (cue,), then = await rewrite(tx, person, home, track, [change], origin="human")
    data = {**place_of(home), "locale": track.locale, "timing_revision": then.timing_revision}
    await record(tx, person, f"cue.{change.what}", cue, home.brand_id, data)
    return cue
