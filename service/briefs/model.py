"""How a fact is written, and how a text names one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit
from msgspec import Struct

from schemas.briefs import Day, Legal, Measure, Money, Number, Percent, Value
from schemas.ids import BrandId, CampaignId, PersonId

_NAME = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]{0,39})\}")
_BRACES = {"{{": "{", "}}": "}"}


class StoredFact(Struct, frozen=True):
    """A fact as stored, with the locales of its market."""

    campaign_id: CampaignId
    key: str
    market: str
    value: Value
    locales: list[str]
    by: PersonId
    at: datetime
    revision: int


class StoredBrief(Struct, frozen=True):
    """A campaign and how often its facts were changed."""

    campaign_id: CampaignId
    brand_id: BrandId
    facts_revision: int


class MarketFact(Struct, frozen=True):
    """A fact in a market, as captions ask for it."""

    market: str
    key: str
    value: Value
    revision: int


Facts = Mapping[str, Value]


def written(value: Value, locale: str) -> str | None:
    """The value as the locale writes it (Unicode CLDR by Babel); None where it has no words for the locale."""
    tag = _cldr(locale)
    match value:
        case Money(amount=amount, currency=currency):
            return format_currency(Decimal(amount), currency, locale=tag, decimal_quantization=False)
        case Day(day=day):
            return format_date(day, "long", locale=tag)
        case Number(number=number):
            return format_decimal(Decimal(number), locale=tag, decimal_quantization=False)
        case Percent(percent=percent):
            return format_percent(Decimal(percent) / 100, locale=tag, decimal_quantization=False)
        case Measure(number=number, unit=unit):
            return format_unit(Decimal(number), unit, "short", locale=tag).replace(" ", "\u00a0")
        case Legal(words=words):
            return words.get(locale)
    return value.words.get(locale, value.words.get("*"))


@lru_cache(maxsize=512)
def _cldr(locale: str) -> Locale:
    """Its CLDR data, found once: looking for it costs more than writing a value."""
    return Locale.parse(locale.replace("-", "_"))


def names(text: str) -> set[str]:
    """The facts that a text names."""
    return {found[1] for found in _NAME.finditer(text) if found[1]}


def resolved(text: str, facts: Facts, locale: str, escape: Callable[[str], str] = str) -> tuple[str, set[str]]:
    """The text with every fact written out, and the names of those that are missing (which stay as they are).

    `escape` makes a value fit to stand in a text that is markup.
    """
    missing: set[str] = set()

    def write(found: re.Match[str]) -> str:
        key = found[1]
        if key is None:
            return _BRACES[found[0]]
        words = written(facts[key], locale) if key in facts else None
        if words is None:
            missing.add(key)
            return found[0]
        return escape(words)

    return _NAME.sub(write, text), missing
