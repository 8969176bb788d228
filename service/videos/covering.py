"""Beat coverage as it is asked for: of one cut in full, of all cuts of a video at once. Nothing of it is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from schemas.coverage import (
    BeatCoverage,
    BeatOfCut,
    BeatOfVideo,
    CutCoverage,
    CutOfVideo,
    Master,
    ShotCoverage,
    Span,
    Stretch,
    VideoCoverage,
)
from schemas.ids import CutId, ShotId, VideoId
from service.db.pool import Tx
from service.problems import Missing
from service.timedtext.timing import Rate, half_up
from service.videos import records
from service.videos.actions import segments_of
from service.videos.coverage import NOWHERE, Covered, Extent, Stand, cover, taken_from
from service.videos.model import Edit, Film, PlannedBeat, PlannedShot
from service.videos.projecting import Frames, Piece, merged

Shots = Mapping[ShotId, Covered]


class KeptOfMaster(Struct, frozen=True):
    """What a cut takes from its video's master, on the master's time."""

    spans: list[Span]
    master_ms: int


async def cover_cut(tx: Tx, cut: CutId) -> CutCoverage:
    """What a cut keeps of each beat and shot, through its edit list in force; Missing outside the walls."""
    edit = await segments_of(tx, cut)
    film, beats, stands = await _plan(tx, edit.cut.video_id)
    shots = cover(edit, stands)
    return CutCoverage(
        cut_id=cut,
        code=edit.cut.code,
        video_id=film.video_id,
        story_id=film.story_id,
        story_revision=film.story_revision,
        edit_revision=edit.cut.edit_revision,
        duration_ms=edit.cut.rate.ms(edit.cut.frames),
        beats=[_beat_in_full(beat, shots) for beat in beats],
    )


async def cover_video(tx: Tx, video: VideoId) -> VideoCoverage:
    """What every cut of a video keeps of each beat; Missing outside the walls."""
    film, beats, stands = await _plan(tx, video)
    edits = await records.list_edits(tx, video)
    return await asyncio.to_thread(_video, film, beats, stands, edits)  # a hundred long cuts take a while


async def kept_of_video(tx: Tx, video: VideoId) -> dict[CutId, KeptOfMaster]:
    """What the picture of each cut of a video takes from its master; nothing outside the walls or without a master."""
    film = await records.get_film(tx, video)
    if film is None or film.master_id is None:
        return {}
    master, rate = film.master_id, film.master_rate
    edits = await records.list_edits(tx, video)
    return {edit.cut.id: KeptOfMaster(_spans(taken_from(edit, master), rate), film.master_ms) for edit in edits}


async def _plan(tx: Tx, video: VideoId) -> tuple[Film, list[PlannedBeat], list[Stand]]:
    """What the video's story plans, and where that stands in the video's sources."""
    film = await records.get_film(tx, video)
    if film is None:
        raise Missing
    return film, await records.list_beats(tx, film.story_id), await records.list_stands(tx, video)


def _video(film: Film, beats: list[PlannedBeat], stands: list[Stand], edits: list[Edit]) -> VideoCoverage:
    return VideoCoverage(
        video_id=film.video_id,
        story_id=film.story_id,
        story_revision=film.story_revision,
        master=None if film.master_id is None else Master(source_id=film.master_id, duration_ms=film.master_ms),
        beats=[_beat_on_master(beat, stands, film) for beat in beats],
        cuts=[_cut_of_video(edit, beats, stands, film) for edit in edits],
    )


def _cut_of_video(edit: Edit, beats: Iterable[PlannedBeat], stands: Iterable[Stand], film: Film) -> CutOfVideo:
    shots = cover(edit, stands)
    taken = [] if film.master_id is None else taken_from(edit, film.master_id)
    return CutOfVideo(
        cut_id=edit.cut.id,
        code=edit.cut.code,
        name=edit.cut.name,
        edit_revision=edit.cut.edit_revision,
        duration_ms=edit.cut.rate.ms(edit.cut.frames),
        on_master=_spans(taken, film.master_rate),
        beats=[BeatOfCut(beat_id=beat.id, **_kept(_extent(beat, shots))) for beat in beats],
    )


def _beat_on_master(beat: PlannedBeat, stands: Iterable[Stand], film: Film) -> BeatOfVideo:
    planned = {shot.id for shot in beat.shots}
    frames = merged((one.in_frame, one.out_frame) for one in stands if one.master and one.shot_id in planned)
    spans = _spans(frames, film.master_rate)
    return BeatOfVideo(beat_id=beat.id, kind=beat.kind, title=beat.title, on_master=spans)


def _beat_in_full(beat: PlannedBeat, shots: Shots) -> BeatCoverage:
    return BeatCoverage(
        beat_id=beat.id,
        kind=beat.kind,
        title=beat.title,
        begin_ms=beat.begin_ms,
        end_ms=beat.end_ms,
        unplaced_shots=sum(shot.id not in shots for shot in beat.shots),
        shots=[_shot_in_full(shot, shots.get(shot.id, NOWHERE)) for shot in beat.shots],
        **_kept(_extent(beat, shots)),
    )


def _shot_in_full(shot: PlannedShot, covered: Covered) -> ShotCoverage:
    return ShotCoverage(
        shot_id=shot.id,
        size=shot.size,
        movement=shot.movement,
        dialogue=shot.dialogue,
        planned_ms=shot.planned_ms,
        source_id=covered.source_id,
        stretches=[_stretch(piece) for piece in covered.pieces],
        **_kept(covered.extent),
    )


def _stretch(piece: Piece) -> Stretch:
    return Stretch(
        segment_id=piece.of.segment_id,
        source_id=piece.of.source_id,
        in_frame=piece.in_frame,
        out_frame=piece.out_frame,
        begin_ms=half_up(piece.begin_ms),
        end_ms=half_up(piece.end_ms),
    )


def _extent(beat: PlannedBeat, shots: Shots) -> Extent:
    """Of all shots of a beat together."""
    return sum((shots.get(shot.id, NOWHERE).extent for shot in beat.shots), Extent())


def _kept(extent: Extent) -> dict[str, Any]:
    """The fields of `Kept`."""
    return {
        "state": extent.state,
        "share": None if extent.share is None else float(extent.share),
        "frames": extent.frames,
        "trimmed_frames": extent.frames - extent.kept_frames,
        "duration_ms": half_up(extent.whole_ms),
        "trimmed_ms": half_up(extent.whole_ms - extent.kept_ms),
        "on_screen_ms": half_up(extent.on_screen_ms),
    }


def _spans(frames: Iterable[Frames], rate: Rate) -> list[Span]:
    return [Span(begin_ms=rate.ms(begin), end_ms=rate.ms(end)) for begin, end in frames]
