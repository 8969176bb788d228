"""Whose rules a track is held to: a profile says how much each breach weighs, and which of a pack's numbers it has its
own of."""

from __future__ import annotations

import datetime
import difflib
from pathlib import Path
from typing import Literal, get_args

import msgspec

from service.rulebook.problems import UnknownProfile
from service.rulebook.reading import RuleFile, Written, files_of
from service.rulebook.timed_text import FOLDER, CharsPerLine, Duration, Gaps, LineCount, Sourced, Sources
from service.timedtext.rules import Rule, Severity

HOUSE = "house"


class Severities(Sourced, frozen=True, kw_only=True):
    """Every rule, in one of three places."""

    errors: frozenset[Rule]
    warnings: frozenset[Rule]
    off: frozenset[Rule]

    def weights(self) -> dict[Rule, Severity]:
        weights: dict[Rule, Severity] = dict.fromkeys(self.warnings, "warning")
        return weights | dict.fromkeys(self.errors, "error")


class Pace(RuleFile, frozen=True):
    target: float
    maximum: float


class ProfileSpeed(Sourced, frozen=True, kw_only=True):
    unit: Literal["characters_per_second", "words_per_minute"]
    adult: Pace
    children: Pace


class WordTime(Sourced, frozen=True, kw_only=True):
    """How long each word needs on screen."""

    ms: int


class Typographic(Sourced, frozen=True, kw_only=True):
    """Whether the quotation marks of print do beside those of the pack."""

    allowed: bool


class Profile(RuleFile, frozen=True, kw_only=True):
    """What is None is the pack's. `languages` are those that a profile's numbers are for; empty: all."""

    name: str
    title: str
    date: datetime.date
    severities: Severities
    languages: tuple[str, ...] = ()
    chars_per_line: CharsPerLine | None = None
    lines: LineCount | None = None
    reading_speed: ProfileSpeed | None = None
    word_time: WordTime | None = None
    duration: Duration | None = None
    gap: Gaps | None = None
    typographic_quotes: Typographic | None = None


def read_profile(name: str, folder: Path = FOLDER, sources: Sources | None = None) -> Profile:
    """One profile; raises UnknownProfile, BadRule."""
    path = folder / "profiles" / f"{name}.toml"
    if name not in profile_names(folder):
        near = difflib.get_close_matches(name.lower()[:40], profile_names(folder), n=1)
        raise UnknownProfile(name, near[0] if near else None)
    written = Written(path)
    try:
        profile = msgspec.convert(written.tables, Profile)
    except msgspec.ValidationError as error:
        raise written.wrong(error) from None
    if profile.name != name:
        raise written.bad(f"`name` is {profile.name!r} and must be the file's name", "name")
    weighed = sorted(rule for part in ("errors", "warnings", "off") for rule in getattr(profile.severities, part))
    wrong = [rule for rule in get_args(Rule) if weighed.count(rule) != 1]
    if wrong:
        raise written.bad(f"`severities` must have each rule once; see {wrong[0]}", "severities")
    (sources or Sources(folder)).check(written, profile)
    return profile


def profile_names(folder: Path = FOLDER) -> list[str]:
    return [path.stem for path in files_of(folder / "profiles")]


def read_profiles(folder: Path = FOLDER) -> dict[str, Profile]:
    """All profiles by name; raises BadRule."""
    sources = Sources(folder)
    return {name: read_profile(name, folder, sources) for name in profile_names(folder)}
