"""The timed-text rules of a language: how long a line may be and how many there may be, each with its source."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Literal

from service.rulebook.problems import BadRule
from service.rulebook.reading import LOCALES, RuleFile, read_folder
from service.timedtext.checks import Limits
from service.timedtext.counting import Counting

Kind = Literal["captions", "subtitles", "descriptions", "forced"]
Confidence = Literal["source_text", "secondary_source_text", "memory", "assumed"]


class LineLength(RuleFile, frozen=True):
    """Units per line, by the kind of track: same-language captions, or subtitles (all translations)."""

    captions: int
    subtitles: int
    source: str
    confidence: Confidence


class LineCount(RuleFile, frozen=True):
    max: int
    source: str
    confidence: Confidence


class CountingRule(RuleFile, frozen=True):
    method: Counting
    source: str
    confidence: Confidence


class Pack(RuleFile, frozen=True):
    """The rules of one language; `und` holds where there is no other."""

    language: str
    date: datetime.date
    chars_per_line: LineLength
    lines: LineCount
    counting: CountingRule


def read_packs(folder: Path = LOCALES / "timed_text") -> dict[str, Pack]:
    """The packs by file stem; raises BadRule."""
    packs = read_folder(folder, Pack)
    if "general" not in packs:
        raise BadRule(folder.name, "general.toml is missing")
    for stem, pack in packs.items():
        if pack.language != ("und" if stem == "general" else stem):
            raise BadRule(f"{folder.name}/{stem}.toml", f"`language` is {pack.language!r} and must be the file's name")
    return packs


def limits_of(packs: dict[str, Pack], key: str | None, kind: Kind) -> Limits:
    """The limits of the pack `key`, or the general ones."""
    pack = packs[key or "general"]
    chars = pack.chars_per_line.captions if kind == "captions" else pack.chars_per_line.subtitles
    return Limits(chars, pack.lines.max, pack.counting.method)
