"""How a fact is written and how a text names one; and what a brief is bound to when it is approved."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit
from msgspec import Struct

from schemas.approvals import DecisionWord
from schemas.briefs import Day, Legal, Measure, Money, Number, Percent, Value
from schemas.ids import BrandId, CampaignId, GuestLinkId, OrganizationId, PersonId
from schemas.requirements import Claim, Requirement
from service.decoding import to_text
from service.identity import Scope

MOST_PARTS = 200  # requirements, claims, rights windows, links: so many of each in one brief

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
    confirmed_by: PersonId | None
    confirmed_at: datetime | None


class StoredBrief(Struct, frozen=True):
    """A campaign and how often its facts were changed."""

    campaign_id: CampaignId
    brand_id: BrandId
    facts_revision: int


class StoredWords(Struct, frozen=True):
    """The words of a brief; revision 0: nobody wrote any."""

    campaign_id: CampaignId
    brand_id: BrandId
    product_role: str
    note: str
    by: PersonId | None
    at: datetime | None
    revision: int


class Said(Struct, frozen=True):
    """A word on a brief in one state of it."""

    word: DecisionWord
    content_sha256: str
    note: str


class Content(Struct, frozen=True):
    """All of a brief that a client approves."""

    words: StoredWords
    requirements: list[Requirement]
    claims: list[Claim]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to approve."""
        return not (self.words.product_role or self.words.note or self.requirements or self.claims)

    @property
    def sha256(self) -> str:
        """The same for the same content, whoever wrote it and however often."""
        said: list[Any] = [self.words.product_role, self.words.note]
        said += [
            [one.id, one.kind, one.level, one.title, one.phrases, one.markets, one.minimum_ms]
            for one in self.requirements
        ]
        said += [[one.id, one.text, one.state, one.source, one.document] for one in self.claims]
        return hashlib.sha256(msgspec.json.encode(said, enc_hook=to_text)).hexdigest()


class OpenedGuestLink(Struct, frozen=True):
    """What a guest's link leads to. One that has ended (`works` is false) only says whom to ask for another."""

    org: OrganizationId
    id: GuestLinkId
    brand_id: BrandId
    campaign_id: CampaignId
    label: str
    campaign: str
    brand: str
    organization: str
    maker: str
    works: bool

    @property
    def scope(self) -> Scope:
        """The walls behind which the guest reads."""
        return Scope(self.org, (self.brand_id,))


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
