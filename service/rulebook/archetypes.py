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
    name: str
    summary: str
    brand_role: str
    when_to_use: str
    guidance: tuple[str, ...]
    source: str
    date: datetime.date
    beats: tuple[ArchetypeBeat, ...]


def read_archetypes(folder: Path = LOCALES / "archetypes") -> dict[str, Archetype]:
    """The archetypes by key; raises BadRule."""
    found = read_folder(folder, Archetype)
    for stem, archetype in found.items():
        file = f"{folder.name}/{stem}.toml"
        if archetype.key != stem:
            raise BadRule(file, f"`key` is {archetype.key!r} and must be the file's name")
        end_ms = 0
        for number, beat in enumerate(archetype.beats):
            if not end_ms <= beat.begin_ms < beat.end_ms:
                raise BadRule(file, f"`beats[{number}]` does not begin after the one before it, or does not end later")
            end_ms = beat.end_ms
    return found
