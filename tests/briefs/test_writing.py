"""Facts are written the way each locale writes them; a text names them in braces."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.briefs import Day, Legal, Measure, Money, Number, Percent, Text, Value
from service.briefs.model import names, resolved, written

EURO = Money(amount="4.90", currency="EUR")


@pytest.mark.parametrize(
    ("value", "locale", "expected"),
    [
        (EURO, "de-DE", "4,90\u00a0€"),
        (EURO, "en-US", "€4.90"),
        (EURO, "fr-FR", "4,90\u00a0€"),
        (Money(amount="1200", currency="JPY"), "ja-JP", "￥1,200"),
        (Money(amount="19.90", currency="BRL"), "pt-BR", "R$\u00a019,90"),
        (Day(day=date(2026, 11, 30)), "de-DE", "30. November 2026"),
        (Day(day=date(2026, 11, 30)), "ja-JP", "2026年11月30日"),
        (Day(day=date(2026, 11, 30)), "pt-BR", "30 de novembro de 2026"),
        (Number(number="1234.5"), "de-DE", "1.234,5"),
        (Percent(percent="20"), "de-DE", "20\u00a0%"),
        (Percent(percent="12.5"), "en-US", "12.5%"),
        (Measure(number="250", unit="gram"), "de-DE", "250\u00a0g"),
        (Text(words={"*": "aldermoor.example", "de-DE": "aldermoor.de"}), "de-DE", "aldermoor.de"),
        (Text(words={"*": "aldermoor.example", "de-DE": "aldermoor.de"}), "fr-FR", "aldermoor.example"),
        (Text(words={"de-DE": "aldermoor.de"}), "fr-FR", None),
        (Legal(words={"*": "never used", "de-DE": "Solange Vorrat reicht."}), "fr-FR", None),
        (Legal(words={"de-DE": "Solange Vorrat reicht."}), "de-DE", "Solange Vorrat reicht."),
    ],
)
def test_a_value_is_written_as_the_locale_writes_it(value: Value, locale: str, expected: str | None) -> None:
    assert written(value, locale) == expected


def test_amounts_are_never_rounded() -> None:
    assert written(Money(amount="0.125", currency="EUR"), "en-US") == "€0.125"
    assert written(Percent(percent="0.125"), "en-US") == "0.125%"


def test_a_text_names_facts_in_braces() -> None:
    assert names("Only {price} from {launch_date}. {{not_one}} {Not One} {}") == {"price", "launch_date"}


def test_facts_are_written_out_and_missing_ones_stay_and_are_named() -> None:
    text, missing = resolved("Nur {price}, ab {launch_date}.", {"price": EURO}, "de-DE")
    assert (text, missing) == ("Nur 4,90\u00a0€, ab {launch_date}.", {"launch_date"})


def test_doubled_braces_are_braces() -> None:
    assert resolved("{{price}} {price}", {"price": EURO}, "en-US") == ("{price} €4.90", set())


def test_a_fact_without_words_for_the_locale_is_missing() -> None:
    line = Legal(words={"de-DE": "Solange Vorrat reicht."})
    assert resolved("{legal}", {"legal": line}, "fr-FR") == ("{legal}", {"legal"})
