"""The form of a campaign: what was typed, as the page shows it again and as the API takes it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from babel.languages import get_official_languages

from schemas.campaigns import Campaign
from service.rulebook import Rulebook
from service.web.rows import Tree, act_on, grown
from service.web.words import Language

MOST_MARKETS = 60
ON = "on"


def typed(fields: Mapping[str, str], rulebook: Rulebook) -> tuple[Tree, str]:
    """What was typed, after a button for the rows did its work, and the place that has the focus then; no place: it is
    to be saved."""
    tree, act = grown(fields), fields.get("act", "")
    if not isinstance(tree.get("markets", []), list):
        tree["markets"] = []
    if act != "add markets":
        return tree, act_on(tree, act, MOST_MARKETS) or ""
    code = fields.get("pick", "").strip().upper()
    if code and code not in chosen(tree):
        at = act_on(tree, act, MOST_MARKETS)
        if at and tree["markets"][-1] == {}:
            tree["markets"][-1] = row_of(code, rulebook)
            return tree, at
    return tree, "pick"


def chosen(tree: Tree) -> list[str]:
    """The codes of the markets in the form."""
    return [row.get("market", "") for row in tree.get("markets", []) if isinstance(row, dict)]


def row_of(code: str, rulebook: Rulebook) -> Tree:
    """A new market with the locales of its official languages."""
    spoken = get_official_languages(code, regional=False, de_facto=True)
    known = rulebook.languages.of_territory(code)
    suggested = [one.tag for one in known if one.language in spoken] or [one.tag for one in known[:1]]
    return {"market": code, "locales": suggested}


def offered(code: str, row: Tree, rulebook: Rulebook) -> list[str]:
    """The locales that a market's row offers: those that are ticked in their order, then the country's others."""
    known = [one.tag for one in rulebook.languages.of_territory(code)]
    return list(dict.fromkeys([*_ticked(row), *known]))


def filled(campaign: Campaign) -> Tree:
    """The form of a campaign as it is."""
    return {
        "name": campaign.name,
        "starts_on": campaign.starts_on.isoformat() if campaign.starts_on else "",
        "ends_on": campaign.ends_on.isoformat() if campaign.ends_on else "",
        "four_eyes": ON if campaign.four_eyes else "",
        "seen": str(campaign.revision),
        "markets": [
            {
                "market": one.market,
                "locales": list(one.locales),
                "public": ON if one.public_delivery else "",
            }
            for one in campaign.markets
        ],
    }


def body(tree: Tree) -> dict[str, Any]:
    """What the API takes of it."""
    return {
        "name": _text(tree, "name"),
        "starts_on": _text(tree, "starts_on") or None,
        "ends_on": _text(tree, "ends_on") or None,
        "four_eyes": bool(_text(tree, "four_eyes")),
        "markets": [_market(row) for row in tree.get("markets", []) if isinstance(row, dict)],
    }


def countries(language: Language, rulebook: Rulebook, taken: Iterable[str]) -> list[tuple[str, str]]:
    """The markets that can still be chosen, (code, name), by name in the reader's language."""
    out = set(taken)
    named = [(one.code, language.market(one.code)) for one in rulebook.markets if one.code not in out]
    return sorted(named, key=lambda pair: pair[1].casefold())


def _market(row: Tree) -> dict[str, Any]:
    more = [one for one in re.split(r"[\s,;]+", _text(row, "more")) if one]
    return {
        "market": _text(row, "market"),
        "locales": list(dict.fromkeys([*_ticked(row), *more])),
        "public_delivery": bool(_text(row, "public")),
    }


def _ticked(row: Tree) -> list[str]:
    locales = row.get("locales", [])
    return [tag for tag in locales if isinstance(tag, str) and tag] if isinstance(locales, list) else []


def _text(tree: Tree, name: str) -> str:
    value = tree.get(name, "")
    return value.strip() if isinstance(value, str) else ""
