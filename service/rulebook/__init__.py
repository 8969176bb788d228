"""The words and rules of `locales/`, typed and checked; read once, before anything else starts.

An unknown key, a missing value or a reference to nothing refuses the start and names file and key. What a locale tag
or a market code means is decided here and nowhere else.
"""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from service.rulebook.archetypes import Archetype, Versions, newest, read_archetypes
from service.rulebook.currencies import Currencies, iso_currencies
from service.rulebook.languages import Languages, read_languages
from service.rulebook.markets import Markets, iso_markets
from service.rulebook.timed_text import Kind, Pack, limits_of, read_packs
from service.timedtext.checks import Limits


class Rulebook(Struct, frozen=True):
    """Everything in `locales/`. `packs` and the newest `archetypes` are by key, all `versions` by key and number."""

    archetypes: dict[str, Archetype]
    versions: Versions
    currencies: Currencies
    languages: Languages
    markets: Markets
    packs: dict[str, Pack]

    def limits(self, locale: str, kind: Kind = "subtitles") -> Limits:
        """What a track of this kind may have per line and cue in this locale; raises UnknownLocale."""
        return limits_of(self.packs, self.languages[locale].rules, kind)


@cache
def load() -> Rulebook:
    """Read `locales/`; raises BadRule."""
    packs = read_packs()
    versions = read_archetypes()
    return Rulebook(newest(versions), versions, iso_currencies(), read_languages(packs), iso_markets(), packs)
