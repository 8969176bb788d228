"""What an editor works on: the cues of a master, or of one cut, in a locale, as they are and measured. Reads only.

Opened from a cut, a sheet shows the cut's cues on its time, of whichever source each is; their texts are still those of
the sources, once for every cut, and only an override belongs to the cut.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from schemas.captions import Kind
from schemas.history import PastText
from schemas.ids import CueId, CutId, SegmentId, SourceId, TrackId
from service.captions import records, records_sheets
from service.captions.judging import judge_texts
from service.captions.merging import Verdict
from service.captions.model import CutFacts, Wanted
from service.captions.records_sheets import SheetLine, SheetTrack
from service.db.pool import Tx
from service.db.queries import Slice, Sort
from service.problems import Missing
from service.rulebook import Rulebook
from service.timedtext.checks_text import units
from service.timedtext.findings import Finding
from service.timedtext.model import Cue


class Line(Struct, frozen=True):
    """A cue of a sheet, on the time of the sheet. `segment_id` is where it stands in a cut (None: on a master).

    `pieces`: how often it stands there; `verdicts` are what the cut does differently with it; `speed` is in units of
    the locale a second.
    """

    cue: SheetLine
    track: SheetTrack
    number: int
    begin_ms: int
    end_ms: int
    speed: float
    findings: tuple[Finding, ...] = ()
    segment_id: SegmentId | None = None
    pieces: int = 1
    how: str = "whole"
    shown_text: str | None = None
    verdicts: tuple[Verdict, ...] = ()

    @property
    def errors(self) -> int:
        """Findings that keep the locale from being approved."""
        return sum(one.severity == "error" for one in self.findings)

    @property
    def state(self) -> str:
        """`missing`, `stale`, `draft`, `in_review` or `approved`: of this text, as far as it was approved."""
        if self.cue.text is None:
            return "missing"
        if not self.cue.fresh:
            return "stale"
        approved = self.track.approved_revision
        if approved is not None and self.cue.revision <= approved:
            return "approved"
        return "in_review" if self.track.submitted else "draft"


class Sheet(Struct, frozen=True):
    """The cues of a master, or of one cut, in a locale. `tracks` has the master's first; `whole` is what is wrong with
    all of it; `current`: no worker is still placing the cues of the cut."""

    locale: str
    duration_ms: int
    tracks: list[SheetTrack]
    lines: list[Line]
    speed_limit: float
    whole: tuple[Finding, ...] = ()
    source_id: SourceId | None = None
    cut: CutFacts | None = None
    current: bool = True

    @property
    def main(self) -> SheetTrack:
        """The track that gives the sheet its kind and its state."""
        return self.tracks[0]

    @property
    def findings(self) -> list[Finding]:
        """Everything that is wrong, in the order of the lines."""
        return [found for line in self.lines for found in line.findings] + list(self.whole)

    def line(self, cue: CueId) -> Line:
        """Where a cue stands; Missing when it does not."""
        for line in self.lines:
            if line.cue.id == cue:
                return line
        raise Missing


Drafts = Mapping[CueId, str]
Found = dict[CueId | None, tuple[Finding, ...]]
MOST_REMEMBERED = 64  # tracks
NEIGHBOURS = 2  # cues on either side of one that say something about it
_remembered: dict[tuple[object, ...], Found] = {}


async def read_master(
    tx: Tx, rulebook: Rulebook, source_id: SourceId, locale: str, drafts: Drafts | None = None
) -> Sheet:
    """All cues of a source in a locale; Missing outside the walls and before it has captions.

    `drafts` are texts that are measured in place of those that stand there.
    """
    tracks = await records_sheets.list_sheet_tracks(tx, [source_id.uuid], locale)
    if not tracks:
        raise Missing
    cues = await _cues(tx, tracks)
    found = _judged(rulebook, locale, tracks, cues, drafts or {})
    speed = _Speed(rulebook, locale, tracks[0].kind, drafts or {})
    lines = [
        Line(cue, tracks[0], number, cue.begin_ms, cue.end_ms, speed.of(cue), found.get(cue.id, ()))
        for number, cue in enumerate(cues, start=1)
    ]
    whole = found.get(None, ())
    return Sheet(locale, tracks[0].duration_ms, tracks, lines, speed.limit, whole, source_id=source_id)


async def read_cut(tx: Tx, rulebook: Rulebook, cut_id: CutId, locale: str, drafts: Drafts | None = None) -> Sheet:
    """The cues that a cut shows, in a locale; Missing outside the walls and before its sources have captions."""
    cut = await records.get_cut(tx, cut_id)
    conform = await records.get_conform(tx, cut_id)
    if cut is None or conform is None:
        raise Missing
    tracks = await records_sheets.list_sheet_tracks(tx, await records_sheets.list_homes_of_cut(tx, cut_id), locale)
    if not tracks:
        raise Missing
    cues = await _cues(tx, tracks)
    found = _judged(rulebook, locale, tracks, cues, drafts or {})
    speed = _Speed(rulebook, locale, tracks[0].kind, drafts or {})
    lines = await _placed(tx, cut, locale, tracks, cues, found, speed)
    whole = found.get(None, ())
    return Sheet(locale, cut.duration_ms, tracks, lines, speed.limit, whole, cut=cut, current=conform.newest)


async def history_of(tx: Tx, track: TrackId, cue: CueId, most: int) -> list[PastText]:
    """What a cue said in a track, newest first."""
    newest = Slice(Sort("revision", "int", descending=True), None, most - 1)
    return await tx.page(PastText, records_sheets.queries.list_past_texts, newest, track, cue)


async def _cues(tx: Tx, tracks: Sequence[SheetTrack]) -> list[SheetLine]:
    opened = [one.track_id for one in tracks if one.track_id is not None]
    return await records_sheets.list_sheet_lines(tx, [one.home_id for one in tracks], opened)


async def _placed(
    tx: Tx,
    cut: CutFacts,
    locale: str,
    tracks: Sequence[SheetTrack],
    cues: Sequence[SheetLine],
    found: Found,
    speed: _Speed,
) -> list[Line]:
    """The cues of a cut in its order; one that stands there several times once, at its first place."""
    known = {one.id.bytes: one for one in cues}
    of_home = {one.home_id: one for one in tracks}
    (merged,) = await records.list_merged(tx, [Wanted(cut.id, locale, tracks[0].kind or "subtitles")])
    lines: dict[bytes, Line] = {}
    for one in merged:
        row, key = one.shown, one.shown.cue_id.bytes
        cue = known.get(key)
        if cue is None:
            continue
        if key in lines:
            lines[key] = replace(lines[key], pieces=lines[key].pieces + 1)
            continue
        lines[key] = Line(
            cue,
            of_home[cue.home_id],
            len(lines) + 1,
            row.begin_ms,
            row.end_ms,
            speed.of(cue),
            found.get(cue.id, ()),
            row.segment_id,
            how=row.how,
            shown_text=row.text if row.overridden and row.text != cue.text else None,
            verdicts=one.verdicts,
        )
    return list(lines.values())


def _judged(
    rulebook: Rulebook, locale: str, tracks: Sequence[SheetTrack], cues: Sequence[SheetLine], drafts: Drafts
) -> Found:
    """What is wrong, by cue; None: with all of a track. The same as decides whether the locale may be approved.

    Measuring a long film costs more than all else of a sheet, so what was found last is remembered as long as nothing
    changes; a draft is measured among its neighbours.
    """
    found: Found = {}
    for track in tracks:
        here = [cue for cue in cues if cue.home_id == track.home_id]
        latest = max((cue.written_at for cue in here if cue.written_at), default=None)  # a commit that failed has none
        revisions = (track.revision, track.origin_revision, track.timing_revision)
        key = (track.home_id, locale, track.track_id, track.duration_ms, *revisions, latest)
        known = _remembered.get(key)
        if known is None:
            known = _measured(rulebook, locale, track, here, {})
            while len(_remembered) >= MOST_REMEMBERED:
                del _remembered[next(iter(_remembered))]
            _remembered[key] = known
        found |= known
        for at, cue in enumerate(here):
            if cue.id in drafts:
                near = here[max(at - NEIGHBOURS, 0) : at + NEIGHBOURS + 1]
                found[cue.id] = _measured(rulebook, locale, track, near, drafts).get(cue.id, ())
    return found


def _measured(rulebook: Rulebook, locale: str, track: SheetTrack, cues: Sequence[SheetLine], drafts: Drafts) -> Found:
    ids = {str(cue.id): cue.id for cue in cues}
    each = list(zip(ids, cues, strict=True))
    found: dict[CueId | None, list[Finding]] = defaultdict(list)
    for finding in judge_texts(
        rulebook,
        locale,
        track.kind or "subtitles",
        [Cue(key, cue.begin_ms, cue.end_ms, drafts.get(cue.id, cue.text or "")) for key, cue in each],
        media_ms=track.duration_ms,
        wanting={key for key, cue in each if cue.id not in drafts and not cue.fresh},
        sources=None if track.is_source else {key: cue.source_text for key, cue in each},
    ):
        found[ids.get(finding.cue_id)].append(finding)
    return {cue: tuple(told) for cue, told in found.items()}


class _Speed:
    """How fast texts are read in a locale, and the limit of that."""

    def __init__(self, rulebook: Rulebook, locale: str, kind: Kind | None, drafts: Drafts) -> None:
        rules = rulebook.rules(locale, kind or "subtitles")
        self.limit = rules.reading_speed
        self._counting, self._drafts = rules.limits.counting, drafts

    def of(self, cue: SheetLine) -> float:
        text = self._drafts.get(cue.id, cue.text or "")
        return units(text, self._counting) * 1000 / max(cue.end_ms - cue.begin_ms, 1)
