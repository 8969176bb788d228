"""What was measured, in the reader's language: each number with its unit and its limit."""

from __future__ import annotations

from msgspec import Struct

from schemas.checklists import Measured, MeasuredValue
from service.web.words import Language

COUNTED = frozenset({"locales", "releases", "breaches", "leaps", "texts", "labels"})  # their names say what is counted


class Number(Struct, frozen=True):
    """A value as it is read: `−15.8 LUFS`, and its limit, `−15 to −13 LUFS`."""

    name: str
    value: str
    limit: str
    holds: bool

    @property
    def line(self) -> str:
        """Both in one line."""
        return f"{self.value}, {self.limit}" if self.limit else self.value


def numbers(language: Language, measured: Measured | None) -> list[Number]:
    """Every value of a measurement; what breaks its limit first."""
    found = [number(language, one) for one in measured.values] if measured else []
    return sorted(found, key=lambda one: one.holds)


def number(language: Language, one: MeasuredValue) -> Number:
    """One value."""
    return Number(name(language, one.name), amount(language, one.measured, one.unit), _limit(language, one), one.holds)


def name(language: Language, key: str) -> str:
    """What is measured."""
    say = language.say
    words = {
        "locales": say("Languages with approved captions"),
        "fast_cues": say("Cues read too fast"),
        "fastest_cue": say("The fastest cue"),
        "breaches": say("Breaches of the language's rules"),
        "locales_in_another_language": say("Captions in another language"),
        "caption_files": say("Releases with files of their own"),
        "integrated_loudness": say("Loudness"),
        "true_peak": say("True peak"),
        "leaps": say("Leaps in loudness"),
        "short_texts": say("Texts that leave too soon"),
        "labels": say("Labels on screen"),
        "label_begins": say("The label begins"),
        "label_stays": say("The label stays"),
    }
    return words.get(key, key.replace("_", " "))


def amount(language: Language, value: float, unit: str) -> str:
    """A value with its unit; a number of things has none."""
    said = language.number(value)
    match unit:
        case "ms":
            return language.say("%(number)s s", number=language.number(round(value / 1000, 2)))
        case "percent":
            return language.say("%(number)s %%", number=said)
        case "percent_of_limit":
            return language.say("%(number)s %% of the limit", number=said)
        case _ if unit in COUNTED:
            return said
    return f"{said} {unit}"


def _limit(language: Language, one: MeasuredValue) -> str:
    least = None if one.least is None else amount(language, one.least, one.unit)
    most = None if one.most is None else amount(language, one.most, one.unit)
    if one.least is not None and one.most is not None:
        return language.say("%(least)s to %(most)s", least=language.number(one.least), most=most)
    if most is not None:
        return language.say("at most %(most)s", most=most)
    return language.say("at least %(least)s", least=least) if least is not None else ""
