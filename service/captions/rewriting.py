"""Changing many cues of a source or cut in one go: an import, or one cue added, withdrawn or restored.

Nothing is deleted. A withdrawn cue keeps its times and texts, which have no head any more, and is itself again when it
comes back: with every translation that still fits.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from schemas.captions import Kind
from schemas.ids import CueId
from service.briefs.model import names
from service.captions import records, records_cues
from service.captions.changes import Change
from service.captions.model import STREAMS, Home, StoredTrack
from service.db.pool import Tx
from service.identity import Person
from service.problems import Fault, Invalid
from service.timedtext.model import Document

MOST_CHARS = 2_000  # of a cue's text
MOST_FAULTS = 100


def line_of(document: Document, number: int) -> str:
    """Where a cue of a file stands, for people."""
    if document.lines:
        return f"line {document.lines[number]}"
    return f"the cue at {document.cues[number].begin_ms} ms"


def refuse(faults: Sequence[Fault]) -> None:
    """Invalid with these faults, if there are any; of very many the first."""
    if faults:
        more = f"{len(faults)} faults; the first {MOST_FAULTS} are listed" if len(faults) > MOST_FAULTS else ""
        raise Invalid(*faults[:MOST_FAULTS], detail=more)


def require_sound(home: Home, document: Document) -> None:
    """Invalid with every cue that cannot stand on this source or cut, or runs into another of its file."""
    faults = []
    last = 0
    for number, cue in enumerate(document.cues):
        where = line_of(document, number)
        before = document.cues[last]
        if number and cue.begin_ms < before.end_ms:
            much = f"begins {before.end_ms - cue.begin_ms} ms before the one of {line_of(document, last)} ends"
            faults.append(Fault("", "overlap", f"{where}: this cue {much}. Correct their times, or join them."))
        last = number if cue.end_ms >= before.end_ms else last
        if cue.end_ms > home.duration_ms:
            faults.append(Fault("", "beyond_media", f"{where}: it ends after the {home.word} ({home.duration_ms} ms)"))
        if len(cue.text) > MOST_CHARS:
            faults.append(
                Fault("", "too_long", f"{where}: {len(cue.text)} characters; at most {MOST_CHARS}. Split it.")
            )
    refuse(faults)


async def first_track(tx: Tx, home: Home, locale: str, kind: Kind) -> StoredTrack:
    """The source track of a home that has none, still without cues."""
    track = await records.insert_track(tx, home, locale, kind, is_source=True, original=None, revision=0)
    return StoredTrack(track, home.id, home.source_id, home.cut_id, home.brand_id, locale, kind, True, 0, 0, None)


async def rewrite(
    tx: Tx,
    person: Person,
    home: Home,
    track: StoredTrack,
    changes: Sequence[Change],
    origin: str = "import",
    original: bytes | None = None,
) -> tuple[list[CueId], StoredTrack]:
    """Make these changes on a locked source track: the cue of each, and the track as it stands then.

    A changed time conforms cuts again, a changed text makes its translations stale, and either takes back the approval.
    """
    fresh = iter(await _identities(tx, home, track, changes))
    ids = [change.before.id if change.before else next(fresh) for change in changes]
    each = list(zip(ids, changes, strict=True))
    gone = [cue for cue, change in each if change.what == "withdrawn"]
    timed = [(cue, change.now) for cue, change in each if change.timed]
    worded = [(cue, change.now) for cue, change in each if change.worded]
    then = replace(
        track, revision=track.revision + 1, timing_revision=track.timing_revision + (1 if timed or gone else 0)
    )
    if gone:
        await records_cues.withdraw_cues(tx, track.id, gone)
    if timed:
        cues, times = [cue for cue, _ in timed], [now for _, now in timed]
        await records_cues.replace_timings(tx, then.timing_revision, person.id, cues, times)
    if worded:
        cues, texts = [cue for cue, _ in worded], [now for _, now in worded]
        nothing = [None] * len(cues)
        await records_cues.replace_texts(tx, track.id, then.revision, origin, person.id, cues, texts, nothing)
    if named := {cue: names(change.now.text) for cue, change in each if change.worded and change.renamed}:
        await records.replace_fact_uses(tx, track.id, named)
    await records_cues.advance_track(tx, then, original)
    return ids, then


async def _identities(tx: Tx, home: Home, track: StoredTrack, changes: Sequence[Change]) -> list[CueId]:
    new = sum(change.before is None for change in changes)
    return await records.insert_cues(tx, home, STREAMS[track.kind], new) if new else []
