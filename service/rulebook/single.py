"""The rules of one locale, with no other read: what a command needs that should answer at once."""

from __future__ import annotations

from msgspec import Struct

from service.rulebook.languages import Language, read_languages
from service.rulebook.limits import rules_of
from service.rulebook.profiles import HOUSE, Profile, read_profile
from service.rulebook.safe_zones import read_zones
from service.rulebook.telling import read_words
from service.rulebook.timed_text import GENERAL, Aspect, Audience, Kind, Pack, Sources, packs_there_are, read_pack
from service.timedtext.rules import Rules


class Single(Struct, frozen=True):
    """What a track is held to, and who says so."""

    language: Language
    pack: Pack
    profile: Profile
    rules: Rules


def read_single(
    locale: str,
    kind: Kind = "subtitles",
    audience: Audience = "adult",
    profile: str = HOUSE,
    aspect: Aspect | None = None,
    platform: str | None = None,
) -> Single:
    """The rules of one locale, as `Rulebook.rules` has them; raises UnknownLocale, UnknownProfile, BadRule, and
    KeyError for an unknown platform."""
    languages = read_languages(packs_there_are())
    language = languages[languages.canonical(locale)]
    sources = Sources()
    pack = read_pack(language.rules or GENERAL, sources=sources)
    weighed = read_profile(profile, sources=sources)
    zone = read_zones()[platform].box if platform else None
    rules = rules_of(pack, language, weighed, kind, audience, aspect, read_words(), zone)
    return Single(language, pack, weighed, rules)
