"""The plan as a grid of cards: markets by days, or cuts by markets. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct

from service.web.posts.cards import Card

DAYS = 9
BEFORE = 3  # days that stand before today


class Column(Struct, frozen=True):
    """A day, or a market; `key` is None for what has no day yet."""

    key: date | str | None
    marks: str = ""


class Row(Struct, frozen=True):
    """A market, or a cut, with the cards of each column."""

    key: str
    name: str
    cells: list[list[Card]]


class Grid(Struct, frozen=True):
    """All of it. `earlier` and `later` are how many cards lie outside of the days that are shown."""

    columns: list[Column]
    rows: list[Row]
    earlier: int = 0
    later: int = 0


def calendar(cards: Sequence[Card], markets: Sequence[str], first: date, today: date, weekend: tuple[int, int]) -> Grid:
    """Markets by days, from `first` on; what has no time yet stands in a last column of its own."""
    days = [first + timedelta(days=one) for one in range(DAYS)]
    columns = [Column(day, _marks(day, today, weekend)) for day in days]
    if any(card.at is None for card in cards):
        columns.append(Column(None))
    placed = _placed(cards, lambda card: (card.post.market, card.at.date() if card.at else None))
    rows = [Row(one, "", [placed.get((one, column.key), []) for column in columns]) for one in _with(cards, markets)]
    dated = [card.at.date() for card in cards if card.at]
    earlier, later = sum(day < first for day in dated), sum(day > days[-1] for day in dated)
    return Grid(columns, rows, earlier, later)


def matrix(cards: Sequence[Card], cuts: Mapping[str, str], markets: Sequence[str]) -> Grid:
    """Cuts by markets; `cuts` are names by code."""
    columns = [Column(market) for market in _with(cards, markets)]
    placed = _placed(cards, lambda card: (card.post.cut, card.post.market))
    codes = dict.fromkeys([*cuts, *(card.post.cut for card in cards)])
    rows = [Row(code, cuts.get(code, ""), [placed.get((code, one.key), []) for one in columns]) for code in codes]
    return Grid(columns, rows)


def first_day(cards: Sequence[Card], today: date) -> date:
    """The day with which the calendar begins: shortly before today, unless everything lies elsewhere."""
    days = sorted(card.at.date() for card in cards if card.at)
    first = today - timedelta(days=BEFORE)
    if not days or any(first <= day < first + timedelta(days=DAYS) for day in days):
        return first
    coming = next((day for day in days if day > today), None)
    return coming or days[-1] - timedelta(days=DAYS - 1)


def _placed(
    cards: Sequence[Card], place: Callable[[Card], tuple[str, Hashable]]
) -> dict[tuple[str, Hashable], list[Card]]:
    placed: dict[tuple[str, Hashable], list[Card]] = {}
    for card in sorted(cards, key=lambda one: (one.at is None, one.at and one.at.isoformat(), one.post.cut)):
        placed.setdefault(place(card), []).append(card)
    return placed


def _with(cards: Sequence[Card], markets: Sequence[str]) -> list[str]:
    """The markets of the campaign, and those that it has left but where something is still planned or live."""
    return list(dict.fromkeys([*markets, *(card.post.market for card in cards)]))


def _marks(day: date, today: date, weekend: tuple[int, int]) -> str:
    return " ".join(word for word, on in (("today", day == today), ("we", day.weekday() in weekend)) if on)
