"""Where cues stand in a cut: those of its sources by its edit list, and its own.

A worker computes it after every new edit list or moved cue.
"""

from __future__ import annotations

from collections.abc import Sequence

from schemas.ids import CueId, CutId, SegmentId
from service.captions import records
from service.captions.model import CutFacts, OwnCue
from service.db.pool import Tx
from service.events.actions import record
from service.timedtext.retime import Placed, Segment, SourceCue, conform
from service.timedtext.timing import Rate


async def conform_cut(tx: Tx, cut_id: CutId) -> bool:
    """Place the cues in the edit list that is in force; whether anything had to be done. Doing it twice is harmless."""
    cut = await records.lock_cut(tx, cut_id)
    if cut is None or cut.edit_revision == 0:
        return False
    rows = await records.list_segments(tx, cut_id, cut.edit_revision)
    sources = sorted({row.source_id for row in rows}, key=str)
    timings = await records.list_timing_revisions(tx, [*sources, cut_id])
    known = await records.get_conform(tx, cut_id)
    if known is not None and (known.edit_revision, known.timing_revisions) == (cut.edit_revision, timings):
        return False  # `newest` compares with a later read: a cue moved meanwhile would have this state done again
    cues = await records.list_source_cues(tx, sources)
    conformed = conform(
        [SourceCue(cue.cue_id, cue.source_id, cue.begin_ms, cue.end_ms, cue.stream) for cue in cues],
        [
            Segment(
                row.segment_id,
                row.layer,
                row.position,
                row.source_id,
                row.in_frame,
                row.out_frame,
                row.cut_in_frame,
                row.speed_num,
                row.speed_den,
            )
            for row in rows
        ],
        Rate(cut.fps_num, cut.fps_den),
        {row.source_id: Rate(row.fps_num, row.fps_den) for row in rows},
    )
    theirs = await records.list_own_cues(tx, cut_id)
    own = place_own(cut, theirs)
    dropped = len(conformed.dropped) + len(theirs) - len(own)
    await records.replace_conform(tx, cut, timings, dropped, [*conformed.placed, *own])
    state = {"edit_revision": cut.edit_revision, "timing": sorted(timings.values())}
    await record(tx, None, "cut.conformed", cut_id, cut.brand_id, state)
    return True


def place_own(cut: CutFacts, cues: Sequence[OwnCue]) -> list[Placed[CueId, SegmentId]]:
    """The cut's own cues, on its own time: clipped where the cut has become shorter than they are, or gone.

    They stand in a segment that is all of the cut and has its id.
    """
    end, all_of_it = cut.duration_ms, SegmentId(cut.id.uuid)
    return [
        Placed(cue.cue_id, all_of_it, cue.begin_ms, min(cue.end_ms, end), "whole" if cue.end_ms <= end else "clipped")
        for cue in cues
        if cue.begin_ms < end
    ]
