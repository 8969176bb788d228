"""Words that tell one language from another of the same writing."""

from __future__ import annotations

import datetime
from pathlib import Path

from msgspec import Struct

from service.rulebook.reading import RuleFile, read_file
from service.rulebook.timed_text import FOLDER, TELLING, Confidence


class Words(Struct, frozen=True):
    """Each word with the `languages` (subtags) that it tells of."""

    languages: frozenset[str]
    telling: dict[str, tuple[str, ...]]


class TellingFile(RuleFile, frozen=True):
    """`words` are in one line for each language, parted by spaces."""

    date: datetime.date
    source: str
    confidence: Confidence
    words: dict[str, str]


def read_words(folder: Path = FOLDER) -> Words:
    """The words of all languages; raises BadRule."""
    lines = read_file(folder / f"{TELLING}.toml", TellingFile).words
    words: dict[str, tuple[str, ...]] = {}
    for language, line in lines.items():
        for word in dict.fromkeys(line.split()):
            words[word] = (*words.get(word, ()), language)
    return Words(frozenset(lines), words)
