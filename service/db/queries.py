"""Named SQL. A room's `queries.sql` is a list of blocks:

    -- name: get_brand (brand)
    -- What it answers, where the name cannot say it.
    select {columns} from brand where org = $1 and ($2::uuid[] is null or id = any($2)) and id = $3;

The word in brackets is the wall the block stands behind, and what is bound before the caller's own arguments:

    (brand)           $1 is the organization, $2 the visible brands (null: all)
    (organization)    $1 is the organization
    (system: why)     nothing; a `door` function or a table of no organization

`{columns}` becomes the fields of the Struct that is asked for, `{b.columns}` the same with an alias. A list ends with
`{page}`, which becomes the condition, order and limit of one page; its rows carry `id` and the columns it sorts by.

A list says its optional conditions as `($4::text is null or market = $4)`. What is sent holds only those whose argument
was given, because PostgreSQL would otherwise make one plan that fits neither case and reads all there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from msgspec import Struct
from msgspec.structs import fields

Wall = Literal["brand", "organization", "system"]

_HEADER = re.compile(
    r"^-- name: (?P<name>\w+) \((?P<wall>brand|organization|system)(?:: (?P<reason>[^)]+))?\)$", re.MULTILINE
)
_COLUMNS = re.compile(r"\{(?:(\w+)\.)?columns\}")
_PAGE = re.compile(r"\{(?:(\w+)\.)?page\}")
_PARAMETER = re.compile(r"\$(\d+)")
_OPTIONAL = re.compile(r"\((\$(\d+)::[\w\[\]]+) is null\s+or\s+")
_END = re.compile(r";\s*(?:--[^\n]*\s*)*\Z")  # and what the file says before the next block


class Sort(Struct, frozen=True):
    """An order of a list: a column that never is null, its PostgreSQL type, and the direction."""

    column: str
    kind: str
    descending: bool = False


class Slice(Struct, frozen=True):
    """One page: its order, the sort key and id of the row it comes after, and how many rows."""

    sort: Sort
    after: tuple[str, str] | None
    limit: int


class Query:
    """One block: its text, its wall, and for a system block the reason why it stands outside the walls."""

    __slots__ = ("_counts", "_expanded", "_pages", "name", "optional", "reason", "sql", "wall")

    def __init__(self, name: str, wall: Wall, reason: str, sql: str) -> None:
        self.name = name
        self.wall = wall
        self.reason = reason
        self.sql = sql
        self._expanded: dict[type[Struct], str] = {}
        self.optional = frozenset(int(found[2]) for found in _OPTIONAL.finditer(sql))
        self._pages: dict[tuple[type[Struct], Sort, bool, frozenset[int] | None], str] = {}
        self._counts: dict[tuple[type[Struct], frozenset[int] | None], str] = {}

    def __repr__(self) -> str:
        return f"<Query {self.name} ({self.wall})>"

    def text(self, shape: type[Struct] | None = None) -> str:
        """The SQL to send, with the columns of `shape` written out."""
        if shape is None:
            return self.sql
        known = self._expanded.get(shape)
        if known is None:
            known = self._expanded[shape] = _COLUMNS.sub(lambda found: columns(shape, found[1]), self.sql)
        return known

    def missing(self, args: Sequence[object]) -> frozenset[int]:
        """The optional parameters that these arguments, the first of them $1, leave out."""
        return frozenset(number for number in self.optional if args[number - 1] is None)

    def page(self, shape: type[Struct], sort: Sort, *, first: bool, missing: frozenset[int] | None = None) -> str:
        """The SQL of a page; its last parameters are the key and id it comes after (unless first) and the limit.

        `missing`: the optional parameters that are null; None leaves it to the database.
        """
        key = (shape, sort, first, missing)
        known = self._pages.get(key)
        if known is None:
            text = self.text(shape)
            used = max(int(number) for number in _PARAMETER.findall(text))
            text = text if missing is None else settled(text, missing)
            known = self._pages[key] = _PAGE.sub(lambda found: _page(found[1], sort, used, first=first), text)
        return known

    def count(self, shape: type[Struct], missing: frozenset[int] | None = None) -> str:
        """How many rows the list has without its pages."""
        known = self._counts.get((shape, missing))
        if known is None:
            text = self.text(shape)
            text = _PAGE.sub("", text if missing is None else settled(text, missing))
            known = self._counts[shape, missing] = f"select count(*) from ({text}) counted"  # noqa: S608  our own block
        return known


def settled(sql: str, missing: frozenset[int]) -> str:
    """The SQL with the optional conditions that apply. That the arguments are null or not as said stays a condition."""
    start = 0
    while found := _OPTIONAL.search(sql, start):
        start, end = found.start() + 1, _closing(sql, found.start())
        condition = sql[found.end() : end]
        said = f"{found[1]} is null" if int(found[2]) in missing else f"{found[1]} is not null and ({condition})"
        sql = sql[:start] + said + sql[end:]
    return sql


def _closing(sql: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(sql)):
        depth += (sql[at] == "(") - (sql[at] == ")")
        if depth == 0:
            return at
    raise ValueError("a bracket is not closed")


def _page(alias: str | None, sort: Sort, used: int, *, first: bool) -> str:
    prefix = f"{alias}." if alias else ""
    column, direction = prefix + sort.column, "desc" if sort.descending else "asc"
    compare = "<" if sort.descending else ">"
    order = f"order by {column} {direction}, {prefix}id {direction}"
    if first:
        return f"{order} limit ${used + 1}"
    after = f"(${used + 1}::text::{sort.kind}, ${used + 2}::text::uuid)"
    return f"and ({column}, {prefix}id) {compare} {after} {order} limit ${used + 3}"


class Queries:
    """The blocks of one file, by name as attributes."""

    def __init__(self, blocks: dict[str, Query]) -> None:
        self.blocks = blocks

    def __getattr__(self, name: str) -> Query:
        try:
            return self.blocks[name]
        except KeyError:
            raise AttributeError(f"no query named {name}") from None


def columns(shape: type[Struct], alias: str | None = None) -> str:
    """The fields of a Struct as a column list, in their order."""
    prefix = f"{alias}." if alias else ""
    return ", ".join(prefix + field.name for field in fields(shape))


def parse(text: str) -> Queries:
    """The blocks of a file; ValueError when one is nameless, double, or a system block without its reason."""
    headers = list(_HEADER.finditer(text))
    if text.count("-- name:") != len(headers):
        raise ValueError("a '-- name:' line is not of the form '-- name: word (brand|organization|system: why)'")
    blocks: dict[str, Query] = {}
    ends = [header.start() for header in headers[1:]] + [len(text)]
    for header, end in zip(headers, ends, strict=True):
        name, wall, reason = header["name"], cast(Wall, header["wall"]), header["reason"] or ""
        if name in blocks:
            raise ValueError(f"two queries are named {name}")
        if (wall == "system") != bool(reason):
            raise ValueError(f"{name}: a system query, and only such a one, says why")
        blocks[name] = Query(name, wall, reason, _END.sub("", text[header.end() : end].strip()))
    return Queries(blocks)


@cache
def load(package: str) -> Queries:
    """The queries of a room, read once from its `queries.sql`."""
    return parse(files(package).joinpath("queries.sql").read_text("utf-8"))
