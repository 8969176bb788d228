"""What the tests of the database ask PostgreSQL about its own schema."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg

from service.db import installation
from tests.conftest import Cluster


async def dump(cluster: Cluster, database: str, *options: str) -> str:
    """The database as `pg_dump` writes it, without comments and what differs from run to run."""
    pg_dump = installation.binaries(cluster.server.directory / "software", installation.account()) / "pg_dump"
    process = await asyncio.create_subprocess_exec(
        *(str(pg_dump), f"--dbname={cluster.administrator(database)}", *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    noise = ("--", "\\restrict", "\\unrestrict")
    return "\n".join(line for line in out.decode().splitlines() if line and not line.startswith(noise))


async def ask(url: str, question: str, *args: Any) -> list[asyncpg.Record]:
    """The answer to one question."""
    connection = await asyncpg.connect(url)
    try:
        return list(await connection.fetch(question, *args))
    finally:
        await connection.close()
