"""The model at a million texts, as the app role behind row-level security: `python -m tests.bench.model`.

Seeds a database of its own (BENCH_DATABASE_URL, the app role's, names one that was seeded before), asks every question
through the product's own functions with a warm cache, beside the floor of `select 1` in the same run, prints the table
and ends with 1 when a plan reads more than it may. "Database" is the time from sending statements to holding their
rows, with begin and commit of what writes; "whole" adds what Python makes of it. "Computing" is the processor time of
PostgreSQL's process in it: what does not depend on what else the machine does, nor on its disk.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from service.db.embedded import EmbeddedPostgres
from service.db.migrate import migrate
from service.db.pool import Database, Tx
from service.db.provision import provision
from tests.bench.questions import PERSON, Question, questions
from tests.bench.recording import Recorder, faults, large_tables
from tests.bench.seed import MILLION, seed

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
RUNS = int(os.environ.get("BENCH_RUNS", "100"))
WARMING = 10


class Measured(Struct, frozen=True):
    """Milliseconds of one round at the median and the 99th percentile."""

    database_p50: float
    database_p99: float
    computing_p50: float
    computing_p99: float
    whole_p50: float
    whole_p99: float


Run = tuple[float, float, float]  # seconds in the database, computing there, as a whole


def measured(runs: list[Run]) -> Measured:
    """The figures of one round."""
    figures: list[float] = []
    for side in range(3):
        milliseconds = [1000 * run[side] for run in runs]
        figures += [statistics.median(milliseconds), statistics.quantiles(milliseconds, n=100)[98]]
    return Measured(*figures)


def computed(process: int) -> float:
    """Seconds for which a process had a core, ever."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


async def asked_once(db: Database, question: Question, run: int) -> Run:
    """One run."""
    opened = time.perf_counter()
    async with (db.transaction if question.writes else db.reading)(question.scope) as tx:
        recorder, process = Recorder(tx.connection), tx.connection.get_server_pid()
        begun, before = time.perf_counter(), computed(process)
        await question.ask(Tx(recorder, tx.walls), run)
        answered = time.perf_counter()
    over = time.perf_counter()
    around = (begun - opened) + (over - answered) if question.writes else 0.0
    try:
        spent = computed(process) - before
    except FileNotFoundError:  # the driver replaces a connection after 50,000 statements
        return await asked_once(db, question, run)
    return recorder.seconds + around, spent, over - opened


async def one_round(db: Database, question: Question, number: int) -> Measured:
    """Warm, then measured."""
    first = number * (RUNS + WARMING)
    runs = [await asked_once(db, question, first + run) for run in range(RUNS + WARMING)]
    return measured(runs[WARMING:])


async def measure(db: Database) -> None:
    """The table: every question in every round, so that a noisy minute does not fall on one of them."""
    floor = Question("`select 1`", lambda tx, _: tx.connection.fetchval("select 1"), 0)
    rows = [floor, *questions()]
    rounds = [[await one_round(db, question, number) for question in rows] for number in range(ROUNDS)]
    print("| question | database p50 / p99 ms | computing p50 / p99 ms | aim p99 | whole p50 / p99 ms |")
    print("|---|---|---|---|---|")
    for index, question in enumerate(rows):
        found = [turn[index] for turn in rounds]
        told = Measured(
            *(statistics.median(getattr(one, name) for one in found) for name in Measured.__struct_fields__)
        )
        aim = f"< {question.aim_ms:g}" if question.aim_ms else ""
        print(
            f"| {question.name} | {told.database_p50:.2f} / {told.database_p99:.2f} "
            f"| {told.computing_p50:.2f} / {told.computing_p99:.2f} | {aim} "
            f"| {told.whole_p50:.2f} / {told.whole_p99:.2f} |"
        )


async def head(db: Database) -> None:
    """Where and when, and how much there is."""
    async with db.reading(PERSON.scope) as tx:
        version = await tx.connection.fetchval("show server_version")
        texts = await tx.connection.fetchval("select reltuples::bigint from pg_class where relname = 'cue_text'")
        size = await tx.connection.fetchval("select pg_size_pretty(pg_database_size(current_database()))")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {memory:.0f} GiB, PostgreSQL {version}, "
        f"{texts:,} rows in cue_text, {size}; medians of {ROUNDS} rounds of {RUNS} runs\n"
    )


@asynccontextmanager
async def seeded() -> AsyncIterator[str]:
    """The app role's URL of a seeded database."""
    if known := os.environ.get("BENCH_DATABASE_URL"):
        yield known
        return
    directory = Path(tempfile.mkdtemp(prefix="bench-"))
    directory.chmod(0o711)
    server = EmbeddedPostgres(directory / "pg")
    await server.start()
    try:
        access = await provision(server.superuser_url("postgres"), "cutdown", directory)
        await migrate(access.owner_url)
        begun = time.monotonic()
        await seed(access.owner_url, MILLION)
        print(f"seeded in {time.monotonic() - begun:.0f} s", file=sys.stderr)
        yield access.app_url
    finally:
        await server.stop()
        shutil.rmtree(directory, ignore_errors=True)


async def main() -> int:
    """The table, then the plans."""
    async with seeded() as url:
        db = await Database.open(url, size=2)
        try:
            await head(db)
            await measure(db)
            large = await large_tables(db, PERSON.scope)
            found = [fault for question in questions() for fault in await faults(db, question, large)]
        finally:
            await db.close()
    print("\n".join(["", *found]) if found else "\nEvery plan is answered from indexes and reads no more than it may.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
