"""The form of one fact in one market: what was typed, and the value that it means. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args

from babel.numbers import get_territory_currencies

from schemas.briefs import Day, Legal, Measure, Money, Number, Percent, Text, UnitWord, Value

KINDS = ("money", "date", "number", "percent", "unit", "text", "legal")
UNITS: tuple[str, ...] = get_args(UnitWord)
OTHERS = "*"


def kind_of(value: Value) -> str:
    """What kind of value it is, as the API names it."""
    return str(value.__struct_config__.tag)


def filled(value: Value) -> dict[str, str]:
    """The fields of a value as it is."""
    fields = {"kind": kind_of(value)}
    match value:
        case Money(amount=amount, currency=currency):
            return {**fields, "amount": amount, "currency": currency}
        case Day(day=day):
            return {**fields, "day": day.isoformat()}
        case Number(number=number):
            return {**fields, "number": number}
        case Percent(percent=percent):
            return {**fields, "percent": percent}
        case Measure(number=number, unit=unit):
            return {**fields, "number": number, "unit": unit}
        case Text(words=words) | Legal(words=words):
            return {**fields, **{f"words.{locale}": said for locale, said in words.items()}}


def empty(kind: str, market: str) -> dict[str, str]:
    """The fields of a value that nobody has said yet: money begins with the currency of the market."""
    fields = {"kind": kind if kind in KINDS else "text"}
    if fields["kind"] == "money":
        currencies = get_territory_currencies(market, date.today(), tender=True)  # noqa: DTZ011  a day is enough
        fields["currency"] = currencies[0] if currencies else ""
    return fields


def body(fields: Mapping[str, str]) -> dict[str, Any]:
    """What the API takes: a decimal comma is a point."""
    kind = fields.get("kind", "")
    said: dict[str, Any] = {"kind": kind}
    match kind:
        case "money":
            said |= {"amount": _decimal(fields, "amount"), "currency": _plain(fields, "currency").upper()}
        case "date":
            said |= {"day": _plain(fields, "day")}
        case "number":
            said |= {"number": _decimal(fields, "number")}
        case "percent":
            said |= {"percent": _decimal(fields, "percent")}
        case "unit":
            said |= {"number": _decimal(fields, "number"), "unit": _plain(fields, "unit")}
        case _:
            named = {name.removeprefix("words."): text.strip() for name, text in fields.items() if "words." in name}
            said |= {"words": {locale: text.replace("\r\n", "\n") for locale, text in named.items() if text}}
    return {"value": said}


def word_fields(kind: str, locales: Sequence[str]) -> list[str]:
    """The locales for which words are asked; a text may have some for all the others."""
    return [*locales, OTHERS] if kind == "text" else list(locales)


def _plain(fields: Mapping[str, str], name: str) -> str:
    return fields.get(name, "").strip()


def _decimal(fields: Mapping[str, str], name: str) -> str:
    given = _plain(fields, name).replace("\u00a0", "").replace(" ", "")
    return given.replace(",", ".") if given.count(",") == 1 and "." not in given else given
