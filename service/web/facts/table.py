"""The facts of a campaign as a table: a row for each market, a column for each fact. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from schemas.briefs import Fact
from schemas.campaigns import MarketOfCampaign
from schemas.ids import PersonId
from service.web.facts.form import kind_of


class Column(Struct, frozen=True):
    """A fact, and the kind of its values."""

    key: str
    kind: str


class Slot(Struct, frozen=True):
    """A fact in a market: how its locales write it, and who said so; nothing where nobody did. `lacks` are the locales
    that cannot write it, `confirmed` is who stands for this value."""

    key: str
    market: str
    fact: Fact | None = None
    written: tuple[tuple[str, str], ...] = ()
    lacks: tuple[str, ...] = ()
    by: str = ""
    at: datetime | None = None
    confirmed: str = ""

    @property
    def id(self) -> str:
        """Its place on the page."""
        return f"{self.key}.{self.market}"


class Row(Struct, frozen=True):
    """A market."""

    market: str
    locales: list[str]
    slots: list[Slot]


class Table(Struct, frozen=True):
    """All of it; `missing` counts the places without a value."""

    columns: list[Column]
    rows: list[Row]
    missing: int


def table(
    facts: Sequence[Fact],
    markets: Sequence[MarketOfCampaign],
    names: Mapping[PersonId, str],
    new: Column | None = None,
) -> Table:
    """The table. `new` is a fact that nobody has said yet."""
    columns: dict[str, Column] = {}
    for fact in facts:
        columns.setdefault(fact.key, Column(fact.key, kind_of(fact.value)))
    if new:
        columns.setdefault(new.key, new)
    known = {(fact.key, fact.market): fact for fact in facts}
    rows = [
        Row(one.market, one.locales, [_slot(key, one, known.get((key, one.market)), names) for key in columns])
        for one in markets
    ]
    missing = sum(slot.fact is None or bool(slot.lacks) for row in rows for slot in row.slots)
    return Table(list(columns.values()), rows, missing)


def _slot(key: str, market: MarketOfCampaign, fact: Fact | None, names: Mapping[PersonId, str]) -> Slot:
    if fact is None:
        return Slot(key, market.market)
    written = tuple((locale, fact.written[locale]) for locale in market.locales if locale in fact.written)
    lacks = tuple(locale for locale in market.locales if locale not in fact.written)
    confirmed = names.get(fact.confirmed_by, "") if fact.confirmed_by else ""
    return Slot(key, market.market, fact, written, lacks, names.get(fact.by, ""), fact.at, confirmed)
