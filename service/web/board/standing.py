"""How the captions of a campaign stand, market by market, and what wants somebody. Pure: built from the matrix's cells.

No word is chosen here; `board/words.py` says them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from service.web.matrix import Cell, State

MOST_OF_A_REASON = 3  # entries; more decisions of one kind become one entry


class Why(StrEnum):
    """What stands in the way of releases, most urgent first. One verb answers each."""

    FILM = "film"
    CONFLICT = "conflict"
    FACTS = "facts"
    WITHDRAWN = "withdrawn"
    STALE_TEXT = "stale_text"
    STALE_RELEASE = "stale_release"
    FINDINGS = "findings"
    LOOK = "look"
    REVIEW = "review"
    UNTRANSLATED = "untranslated"
    SUBMIT = "submit"
    WAITS = "waits"

    @property
    def symbol(self) -> str:
        """The shape of its state."""
        return _SYMBOLS[self]


_SYMBOLS: Mapping[Why, str] = {
    Why.FILM: "bad",
    Why.CONFLICT: "bad",
    Why.FACTS: "bad",
    Why.WITHDRAWN: "bad",
    Why.STALE_TEXT: "stale",
    Why.STALE_RELEASE: "stale",
    Why.FINDINGS: "bad",
    Why.LOOK: "review",
    Why.REVIEW: "review",
    Why.UNTRANSLATED: "draft",
    Why.SUBMIT: "draft",
    Why.WAITS: "draft",
}
_ORDER = {why: place for place, why in enumerate(Why)}


class Obstacle(Struct, frozen=True):
    """One reason, and the cells that it keeps from being released."""

    why: Why
    cells: tuple[Cell, ...]

    @property
    def locales(self) -> list[str]:
        """Of these cells, in the order of the campaign."""
        return list(dict.fromkeys(cell.locale for cell in self.cells))

    @property
    def cuts(self) -> list[str]:
        """The codes of their cuts."""
        return list(dict.fromkeys(cell.cut.code for cell in self.cells))


class MarketRow(Struct, frozen=True):
    """A market: `approved` of `total` releases, and the most urgent thing in the way; None where nothing is."""

    code: str
    total: int
    approved: int
    way: Obstacle | None

    @property
    def percent(self) -> float:
        """The approved part, for the meter."""
        return round(100 * self.approved / self.total, 1) if self.total else 0


def why(cell: Cell) -> Why | None:
    """What keeps a cell from being approved; None of one that is."""
    match cell.state:
        case State.APPROVED:
            return None
        case State.BLOCKED if cell.conflicts:
            return Why.CONFLICT
        case State.BLOCKED if cell.missing_facts:
            return Why.FACTS
        case State.BLOCKED if cell.film and cell.film != "pending":
            return Why.FILM
        case State.BLOCKED:
            return Why.WITHDRAWN
        case State.STALE:
            return Why.STALE_TEXT if cell.stale_cues else Why.STALE_RELEASE
        case State.MISSING:
            return Why.UNTRANSLATED
        case State.IN_REVIEW if cell.release_number and cell.errors:
            return Why.FINDINGS
        case State.IN_REVIEW:
            return Why.LOOK if cell.release_number else Why.REVIEW
        case _ if cell.done < cell.total:
            return Why.UNTRANSLATED
        case _:
            return Why.WAITS if cell.text_approved else Why.SUBMIT


def market_rows(markets: Iterable[str], cells: Iterable[Cell]) -> list[MarketRow]:
    """Every market in the campaign's order."""
    here: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        here[cell.market].append(cell)
    return [_row(code, here.get(code, [])) for code in markets]


def _row(code: str, cells: Sequence[Cell]) -> MarketRow:
    approved = sum(cell.state is State.APPROVED for cell in cells)
    return MarketRow(code, len(cells), approved, next(iter(obstacles(cells)), None))


def obstacles(cells: Iterable[Cell]) -> list[Obstacle]:
    """What stands in the way, each reason once, most urgent first."""
    by_why: dict[Why, list[Cell]] = defaultdict(list)
    for cell in cells:
        reason = why(cell)
        if reason is not None:
            by_why[reason].append(cell)
    return [Obstacle(reason, tuple(by_why[reason])) for reason in sorted(by_why, key=_ORDER.__getitem__)]


def wanting(cells: Iterable[Cell]) -> list[Obstacle]:
    """What wants a person: what one decision answers is one entry. What Cutdown itself is still doing is left out."""
    found: list[Obstacle] = []
    for obstacle in obstacles(cells):
        if obstacle.why is Why.WAITS:
            continue
        groups = _decisions(obstacle)
        found += (
            [Obstacle(obstacle.why, tuple(group)) for group in groups]
            if len(groups) <= MOST_OF_A_REASON
            else [obstacle]
        )
    return found


def _decisions(obstacle: Obstacle) -> list[list[Cell]]:
    """The cells of a reason, grouped by what one person decides at once."""
    groups: dict[object, list[Cell]] = defaultdict(list)
    for cell in obstacle.cells:
        groups[_decided_by(obstacle.why, cell)].append(cell)
    return list(groups.values())


def _decided_by(reason: Why, cell: Cell) -> object:
    match reason:
        case Why.STALE_TEXT | Why.STALE_RELEASE | Why.LOOK | Why.SUBMIT:
            return ""
        case Why.FILM | Why.CONFLICT:
            return cell.cut.id
        case Why.FACTS:
            return cell.missing_facts
        case Why.WITHDRAWN:
            return cell.key
    return cell.locale, cell.kind
