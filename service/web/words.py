"""The client's words in the reader's language: gettext catalogs read once, straight from their .po files.

A language is offered when `locales/<tag>/LC_MESSAGES/` exists, with a catalog for each screen; nothing is compiled, so
nothing can be out of date. English is the source; its catalogs repeat it. After changing a sentence run
`python -m service.web.catalogs SCREEN` and translate what it leaves empty.

A test refuses catalogs with a missing, fuzzy or obsolete sentence, or one that lost a placeholder.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from msgspec import Struct

LOCALES = Path(__file__).parents[2] / "locales"
SOURCE = "en"


class Language(Struct, frozen=True):
    """One language of the client: its BCP 47 tag, its own name, its direction and its sentences."""

    tag: str
    name: str
    direction: str
    locale: Locale
    words: NullTranslations

    def say(self, text: str, **values: object) -> str:
        """The sentence in this language, with its values filled in."""
        said: str = self.words.ugettext(text)
        return said % values if values else said

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """The sentence in the plural form that the number takes; `%(num)s` is the number as the language writes it."""
        said: str = self.words.ungettext(one, many, number)
        return said % {"num": self.number(number), **values}

    def number(self, value: float) -> str:
        """A number as the language writes it."""
        return _number(value, self.locale)

    def day(self, value: date) -> str:
        """A date, short and with a named month."""
        return format_date(value, "medium", locale=self.locale)

    def short_day(self, value: date) -> str:
        """A day of this year or so, without the year."""
        return format_skeleton("MMMd", value, locale=self.locale)

    def moment(self, value: datetime) -> str:
        """A moment with its zone: what has no zone cannot be shown."""
        pattern = str(get_datetime_format("medium", locale=self.locale))
        day, time = format_date(value, "medium", locale=self.locale), format_time(value, "short", locale=self.locale)
        return f"{pattern.replace('{1}', day).replace('{0}', time)} {value.tzname()}"

    def apart(self, name: str) -> str:
        """A name in a sentence of the other direction, isolated: or it is turned round."""
        return isolated(name) if self.direction == "rtl" else name

    def listing(self, values: list[str]) -> str:
        """Several things joined as the language joins them."""
        return format_list(values, locale=self.locale)

    def either(self, values: list[str]) -> str:
        """One of several things, as the language says it."""
        return format_list(values, style="or", locale=self.locale)

    def market(self, code: str) -> str:
        """The name of an ISO 3166-1 market, or the code where there is none."""
        return str(self.locale.territories.get(code, code))

    def of(self, tag: str) -> str:
        """The name of a BCP 47 locale in this language."""
        known = parse(tag)
        return (known.get_display_name(self.locale) or tag) if known else tag


@lru_cache(maxsize=4096)
def _number(value: float, locale: Locale) -> str:
    """Remembered, because a page says the same few numbers a thousand times."""
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=512)
def parse(tag: str) -> Locale | None:
    """The CLDR locale of a BCP 47 tag, None where CLDR does not know it."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


def own_name(tag: str) -> str:
    """The name of a locale's language in that language, as its speakers write it: `Deutsch` for `de-AT`."""
    known = parse(tag)
    return (known.get_language_name(known) or tag) if known else tag


def isolated(typed: object) -> str:
    """What somebody typed, within a sentence that may run the other way: first-strong isolate (UAX #9, 2.5)."""
    return f"\u2068{typed}\u2069"


def direction(tag: str) -> str:
    """`rtl` or `ltr`: the direction in which a locale is written."""
    known = parse(tag)
    return known.text_direction if known else "ltr"


def catalog(folder: Path, locale: Locale) -> NullTranslations:
    """The sentences of a language's .po files, one per screen, together."""
    whole: Catalog | None = None
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            read = read_po(file, locale=locale)
        whole = whole or read
        for message in read:
            if message.id:
                whole[message.id] = message
    packed = BytesIO()
    write_mo(packed, whole or Catalog(locale))
    packed.seek(0)
    return Translations(packed, domain="cutdown")


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """Every language of the client by its tag, the source first."""
    found = {}
    folders = LOCALES.glob("*/LC_MESSAGES")
    for folder in sorted(folders, key=lambda one: (one.parent.name != SOURCE, one.parent.name)):
        locale = Locale.parse(folder.parent.name)
        tag = folder.parent.name.replace("_", "-")
        name = (locale.get_language_name(locale) or tag).capitalize()
        found[tag] = Language(tag, name, locale.text_direction, locale, catalog(folder, locale))
    return found


def negotiate(asked: str | None, remembered: str | None, accepted: str) -> Language:
    """The language to answer in: asked for by name, else remembered, else the first accepted one that exists.

    `accepted` is an Accept-Language header. A tag matches with its region or without: `de-CH` finds `de`, `pt` `pt-BR`.
    """
    known = languages()
    for tag in (asked, remembered):
        if tag in known:
            return known[tag]
    for tag in _wanted(accepted):
        near = [name for name in known if name.lower() == tag or name.split("-")[0].lower() == tag.split("-")[0]]
        if near:
            return known[min(near, key=lambda name: name.lower() != tag)]
    return known[SOURCE]


def _wanted(header: str) -> list[str]:
    """The tags of an Accept-Language header, best first; unreadable weights count as nothing."""
    weighed = []
    for part in header.lower().split(","):
        tag, _, weight = part.partition(";q=")
        try:
            weighed.append((float(weight or 1), tag.strip()))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(weighed, key=lambda w: -w[0]) if tag and weight > 0]
