"""A caption file on the time of a cut: its cues placed by an edit list, what is too short settled, all of it reported.

Who has no service calls `conform_document`; the service does the same with cues of its own (`retime`).
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from service.timedtext import timecode
from service.timedtext.cuetext import stamp
from service.timedtext.edits.model import EditList, Take, plain_name, segments
from service.timedtext.model import Cue, Document
from service.timedtext.remains import Became, Outcome, Remains, divided, settle
from service.timedtext.retime import Segment, SourceCue, conform
from service.timedtext.timing import half_up

OURS = "file"
_STAMP = re.compile(r"<(?:(\d{2,}):)?(\d\d):(\d\d)\.(\d{3})>")


class NotTheSource(ValueError):
    """An edit list in which none, or which one, of the sources is the file's cannot be told."""


class InCut(Struct, frozen=True):
    """The captions of a cut, and what became of each cue of the file."""

    document: Document
    outcomes: tuple[Outcome, ...]
    source: str

    def counts(self) -> dict[Became, int]:
        """How many outcomes there are of each kind."""
        kinds: tuple[Became, ...] = ("whole", "clipped", "split", "merged", "dropped")
        return {kind: sum(one.how == kind for one in self.outcomes) for kind in kinds}


def source_in(edit_list: EditList, asked: str | None, file_name: str) -> str:
    """The plain name of the source that a caption file belongs to: the one asked for, or that of the same name, or the
    only one; raises NotTheSource."""
    known = edit_list.sources()
    wanted = plain_name(asked if asked is not None else file_name)
    if any(wanted in map(plain_name, names) for names in known):
        return wanted
    if asked is None and len(known) == 1:
        return plain_name(known[0][0])
    listed = ", ".join(names[0] for names in known)
    said = f"no source is called {asked}" if asked is not None else "the list has several sources"
    raise NotTheSource(f"{said}; it has {listed}")


def conform_document(
    document: Document,
    edit_list: EditList,
    source: str,
    *,
    start: str | None = None,
    remains: Remains = "merge",
    divide: bool = False,
) -> InCut:
    """The document on the time of the cut. `source` is the plain name of the source whose time it is on, `start` the
    time code of that source's first frame. With `divide`, a piece has only its share of the words.

    Raises Unreadable where the list begins before the source does, NoTimeCode for a `start` that is none.
    """

    def source_of(take: Take) -> tuple[Hashable, int | None]:
        if source not in map(plain_name, take.names):
            return take.names, 0 if take.origin is None else None
        return OURS, None if start is None else timecode.frames(start, take.rate, drop=timecode.is_drop(start))

    laid, rates = segments(edit_list, source_of)
    cues: list[SourceCue[int, Hashable]] = [
        SourceCue(at, OURS, cue.begin_ms, cue.end_ms) for at, cue in enumerate(document.cues)
    ]
    placed, outcomes = settle(conform(cues, laid, edit_list.rate, rates), cues, remains)
    speeds = {one.segment_id: _speed(one) for one in laid}
    made = []
    for piece in placed:
        cue = document.cues[piece.cue_id]
        shown = replace(cue, begin_ms=piece.begin_ms, end_ms=piece.end_ms)
        if "<" in cue.markup:
            shown = replace(shown, markup=_restamped(shown, piece.heard_ms, speeds[piece.segment_id]))
        elif divide and not cue.markup:
            shown = replace(shown, text=divided(cue.text, cue.begin_ms, cue.end_ms, piece.heard_ms))
        made.append(shown)
    return InCut(replace(document, cues=tuple(made), lines=(), notes=()), outcomes, source)


def _speed(segment: Segment[int, Hashable]) -> Fraction:
    return Fraction(segment.speed_num, segment.speed_den)


def _restamped(cue: Cue, heard_ms: tuple[int, int], speed: Fraction) -> str:
    """The markup with the timestamps inside it on the time of the cut; those outside the cue are left out."""

    def moved(found: re.Match[str]) -> str:
        hours, minutes, seconds, ms = (int(part or 0) for part in found.groups())
        at = 1000 * (3600 * hours + 60 * minutes + seconds) + ms
        there = cue.begin_ms + half_up((at - heard_ms[0]) / speed)
        return f"<{stamp(there)}>" if cue.begin_ms < there < cue.end_ms else ""

    return _STAMP.sub(moved, cue.markup)
