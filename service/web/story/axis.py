"""The story on one time axis: the film's where there is one, the plan's otherwise. Pure; positions are percent."""

from __future__ import annotations

from msgspec import Struct

from schemas.archetypes import Archetype
from schemas.pictures import Sheet
from schemas.shot_lists import ListedShot, ShotInSource, ShotList
from schemas.stories import Story
from service.web.board.bench import percent

STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
MOST_TICKS = 13
NARROW = 11.0  # percent; a beat below that has no room for its title
TONES = {"hook": 1, "escalation": 2, "climax": 3, "resolution": 4}


class Tick(Struct, frozen=True):
    """A mark of the axis, as `0:05`."""

    at: float
    word: str


class Tile(Struct, frozen=True):
    """A picture of a contact sheet: where it stands in it, in pixels, and how large the sheet is."""

    href: str
    x: int
    y: int
    width: int
    height: int
    sheet_width: int
    sheet_height: int


class OnAxis(Struct, frozen=True):
    """A shot where it stands, or where it is planned (`placed` false)."""

    begin: float
    width: float
    shot: ListedShot
    placed: bool
    tile: Tile | None


class BeatOnAxis(Struct, frozen=True):
    """A beat's window; `tone` 1 to 4 is its weight in ink."""

    begin: float
    width: float
    kind: str
    title: str
    begin_ms: int
    end_ms: int
    tone: int
    narrow: bool


class Window(Struct, frozen=True):
    """A guide window of the archetype."""

    begin: float
    width: float


class Axis(Struct, frozen=True):
    """Everything on time. `a_minute` is how many shots of the film a minute has; None where none stands in it."""

    whole_ms: int
    ticks: list[Tick]
    shots: list[OnAxis]
    beats: list[BeatOnAxis]
    guides: list[Window]
    a_minute: float | None


def axis(
    story: Story, shots: ShotList, archetype: Archetype | None, master: tuple[str, int] | None, sheet: Sheet | None
) -> Axis:
    """The axis. `master` is the film's id and its length in milliseconds."""
    planned_ms = max([beat.end_ms for beat in story.beats], default=0)
    whole = max(master[1] if master else 0, planned_ms) or 60_000
    placed = _placed(shots, master[0], whole, sheet) if master else []
    minutes = sum(one.width for one in placed) / 100 * whole / 60_000
    return Axis(
        whole_ms=whole,
        ticks=ticks(whole),
        shots=placed or _planned(story, shots, whole),
        beats=_beats(story, whole),
        guides=_guides(archetype, whole),
        a_minute=round(len(placed) / minutes, 1) if minutes else None,
    )


def ticks(whole_ms: int) -> list[Tick]:
    """At most thirteen marks at round times."""
    step = next((one for one in STEPS_S if whole_ms / 1000 / one <= MOST_TICKS), STEPS_S[-1])
    return [Tick(percent(1000 * s, whole_ms), f"{s // 60}:{s % 60:02d}") for s in range(0, -(-whole_ms // 1000), step)]


def tile(sheet: Sheet, at_ms: int) -> Tile:
    """The picture nearest to a moment."""
    index = min(max(round(at_ms / sheet.every_ms), 0), sheet.count - 1)
    row, column = divmod(index, sheet.columns)
    width, height = sheet.tile_width_px, sheet.tile_height_px
    place = (column * width, row * height, width, height)
    return Tile(sheet.href, *place, sheet.columns * width, sheet.rows * height)


def _placed(shots: ShotList, master: str, whole: int, sheet: Sheet | None) -> list[OnAxis]:
    found = [(shot, place) for shot in shots.shots for place in shot.places if str(place.source_id) == master]
    return [_one(shot, place, whole, sheet) for shot, place in sorted(found, key=lambda pair: pair[1].begin_ms)]


def _one(shot: ListedShot, place: ShotInSource, whole: int, sheet: Sheet | None) -> OnAxis:
    picture = tile(sheet, (place.begin_ms + place.end_ms) // 2) if sheet else None
    width = percent(place.end_ms - place.begin_ms, whole)
    return OnAxis(percent(place.begin_ms, whole), width, shot, True, picture)


def _planned(story: Story, shots: ShotList, whole: int) -> list[OnAxis]:
    """Shots that stand nowhere yet, one after the other within their beat, shortened where they do not fit."""
    by_id = {one.shot_id: one for one in shots.shots}
    found: list[OnAxis] = []
    for beat in story.beats:
        total = sum(shot.planned_ms for shot in beat.shots)
        scale = min(1.0, (beat.end_ms - beat.begin_ms) / total) if total else 1.0
        at = float(beat.begin_ms)
        for shot in beat.shots:
            length = shot.planned_ms * scale
            if shot.id in by_id:
                place = (percent(round(at), whole), percent(round(length), whole))
                found.append(OnAxis(*place, by_id[shot.id], False, None))
            at += length
    return found


def _beats(story: Story, whole: int) -> list[BeatOnAxis]:
    found = []
    for beat in story.beats:
        width, tone = percent(beat.end_ms - beat.begin_ms, whole), TONES.get(beat.kind.value, 2)
        place = (percent(beat.begin_ms, whole), width, beat.kind.value, beat.title)
        found.append(BeatOnAxis(*place, beat.begin_ms, beat.end_ms, tone, width < NARROW))
    return found


def _guides(archetype: Archetype | None, whole: int) -> list[Window]:
    """The archetype's windows; its last one lasts as long as the film where it is open-ended."""
    windows = []
    for beat in archetype.beats if archetype else []:
        end = whole if beat.open_ended else min(beat.end_ms, whole)
        if end > beat.begin_ms:
            windows.append(Window(percent(beat.begin_ms, whole), percent(end - beat.begin_ms, whole)))
    return windows
