"""Where the cues of the sources stand in a cut. A worker computes it after every new edit list or moved cue."""

from __future__ import annotations

from schemas.ids import CutId
from service.captions import records
from service.db.pool import Tx
from service.events.actions import record
from service.timedtext.retime import Segment, SourceCue, conform
from service.timedtext.timing import Rate


async def conform_cut(tx: Tx, cut_id: CutId) -> bool:
    """Place the cues in the edit list that is in force; whether anything had to be done. Doing it twice is harmless."""
    cut = await records.lock_cut(tx, cut_id)
    if cut is None or cut.edit_revision == 0:
        return False
    rows = await records.list_segments(tx, cut_id, cut.edit_revision)
    sources = sorted({row.source_id for row in rows}, key=str)
    timings = await records.list_timing_revisions(tx, sources)
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
    await records.replace_conform(tx, cut, timings, len(conformed.dropped), conformed.placed)
    state = {"edit_revision": cut.edit_revision, "timing": sorted(timings.values())}
    await record(tx, None, "cut.conformed", cut_id, cut.brand_id, state)
    return True
