"""Where the product uses its queries, found in its source: which shape, how many arguments, which orders."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

import service
from service.db.queries import Queries, Query, Sort, load
from service.listings import NEWEST

SERVICE = Path(service.__file__).parent
ROOMS: dict[str, Queries] = {
    path.parent.name: load(f"service.{path.parent.name}") for path in sorted(SERVICE.glob("*/queries.sql"))
}
SHAPED = {"one", "only", "all", "page", "count"}
PLAIN = {"value", "do", "rows", "each"}


class Call(Struct, frozen=True):
    """One use of a query. `arguments` is None where the source does not show how many there are."""

    where: str
    method: str
    query: Query
    shape: type[Struct] | None
    arguments: int | None
    sorts: Mapping[str, Sort]


@cache
def blocks() -> dict[str, Query]:
    """Every query of the product as `room.name`."""
    return {f"{room}.{name}": query for room, queries in ROOMS.items() for name, query in queries.blocks.items()}


@cache
def calls() -> list[Call]:
    """Every use of a query of a room."""
    found = []
    for path in sorted(SERVICE.rglob("*.py")):
        source = path.read_text("utf-8")
        if "queries" in source and path.parent.name != "db":
            name = ".".join(path.relative_to(SERVICE.parent).with_suffix("").parts)
            found += list(_calls_of(importlib.import_module(name), ast.parse(source)))
    return found


def _calls_of(module: Any, tree: ast.Module) -> Iterator[Call]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            known = {
                target.id: node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Assign)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for node in ast.walk(function):
                if isinstance(node, ast.Call):
                    yield from _call(module, node, known)


def _spread(elements: list[ast.expr], known: Mapping[str, ast.expr]) -> list[ast.expr]:
    """The elements with `*(a, b)` and `*name` written out where the source shows what they are."""
    out: list[ast.expr] = []
    for one in elements:
        value = one.value if isinstance(one, ast.Starred) else None
        value = known.get(value.id) if isinstance(value, ast.Name) else value
        out += _spread(value.elts, known) if isinstance(value, ast.Tuple) else [one]
    return out


def _call(module: Any, node: ast.Call, known: Mapping[str, ast.expr]) -> Iterator[Call]:
    elements = _spread(node.args, known)
    for index, one in enumerate(elements):
        if not (isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "queries"):
            continue
        method = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        shape = None
        if index and isinstance(elements[index - 1], ast.Name):
            shape = getattr(module, elements[index - 1].id, None)  # type: ignore[attr-defined]
        shape = shape if isinstance(shape, type) and issubclass(shape, Struct) else None
        rest = elements[index + 1 :]
        sorts: Mapping[str, Sort] = {}
        if method == "page":
            sorts = _sorts(module, node, rest)
            rest = rest[1:] if isinstance(node.func, ast.Attribute) else rest  # of `tx.page` the first is the Slice
        where = f"{module.__name__}:{node.lineno}"
        query: Query = getattr(module.queries, one.attr)
        yield Call(where, method, query, shape, _count(method, rest, known), sorts)


def _sorts(module: Any, node: ast.Call, rest: list[ast.expr]) -> Mapping[str, Sort]:
    """The orders that a list offers; the usual one where the source does not show them."""
    given = [word.value for word in node.keywords if word.arg == "sorts"]
    if given:
        offered: Mapping[str, Sort] = eval(ast.unparse(given[0]), dict(vars(module)))  # noqa: S307  our own source
        return offered
    if rest and isinstance(rest[0], ast.Call) and isinstance(rest[0].func, ast.Name) and rest[0].func.id == "Slice":
        sort: Sort = eval(ast.unparse(rest[0].args[0]), dict(vars(module)))  # noqa: S307
        return {sort.column: sort}
    return NEWEST


def _count(method: str, rest: list[ast.expr], known: Mapping[str, ast.expr]) -> int | None:
    if method != "each":
        return None if any(isinstance(one, ast.Starred) for one in rest) else len(rest)
    rows = known.get(rest[0].id, rest[0]) if isinstance(rest[0], ast.Name) else rest[0]
    element = rows.elt if isinstance(rows, ast.ListComp) else None
    return len(element.elts) if isinstance(element, ast.Tuple) else None
