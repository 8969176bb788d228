"""The shot list of a story, put together from what is planned, where it stands, and what its films say there.

As a table it is UTF-8 with a byte order mark (spreadsheets guess otherwise), and a cell that a spreadsheet would take
for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence

from schemas.ids import ShotId, SourceId, StoryId
from schemas.shot_lists import ListedShot, SaidInShot, ShotInSource, ShotList
from schemas.stories import Story
from service.captions.records_cues import Said, list_said
from service.db.pool import Tx
from service.stories.actions import find_story
from service.videos.model import StoryStand
from service.videos.placing import stands_of_story

COLUMNS = (
    *("shot", "beat", "beat_title", "size", "movement", "planned_s", "dialogue"),
    *("source", "in_frame", "out_frame", "begins_s", "ends_s", "said"),
)
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


async def shot_list_of(tx: Tx, story: StoryId) -> ShotList:
    """Every shot of a story, in its order; Missing outside the walls."""
    told = await find_story(tx, story)
    stands = await stands_of_story(tx, story)
    said = await list_said(tx, list(dict.fromkeys(stand.source_id for stand in stands))) if stands else []
    return listed(told, stands, said)


def listed(story: Story, stands: Sequence[StoryStand], said: Sequence[Said]) -> ShotList:
    """The same of what was read. A cue that sounds over a change of shots is said in both."""
    speech: dict[SourceId, list[Said]] = defaultdict(list)
    for cue in said:
        speech[cue.source_id].append(cue)
    places: dict[ShotId, list[ShotInSource]] = defaultdict(list)
    for stand in stands:
        places[stand.shot_id].append(_place(stand, speech[stand.source_id]))
    planned = [(beat, shot) for beat in story.beats for shot in beat.shots]
    shots = [
        ListedShot(
            number=number,
            shot_id=shot.id,
            beat_id=beat.id,
            beat_kind=beat.kind,
            beat_title=beat.title,
            size=shot.size,
            movement=shot.movement,
            planned_ms=shot.planned_ms,
            dialogue=shot.dialogue,
            places=places.get(shot.id, []),
        )
        for number, (beat, shot) in enumerate(planned, 1)
        if shot.id and beat.id  # what is stored has both
    ]
    return ShotList(story_id=story.id, title=story.title, story_revision=story.revision, shots=shots)


def _place(stand: StoryStand, speech: Sequence[Said]) -> ShotInSource:
    here = [one for one in speech if one.begin_ms < stand.end_ms and one.end_ms > stand.begin_ms]
    return ShotInSource(
        source_id=stand.source_id,
        source_name=stand.source_name,
        in_frame=stand.in_frame,
        out_frame=stand.out_frame,
        begin_ms=stand.begin_ms,
        end_ms=stand.end_ms,
        said=[SaidInShot(cue_id=o.cue_id, begin_ms=o.begin_ms, end_ms=o.end_ms, text=o.text) for o in here],
    )


def as_csv(shots: ShotList) -> bytes:
    """A table for spreadsheets: a row for each place of each shot, one for a shot that stands nowhere. Seconds have a
    decimal point."""
    page = io.StringIO()
    table = csv.writer(page)
    table.writerow(COLUMNS)
    table.writerows([_cell(value) for value in row] for shot in shots.shots for row in _rows(shot))
    return page.getvalue().encode("utf-8-sig")


def _rows(shot: ListedShot) -> Iterator[tuple[object, ...]]:
    seconds = f"{shot.planned_ms / 1000:.3f}"
    beat = (shot.number, shot.beat_kind.value, shot.beat_title)
    plan = (*beat, shot.size.value, shot.movement.value, seconds, shot.dialogue)
    for place in shot.places:
        times = (f"{place.begin_ms / 1000:.3f}", f"{place.end_ms / 1000:.3f}")
        said = " / ".join(" ".join(one.text.split()) for one in place.said)
        yield (*plan, place.source_name, place.in_frame, place.out_frame, *times, said)
    if not shot.places:
        yield (*plan, "", "", "", "", "", "")


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value
