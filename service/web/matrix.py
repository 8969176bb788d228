"""The caption matrix as a page shows it: rows are the locales of markets, columns are cuts, a cell is one release.

Pure: built from the rows that captions returns, filtered by what the address asks for. No word is chosen here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from schemas.films import FilmState
from service.web.words import direction, own_name


class State(StrEnum):
    """The state of a cell, most urgent first; the value is its name in an address (`?status=stale`)."""

    BLOCKED = "blocked"
    STALE = "stale"
    MISSING = "missing"
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"

    @property
    def symbol(self) -> str:
        """The shape in the sprite and the class of its colour."""
        return SYMBOLS[self]


SYMBOLS = {
    State.BLOCKED: "bad",
    State.STALE: "stale",
    State.MISSING: "missing",
    State.DRAFT: "draft",
    State.IN_REVIEW: "review",
    State.APPROVED: "ok",
}
HEIGHT, WIDTH = 72, 88


class Cut(Struct, frozen=True):
    """A column. `aspect` is `9:16`."""

    id: str
    code: str
    name: str
    aspect: str
    duration_ms: int

    @property
    def seconds(self) -> float:
        """The duration as a person says it: whole seconds, or one decimal place."""
        exact = round(self.duration_ms / 1000, 1)
        return int(exact) if exact == int(exact) else exact

    @property
    def frame(self) -> tuple[float, float]:
        """Width and height in px of the cut's frame in the column head, in its own proportion."""
        across, _, down = self.aspect.partition(":")
        try:
            ratio = float(across) / float(down)
        except (ValueError, ZeroDivisionError):
            ratio = 9 / 16
        height = min(HEIGHT, WIDTH / ratio) * (0.89 if ratio == 1 else 1)
        return round(height * ratio, 1), round(height, 1)


class CaptionFile(Struct, frozen=True):
    """A delivered file of an approved release. `href` never changes its bytes; `latest` always has the newest ones."""

    format: str
    suffix: str
    size: int
    sha256: str
    href: str
    latest: str


class Cell(Struct, frozen=True):
    """The release of one cut for one market in one locale. `done` of `total` cues have a text; of `conflicts` the cut's
    own version waits for a decision; `film` is how the cut's film stands, while the releases wait for it. `errors` and
    `warnings` were found by the rules of `pack`; where it is empty nothing was measured yet.
    `track_id` has its texts, where the master has any in the locale."""

    cut: Cut
    market: str
    locale: str
    kind: str
    state: State
    done: int
    total: int
    is_source: bool = False
    submitted: bool = False
    text_approved: bool = False
    release_number: int | None = None
    approved_at: datetime | None = None
    stale_cues: int = 0
    missing_facts: tuple[str, ...] = ()
    conflicts: int = 0
    film: FilmState | None = None
    files: tuple[CaptionFile, ...] = ()
    errors: int = 0
    warnings: int = 0
    pack: str = ""
    track_id: str = ""

    @property
    def being_written(self) -> bool:
        """Whether its texts are approved and its files follow by themselves."""
        done = self.state is State.DRAFT and self.text_approved and self.done == self.total
        return done and self.film != "pending"

    @property
    def key(self) -> str:
        """The cell's name in an address (`?cell=…`): stable for as long as the cut exists."""
        return f"{self.cut.id}.{self.market}.{self.locale}.{self.kind}"


class Row(Struct, frozen=True):
    """One locale of one market. A cell is None where the cut does not go to this market.

    `twice`: the locale has several kinds of tracks, so the row must say which one it is.
    """

    market: str
    locale: str
    kind: str
    twice: bool
    cells: tuple[Cell | None, ...]

    @property
    def name(self) -> str:
        """The language as its speakers write it."""
        return own_name(self.locale).capitalize()

    @property
    def key(self) -> str:
        """Its name in a form."""
        return f"{self.market}.{self.locale}.{self.kind}"

    @property
    def errors(self) -> int:
        """Findings that block, in all cuts."""
        return sum(cell.errors for cell in self.cells if cell)

    @property
    def warnings(self) -> int:
        """Findings that somebody should look at, in all cuts."""
        return sum(cell.warnings for cell in self.cells if cell)

    @property
    def direction(self) -> str:
        """The direction of the language's name."""
        return direction(self.locale)


class Matrix(Struct, frozen=True):
    """What is shown under one filter, and the counts of everything."""

    cuts: tuple[Cut, ...]
    rows: tuple[Row, ...]
    counts: dict[State, int]
    status: State | None

    @property
    def total(self) -> int:
        """All releases, whatever the filter."""
        return sum(self.counts.values())

    @property
    def approved(self) -> int:
        """Releases that hold."""
        return self.counts[State.APPROVED]

    @property
    def failing(self) -> dict[str, int]:
        """By rule pack, how many releases have a finding that blocks."""
        return dict(Counter(cell.pack for row in self.rows for cell in row.cells if cell and cell.errors))

    @property
    def worst(self) -> State | None:
        """The most urgent state that occurs; None when there is nothing at all."""
        return next((state for state in State if self.counts[state]), None)

    def find(self, key: str | None) -> Cell | None:
        """The cell of an address."""
        return next((cell for row in self.rows for cell in row.cells if cell and cell.key == key), None)


def build(cells: Iterable[Cell], status: State | None = None) -> Matrix:
    """The matrix of all cells, in the order in which cuts, markets and locales first appear.

    Under a filter only rows and columns with a matching cell stay; their other cells step back, they do not vanish.
    """
    everything = tuple(cells)
    shown = [cell for cell in everything if status in (None, cell.state)]
    kept = {cell.cut.id for cell in shown}
    cuts = tuple({cell.cut.id: cell.cut for cell in everything if cell.cut.id in kept}.values())
    places = dict.fromkeys((cell.market, cell.locale, cell.kind) for cell in everything)
    wanted = {(cell.market, cell.locale, cell.kind) for cell in shown}
    at = {(cell.cut.id, cell.market, cell.locale, cell.kind): cell for cell in everything}
    kinds = Counter(place[:2] for place in places)
    rows = tuple(
        Row(*place, kinds[place[:2]] > 1, tuple(at.get((cut.id, *place)) for cut in cuts))
        for place in places
        if place in wanted
    )
    counts = {state: sum(cell.state == state for cell in everything) for state in State}
    return Matrix(cuts, rows, counts, status)
