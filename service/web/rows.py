"""Forms whose rows come and go: fields are named by their place (`beats.0.shots.2.size`), and a submit button named
`act` says what becomes of a row (`up beats.1`, `remove beats.0.shots.2`, `add beats`). Without JavaScript the page
comes back with the rows as asked and everything that was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ACTS = ("add", "remove", "up", "down")
Tree = dict[str, Any]
_DEEPEST = 8


class Shown(dict[str, Any]):
    """A structure for a template: what was never typed is empty."""

    def __missing__(self, key: str) -> str:
        return ""


def shown(value: Any) -> Any:
    """The same tree, forgiving."""
    if isinstance(value, dict):
        return Shown({name: shown(inner) for name, inner in value.items()})
    return [shown(inner) for inner in value] if isinstance(value, list) else value


def grown(fields: Mapping[str, str]) -> Tree:
    """The fields of a form as nested structures; numbered parts become lists in the order of their numbers."""
    root: Tree = {}
    for name, value in fields.items():
        *path, last = name.split(".")
        if len(path) >= _DEEPEST:
            continue
        place = root
        for part in path:
            inner = place.setdefault(part, {})
            place = inner if isinstance(inner, dict) else {}
        if not isinstance(place.get(last), dict):
            place[last] = value
    return {name: _settled(value) for name, value in root.items()}


def flat(tree: Tree) -> dict[str, str]:
    """The fields that would be sent for a filled form, for taking a change back."""
    found: dict[str, str] = {}

    def walk(value: Any, at: str) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                walk(inner, f"{at}.{name}" if at else name)
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                walk(inner, f"{at}.{index}")
        elif value:
            found[at] = str(value)

    walk(tree, "")
    return found


def act_on(tree: Tree, act: str, most: int) -> str | None:
    """Do to a list of the tree what a button asks; the place that should have the focus now (`beats.2`), None where it
    asked for nothing that can be done. A list never has more than `most` rows."""
    verb, _, at = act.partition(" ")
    where, _, number = at.rpartition(".") if verb != "add" else (at, "", "")
    rows = _rows(tree, where)
    if verb not in ACTS or rows is None:
        return None
    if verb == "add":
        if len(rows) < most:
            rows.append({})
        return f"{where}.{len(rows) - 1}"
    index = int(number) if number.isdecimal() else -1
    if not 0 <= index < len(rows):
        return None
    row = rows.pop(index)
    if verb == "remove":
        return f"{where}.{min(index, len(rows) - 1)}" if rows else where
    index = max(0, index - 1) if verb == "up" else min(len(rows), index + 1)
    rows.insert(index, row)
    return f"{where}.{index}"


def _rows(tree: Tree, where: str) -> list[Any] | None:
    """The list at a place, made where it is the first row's."""
    place: Any = tree
    *path, last = where.split(".")
    for part in path:
        if isinstance(place, list):
            place = place[int(part)] if part.isdecimal() and int(part) < len(place) else None
        else:
            place = place.get(part) if isinstance(place, dict) else None
    if not isinstance(place, dict) or not last.isidentifier():
        return None
    found = place.setdefault(last, [])
    return found if isinstance(found, list) else None


def _settled(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    inner = {name: _settled(one) for name, one in value.items()}
    if inner and all(name.isdecimal() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
