"""The walls in the text of a statement: which relations it names, and whether each is held to $1 and $2.

Strict on purpose. Row-level security and composite keys hold as well, so what is written here could be left out and
nothing would leak today; it is the third wall, for the day on which one of the others is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import sqlglot
from msgspec import Struct
from sqlglot import exp

from service.db.queries import Query

Relations = Mapping[str, frozenset[str]]  # the tables and views of the schema, with their columns

# What belongs to the organization as a whole: an (organization) statement may reach all of it.
OF_NO_BRAND = {
    "organization",
    "archetype",
    "archetype_version",
    "person",
    "role_grant",
    "session",
    "api_key",
    "invitation",
    "invitation_grant",
    "reset_link",
    "calendar_feed",
    "idempotency",
    "asset",
    "upload",
    "upload_part",
    "outbox",
    "job_result",
    "pictures",  # of bytes, which every brand may have
    "picture",
    "measurement",
    "rule_confirmation",
}
# `recalled` is a function that row-level security holds: it runs as the app role.
SYSTEM_MAY = re.compile(r"^(door|jobs)\.\w+$|^(outbox_cursor|migration|recalled)$")
Scope = exp.Select | exp.Update | exp.Delete


class Named(Struct, frozen=True):
    """A relation in a FROM, a JOIN or as a target, with what surely holds for each of its rows."""

    relation: str
    alias: str
    alone: bool
    conditions: tuple[exp.Expr, ...]


def faults(query: Query, relations: Relations) -> list[str]:
    """What is missing from a block; nothing when its walls stand."""
    tree = parsed(query.sql)
    if isinstance(tree, exp.Command):
        return ["is not understood"]
    ctes = {cte.alias for cte in tree.find_all(exp.CTE)}
    if query.wall == "system":
        names = {_name(table) for table in tree.find_all(exp.Table)} - ctes
        return [f"reaches {name} without walls" for name in sorted(names) if not SYSTEM_MAY.match(name)]
    scopes = _scopes(tree, ctes)
    understood = sum(len(found) for found in scopes.values()) + len(list(tree.find_all(exp.Insert)))
    locked = {table for lock in tree.find_all(exp.Lock) for table in lock.find_all(exp.Table)}  # named a second time
    everything = [table for table in tree.find_all(exp.Table) if _is_relation(table, ctes) and table not in locked]
    found = [] if understood == len(everything) else ["names a relation where it is not looked for"]
    for insert in tree.find_all(exp.Insert):
        found += _insert_faults(insert, scopes, relations)
    for scope, named in scopes.items():
        found += [
            f"{one.relation} {one.alias} is not held to the organization" for one in named if not _held(one, relations)
        ]
        if named and _is_root(scope, scopes):
            check = _brand_faults if query.wall == "brand" else _reach_faults
            found += check(scope, scopes, relations)
    return found


def parsed(sql: str) -> exp.Expr:
    """The statement as a tree; `{columns}` and `{page}` stand as harmless words, `$n` as a placeholder `pn`."""
    sql = re.sub(r"\{(\w+\.)?columns\}", "1 as columns", sql)
    sql = re.sub(r"\{(\w+\.)?page\}", "limit 1", sql)
    (tree,) = (one for one in sqlglot.parse(re.sub(r"\$(\d+)", r":p\1", sql), read="postgres") if one is not None)
    assert isinstance(tree, exp.Expr)
    return tree


def _scopes(tree: exp.Expr, ctes: set[str]) -> dict[Scope, list[Named]]:
    return {node: _named(node, ctes) for node in tree.walk() if isinstance(node, exp.Select | exp.Update | exp.Delete)}


def _name(table: exp.Table) -> str:
    function = table.this if isinstance(table.this, exp.Func) else None
    name = (function.name or function.sql()) if function else table.name
    return f"{table.db}.{name}" if table.db else name


def _is_relation(table: exp.Table, ctes: set[str]) -> bool:
    return isinstance(table.this, exp.Identifier) and table.name not in ctes


def conjuncts(condition: exp.Expr | None) -> Iterator[exp.Expr]:
    """What must all be true."""
    if condition is None:
        return
    condition = condition.unnest()
    if isinstance(condition, exp.And):
        yield from conjuncts(condition.left)
        yield from conjuncts(condition.right)
    else:
        yield condition


def _on(join: exp.Join) -> list[exp.Expr]:
    return list(conjuncts(join.args.get("on")))


def _named(scope: Scope, ctes: set[str]) -> list[Named]:
    """The relations of a scope itself. The ON of an outer join says nothing about what it joins to."""
    where = scope.args.get("where")
    certain = list(conjuncts(where.this if where else None))
    joins = [join for join in scope.args.get("joins") or [] if isinstance(join, exp.Join)]
    for join in joins:
        certain += [] if join.side else _on(join)
    source = scope.args.get("from_")
    targets = [] if isinstance(scope, exp.Select) else [scope.this, *(scope.args.get("using") or [])]
    found = [(table, certain) for table in [*targets, *([source.this] if source else [])]]
    for join in joins:
        if join.side not in ("", "LEFT"):
            continue  # not understood; the count of relations says so
        found.append((join.this, certain + _on(join)))
    held = [
        (table, conditions)
        for table, conditions in found
        if isinstance(table, exp.Table) and not table.args.get("joins")
    ]
    held = [(table, conditions) for table, conditions in held if _is_relation(table, ctes)]
    alone = len(held) == 1
    return [Named(_name(table), table.alias_or_name, alone, tuple(conditions)) for table, conditions in held]


def _is_column(node: exp.Expr, one: Named, *names: str) -> bool:
    node = node.unnest()
    if not isinstance(node, exp.Column) or node.name not in names:
        return False
    return node.table == one.alias or (not node.table and one.alone)


def _is_parameter(node: exp.Expr, number: int | None = None) -> bool:
    node = node.unnest()
    while isinstance(node, exp.Cast):
        node = node.this.unnest()
    if not isinstance(node, exp.Placeholder):
        return False
    return node.name == f"p{number}" if number else node.name not in ("p1", "p2")


def _held(one: Named, relations: Relations) -> bool:
    column = "id" if one.relation == "organization" else "org"
    if column not in relations.get(one.relation, frozenset()):
        return False
    return any(
        isinstance(condition, exp.EQ)
        and any(
            _is_column(a, one, column) and _is_parameter(b, 1)
            for a, b in ((condition.left, condition.right), (condition.right, condition.left))
        )
        for condition in one.conditions
    )


def _is_root(scope: Scope, scopes: Mapping[Scope, list[Named]]) -> bool:
    """Whether nothing around it narrows it: a statement, a CTE, or the first that names a relation at all."""
    node = scope.parent
    while node is not None and not isinstance(node, exp.CTE):
        if isinstance(node, exp.Select | exp.Update | exp.Delete) and scopes[node]:
            return False
        node = node.parent
    return True


def _brand_faults(scope: Scope, scopes: Mapping[Scope, list[Named]], relations: Relations) -> list[str]:
    named = scopes[scope]
    if not any(_is_brand_wall(condition, one) for one in named for condition in one.conditions):
        return [f"{', '.join(one.alias for one in named)}: no brand wall"]
    return [f"{alias} is joined to nothing" for alias in _apart(named, by_org=False)]


def _is_brand_wall(condition: exp.Expr, one: Named) -> bool:
    """`$2 is null or x.brand_id = any($2)`; of a grant also `or x.brand_id is null`, which stands for every brand."""
    column = "id" if one.relation == "brand" else "brand_id"
    parts = list(condition.unnest().flatten()) if isinstance(condition.unnest(), exp.Or) else []
    seen = set()
    for part in (part.unnest() for part in parts):
        is_null = isinstance(part, exp.Is) and isinstance(part.expression, exp.Null) and not part.args.get("negate")
        if is_null and _is_parameter(part.this, 2):
            seen.add("all")
        elif is_null and one.relation == "role_grant" and _is_column(part.this, one, column):
            seen.add("every")
        elif (
            isinstance(part, exp.EQ)
            and _is_column(part.left, one, column)
            and isinstance(part.right, exp.Any)
            and _is_parameter(part.right.this, 2)
        ):
            seen.add("some")
        else:
            return False
    return {"all", "some"} <= seen


def _apart(named: list[Named], *, by_org: bool, outside: bool = False) -> list[str]:
    """The aliases that no chain of equalities ties to the first one, or to an enclosing statement."""
    inside = {one.alias for one in named}
    tied = {""} if outside else {named[0].alias}
    links = []
    for one in named:
        for condition in one.conditions:
            columns = [column for column in condition.find_all(exp.Column) if (column.name == "org") == by_org]
            if isinstance(condition, exp.EQ) and one.alias in (ends := {column.table for column in columns}):
                links.append((one.alias, {end if end in inside else "" for end in ends}))
    for _ in named:
        for alias, ends in links:
            if ends & (tied - {alias}) or alias in tied:
                tied |= ends
    return sorted(inside - tied)


def view_faults(sql: str) -> list[str]:
    """The relations of a view whose organization is not tied to that of the others; they cannot be held to $1."""
    tree = parsed(sql)
    scopes = _scopes(tree, set())
    found = []
    for scope, named in scopes.items():
        if named:
            apart = _apart(named, by_org=True, outside=not _is_root(scope, scopes))
            found += [f"{alias} is not held to the view's organization" for alias in apart]
    return found


def _reach_faults(scope: Scope, scopes: Mapping[Scope, list[Named]], relations: Relations) -> list[str]:
    """An (organization) statement reaches a brand's rows by an identifier, which its caller found behind the wall."""
    named = scopes[scope]
    if all(one.relation in OF_NO_BRAND for one in named):
        return []
    for one in named:
        for condition in one.conditions:
            if isinstance(condition, exp.EQ) and _is_column(condition.left, one, *_ids(one, relations)):
                right = condition.right.this if isinstance(condition.right, exp.Any) else condition.right
                if right.find(exp.Placeholder) or _comes_from_parameters(right, scope):
                    return []
    return [f"{', '.join(one.alias for one in named)}: reaches a brand's rows without naming one"]


def _ids(one: Named, relations: Relations) -> list[str]:
    return [name for name in relations.get(one.relation, ()) if name == "id" or name.endswith("_id")]


def _comes_from_parameters(node: exp.Expr, scope: Scope) -> bool:
    """Whether it is a column of `unnest($2, ...)`."""
    return isinstance(node, exp.Column) and any(
        unnest.alias_or_name == node.table and unnest.find(exp.Placeholder) for unnest in scope.find_all(exp.Unnest)
    )


def _insert_faults(insert: exp.Insert, scopes: Mapping[Scope, list[Named]], relations: Relations) -> list[str]:
    schema, given = insert.this, insert.expression
    target = _name(schema.this) if isinstance(schema, exp.Schema) else ""
    column = "id" if target == "organization" else "org"
    names = [one.name for one in schema.expressions] if isinstance(schema, exp.Schema) else []
    if column not in names or column not in relations.get(target, frozenset()):
        return [f"inserts into {target or 'something'} without an organization"]
    place = names.index(column)
    rows = [row.expressions for row in given.expressions] if isinstance(given, exp.Values) else [given.expressions]
    for row in rows:
        value = row[place].unalias()
        named = scopes.get(given, []) if isinstance(given, exp.Select) else []
        if not _is_parameter(value, 1) and not any(
            _is_column(value, one, "org") and _held(one, relations) for one in named
        ):
            return [f"inserts another organization into {target}"]
    conflict = insert.args.get("conflict")
    keys = {key.name for key in (conflict.args.get("conflict_keys") or [])} if conflict else set()
    held = conflict is None or "org" in keys or "NOTHING" in str(conflict.args.get("action"))
    by_name = conflict is not None and conflict.args.get("constraint") is not None
    return [] if held or by_name else [f"a conflict in {target} is looked for beyond the organization"]
