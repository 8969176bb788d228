"""The words of a language that a line rather begins with, or does not end with: `locales/timed_text/breaking`."""

from __future__ import annotations

import itertools
import re
from functools import cache
from pathlib import Path

from msgspec import field

from service.rulebook.reading import LOCALES, RuleFile, read_file
from service.timedtext.breaking import Words

FOLDER = LOCALES / "timed_text" / "breaking"


class BreakingFile(RuleFile, frozen=True):
    """`words` and `endings` are lists by class, separated by white space; a word belongs to the first class that has
    it. `endings` are regular expressions. `pairs`, one a line, are words that stay together."""

    language: str
    source: str
    words: dict[str, str]
    endings: dict[str, str] = field(default_factory=dict)
    pairs: str = ""
    capital_nouns: bool = False
    ordinals: bool = False


@cache
def words_of(language: str, folder: Path = FOLDER) -> Words:
    """The words of a BCP 47 tag: of its language and script, else of its language, else none. Raises BadRule."""
    primary, _, rest = language.partition("-")
    script = rest.partition("-")[0]
    stems = [f"{primary}-{script}", primary] if len(script) == 4 else [primary]
    path = next((path for stem in stems if (path := folder / f"{stem}.toml").is_file()), None)
    if path is None:
        return Words(language)
    file = read_file(path, BreakingFile)
    classes: dict[str, str] = {}
    for name, words in file.words.items():
        for word in words.split():
            classes.setdefault(word, name)
    endings = tuple((name, re.compile(f"(?:{'|'.join(endings.split())})$")) for name, endings in file.endings.items())
    return Words(language, classes, endings, frozenset(_neighbours(file.pairs)), file.capital_nouns, file.ordinals)


def _neighbours(pairs: str) -> list[str]:
    """`as well as` are two pairs of neighbours."""
    found = []
    for line in pairs.splitlines():
        words = line.split()
        found += [f"{left} {right}" for left, right in itertools.pairwise(words)]
    return found
