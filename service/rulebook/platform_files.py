"""The files of `locales/platforms/`, read and checked.

An unknown key, an impossible date and a value without a source refuse the start, with file and line.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from service.rulebook.platforms import Platform, Quota, Stated, aspect_of
from service.rulebook.reading import LOCALES, Written, files_of, keys_of
from service.rulebook.timed_text import SOURCES, Source, Sources

FOLDER = LOCALES / "platforms"
SAFE_ZONES = "safe_zones"
EARLIEST = datetime.date(2020, 1, 1)


class Platforms(dict[str, Platform]):
    """The platforms by key, and the sources that they name."""

    def __init__(self, packs: dict[str, Platform], sources: dict[str, Source]) -> None:
        super().__init__(packs)
        self.sources = sources


def read_platforms(folder: Path = FOLDER) -> Platforms:
    """All of them; raises BadRule with file and line."""
    sources = Sources(folder)
    stems = [path.stem for path in files_of(folder) if path.stem not in (SOURCES, SAFE_ZONES)]
    return Platforms({stem: _platform(folder, stem, sources) for stem in stems}, sources.known)


def _platform(folder: Path, stem: str, sources: Sources) -> Platform:
    own = Written(folder / f"{stem}.toml")
    chain, tables = [own], dict(own.tables)
    if (like := own.tables.get("like")) is not None:
        if not isinstance(like, str) or like == stem or not (folder / f"{like}.toml").is_file():
            raise own.bad(f"`like` is {like!r}, which is no other platform", "like")
        chain.append(followed := Written(folder / f"{like}.toml"))
        if "like" in followed.tables:
            raise own.bad(f"`like` is {like!r}, which follows another one itself", "like")
        tables = {key: value for key, value in followed.tables.items() if key not in ("note", "date")} | tables
    try:
        pack = msgspec.convert(tables, Platform)
    except msgspec.ValidationError as error:
        keys = _way(tables, keys_of(error))
        raise next((one for one in chain if keys and keys[0] in one.tables), own).bad(str(error), *keys) from None
    sources.check(own, pack)
    _check(own, pack, stem, sources)
    return pack


def _way(tables: dict[str, Any], keys: list[str]) -> list[str]:
    """The decoder's way to a fault, with the name of the quota, which it does not tell."""
    if keys[:2] != ["quotas", "..."]:
        return keys
    for name, table in tables["quotas"].items():
        try:
            msgspec.convert(table, Quota)
        except msgspec.ValidationError as error:
            return ["quotas", name, *keys_of(error)]
    return keys


def _check(written: Written, pack: Platform, stem: str, sources: Sources) -> None:
    if pack.key != stem:
        raise written.bad(f"`key` is {pack.key!r} and must be the file's name", "key")
    if not EARLIEST <= pack.date <= datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=1):
        raise written.bad(f"`date` is {pack.date}, on which nobody can have looked", "date")
    for keys, table in _stated(written, pack):
        for name in ("disputed", "source_of"):
            if strange := next((key for key in getattr(table, name) if key not in table.__struct_fields__), None):
                raise written.bad(f"`{'.'.join(keys)}.{name}` names {strange!r}", *keys, name)
        if missing := next((one for one in table.source_of.values() if one not in sources.known), None):
            raise written.bad(f"`{'.'.join(keys)}.source_of` is {missing!r}, which no source is", *keys, "source_of")
        _check_numbers(written, keys, table)


def _check_numbers(written: Written, keys: tuple[str, ...], table: Stated) -> None:
    """Every limit is more than nothing, an aspect is one, and a day begins somewhere."""
    for key in table.__struct_fields__:
        value: Any = getattr(table, key)
        if isinstance(value, int) and not isinstance(value, bool) and value <= 0:
            raise written.bad(f"`{'.'.join(keys)}.{key}` is {value}, which nothing could keep", *keys, key)
        if isinstance(table, Quota) and key == "prices":
            for call in (call for call, price in table.prices.items() if price <= 0):
                raise written.bad(f"`{'.'.join(keys)}.prices` has {call!r} for nothing", *keys, key, call)
        if key.endswith("_aspect") and value is not None:
            try:
                aspect_of(value)
            except (ValueError, ZeroDivisionError):
                raise written.bad(f"`{'.'.join(keys)}.{key}` is {value!r} and must be like 9:16", *keys, key) from None
    if isinstance(table, Quota) and (table.window == "day") != (table.zone is not None):
        raise written.bad(f"`{'.'.join(keys)}.zone` is where a day begins, and stands with `day` only", *keys, "zone")


def _stated(written: Written, pack: Platform) -> Iterator[tuple[tuple[str, ...], Stated]]:
    """The tables that stand in the platform's own file."""
    for key in pack.__struct_fields__:
        value = getattr(pack, key)
        if key not in written.tables:
            continue
        if isinstance(value, Stated):
            yield (key,), value
        elif isinstance(value, dict):
            yield from (((key, name), one) for name, one in value.items())
