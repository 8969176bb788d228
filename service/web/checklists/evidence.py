"""Reading what one checklist shows: its items, what is said, captioned, heard and declared, and the pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from schemas.captions import Kind
from schemas.checklists import Checklist
from schemas.contents import AiInCut, TextInCut
from schemas.ids import CutId
from schemas.pictures import Sheet
from schemas.vocabulary import Aspect
from service.accessibility.actions import looked_at, measurements_of
from service.captions import records
from service.captions.model import Projected, Wanted
from service.db.pool import Tx
from service.media.loudness import Loudness
from service.rulebook import Rulebook
from service.timedtext.checks_text import units
from service.timedtext.rules import Rules
from service.videos.actions import find_cut
from service.videos.pictures import pictures_of, pictures_of_cuts
from service.videos.records import list_media_of_campaign
from service.web.checklists.item_words import told
from service.web.checklists.lanes import Line
from service.web.cuts.measures import Bar, bar
from service.web.cuts.stills import Tile, tile_at
from service.web.cuts.strip import pieces
from service.web.words import Language

MOST_STILLS = 16


class Still(Struct, frozen=True):
    """A picture of the cut where it stands on its time."""

    begin_ms: int
    bar: Bar
    tile: Tile


class Evidence(Struct, frozen=True):
    """A checklist with everything that its page draws. `lines` are what is said, with the captions in `locale`, one of
    `locales`; `speed` is how fast its language is read at most, in characters a second; `measured_at` is when the film
    was measured last.
    """

    sheet: Checklist
    aspect: str
    locales: list[str]
    locale: str
    lines: Sequence[Line]
    speed: float
    texts: Sequence[TextInCut]
    ai: Sequence[AiInCut]
    sound: Loudness | None
    measured_at: datetime | None
    pictures: Sheet | None
    stills: Sequence[Still]

    def tile(self, ms: int) -> Tile | None:
        """The picture that stands at a time of the cut."""
        if self.pictures is not None:
            return tile_at(self.pictures, ms)
        return next((one.tile for one in reversed(self.stills) if one.begin_ms <= ms), None)


async def read_evidence(
    tx: Tx, rulebook: Rulebook, language: Language, cut: CutId, market: str, locale: str | None
) -> Evidence:
    """All of it, in a fixed number of queries; Missing outside the walls, and where the cut is not for the market."""
    sheet, ground = await looked_at(tx, rulebook, cut, market)
    locales = ground.place.locales
    chosen = locale if locale in locales else next(iter(locales), "")
    kinds: list[Kind] = [one.kind for one in ground.in_force if one.locale == chosen]
    kind: Kind = kinds[0] if kinds else "subtitles"
    [rows] = await records.list_projected(tx, [Wanted(cut, chosen or None, kind if chosen else None)])
    rules = rulebook.rules(chosen, kind) if chosen else Rules()
    pictures = (await pictures_of_cuts(tx, [cut])).get(cut)
    of_film, whole = pictures.sheet if pictures else None, max(sheet.duration_ms, 1)
    measured = await measurements_of(tx, cut)
    return Evidence(
        sheet=replace(sheet, items=[told(rulebook, language.tag, one) for one in sheet.items]),
        aspect=Aspect(ground.place.aspect).value,
        locales=locales,
        locale=chosen,
        lines=[_line(row, rules) for row in rows if not row.hidden],
        speed=rules.reading_speed,
        texts=ground.texts,
        ai=ground.ai,
        sound=ground.sound.loudness if ground.sound else None,
        measured_at=measured.at,
        pictures=of_film,
        stills=strip(of_film, whole) if of_film else await _of_edit_list(tx, sheet, whole),
    )


def _line(row: Projected, rules: Rules) -> Line:
    length, shown_ms = units(row.text or "", rules.limits.counting), row.end_ms - row.begin_ms
    return Line(row.begin_ms, row.end_ms, row.source_text, row.text, length * 1000 / shown_ms if shown_ms else 0.0)


def strip(pictures: Sheet, whole_ms: int) -> list[Still]:
    """Pictures of the film from its begin to its end, evenly."""
    count = min(MOST_STILLS, max(1, pictures.count))
    found = []
    for at in range(count):
        begin, end = at * whole_ms // count, (at + 1) * whole_ms // count
        tile = tile_at(pictures, (begin + end) // 2)
        found += [Still(begin, bar(begin, end, whole_ms), tile)] if tile else []
    return found


async def _of_edit_list(tx: Tx, sheet: Checklist, whole_ms: int) -> list[Still]:
    """A picture of each segment, while the cut has no film of its own."""
    of = await find_cut(tx, sheet.cut_id)
    sources = {
        one.id: one for one in await list_media_of_campaign(tx, sheet.campaign_id) if one.video_id == of.video_id
    }
    found = pieces(of, of.segments, sources, await pictures_of(tx, list(sources)))
    shown = [one for one in found if one.layer == "picture" and one.tile]
    return [Still(one.at_ms, one.bar, one.tile) for one in shown if one.tile]
