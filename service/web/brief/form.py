"""The forms of the parts of a brief: what was typed, and the body that the API would take. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from msgspec import Struct

from schemas.requirements import Claim, ClaimChange, Requirement, RequirementChange
from schemas.rights import BriefLink, BriefLinkChange, Medium, Rights, RightsChange
from service.briefs.kinds import CLAIMS, LINKS, REQUIREMENTS, RIGHTS
from service.briefs.parts import Kind
from service.web.rows import Shown

Fields = Mapping[str, str]
Part = Requirement | Claim | Rights | BriefLink
MEDIA: tuple[str, ...] = get_args(Medium)


class Sort(Struct, frozen=True):
    """One sort of parts: its kind, what changes one of them, and its form."""

    kind: Kind[Any, Any, Any]
    change: type[Struct]
    body: Callable[[Fields], dict[str, Any]]
    filled: Callable[[Any], dict[str, str]]


def _plain(fields: Fields, name: str) -> str:
    return fields.get(name, "").strip()


def _requirement(fields: Fields) -> dict[str, Any]:
    kind = _plain(fields, "kind")
    return {
        "kind": kind,
        "title": _plain(fields, "title"),
        "level": _plain(fields, "level") or "must",
        "phrases": [line for one in fields.get("phrases", "").splitlines() if (line := one.strip())],
        "markets": sorted(name.removeprefix("market.") for name in fields if name.startswith("market.")),
        "minimum_ms": _milliseconds(_plain(fields, "seconds")) if kind == "on_screen" else None,
    }


def _milliseconds(typed: str) -> int | str | None:
    """Seconds as typed, with a point or a comma; what cannot be read stays, so that the API says so."""
    try:
        return round(Decimal(typed.replace(",", ".")) * 1000) if typed else None
    except (InvalidOperation, ValueError, OverflowError):
        return typed


def _seconds(ms: int | None) -> str:
    return "" if ms is None else f"{Decimal(ms) / 1000:f}"


def _requirement_filled(part: Requirement) -> dict[str, str]:
    return {
        "kind": part.kind,
        "title": part.title,
        "level": part.level,
        "phrases": "\n".join(part.phrases),
        "seconds": _seconds(part.minimum_ms),
        **{f"market.{one}": "on" for one in part.markets},
    }


def _claim(fields: Fields) -> dict[str, Any]:
    return {
        "text": _plain(fields, "text"),
        "state": _plain(fields, "state") or "open",
        "source": _plain(fields, "source"),
        "document": _plain(fields, "document") or None,
    }


def _claim_filled(part: Claim) -> dict[str, str]:
    return {"text": part.text, "state": part.state, "source": part.source, "document": part.document or ""}


def _rights(fields: Fields) -> dict[str, Any]:
    territories = re.split(r"[\s,;]+", _plain(fields, "territories").upper())
    return {
        "what": _plain(fields, "what"),
        "name": _plain(fields, "name"),
        "territories": None if _plain(fields, "where") == "worldwide" else [one for one in territories if one],
        "media": [one for one in MEDIA if f"media.{one}" in fields],
        "starts_on": _plain(fields, "starts_on"),
        "ends_on": _plain(fields, "ends_on") or None,
        "contract": _plain(fields, "contract"),
    }


def _rights_filled(part: Rights) -> dict[str, str]:
    return {
        "what": part.what,
        "name": part.name,
        "where": "worldwide" if part.territories is None else "listed",
        "territories": ", ".join(part.territories or []),
        **{f"media.{one}": "on" for one in part.media},
        "starts_on": part.starts_on.isoformat(),
        "ends_on": part.ends_on.isoformat() if part.ends_on else "",
        "contract": part.contract,
    }


def _link(fields: Fields) -> dict[str, Any]:
    market = _plain(fields, "market")
    named = {name: _plain(fields, name) for name in ("kind", "label", "url")}
    return {**named, "market": market or None}


def _link_filled(part: BriefLink) -> dict[str, str]:
    return {"kind": part.kind, "label": part.label, "url": part.url, "market": part.market or ""}


SORTS: dict[str, Sort] = {
    "requirements": Sort(REQUIREMENTS, RequirementChange, _requirement, _requirement_filled),
    "claims": Sort(CLAIMS, ClaimChange, _claim, _claim_filled),
    "rights": Sort(RIGHTS, RightsChange, _rights, _rights_filled),
    "brief_links": Sort(LINKS, BriefLinkChange, _link, _link_filled),
}


def begun(things: str, today: date) -> Shown:
    """The fields of a part that nobody has written yet."""
    first = {
        "requirements": {"kind": "on_screen", "level": "must", "seconds": "2"},
        "claims": {"state": "open"},
        "rights": {"what": "talent", "where": "listed", "starts_on": today.isoformat()},
        "brief_links": {"kind": "landing", "url": "https://"},
    }
    return Shown(first[things])
