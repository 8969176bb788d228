"""The built-in archetypes in the reader's language: `locales/archetypes/words/<language>.toml`, beside the English.

A translation belongs to one version of an archetype; of another version, and of an organization's own, nothing is known
here and the words stay as they were written.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from msgspec.structs import replace

from schemas.archetypes import Archetype
from service.rulebook.reading import LOCALES, RuleFile, read_folder

FOLDER = LOCALES / "archetypes" / "words"


class BeatWords(RuleFile, frozen=True):
    """A beat's name and advice."""

    name: str
    guidance: str


class ArchetypeWords(RuleFile, frozen=True):
    """One version of an archetype, told in another language; lists are in step with the English ones."""

    version: int
    name: str
    summary: str
    brand_role: str
    when_to_use: str
    guidance: tuple[str, ...]
    beats: tuple[BeatWords, ...]


class WordsFile(RuleFile, frozen=True):
    """All archetypes in one language. `origin` says who translated them."""

    origin: Literal["written", "machine"]
    archetypes: dict[str, ArchetypeWords]


@cache
def known() -> dict[str, WordsFile]:
    """Every translation by its language tag; raises BadRule."""
    return read_folder(FOLDER, WordsFile)


def told_in(tag: str, archetype: Archetype) -> Archetype:
    """The archetype in the language, as far as it is known there."""
    file = known().get(tag) if archetype.built_in else None
    words = file.archetypes.get(archetype.key) if file else None
    if words is None or words.version != archetype.version:
        return archetype
    beats = [
        replace(beat, name=told.name, guidance=told.guidance)
        for beat, told in zip(archetype.beats, words.beats, strict=True)
    ]
    return replace(
        archetype,
        name=words.name,
        summary=words.summary,
        brand_role=words.brand_role,
        when_to_use=words.when_to_use,
        guidance=list(words.guidance),
        beats=beats,
    )
