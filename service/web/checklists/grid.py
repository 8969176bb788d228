"""Every checklist of a campaign as a grid: rows are markets, columns are cuts, a cell is a checklist or one item of it.

Pure: built from what accessibility returns, filtered by what the address asks for. No word is chosen here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from schemas.checklists import ChecklistItem, ChecklistRow, Standing
from service.web.checklists.words import DONE
from service.web.matrix import Cut

ORDER = ("fails", "stale", "open", "holds")
OF_ITEM = ("fails", "stale", "open", "holds", "signed", "waived", "not_applicable")
NOBODY = "-"


class Asked(Struct, frozen=True):
    """The filter of an address; empty is no filter."""

    item: str = ""
    state: str = ""
    market: str = ""


class Seen(Struct, frozen=True):
    """What somebody saw of an item when they chose its cell: what it was about, and the answer that stood there."""

    cut: str
    market: str
    subject: str | None
    answer: int | None


class Cell(Struct, frozen=True):
    """One checklist. `state` is the most urgent in it, `holds` when nothing waits; or the state of one item."""

    cut: Cut
    standing: Standing
    state: str
    item: ChecklistItem | None = None

    @property
    def key(self) -> str:
        """The cell's name in a page."""
        return f"{self.cut.id}.{self.standing.market}"

    @property
    def value(self) -> str:
        """The cell's name in a form, with what was seen there (`seen` reads it)."""
        subject = (self.item.subject_sha256 if self.item else None) or NOBODY
        number = str(self.item.answer.number) if self.item and self.item.answer else NOBODY
        return f"{self.key}.{subject}.{number}"

    @property
    def blocking(self) -> int:
        """Items that a post waits for."""
        return len(self.standing.blocking)

    @property
    def warns(self) -> bool:
        """Whether what fails in it keeps no post back."""
        if self.state != "fails":
            return False
        return not (self.item.blocks if self.item else any(one.state == "fails" for one in self.standing.blocking))


class Row(Struct, frozen=True):
    """A market. A cell is None where the cut is not for it."""

    market: str
    cells: tuple[Cell | None, ...]

    @property
    def blocking(self) -> int:
        """Items of all its cuts that posts wait for."""
        return sum(cell.blocking for cell in self.cells if cell)


class Grid(Struct, frozen=True):
    """What is shown under a filter, and the counts of everything."""

    cuts: tuple[Cut, ...]
    rows: tuple[Row, ...]
    counts: dict[str, int]
    asked: Asked

    @property
    def total(self) -> int:
        """All checklists, whatever the state that is asked for."""
        return sum(self.counts.values())


def seen(value: str) -> Seen | None:
    """What the value of a cell says; None for anything else."""
    parts = value.split(".")
    if len(parts) != 4:
        return None
    cut, market, subject, number = parts
    if number != NOBODY and not (number.isascii() and number.isdigit()):
        return None
    return Seen(cut, market, None if subject == NOBODY else subject, None if number == NOBODY else int(number))


def worst(standing: Standing) -> str:
    """The most urgent state that something of a checklist is in."""
    return next((state for state in ORDER if standing.states.get(state)), "holds")


def build(rows: Iterable[ChecklistRow], cuts: Mapping[str, Cut], asked: Asked) -> Grid:
    """The grid, cuts and markets in the order in which they first appear. Under a state only rows and columns with
    such a cell stay; their other cells step back, they do not vanish."""
    cells = [
        Cell(
            cut=cuts[str(row.standing.cut_id)],
            standing=row.standing,
            state=row.item.state if row.item else worst(row.standing),
            item=row.item,
        )
        for row in rows
        if str(row.standing.cut_id) in cuts and asked.market in ("", row.standing.market)
    ]
    matching = [cell for cell in cells if asked.state in ("", cell.state)]
    kept = {cell.cut.id for cell in matching}
    columns = tuple(cut for cut in cuts.values() if cut.id in kept)
    at = {(cell.standing.market, cell.cut.id): cell for cell in cells}
    markets = dict.fromkeys(cell.standing.market for cell in matching)
    shown = tuple(Row(market, tuple(at.get((market, cut.id)) for cut in columns)) for market in markets)
    found = Counter(cell.state for cell in cells)
    order = OF_ITEM if asked.item else ORDER
    return Grid(columns, shown, {state: found[state] for state in order}, asked)


def waiting(rows: Sequence[ChecklistRow]) -> int:
    """Checklists in which something waits."""
    return sum(row.standing.holds < row.standing.total for row in rows)


def same(grid: Grid) -> dict[str, int]:
    """The cuts of which every cell is about the same bytes, so that one look answers all; and how many that are."""
    found = {}
    for at, cut in enumerate(grid.cuts):
        items = [cell.item for row in grid.rows if (cell := row.cells[at]) and cell.item]
        about = {item.subject_sha256 for item in items}
        if len(items) > 1 and len(about) == 1 and None not in about:
            found[cut.id] = len(items)
    return found


def answerable(cell: Cell) -> bool:
    """Whether somebody may sign what a cell shows."""
    return cell.item is not None and cell.item.answerable and cell.item.state not in DONE
