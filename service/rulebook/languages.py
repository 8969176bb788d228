"""The locales that Cutdown knows, and what a tag that somebody wrote means among them (BCP 47, RFC 5646)."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Literal

from babel.core import get_global

from service.rulebook.problems import BadRule, UnknownLocale
from service.rulebook.reading import LOCALES, RuleFile, read_file

Direction = Literal["ltr", "rtl"]

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|[0-9]{3}))?", re.IGNORECASE | re.ASCII)


class Language(RuleFile, frozen=True):
    """One locale: its canonical tag, its names, how it is written, and which locales stand in for it, in order."""

    tag: str
    english: str
    own: str
    direction: Direction
    script: str
    fallbacks: tuple[str, ...] = ()
    rules: str | None = None

    @property
    def language(self) -> str:
        return self.tag.partition("-")[0]

    @property
    def territory(self) -> str:
        return self.tag.rpartition("-")[2]


class LanguageFile(RuleFile, frozen=True):
    date: datetime.date
    aliases: dict[str, str]
    languages: tuple[Language, ...]


class Languages:
    """The known locales by tag. `languages[tag]` takes canonical tags; anything a person wrote goes through
    `canonical` first."""

    def __init__(self, file: LanguageFile) -> None:
        self._by_tag = {language.tag: language for language in file.languages}
        self._aliases = {**get_global("language_aliases"), **file.aliases}

    def __getitem__(self, tag: str) -> Language:
        found = self._by_tag.get(tag)
        return found or self._by_tag[self.canonical(tag)]

    def __iter__(self) -> Iterator[Language]:
        return iter(self._by_tag.values())

    def __len__(self) -> int:
        return len(self._by_tag)

    def __contains__(self, tag: object) -> bool:
        return tag in self._by_tag

    def canonical(self, given: str) -> str:
        """The known tag that `given` means: `iw_il` is `he-IL`, `zh-TW` is `zh-Hant-TW`. Raises UnknownLocale, with a
        suggestion, where that would be a guess."""
        match = _TAG.match(given.strip())
        if match is None:
            raise UnknownLocale(given, self._nearest(given))
        if match.end() < len(given.strip()):
            raise UnknownLocale(given, self._nearest(given) or self._suggestion(*self._parts(match)))
        language, script, territory = self._parts(match)
        same = [known for known in self if known.language == language and known.territory == territory]
        if script:
            same = [known for known in same if known.script == script]
        elif len(same) > 1:
            same = [known for known in same if known.script == _likely(language)[0]]
        if territory and len(same) == 1:
            return same[0].tag
        raise UnknownLocale(given, self._suggestion(language, script, territory))

    def direction(self, tag: str) -> Direction:
        """How the locale is written; raises UnknownLocale."""
        return self[tag].direction

    def of_territory(self, code: str) -> list[Language]:
        """The locales of a market, in the order of the file."""
        return [language for language in self if language.territory == code]

    def _parts(self, match: re.Match[str]) -> tuple[str, str, str]:
        language, script, territory = (part or "" for part in match.groups())
        alias = self._aliases.get(language.lower(), language.lower()).split("_")
        implied = alias[1] if len(alias) > 1 and len(alias[1]) == 4 else ""
        return alias[0], script.title() or implied, territory.upper()

    def _suggestion(self, language: str, script: str, territory: str) -> str | None:
        """The nearest locale of the language: of the same territory, then one mistyped, then its main one."""
        tags = [known.tag for known in self if known.language == language]
        if not tags:
            return self._nearest("-".join(part for part in (language, script, territory) if part))
        likely_script, likely_territory = _likely(language)
        mended = get_global("territory_aliases").get(territory, [territory])[0]
        wanted = "-".join(part for part in (language, script, mended or likely_territory) if part)
        near = difflib.get_close_matches(wanted, tags, n=1, cutoff=0.75)
        here = [tag for tag in tags if self._by_tag[tag].territory == mended]
        main = [tag for tag in tags if self._by_tag[tag].territory == likely_territory]
        main.sort(key=lambda tag: self._by_tag[tag].script != likely_script)
        return (here or near or main or tags)[0]

    def _nearest(self, given: str) -> str | None:
        """The known tag that looks most like this, ignoring case; only the first 40 characters count."""
        tags = {tag.lower(): tag for tag in self._by_tag}
        near = difflib.get_close_matches(given[:40].strip().lower().replace("_", "-"), list(tags), n=1, cutoff=0.6)
        return tags[near[0]] if near else None


def read_languages(packs: Container[str], path: Path = LOCALES / "languages.toml") -> Languages:
    """The locales; raises BadRule. Every fallback and every rule pack that is named must exist."""
    file = read_file(path, LanguageFile)
    tags = [language.tag for language in file.languages]
    for number, language in enumerate(file.languages):
        missing = next((tag for tag in language.fallbacks if tag not in tags or tag == language.tag), None)
        if missing is not None:
            raise BadRule(path.name, f"`languages[{number}].fallbacks` names {missing!r}, which is not another locale")
        if tags.count(language.tag) > 1:
            raise BadRule(path.name, f"`languages[{number}].tag` is {language.tag!r} again")
        if language.rules is not None and language.rules not in packs:
            raise BadRule(path.name, f"`languages[{number}].rules` names {language.rules!r}, which is no rule pack")
    return Languages(file)


def _likely(language: str) -> tuple[str, str]:
    """The script and territory that CLDR takes for granted; two empty strings where it knows none."""
    parts = get_global("likely_subtags").get(language, "").split("_")
    return (parts[1], parts[2]) if len(parts) == 3 else ("", "")
