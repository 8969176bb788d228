"""What a platform's rule and a post disagree about, and how that is said."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from schemas.platforms import BreachSeverity, BreachWayOut, PostPart, Unit
from service.rulebook.platforms import Stated
from service.rulebook.timed_text import Confidence


class Breach(Struct, frozen=True, kw_only=True):
    """One rule that is not kept. `rule` is the key of the platform's file (`film.max_ms` is field `film`, rule
    `max_ms`), or `unknown` where there is no table to hold anything to.

    `measured` and `limit` are in `unit`; words have none. `confidence` and `source` (a key of the platforms' sources)
    are those of the limit; `disputed` says what another source has.
    """

    field: PostPart
    rule: str
    measured: int | str
    limit: int | str
    unit: Unit
    severity: BreachSeverity
    way_out: BreachWayOut
    confidence: Confidence | None = None
    source: str | None = None
    disputed: str | None = None


def breach(
    table: Stated,
    field: PostPart,
    rule: str,
    measured: int | str,
    limit: int | str,
    way_out: BreachWayOut,
    unit: Unit = "",
    *,
    binds: bool = True,
) -> Breach:
    """A breach of a limit: an error where the limit binds."""
    return Breach(
        field=field,
        rule=rule,
        measured=measured,
        limit=limit,
        unit=unit,
        severity="error" if binds and table.binds(rule) else "warning",
        way_out=way_out,
        confidence=table.known(rule),
        source=table.said_by(rule),
        disputed=table.disputed.get(rule),
    )


def unknown(field: PostPart) -> Breach:
    """The platform's rules for this are not known."""
    return Breach(
        field=field, rule="unknown", measured="", limit="", unit="", severity="warning", way_out="ask_platform"
    )


UNITS: Mapping[Unit, str] = MappingProxyType(
    {
        "characters": " characters",
        "utf16_units": " UTF-16 units",
        "utf8_bytes": " bytes of UTF-8",
        "ms": " ms",
        "px": " px",
        "fps": " frames per second",
        "bytes": " bytes",
        "bits_per_second": " bits per second",
        "hz": " Hz",
    }
)


def sentence(found: Breach, platform: str) -> str:
    """The breach in English, with what was measured, the limit, and whose word that is where it only warns."""
    name, measured, limit = found.field, _shown(found.measured, found.unit), _shown(found.limit, found.unit)
    match found.field, found.rule:
        case _, "unknown":
            said = f"What {platform} allows here is not known ({name}); nothing was held against it."
        case _, "required":
            said = f"{platform} wants a {name}."
        case _, "forbidden":
            said = f"The {name} has {found.measured}, which {platform} does not take."
        case "disclosure", _:
            said = f"{platform} has no switch for this declaration ({found.rule}); say it in the text."
        case "audience", "paid_not":
            said = f"What somebody paid for cannot be {found.measured} on {platform}."
        case "audience", _:
            said = f"{platform} does not know the audience {found.measured}; it has {limit}."
        case "cover", _:
            said = f"The cover is at {measured}, beyond the film's {limit}."
        case (("hashtags" | "mentions"), "in_app"):
            said = f"The post has {measured} {name}; the app of {platform} takes {limit}."
        case (("hashtags" | "mentions"), _):
            said = f"The post has {measured} {name}; {platform} takes at most {limit}."
        case "film", "claimed_over_ms":
            said = (
                f"The film has {measured}; over {limit}, {platform} blocks it everywhere if anything in it is claimed."
            )
        case "film", "faststart":
            said = f"The index of the film follows its media; {platform} wants it first."
        case _, rule if rule.startswith("min_"):
            said = f"The {name} has {measured} ({rule[4:]}); {platform} takes at least {limit}."
        case _, rule if rule.startswith("max"):
            of = f" ({rule[4:]})" if rule[4:] else ""
            said = f"The {name} has {measured}{of}; {platform} takes at most {limit}."
        case _:
            said = f"The {name} has {measured} ({found.rule}); {platform} takes {limit}."
    return said + _doubt(found)


def _doubt(found: Breach) -> str:
    if found.disputed:
        return f" Sources disagree: {found.disputed}."
    if found.confidence in (None, "source_text"):
        return ""
    return f" The platform does not say so itself ({found.confidence})."


def _shown(value: int | str, unit: Unit) -> str:
    return (f"{value:,}" if isinstance(value, int) else value) + UNITS.get(unit, "")
