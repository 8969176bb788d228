"""What stands beside the cue that is worked on: frame, beat and shot, the cuts that show it, what it said before."""

from __future__ import annotations

from msgspec import Struct

from schemas.history import PastText
from schemas.ids import CueId, SourceId
from schemas.overrides import CutCue, Override
from schemas.pictures import Pictures
from schemas.pictures import Sheet as ContactSheet
from schemas.stories import PlannedShot, StoryBeat
from service.captions import overridden, sheets
from service.captions.model import Wanted
from service.captions.records_cues import list_known_cues
from service.captions.records_sheets import CutOfCue, list_cuts_of_cue
from service.captions.sheets import Line, Sheet
from service.db.pool import Tx
from service.problems import Missing
from service.stories.records import get_story
from service.videos.pictures import pictures_of
from service.videos.placing import find_placements
from service.web.story.words import kind_name, movement_name, size_name
from service.web.words import Language

MOST_PAST = 20


class Tile(Struct, frozen=True):
    """A picture of a contact sheet, in pixels of the sheet."""

    href: str
    x: int
    y: int
    width: int
    height: int
    whole_width: int
    whole_height: int


class Shot(Struct, frozen=True):
    """The planned shot of a frame, with its number in the story, and its beat."""

    number: int
    size: str
    movement: str
    beat: str
    beat_kind: str


class Gone(Struct, frozen=True):
    """A cue that was taken out, and what it said."""

    id: CueId
    text: str
    begin_ms: int


class Panel(Struct, frozen=True):
    """The facts of one cue. `here` is how the cut shows it (None: on a master)."""

    line: Line
    tile: Tile | None
    shot: Shot | None
    cuts: list[CutOfCue]
    here: CutCue | None
    past: list[PastText]
    more: bool

    @property
    def overrides(self) -> list[Override]:
        """What this cut does differently with it."""
        return self.here.overrides if self.here else []


async def panel_of(tx: Tx, language: Language, sheet: Sheet, line: Line) -> Panel:
    """Everything that is known of a line."""
    cue, track = line.cue, line.track
    past = await sheets.history_of(tx, track.track_id, cue.id, MOST_PAST + 1) if track.track_id else []
    here = None
    if sheet.cut is not None and line.segment_id is not None:
        wanted = Wanted(sheet.cut.id, sheet.locale, sheet.main.kind or "subtitles")
        here = (await overridden.find_cue(tx, wanted, (cue.id, line.segment_id)))[1]
    middle = (cue.begin_ms + cue.end_ms) // 2
    return Panel(
        line,
        await _tile(tx, track.source_id, middle),
        await _shot(tx, language, track.source_id, middle),
        await list_cuts_of_cue(tx, cue.id),
        here,
        past[:MOST_PAST],
        len(past) > MOST_PAST,
    )


async def gone_from(tx: Tx, sheet: Sheet) -> list[Gone]:
    """The cues that were taken out of a master, where its own language is worked on."""
    main = sheet.main
    if not main.is_source or sheet.cut is not None or main.track_id is None:
        return []
    known = await list_known_cues(tx, main.track_id)
    return [Gone(one.id, one.text, one.begin_ms) for one in known if not one.living]


def tile_at(sheet: ContactSheet, ms: int) -> Tile:
    """The picture of a contact sheet that shows this time of the film."""
    row, column = divmod(min(ms // sheet.every_ms, sheet.count - 1), sheet.columns)
    width, height = sheet.tile_width_px, sheet.tile_height_px
    whole = (width * sheet.columns, height * sheet.rows)
    return Tile(sheet.href, column * width, row * height, width, height, *whole)


async def _tile(tx: Tx, source: SourceId | None, ms: int) -> Tile | None:
    pictures: Pictures | None = (await pictures_of(tx, [source])).get(source) if source else None
    return tile_at(pictures.sheet, ms) if pictures and pictures.sheet else None


async def _shot(tx: Tx, language: Language, source: SourceId | None, ms: int) -> Shot | None:
    """The shot that stands in the film at this time, where somebody has placed it."""
    if source is None:
        return None
    try:
        placed = await find_placements(tx, source)
    except Missing:
        return None
    there = next((one for one in placed.placements if one.begin_ms <= ms < one.end_ms), None)
    story = await get_story(tx, placed.story_id) if there else None
    if there is None or story is None:
        return None
    every: list[tuple[StoryBeat, PlannedShot]] = [(beat, shot) for beat in story.beats for shot in beat.shots]
    for number, (beat, shot) in enumerate(every, start=1):
        if shot.id == there.shot_id:
            size, movement = size_name(language, shot.size), movement_name(language, shot.movement)
            return Shot(number, size, movement, beat.title, kind_name(language, beat.kind))
    return None
