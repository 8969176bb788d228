"""The files of `locales/`, decoded into typed Structs that forbid unknown keys."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from service.rulebook.problems import BadRule

LOCALES = Path(__file__).parents[2] / "locales"

Read = TypeVar("Read", bound="RuleFile")


class RuleFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every file, and every table in one, is made of."""


def read_file(path: Path, form: type[Read]) -> Read:
    """One file; raises BadRule with its name and the key."""
    name = "/".join(path.parts[-2:])
    try:
        return msgspec.toml.decode(path.read_bytes(), type=form)
    except (OSError, msgspec.DecodeError) as error:
        raise BadRule(name, str(error)) from None


def read_folder(folder: Path, form: type[Read]) -> dict[str, Read]:
    """The files of a folder by their stem, in the order of their names."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise BadRule(folder.name, "there are no rules in it")
    return {path.stem: read_file(path, form) for path in paths}
