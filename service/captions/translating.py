"""Importing a translation: each cue of the file is the text of one source cue, found by its time.

A cue of the file belongs to the source cue that begins and ends within `TOLERANCE_MS` of it, the nearest if there are
several. A quarter of a second is six frames at 25, more than tools shift a cue by when they count in frames, and less
than a cue lasts. One that belongs to none, or as well to another, is a fault, and then nothing is imported. Texts that
the file does not have stay as they are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from schemas.captions import Kind, TextOfCue
from schemas.ids import TrackId
from schemas.imports import CueBefore, CueChange, ImportedCue
from service.briefs.model import names
from service.captions import records, records_cues
from service.captions.model import Home, StoredTrack, text_hash
from service.captions.reading import problems_of
from service.captions.rewriting import MOST_CHARS, line_of, refuse
from service.db.pool import Tx
from service.identity import Person
from service.problems import Fault
from service.timedtext.layout import same_but_for_breaks
from service.timedtext.model import Cue, Document, unshowable

TOLERANCE_MS = 250
NEARLY_ALL = 0.8  # of the cues are off by the same, in a file that was shifted


class Translation(Struct, frozen=True):
    """What a file says for a source cue."""

    of: TextOfCue
    now: Cue

    @property
    def what(self) -> CueChange:
        """What it changes. A text that the file says again, in whatever lines, stays as it is, also if it is stale."""
        if self.of.text is None:
            return "added"
        return "kept" if same_but_for_breaks(self.of.text, self.now.text) else "reworded"

    def shown(self) -> ImportedCue:
        """As the wire has it, at the time of the source."""
        of = self.of
        before = None if of.text is None else CueBefore(begin_ms=of.begin_ms, end_ms=of.end_ms, text=of.text)
        return ImportedCue(
            cue_id=of.id, change=self.what, begin_ms=of.begin_ms, end_ms=of.end_ms, text=self.now.text, before=before
        )


def match(texts: Sequence[TextOfCue], document: Document) -> list[Translation]:
    """The source cue of each cue of a file. `texts` are in order of time, as the file's cues are.

    Raises Invalid with every cue that has none or more than one, in the order of lines, after what is wrong with the
    file itself; where no cue has one at all, that is said once.
    """
    begins = [text.begin_ms for text in texts]
    taken: dict[int, int] = {}
    faults: list[tuple[int, Fault]] = []
    for number, cue in enumerate(document.cues):
        near = sorted((_apart(texts[at], cue), at) for at in _around(begins, cue) if _ends_with(texts[at], cue))
        fault = _unfit(cue) or _undecided(near) or _taken(near[0][1], taken, document)
        if fault:
            line = document.lines[number] if document.lines else number
            faults.append((line, Fault("", fault[0], f"{line_of(document, number)}: {fault[1]}")))
        else:
            taken[near[0][1]] = number
    if faults:
        told = [fault for _, fault in sorted(faults, key=lambda one: one[0])]
        nobody = len(told) > 1 and all(fault.code == "unmatched" for fault in told) and not taken
        own = [Fault("", one.code, f"line {one.line}: {one.detail}") for one in problems_of(document)]
        refuse([*own, *([_of_no_time(texts, document)] if nobody else told)])
    return [Translation(texts[at], document.cues[number]) for at, number in taken.items()]


def _around(begins: Sequence[int], cue: Cue) -> range:
    return range(bisect_left(begins, cue.begin_ms - TOLERANCE_MS), bisect_right(begins, cue.begin_ms + TOLERANCE_MS))


def _ends_with(text: TextOfCue, cue: Cue) -> bool:
    return abs(text.end_ms - cue.end_ms) <= TOLERANCE_MS


def _apart(text: TextOfCue, cue: Cue) -> int:
    return abs(text.begin_ms - cue.begin_ms) + abs(text.end_ms - cue.end_ms)


def _unfit(cue: Cue) -> tuple[str, str] | None:
    if len(cue.text) > MOST_CHARS:
        return "too_long", f"{len(cue.text)} characters; at most {MOST_CHARS}. Shorten it."
    reason = unshowable(cue.text)
    return ("unshowable", reason) if reason else None


def _undecided(near: Sequence[tuple[int, int]]) -> tuple[str, str] | None:
    if not near:
        return "unmatched", "no cue of the source stands at this time. Give it the time of its source cue."
    if len(near) > 1 and near[0][0] == near[1][0]:
        return "ambiguous", "two cues of the source stand as near. Give it the time of its source cue."
    return None


def _of_no_time(texts: Sequence[TextOfCue], document: Document) -> Fault:
    """One fault for a file of which no cue stands at a time of the source."""
    offsets = [cue.begin_ms - text.begin_ms for text, cue in zip(texts, document.cues, strict=False)]
    usual = int(median(offsets)) if offsets else 0
    alike = sum(abs(offset - usual) <= TOLERANCE_MS for offset in offsets)
    says = "no cue of this file stands at a time of the source; is it the file of another cut, or shifted?"
    if len(offsets) > 1 and alike >= NEARLY_ALL * len(offsets):
        when = "later" if usual > 0 else "earlier"
        says = (
            "no cue of this file stands at a time of the source; is it the file of another cut? "
            f"Its cues begin {abs(usual) / 1000:g} s {when} than those of the source: shift them back."
        )
    return Fault("", "unmatched", says)


def _taken(at: int, taken: Mapping[int, int], document: Document) -> tuple[str, str] | None:
    if at not in taken:
        return None
    return (
        "ambiguous",
        f"the cue of {line_of(document, taken[at])} is for the same source cue. Join them, or correct one.",
    )


async def open_target(tx: Tx, home: Home, locale: str, kind: Kind) -> StoredTrack:
    """A new track of a home that has its source track, still without texts."""
    track = await records.insert_track(tx, home, locale, kind, is_source=False, original=None, revision=0)
    return StoredTrack(track, home.id, home.source_id, home.cut_id, home.brand_id, locale, kind, False, 0, 0, None)


async def write(
    tx: Tx, person: Person, track: StoredTrack, translations: Sequence[Translation], original: bytes
) -> StoredTrack:
    """Write the texts that differ on a locked track; the track as it stands then."""
    then = replace(track, revision=track.revision + 1)
    ids, cues = [one.of.id for one in translations], [one.now for one in translations]
    hashes = [text_hash(one.of.source_text) for one in translations]
    await records_cues.replace_texts(tx, track.id, then.revision, "import", person.id, ids, cues, hashes)
    named = {one.of.id: names(one.now.text) for one in translations if names(one.now.text) != names(one.of.text or "")}
    if named:
        await records.replace_fact_uses(tx, track.id, named)
    await records_cues.advance_track(tx, then, original)
    return then


async def texts_of(tx: Tx, source_track: TrackId, target: StoredTrack | None) -> list[TextOfCue]:
    """Every source cue, in order of time, with its text in the target, if there is such a track yet."""
    if target is not None:
        return await records.list_track_texts(tx, target.id)
    texts = await records.list_track_texts(tx, source_track)
    return [replace(text, text=None, revision=0) for text in texts]
