"""What kinds of facts and units are called."""

from __future__ import annotations

from babel.units import get_unit_name

from service.web.words import Language


def kind_name(language: Language, kind: str) -> str:
    """A kind of value."""
    say = language.say
    match kind:
        case "money":
            return say("Amount of money")
        case "date":
            return say("Day")
        case "number":
            return say("Number")
        case "percent":
            return say("Percent")
        case "unit":
            return say("Measure")
        case "legal":
            return say("Legal line")
    return say("Words")


def unit_name(language: Language, unit: str) -> str:
    """A unit, as CLDR names it."""
    return get_unit_name(unit, locale=language.locale) or unit
