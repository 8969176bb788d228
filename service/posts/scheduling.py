"""When a post goes out: what the clock of a place shows, and the instant that this is. Pure.

The local time, the zone and, where the clock shows a time twice, which one is meant, are the truth; the instant follows
from them and from the zone rules of today, so that a country which changes its rules moves the instant and never the
hour that somebody chose. The rules are those of the `tzdata` package, never the system's.

A clock that is put forward skips times, and one that is put back shows times twice (PEP 495).
"""

from __future__ import annotations

import importlib.resources
from datetime import UTC, datetime, timedelta
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

Fold = Literal["first", "second"]

PACKAGE = "tzdata"
_NO_PLACES = ("Factory", "localtime", "posixrules")
_MINUTE = timedelta(minutes=1)


class NoSuchZone(ValueError):
    """A name that the zone rules do not have."""


class Skipped(ValueError):
    """A local time that the clock skips, with the last one before and the first one after it (whole minutes)."""

    def __init__(self, local: datetime, zone: str, before: datetime, after: datetime) -> None:
        super().__init__(f"{local:%Y-%m-%d %H:%M} does not exist in {zone}")
        self.before, self.after = before, after


class Twice(ValueError):
    """A local time that the clock shows twice, with both instants."""

    def __init__(self, local: datetime, zone: str, first: datetime, second: datetime) -> None:
        super().__init__(f"{local:%Y-%m-%d %H:%M} comes twice in {zone}")
        self.first, self.second = first, second


class Due(Struct, frozen=True):
    """The instant that follows from what was chosen, in UTC. `skipped`: that time does not exist any more, and the
    instant is as long after the change as it would have been; `twice`: it comes twice, nobody said which one is meant,
    and the instant is the first (both as RFC 5545 3.3.5 has it)."""

    at: datetime
    state: Literal["exact", "skipped", "twice"]


class Zones:
    """The time zones of a folder of TZif files (RFC 8536)."""

    def __init__(self, folder: Traversable | None = None) -> None:
        self._folder = folder or importlib.resources.files(PACKAGE) / "zoneinfo"
        self._read: dict[str, ZoneInfo] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The zones that a clock can be set by, in the order of their names."""
        every = (importlib.resources.files(PACKAGE) / "zones").read_text("ascii").split()
        return tuple(sorted(name for name in every if name not in _NO_PLACES))

    @cached_property
    def _by_folded(self) -> dict[str, str]:
        return {name.casefold(): name for name in self.names}

    def canonical(self, name: str) -> str:
        """A zone's name as it is written, whatever its case; raises NoSuchZone."""
        try:
            return self._by_folded[name.strip().casefold()]
        except KeyError:
            raise NoSuchZone(f"{name[:80]!r} is no time zone") from None

    def __getitem__(self, name: str) -> ZoneInfo:
        """Raises NoSuchZone."""
        if name not in self._read:
            path = self._folder.joinpath(*self.canonical(name).split("/"))
            with path.open("rb") as file:
                self._read[name] = ZoneInfo.from_file(file, key=name)
        return self._read[name]


ZONES = Zones()


def instant(local: datetime, zone: str, fold: Fold | None = None, zones: Zones = ZONES) -> datetime:
    """The instant in UTC at which the clock of the zone shows `local`, which has no offset of its own.

    `fold` counts where the clock shows that time twice. Raises NoSuchZone, Skipped, and Twice without a `fold`.
    """
    due = due_at(local, zone, fold, zones)
    clock = zones[zone]
    if due.state == "skipped":
        raise Skipped(local, zone, *_around(local, clock))
    if due.state == "twice":
        raise Twice(local, zone, *_both(local, clock))
    return due.at


def due_at(local: datetime, zone: str, fold: Fold | None = None, zones: Zones = ZONES) -> Due:
    """The same for what was chosen once and must still mean something today; raises NoSuchZone only."""
    first, second = _both(local, zones[zone])
    if first == second:
        return Due(first, "exact")
    if first > second:
        return Due(first, "skipped")
    if fold is None:
        return Due(first, "twice")
    return Due(first if fold == "first" else second, "exact")


def is_twice(local: datetime, zone: str, zones: Zones = ZONES) -> bool:
    """Whether the clock of the zone shows this time twice; raises NoSuchZone."""
    first, second = _both(local, zones[zone])
    return first < second


def next_midnight(now: datetime, zone: str, zones: Zones = ZONES) -> datetime:
    """When the next day begins in the zone, in UTC: the quota of a platform is full again."""
    tomorrow = now.astimezone(zones[zone]).replace(tzinfo=None) + timedelta(days=1)
    return due_at(tomorrow.replace(hour=0, minute=0, second=0, microsecond=0, fold=0), zone, "first", zones).at


def _both(local: datetime, clock: ZoneInfo) -> tuple[datetime, datetime]:
    """What `local` would be by the offset before a change and by that after it; they are one where there is none."""
    if local.tzinfo is not None:
        raise ValueError("a local time has no offset")
    first, second = (local.replace(tzinfo=clock, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, second


def _around(local: datetime, clock: ZoneInfo) -> tuple[datetime, datetime]:
    """The last minute before a gap and the first one after it, on the clock."""
    after, before = _both(local, clock)
    offset = before.astimezone(clock).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(clock).utcoffset() == offset:
            before = middle
        else:
            after = middle
    change = after.replace(microsecond=0)
    return _shown(change - _MINUTE, clock), _shown(change, clock)


def _shown(at: datetime, clock: ZoneInfo) -> datetime:
    return at.astimezone(clock).replace(tzinfo=None, fold=0)
