"""The platforms' packs as they are shown: every value with its unit, its source and how well it is known. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.platforms import (
    PlatformPack,
    PlatformQuota,
    PlatformRule,
    PlatformSummary,
    PlatformTable,
    PlatformZone,
    TablePart,
    Unit,
)
from schemas.rules import RuleSource
from service.rulebook import Rulebook
from service.rulebook.platform_files import Platforms
from service.rulebook.platforms import Platform, Stated
from service.rulebook.safe_zones import Zone

PARTS: tuple[TablePart, ...] = (
    "text",
    "title",
    "tags",
    "hashtags",
    "mentions",
    "film",
    "cover",
    "captions",
    "disclosure",
    "audience",
)
_UNITS: dict[str, Unit] = {
    "ms": "ms",
    "side": "px",
    "width": "px",
    "fps": "fps",
    "bytes": "bytes",
    "bitrate": "bits_per_second",
    "rate": "hz",
    "aspect": "aspect",
    "channels": "count",
    "sponsors": "count",
    "app": "count",
}
_ABOUT = frozenset((*Stated.__struct_fields__, "unit"))


def summary_of(pack: Platform, platforms: Platforms) -> PlatformSummary:
    """A platform at a glance."""
    rules = [rule for table in _tables(pack, platforms) for rule in table.rules]
    return PlatformSummary(
        key=pack.key,
        name=pack.name,
        date=pack.date,
        api=pack.api,
        note=pack.note,
        delivery=pack.delivery,
        declarations=sorted(pack.flags),
        unknown=list(pack.unknown),
        rules=len(rules) + len(pack.quotas),
        doubtful=sum(not rule.binds for rule in rules) + sum(not one.binds("units") for one in pack.quotas.values()),
    )


def pack_of(key: str, rulebook: Rulebook) -> PlatformPack | None:
    """Everything that is known of a platform; None where there is none of this key."""
    platforms = rulebook.platforms
    pack = platforms.get(key)
    if pack is None:
        return None
    brief = summary_of(pack, platforms)
    return PlatformPack(
        **{name: getattr(brief, name) for name in brief.__struct_fields__},
        tables=list(_tables(pack, platforms)),
        quotas=list(_quotas(pack, platforms)),
        safe_zone=_zone(rulebook.zones.get(key)),
    )


def source_of(platforms: Platforms, key: str) -> RuleSource:
    """A source by its key."""
    known = platforms.sources[key]
    return RuleSource(title=known.title, address=known.address, read=known.read)


def _tables(pack: Platform, platforms: Platforms) -> Iterator[PlatformTable]:
    for part in PARTS:
        table: Stated | None = getattr(pack, part)
        if table is not None:
            yield PlatformTable(part=part, note=table.note, rules=list(_rules(part, table, platforms)))


def _rules(part: str, table: Stated, platforms: Platforms) -> Iterator[PlatformRule]:
    for key in table.__struct_fields__:
        value = getattr(table, key)
        if key in _ABOUT or value in (None, (), "", False):
            continue
        yield PlatformRule(
            rule=key,
            value=list(value) if isinstance(value, tuple) else value,
            unit=_unit(part, key, table),
            binds=table.binds(key),
            confidence=table.known(key),
            source=source_of(platforms, table.said_by(key)),
            disputed=table.disputed.get(key),
        )


def _unit(part: str, key: str, table: Stated) -> Unit:
    if key == "max":
        unit: Unit = getattr(table, "unit", "characters" if part == "tags" else "count")
        return unit
    return _UNITS.get(key.rpartition("_")[2], "")


def _quotas(pack: Platform, platforms: Platforms) -> Iterator[PlatformQuota]:
    for name, quota in pack.quotas.items():
        yield PlatformQuota(
            name=name,
            units=quota.units,
            whose=quota.whose,
            window=quota.window,
            zone=quota.zone,
            prices=quota.prices,
            note=quota.note,
            binds=quota.binds("units"),
            confidence=quota.known("units"),
            source=source_of(platforms, quota.said_by("units")),
            disputed=quota.disputed.get("units"),
        )


def _zone(zone: Zone | None) -> PlatformZone | None:
    if zone is None:
        return None
    one = zone.edges
    return PlatformZone(
        top=one.top,
        right=one.right,
        bottom=one.bottom,
        left=one.left,
        source=one.source,
        confidence=one.confidence,
        date=one.date,
    )
