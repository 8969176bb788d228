"""What a market's page lists: each cut in each locale of it, with its approved files or what it waits for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from service.captions.files import WRITTEN
from service.captions.market_files import MarketFile
from service.web.matrix import Cell, Cut, State
from service.web.words import Language, direction, own_name

FIRST = ("srt", "vtt", "ttml")  # what most ask for
FORMATS = [*FIRST, *(name for name in WRITTEN if name not in FIRST)]
LABELS = {"json": "JSON", "txt": "TXT"}


class Row(Struct, frozen=True):
    """A cut in a locale. `approved_at` is None while nothing may be fetched; `newer`: another release is on its way."""

    cut: Cut
    locale: str
    state: State
    approved_at: datetime | None
    number: int
    newer: bool


class Group(Struct, frozen=True):
    """The rows of one locale."""

    locale: str
    direction: str
    own_name: str
    rows: list[Row]


def grouped(cells: Iterable[Cell], files: Sequence[MarketFile]) -> list[Group]:
    """The rows of a market by locale, both in their order."""
    approved = {(str(file.cut_id), file.locale): file for file in files}
    found: dict[str, list[Row]] = {}
    for cell in cells:
        file = approved.get((cell.cut.id, cell.locale))
        row = Row(
            cut=cell.cut,
            locale=cell.locale,
            state=State.APPROVED if file else cell.state,
            approved_at=file.approved_at if file else None,
            number=file.number if file else 0,
            newer=file is not None and (cell.state is not State.APPROVED or cell.release_number != file.number),
        )
        found.setdefault(cell.locale, []).append(row)
    return [Group(locale, direction(locale), _headed(own_name(locale)), rows) for locale, rows in found.items()]


def _headed(name: str) -> str:
    """A language's own name as it stands at the head of a list."""
    return name[:1].upper() + name[1:]


def sentence(language: Language, rows: Sequence[Row]) -> str:
    """How much of it may be fetched, in one line."""
    total, done = len(rows), sum(row.approved_at is not None for row in rows)
    if not done:
        return language.say("No file is approved yet. They appear here as soon as they are.")
    if done == total:
        return language.plural("The one file is approved.", "All %(num)s files are approved.", total)
    said = language.plural("%(num)s of %(total)s files is approved;", "%(num)s of %(total)s files are approved;", done,
                           total=language.number(total))  # fmt: skip
    return f"{said} " + language.plural("%(num)s follows.", "%(num)s follow.", total - done)


def label(format: str) -> str:
    """What a format is called on a button."""
    return LABELS.get(format, format.upper())


def asked_format(given: str | None) -> str:
    """The format of an address; SRT for anything that is none."""
    return given if given in FORMATS else FIRST[0]
