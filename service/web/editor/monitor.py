"""What the monitor and the timeline of the editor show: pictures, sound, and the captions on them."""

from __future__ import annotations

from schemas.ids import SourceId
from schemas.vocabulary import Aspect
from service.captions.sheets import Line as SheetLine
from service.captions.sheets import Sheet
from service.db.pool import Tx
from service.problems import Missing
from service.rulebook import Rulebook
from service.rulebook.breaking import words_of
from service.timedtext.layout import holds, lay_out
from service.timedtext.rules import Limits
from service.timedtext.timing import Rate
from service.videos.actions import segments_of
from service.videos.pictures import pictures_of
from service.videos.records import get_source
from service.videos.shot_changes import shots_of_edit, shots_of_source
from service.web import monitor
from service.web.editor.words import Teller, row_state
from service.web.monitor import Island, Line, Tongue
from service.web.words import Language, direction


async def film_of(tx: Tx, rulebook: Rulebook, language: Language, sheet: Sheet) -> Island:
    """The film under a sheet and its lines; Missing outside the walls."""
    aspect = sheet.cut.aspect if sheet.cut else None
    limits = rulebook.limits(sheet.locale, sheet.main.kind or "subtitles", aspect)
    teller = Teller(language, sheet)
    lines = [_line(teller, limits, one) for one in sheet.lines]
    target, original = (Tongue(tag, direction(tag)) for tag in (sheet.locale, sheet.main.origin_locale))
    if sheet.cut is None:
        return await _of_master(tx, sheet.source_id, lines, target, original)
    edit = await segments_of(tx, sheet.cut.id)
    return monitor.of_cut(
        Aspect(sheet.cut.aspect),
        edit.cut.rate,
        edit.cut.frames,
        edit.segments,
        edit.source_rates,
        await pictures_of(tx, list(edit.source_rates)),
        rulebook.zones,
        shots=(await shots_of_edit(tx, edit)).shots_ms,
        cues=lines,
        target=target,
        original=original,
    )


def _line(teller: Teller, limits: Limits, one: SheetLine) -> Line:
    """A cue in the lines that a release gives it."""
    text = one.shown_text or one.cue.text or ""
    if not holds(text, limits):
        text = lay_out(text, limits, words_of(teller.sheet.locale))
    state = row_state(teller, one)[0]
    return Line(str(one.cue.id), one.begin_ms, one.end_ms, text, one.cue.source_text, state)


async def _of_master(tx: Tx, source_id: SourceId | None, lines: list[Line], target: Tongue, original: Tongue) -> Island:
    source = await get_source(tx, source_id) if source_id else None
    if source is None:
        raise Missing
    rate = Rate(source.fps.num, source.fps.den)
    return monitor.of_source(
        source.id,
        rate,
        source.frames,
        (source.width_px or 9, source.height_px or 16),
        (await pictures_of(tx, [source.id])).get(source.id),
        shots=[one.begin_ms for one in (await shots_of_source(tx, source.id)).changes],
        cues=lines,
        target=target,
        original=original,
    )
