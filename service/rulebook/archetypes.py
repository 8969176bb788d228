"""The built-in archetypes: reusable narrative patterns with their beats, the brand's role and when to use them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Literal

from service.rulebook.problems import BadRule
from service.rulebook.reading import LOCALES, RuleFile, read_folder

BeatKind = Literal["hook", "escalation", "climax", "resolution"]


class ArchetypeBeat(RuleFile, frozen=True):
    """A beat and its time window in a story of 60 seconds; an open-ended one lasts as long as the film does."""

    kind: BeatKind
    name: str
    begin_ms: int
    end_ms: int
    guidance: str
    open_ended: bool = False


class Archetype(RuleFile, frozen=True):
    """A narrative pattern. `guidance` is advice for the writer, never a rule."""

    key: str
    version: int
    name: str
    summary: str
    brand_role: str
    when_to_use: str
    guidance: tuple[str, ...]
    source: str
    date: datetime.date
    beats: tuple[ArchetypeBeat, ...]


Versions = dict[tuple[str, int], Archetype]


def read_archetypes(folder: Path = LOCALES / "archetypes") -> Versions:
    """Every version of every archetype; raises BadRule.

    `<key>.toml` is the newest one. A version that has been out never changes, because stories were told with it: it
    moves to `<key>.v<version>.toml` and the next one takes its place.
    """
    files = read_folder(folder, Archetype)
    found: Versions = {}
    for stem, archetype in files.items():
        file = f"{folder.name}/{stem}.toml"
        if stem not in (archetype.key, f"{archetype.key}.v{archetype.version}"):
            said = f"`key` is {archetype.key!r} and `version` {archetype.version}"
            raise BadRule(file, f"{said}, which is not what the file's name says")
        _check_windows(file, archetype)
        found[archetype.key, archetype.version] = archetype
    for key, last in newest(found).items():
        wanted = [f"{key}.v{version}" for version in range(1, last.version)]
        missing = [stem for stem in wanted if stem not in files]
        if files.get(key) != last or missing:
            raise BadRule(f"{folder.name}/{key}.toml", f"is not the newest version, or {', '.join(missing)} is missing")
    return found


def newest(versions: Versions) -> dict[str, Archetype]:
    """The newest version of each archetype, by key."""
    return {archetype.key: archetype for _, archetype in sorted(versions.items())}


def _check_windows(file: str, archetype: Archetype) -> None:
    end_ms = 0
    for number, beat in enumerate(archetype.beats):
        if not end_ms <= beat.begin_ms < beat.end_ms:
            raise BadRule(file, f"`beats[{number}]` does not begin after the one before it, or does not end later")
        end_ms = beat.end_ms
