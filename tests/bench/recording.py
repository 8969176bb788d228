"""A connection that remembers what was asked through it and how long the answers took; and the plans of that."""

from __future__ import annotations

import time
from collections.abc import Container, Iterator
from typing import Any

import asyncpg
import msgspec
from msgspec import Struct

from service.db.pool import Database, Tx
from service.identity import Scope
from tests.bench.questions import Question

Node = dict[str, Any]
LARGE = 2_000  # rows


class Asked(Struct, frozen=True):
    """One statement with its arguments."""

    sql: str
    args: tuple[Any, ...]


class Recorder:
    """Stands in for the connection of a `Tx`. `seconds` counts from sending a statement to holding its rows."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.asked: list[Asked] = []
        self.seconds = 0.0

    async def _through(self, method: str, sql: str, *args: Any) -> Any:
        self.asked.append(Asked(sql, args))
        begin = time.perf_counter()
        try:
            return await getattr(self.connection, method)(sql, *args)
        finally:
            self.seconds += time.perf_counter() - begin

    async def fetch(self, sql: str, *args: Any) -> Any:
        return await self._through("fetch", sql, *args)

    async def fetchrow(self, sql: str, *args: Any) -> Any:
        return await self._through("fetchrow", sql, *args)

    async def fetchval(self, sql: str, *args: Any) -> Any:
        return await self._through("fetchval", sql, *args)

    async def execute(self, sql: str, *args: Any) -> Any:
        return await self._through("execute", sql, *args)

    def clear(self) -> None:
        """Forget what was asked so far."""
        self.asked, self.seconds = [], 0.0


class Plan(Struct, frozen=True):
    """What PostgreSQL did for one statement, with the generic plan that every later call gets too."""

    sql: str
    root: Node

    def nodes(self) -> Iterator[Node]:
        """Every node of the plan, subplans included."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += node.get("Plans", [])

    def scanned_whole(self) -> set[str]:
        """The tables that were read from end to end: by a sequential scan, or by an index without a condition."""
        return {
            node["Relation Name"]
            for node in self.nodes()
            if node["Node Type"] == "Seq Scan"
            or (node["Node Type"] in ("Index Scan", "Index Only Scan") and "Index Cond" not in node)
        }

    def indexes(self) -> set[str]:
        """The indexes that were used."""
        return {node["Index Name"] for node in self.nodes() if "Index Name" in node}

    def rows_read(self, tables: Container[str]) -> int:
        """How many rows of these tables were looked at: what scans gave, and what they threw away."""
        read = 0.0
        for node in self.nodes():
            if "Scan" in node["Node Type"] and node.get("Relation Name") in tables and "Actual Rows" in node:
                thrown = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
                read += node["Actual Loops"] * (node["Actual Rows"] + thrown)
        return round(read)


async def plans(connection: asyncpg.Connection, asked: list[Asked]) -> list[Plan]:
    """The generic plan of each statement, run again in their order with their arguments; nothing of it stays."""
    found = []
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute("set local plan_cache_mode = force_generic_plan")
        for one in {one.sql: one for one in asked}.values():
            literals = await _literals(connection, one)
            await connection.execute(f"prepare planned as {one.sql}")
            call = f"planned({literals})" if literals else "planned"
            told = await connection.fetchval(f"explain (analyze, timing off, format json) execute {call}")
            await connection.execute("deallocate planned")
            found.append(Plan(one.sql, msgspec.json.decode(told)[0]["Plan"]))
    finally:
        await transaction.rollback()
    return found


async def _literals(connection: asyncpg.Connection, one: Asked) -> str:
    """The arguments as SQL. EXECUTE takes no parameters, so the server writes them down itself."""
    if not one.args:
        return ""
    statement = await connection.prepare(one.sql)
    types = [f"{kind.schema}.{kind.name}" for kind in statement.get_parameters()]
    written = ", ".join(f"quote_nullable(${index + 1}::{name}::text)" for index, name in enumerate(types))
    literals = await connection.fetchrow(f"select {written}", *one.args)
    return ", ".join(literals or ())


class Large(Struct, frozen=True):
    """The tables for which a sequential scan is never right, and their indexes."""

    tables: frozenset[str]
    indexes: frozenset[str]


async def large_tables(db: Database, scope: Scope) -> Large:
    """By the rows that PostgreSQL estimates."""
    async with db.reading(scope) as tx:
        rows = await tx.connection.fetch(
            """select t.relname, x.relname from pg_index i
               join pg_class t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
               where t.relnamespace = 'public'::regnamespace and t.reltuples >= $1""",
            LARGE,
        )
    return Large(frozenset(table for table, _ in rows), frozenset(index for _, index in rows))


async def faults(db: Database, question: Question, large: Large) -> list[str]:
    """What is wrong with the plans of a question; what it writes is rolled back."""
    found: list[Plan] = []
    async with db.reading(question.scope) as tx:
        recorder = Recorder(tx.connection)
        undone = tx.connection.transaction()
        await undone.start()
        await question.ask(Tx(recorder, tx.walls), 0)
        await undone.rollback()
        found = await plans(tx.connection, recorder.asked)
    whole = sorted(set().union(*(plan.scanned_whole() for plan in found)) & large.tables)
    read = sum(plan.rows_read(large.tables) for plan in found)
    used = set().union(*(plan.indexes() for plan in found))
    said = [f"{question.name}: scans {table}" for table in whole]
    said += [f"{question.name}: reads {read} rows, at most {question.reads}"] if read > question.reads else []
    missing = question.index in large.indexes - used
    return said + ([f"{question.name}: not from {question.index} but {sorted(used)}"] if missing else [])
