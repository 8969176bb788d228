"""The brief of a campaign: for now its market facts, which captions write as `{price}`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from schemas.bases import KEY_PATTERN, KEY_WANTED, Market, Moment, Page, Received, Returned, Revision, form
from schemas.ids import CampaignId, PersonId

FactKey = Annotated[
    str, form(KEY_PATTERN, KEY_WANTED, description="what stands in braces in a text", examples=["price"])
]
Decimal = Annotated[
    str,
    form(
        r"^-?\d{1,12}(\.\d{1,6})?$",
        "a number with a decimal point and at most 6 decimals, such as 4.90",
        description="a decimal number as text",
        examples=["4.90"],
    ),
]
Currency = Annotated[
    str, form("^[A-Z]{3}$", "three capital letters, such as EUR", description="ISO 4217 code", examples=["EUR"])
]
UnitWord = Literal[
    "gram", "kilogram", "milliliter", "liter", "centimeter", "meter", "kilometer", "inch", "mile", "ounce", "pound",
    "fluid-ounce", "second", "minute", "hour", "day", "week", "month", "year", "celsius", "fahrenheit", "kilowatt-hour",
]  # fmt: skip
Words = Annotated[str, Meta(min_length=1, max_length=400)]


class Money(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="money", tag_field="kind"):
    """An amount of a currency, never rounded."""

    amount: Decimal
    currency: Currency


class Day(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="date", tag_field="kind"):
    """A calendar day."""

    day: Annotated[date, Meta(examples=["2026-11-30"])]


class Number(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="number", tag_field="kind"):
    """A number with as many decimals as it is given."""

    number: Decimal


class Percent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="percent", tag_field="kind"):
    """`20` is 20 %."""

    percent: Decimal


class Measure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="unit", tag_field="kind"):
    """A number of a unit."""

    number: Decimal
    unit: Annotated[UnitWord, Meta(examples=["gram"])]


class Text(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="text", tag_field="kind"):
    """Words that stand as they are, in the locales that are named; `*` is for the others."""

    words: Annotated[
        dict[str, Words],
        Meta(min_length=1, max_length=60, examples=[{"*": "aldermoor.example", "de-DE": "aldermoor.de"}]),
    ]


class Legal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="legal", tag_field="kind"):
    """A legal line: like text, but every locale of the market needs its own."""

    words: Annotated[
        dict[str, Words], Meta(min_length=1, max_length=60, examples=[{"de-DE": "Solange Vorrat reicht."}])
    ]


Value = Money | Day | Number | Percent | Measure | Text | Legal


class FactChange(Received, frozen=True):
    """A fact's value in a market from now on."""

    value: Value


class Fact(Returned, frozen=True):
    """A fact of a campaign in a market, and how captions write it in the market's locales."""

    campaign_id: CampaignId
    key: FactKey
    market: Market
    value: Value
    written: Annotated[
        dict[str, str],
        Meta(description="by locale; a locale that is not here lacks words", examples=[{"de-DE": "4,90 €"}]),
    ]
    by: PersonId
    at: Moment
    confirmed_by: Annotated[
        PersonId | None, Meta(description="who stands for this value; null: nobody does, since it was changed last")
    ]
    confirmed_at: Moment | None
    revision: Revision


class FactPage(Page[Fact], frozen=True):
    """Some facts."""
