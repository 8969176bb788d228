"""Mending what nobody needs to look at: every safe fix of a track's findings, in one go.

Line breaks are left to each cut's layout, and cues are never taken away. A translation keeps the times of its source.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from msgspec.structs import replace

from schemas.findings import FixedTrack
from schemas.ids import CueId, TrackId
from service.captions import finding, records, records_cues
from service.captions.actions import home_of, place_of, track_of
from service.captions.admitting import require_track
from service.captions.changes import Change
from service.captions.judging import pack_of
from service.captions.model import Home, StoredTrack, text_hash
from service.captions.rewriting import rewrite
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Missing, PreconditionFailed
from service.rulebook import Rulebook
from service.timedtext.fixes import mend
from service.timedtext.model import Cue
from service.timedtext.rules import Rule, Rules

LAID_OUT: set[Rule] = {"lines", "chars_per_line"}
TIMED: set[Rule] = {
    "duration",
    "overlap",
    "beyond_end",
    "minimum_duration",
    "maximum_duration",
    "reading_speed",
    "reading_speed_maximum",
    "word_time",
    "gap",
    "chaining",
    "shot_change",
}
TAKING_AWAY: set[Rule] = {"empty", "duplicate"}


async def fix_track(tx: Tx, person: Person, rulebook: Rulebook, track_id: TrackId, seen: int | None) -> FixedTrack:
    """Make every safe fix of a track as it is now; what is left then. Doing it twice changes nothing.

    A changed text takes the approval back; of a source, its translations are stale where its words changed.
    """
    track = await records.lock_track(tx, track_id)
    if track is None:
        raise Missing
    await require_track(tx, person, "tracks:write", track)
    if seen is not None and seen != track.revision:
        raise PreconditionFailed.on(await track_of(tx, track_id))
    home = await home_of(tx, track.home_id)
    cues = await _cues(tx, track)
    rules = _narrowed(rulebook.rules(track.locale, track.kind), track)
    mended = (await asyncio.to_thread(mend, cues, rules, media_ms=home.duration_ms)).cues
    was = {cue.id: cue for cue in cues}
    changed = [cue for cue in mended if cue != was[cue.id]]
    if changed:
        write = _rewrite_source if track.is_source else _rewrite_translation
        track = await write(tx, person, home, track, changed)
        told = {**place_of(home), "locale": track.locale, "timing_revision": track.timing_revision}
        await record(tx, person, "track.fixed", track_id, track.brand_id, told | {"cues": len(changed)})
    left = await finding.of_track(tx, rulebook, track_id)
    facts = {name: getattr(left, name) for name in left.__struct_fields__ if name != "pack"}
    return FixedTrack(fixed=len(changed), pack=pack_of(rulebook, track.locale), **facts)


def _narrowed(rules: Rules, track: StoredTrack) -> Rules:
    """The rules whose fixes are ours to make here."""
    not_here = LAID_OUT | TAKING_AWAY | (set() if track.is_source else TIMED)
    return replace(rules, severities={rule: how for rule, how in rules.severities.items() if rule not in not_here})


async def _cues(tx: Tx, track: StoredTrack) -> list[Cue]:
    """The texts that hold, with their markup."""
    texts = [one for one in await records.list_track_texts(tx, track.id) if one.text and one.status != "stale"]
    markups = await records.list_markups(tx, track)
    return [Cue(str(one.id), one.begin_ms, one.end_ms, one.text or "", markup=markups.get(one.id, "")) for one in texts]


async def _rewrite_source(tx: Tx, person: Person, home: Home, track: StoredTrack, cues: Sequence[Cue]) -> StoredTrack:
    known = {str(one.id): one for one in await records_cues.list_known_cues(tx, track.id)}
    changes = []
    for cue in cues:
        before = known[cue.id]
        worded = (cue.text, cue.markup) != (before.text, before.markup)
        now = replace(cue, id="", settings=before.settings)
        changes.append(Change("reworded" if worded else "moved", now, before))
    _, then = await rewrite(tx, person, home, track, changes, origin="machine")
    return then


async def _rewrite_translation(
    tx: Tx, person: Person, _home: Home, track: StoredTrack, cues: Sequence[Cue]
) -> StoredTrack:
    then = replace(track, revision=track.revision + 1)
    sources = {one.id: one.source_text for one in await records.list_track_texts(tx, track.id)}
    ids = [CueId.parse(cue.id) for cue in cues]
    hashes = [text_hash(sources[one]) for one in ids]
    await records_cues.replace_texts(tx, track.id, then.revision, "machine", person.id, ids, cues, hashes)
    await records_cues.advance_track(tx, then, None)
    return then
