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
from service.rulebook.limits import limits_of, rules_of
from service.rulebook.market_items import Regions, read_regions
from service.rulebook.markets import Markets, iso_markets
from service.rulebook.platform_files import Platforms, read_platforms
from service.rulebook.profiles import HOUSE, Profile, read_profiles
from service.rulebook.safe_zones import Zone, read_zones
from service.rulebook.telling import Words, read_words
from service.rulebook.timed_text import GENERAL, Aspect, Audience, Kind, Pack, read_packs
from service.timedtext.rules import Limits, Rules


class Rulebook(Struct, frozen=True):
    """Everything in `locales/`. `packs`, `platforms`, `profiles` and the newest `archetypes` are by key, all `versions`
    by key and number."""

    archetypes: dict[str, Archetype]
    versions: Versions
    currencies: Currencies
    languages: Languages
    markets: Markets
    packs: dict[str, Pack]
    platforms: Platforms
    profiles: dict[str, Profile]
    regions: Regions
    words: Words
    zones: dict[str, Zone]

    def pack(self, locale: str) -> Pack:
        """The timed-text rules of a locale as they are written; raises UnknownLocale."""
        return self.packs[self.languages[locale].rules or GENERAL]

    def limits(self, locale: str, kind: Kind = "subtitles", aspect: Aspect | None = None) -> Limits:
        """What a track of this kind may have per line and cue in this locale; raises UnknownLocale."""
        return limits_of(self.pack(locale), kind, aspect)

    def rules(
        self,
        locale: str,
        kind: Kind = "subtitles",
        audience: Audience = "adult",
        profile: str = HOUSE,
        aspect: Aspect | None = None,
        platform: str | None = None,
    ) -> Rules:
        """Everything that a track is held to; raises UnknownLocale, and KeyError for an unknown profile or platform."""
        language, weighed = self.languages[locale], self.profiles[profile]
        zone = self.zones[platform].box if platform else None
        return rules_of(self.pack(locale), language, weighed, kind, audience, aspect, self.words, zone)


@cache
def load() -> Rulebook:
    """Read `locales/`; raises BadRule."""
    packs = read_packs()
    versions = read_archetypes()
    markets = iso_markets()
    return Rulebook(
        archetypes=newest(versions),
        versions=versions,
        currencies=iso_currencies(),
        languages=read_languages(packs),
        markets=markets,
        packs=packs,
        platforms=read_platforms(),
        profiles=read_profiles(),
        regions=read_regions(markets),
        words=read_words(),
        zones=read_zones(),
    )
