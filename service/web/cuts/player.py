"""What the player of this room is told: a source, or a cut by its edit list or its film, with captions in a locale."""

from __future__ import annotations

from schemas.films import Film
from schemas.ids import CutId
from schemas.pictures import Pictures
from schemas.shots import SourceShots
from schemas.videos import Cut, Source
from service.captions import sheets
from service.captions.sheets import Sheet
from service.db.pool import Tx
from service.problems import Missing
from service.rulebook import Rulebook
from service.videos.actions import segments_of
from service.videos.pictures import pictures_of
from service.web import monitor
from service.web.cuts.words import rate_of
from service.web.editor.monitor import film_of
from service.web.monitor import Island, Reel, Stretch
from service.web.words import Language

UNKNOWN_PX = (9, 16)


async def of_source(
    tx: Tx,
    rulebook: Rulebook,
    language: Language,
    source: Source,
    pictures: Pictures,
    shots: SourceShots,
    locale: str | None,
) -> Island:
    """A source; without captions where none are asked for, or there are none in the locale."""
    if locale is not None:
        try:
            sheet = await sheets.read_master(tx, rulebook, source.id, locale)
        except Missing:
            pass
        else:
            return await film_of(tx, rulebook, language, sheet)
    size = (source.width_px or UNKNOWN_PX[0], source.height_px or UNKNOWN_PX[1])
    begins = [one.begin_ms for one in shots.changes]
    return monitor.of_source(source.id, rate_of(source.fps), source.frames, size, pictures, shots=begins)


async def of_cut(tx: Tx, rulebook: Rulebook, language: Language, cut: Cut, locale: str | None) -> Island:
    """A cut by its edit list."""
    sheet = await _sheet(tx, rulebook, cut.id, locale)
    if sheet is not None:
        return await film_of(tx, rulebook, language, sheet)
    edit = await segments_of(tx, cut.id)
    pictures = await pictures_of(tx, list(edit.source_rates))
    return monitor.of_cut(
        *(cut.aspect, edit.cut.rate, edit.cut.frames, edit.segments, edit.source_rates, pictures, rulebook.zones)
    )


def of_film(cut: Cut, film: Film, pictures: Pictures) -> Island:
    """The film of a cut, which has its captions in its picture or none."""
    rate = rate_of(film.fps)
    end_ms = round(float(rate.exact_ms(film.frames)), 3)
    return Island(
        width=film.width_px,
        height=film.height_px,
        fps=rate,
        frames=film.frames,
        duration_ms=film.duration_ms,
        segments=[Stretch("film", "picture", 0, end_ms, 0, end_ms, 1)],
        sources={"film": Reel(rate, f"/v1/cuts/{cut.id}/pictures", pictures)},
        shots=[],
    )


def shape(island: Island) -> str:
    """How the player stands on the page: `tall`, `square` or `wide`."""
    if island.width == island.height:
        return "square"
    return "wide" if island.width > island.height else "tall"


async def _sheet(tx: Tx, rulebook: Rulebook, cut: CutId, locale: str | None) -> Sheet | None:
    if locale is None:
        return None
    try:
        return await sheets.read_cut(tx, rulebook, cut, locale)
    except Missing:
        return None
