"""The files of `locales/`, decoded into typed Structs that forbid unknown keys. What breaks its form is named by file
and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from service.rulebook.problems import BadRule

LOCALES = Path(__file__).parents[2] / "locales"

Read = TypeVar("Read", bound="RuleFile")

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]")
_KEY = re.compile(r"""\s*([\w-]+|"[^"]*")\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*\"""")
_PLACE = re.compile(r"`\$(.*?)`")
_STEP = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_UNKNOWN = re.compile(r"unknown field `(\w+)`")
_SYNTAX = re.compile(r"at line (\d+)")


class RuleFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every file, and every table in one, is made of."""


class Written:
    """One file: its tables as they stand there, and the line of every key."""

    def __init__(self, path: Path) -> None:
        self.name = "/".join(path.parts[-2:])
        self._text = ""
        try:
            self._text = path.read_text("utf-8")
            self.tables = tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            line = _SYNTAX.search(str(error))
            raise BadRule(self.name, str(error), int(line[1]) if line else 1) from None
        except (OSError, UnicodeDecodeError) as error:
            raise BadRule(self.name, str(error)) from None

    def line(self, *keys: str) -> int:
        """Where a key stands, or the nearest table around it; tables of a list are counted from 0, `...` is any key."""
        best, depth = 1, 0
        for number, path in self._places():
            fits = len(path) <= len(keys) and all(a == b or a == "..." for a, b in zip(keys, path, strict=False))
            if fits and len(path) > depth:
                best, depth = number, len(path)
        return best

    def bad(self, reason: str, *keys: str) -> BadRule:
        return BadRule(self.name, reason, self.line(*keys))

    def wrong(self, error: msgspec.ValidationError, *within: str) -> BadRule:
        """The decoder's complaint about what stands `within`, with its line."""
        return self.bad(str(error), *within, *keys_of(error))

    def keys(self, table: str) -> list[str]:
        """What a table of the file has, which may be nothing."""
        found = self.tables.get(table)
        return list(found) if isinstance(found, dict) else []

    def take(self, form: type[Read], *within: str) -> Read:
        """The file, or the table `within` it, in its form; raises BadRule with the line."""
        tables = self.tables
        for key in within:
            tables = tables[key]
        try:
            return msgspec.convert(tables, form)
        except msgspec.ValidationError as error:
            raise self.wrong(error, *within) from None

    def _places(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        table: tuple[str, ...] = ()
        seen: dict[str, int] = {}
        for number, line in enumerate(self._text.splitlines(), start=1):
            if header := _HEADER.match(line):
                table = tuple(part.strip('"') for part in _PART.findall(header[2]))
                if header[1] == "[[":
                    seen[header[2]] = seen.get(header[2], -1) + 1
                    table = (*table, str(seen[header[2]]))
                yield number, table
            elif key := _KEY.match(line):
                yield number, (*table, key[1].strip('"'))


def keys_of(error: msgspec.ValidationError) -> list[str]:
    """The way to what a decoder complains about; `...` is a key that it does not tell."""
    said = str(error)
    place, unknown = _PLACE.search(said), _UNKNOWN.search(said)
    keys = [step[1] or step[2] for step in _STEP.finditer(place[1])] if place else []
    return [*keys, unknown[1]] if unknown else keys


def read_file(path: Path, form: type[Read]) -> Read:
    """One file; raises BadRule with its name, line and key."""
    return Written(path).take(form)


def read_folder(folder: Path, form: type[Read]) -> dict[str, Read]:
    """The files of a folder by their stem, in the order of their names."""
    return {path.stem: read_file(path, form) for path in files_of(folder)}


def files_of(folder: Path) -> list[Path]:
    """The files of a folder, in the order of their names; raises BadRule where there are none."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise BadRule(folder.name, "there are no rules in it")
    return paths
