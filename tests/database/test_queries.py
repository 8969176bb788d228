"""Every query against the migrated schema, as the app role: it gives what its Struct is made of."""

from __future__ import annotations

import ast
import re
from collections.abc import AsyncIterator, Iterator
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import asyncpg
import pytest
from msgspec import Struct
from msgspec.structs import fields
from sqlglot import exp

from schemas.ids import Id
from service.db.queries import Query
from service.db.rows import builder
from tests.conftest import Cluster
from tests.database import walls
from tests.database.calls import PLAIN, SERVICE, SHAPED, Call, blocks, calls
from tests.database.catalog import ask

BOUND = {"system": 0, "organization": 1, "brand": 2}
SCALARS: dict[Any, set[str]] = {
    UUID: {"uuid"},
    str: {"text"},
    int: {"int2", "int4", "int8", "xid8"},
    float: {"float8"},
    bool: {"bool"},
    bytes: {"bytea"},
    datetime: {"timestamptz"},
    date: {"date"},
    timedelta: {"interval"},
}
# Statements that are no query of a room, and why.
ELSEWHERE = {
    "service/signposts.py": "one `select 1` that asks whether the database answers",
    "service/db": "connections, roles and migrations themselves",
    "service/jobs": "the library's queue speaks for itself; the rest is in its queries.sql",
}


@pytest.fixture(scope="session")
async def prepare(cluster: Cluster) -> AsyncIterator[asyncpg.Connection]:
    """A connection as the app role."""
    connection = await asyncpg.connect(cluster.access.app_url)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
async def nullable(cluster: Cluster) -> set[tuple[str, str]]:
    """The columns of tables that may be null."""
    rows = await ask(
        cluster.administrator("cutdown_reference"),
        """select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
           where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not a.attnotnull""",
    )
    return {(row["relname"], row["attname"]) for row in rows}


def texts(call: Call) -> list[tuple[str, int]]:
    """What a use sends, in every form, and how many parameters follow its own arguments."""
    if call.method == "count":
        assert call.shape is not None
        return [(call.query.count(call.shape), 0)]
    if call.method != "page":
        return [(call.query.text(call.shape), 0)]
    assert call.shape is not None
    found = [(call.query.count(call.shape), 0)]
    for sort in call.sorts.values():
        found += [(call.query.page(call.shape, sort, first=first), 1 if first else 3) for first in (True, False)]
    return found


@pytest.mark.parametrize("call", calls(), ids=lambda call: f"{call.where}:{call.query.name}")
async def test_a_query_gives_what_its_struct_is_made_of(
    call: Call, prepare: asyncpg.Connection, nullable: set[tuple[str, str]]
) -> None:
    for text, more in texts(call):
        prepared = await prepare.prepare(text)
        parameters = len(prepared.get_parameters())
        if call.arguments is not None:
            assert parameters == BOUND[call.query.wall] + call.arguments + more, text
        if call.shape is not None and not text.startswith("select count(*) from ("):
            given = [(one.name, one.type.name) for one in prepared.get_attributes()]
            assert [name for name, _ in given] == [field.name for field in fields(call.shape)], text
            hints = get_type_hints(call.shape, include_extras=True)
            misfits = [f"{name}: {kind}" for name, kind in given if not fits(kind, hints[name])]
            assert misfits == []
            builder(call.shape)
    if call.shape is not None:
        assert nulls(call.query, call.shape, nullable) == []


@pytest.mark.parametrize("call", [call for call in calls() if call.method == "value"], ids=lambda call: call.where)
async def test_a_value_is_the_only_column(call: Call, prepare: asyncpg.Connection) -> None:
    prepared = await prepare.prepare(call.query.text())
    assert len(prepared.get_attributes()) == 1


@pytest.mark.parametrize("call", [call for call in calls() if call.method == "page"], ids=lambda call: call.where)
async def test_a_list_sorts_by_columns_of_that_type_that_never_are_null(
    call: Call, prepare: asyncpg.Connection, nullable: set[tuple[str, str]]
) -> None:
    assert call.shape is not None
    names = {"int4": "int"}
    prepared = await prepare.prepare(call.query.page(call.shape, next(iter(call.sorts.values())), first=True))
    kinds = {one.name: names.get(one.type.name, one.type.name) for one in prepared.get_attributes()}
    hints = get_type_hints(call.shape)
    assert call.sorts
    for sort in call.sorts.values():
        assert kinds[sort.column] == sort.kind
        assert NoneType not in get_args(hints[sort.column])


def test_every_query_is_used_and_every_use_is_seen() -> None:
    used = {id(call.query) for call in calls()}
    assert [name for name, query in blocks().items() if id(query) not in used] == []
    named = sum(
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "queries"
        for path in SERVICE.rglob("*.py")
        if path.parent.name != "db"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )
    assert len(calls()) == named
    assert [call.where for call in calls() if call.method in SHAPED and call.shape is None] == []
    assert [call.where for call in calls() if call.method not in SHAPED | PLAIN] == []


def test_arguments_are_counted_almost_everywhere() -> None:
    unseen = [call for call in calls() if call.arguments is None]
    assert len(unseen) < len(calls()) / 5


_STATEMENT = re.compile(
    r"^\s*(select\s.+|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\(|"
    r"(create|alter|drop|truncate|grant|lock)\s+(table|role|index|schema|database|all|select)|listen\s|notify\s\w)",
    re.IGNORECASE | re.DOTALL,
)


def test_every_statement_of_the_product_is_in_a_queries_sql() -> None:
    found = set()
    for path in sorted(SERVICE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(node.body[0].value) for node in ast.walk(tree) if _has_doc(node)}  # type: ignore[attr-defined]
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if id(node) not in docs and (_STATEMENT.match(text) or "-- name:" in text):
                found.add(_exempt(path))
    assert found <= set(ELSEWHERE)
    assert found >= {"service/db", "service/signposts.py"}


def _has_doc(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and bool(node.body)
        and isinstance(node.body[0], ast.Expr)
    )


def _exempt(path: Path) -> str:
    name = f"service/{path.relative_to(SERVICE)}"
    return next((prefix for prefix in ELSEWHERE if name == prefix or name.startswith(f"{prefix}/")), name)


def fits(kind: str, annotation: Any) -> bool:
    """Whether a column of this type makes a field of this annotation."""
    if hasattr(annotation, "__metadata__"):
        return fits(kind, get_args(annotation)[0])
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return all(fits(kind, one) for one in get_args(annotation) if one is not NoneType)
    if origin is Literal:
        return all(fits(kind, type(word)) for word in get_args(annotation))
    if origin is dict or annotation is Any:
        return kind == "jsonb"
    if origin in (list, tuple):
        element = get_args(annotation)[0]
        if isinstance(element, type) and issubclass(element, Struct):
            return kind == "jsonb"
        return kind.endswith("[]") and fits(kind[:-2], element)
    if isinstance(annotation, type):
        if issubclass(annotation, Struct):
            return kind == "jsonb"
        if issubclass(annotation, Id):
            return kind == "uuid"
        if issubclass(annotation, Enum):
            return kind == "text"
    return kind in SCALARS.get(annotation, set())


def nulls(query: Query, shape: type[Struct], nullable: set[tuple[str, str]]) -> list[str]:
    """The fields that must be there although their column may be null; only where the statement shows the column."""
    tree = walls.parsed(query.text(shape))
    hints = get_type_hints(shape)
    outer = {join.this.alias_or_name for join in tree.args.get("joins") or [] if join.side}
    tables = {table.alias_or_name: table.name for table in tree.find_all(exp.Table)}
    certain = {(column.table, column.name) for column in _certain(tree)}
    returning = tree.args.get("returning")
    shown = returning.expressions if returning else tree.expressions
    found = []
    for column in shown:
        bare = column.unalias()
        if not isinstance(bare, exp.Column) or column.alias_or_name not in hints:
            continue
        alias = bare.table or (next(iter(tables)) if len(tables) == 1 else "")
        maybe = alias in outer or (tables.get(alias, ""), bare.name) in nullable
        maybe = maybe and (bare.table, bare.name) not in certain
        if maybe and not _may_be_null(hints[column.alias_or_name]):
            found.append(column.alias_or_name)
    return found


def _certain(tree: exp.Expr) -> Iterator[exp.Column]:
    """The columns that the statement compares, or asks not to be null: those rows of it that come out have one."""
    where = tree.args.get("where")
    conditions = list(walls.conjuncts(where.this if where else None))
    for join in tree.args.get("joins") or []:
        conditions += [] if join.side else list(walls.conjuncts(join.args.get("on")))
    for condition in conditions:
        sides = [condition.left, condition.right] if isinstance(condition, exp.EQ) else []
        if isinstance(condition, exp.Is) and condition.args.get("negate"):
            sides = [condition.this]
        yield from (side for side in sides if isinstance(side, exp.Column))


def _may_be_null(annotation: Any) -> bool:
    return NoneType in get_args(annotation) or annotation is Any


def test_a_column_that_does_not_fit_is_found() -> None:
    class Row(Struct):
        id: UUID
        name: str

    assert not fits("text", UUID)
    assert not fits("int4", bool)
    assert not fits("text[]", list[UUID])
    assert not fits("jsonb", list[str])
    query = Query("planted", "organization", "", "select {columns} from person where org = $1")
    assert nulls(query, Row, {("person", "name")}) == ["name"]
    joined = "select p.id, b.name from person p left join brand b on b.org = $1 where p.org = $1"
    assert nulls(Query("planted", "organization", "", joined), Row, set()) == ["name"]
