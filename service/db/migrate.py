"""Migrations: forward only, one transaction each, under an advisory lock, with lock and statement timeouts.

Files are named `NNNN_what.pre.sql` (before the new version serves) or `NNNN_what.post.sql` (after the old one is gone).
The server, the worker and the command line check what they find with `check` and refuse to start on anything else.
"""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from typing import Literal

import asyncpg
from msgspec import Struct

Phase = Literal["pre", "post"]

_NAME = re.compile(r"^(?P<number>\d{4})_(?P<title>\w+)\.(?P<phase>pre|post)\.sql$")
_LOCK = 0x6375_7464  # 'cutd'
_PATIENCE_S = 4  # a waiting `alter table` makes everybody after it wait too
_LONGEST_S = 600
_TABLE = """
create table if not exists migration (
    number  int constraint migration_key primary key,
    name    text not null,
    sha256  text not null,
    at      timestamptz not null default now()
);
grant select on migration to cutdown_app;
"""
_DONE = "insert into migration (number, name, sha256) values ($1, $2, $3)"


class Migration(Struct, frozen=True):
    """One step: its number, its file name, whether it runs before or after the switch, and its SQL."""

    number: int
    name: str
    phase: Phase
    sql: str

    @property
    def sha256(self) -> str:
        """What was run must stay what is here."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


class WrongSchema(RuntimeError):
    """The database is not the one this version needs. The message says what to do."""


class MigrationFailed(WrongSchema):
    """A step could not be done, and nothing of it was. The message says why."""


class UnsafeRole(RuntimeError):
    """The connection's role could pass the walls. The message says which role to use."""


def migrations() -> list[Migration]:
    """All steps in their order; ValueError for a misnamed file or a number used twice."""
    found = []
    for entry in files("service.db").joinpath("migrations").iterdir():
        if not entry.name.endswith(".sql"):
            continue
        name = _NAME.match(entry.name)
        if name is None:
            raise ValueError(f"{entry.name}: a migration is named NNNN_what.pre.sql or NNNN_what.post.sql")
        phase: Phase = "pre" if name["phase"] == "pre" else "post"
        found.append(Migration(int(name["number"]), entry.name, phase, entry.read_text("utf-8")))
    found.sort(key=lambda step: step.number)
    if len({step.number for step in found}) != len(found):
        raise ValueError("two migrations have the same number")
    return found


async def migrate(owner_url: str, *, through: Phase = "post") -> list[str]:
    """Bring the database up to date as its owner; the names of the steps that ran.

    `through="pre"` stops before the steps that need the old version to be gone. Raises WrongSchema for a step that was
    changed since it ran, MigrationFailed for one that cannot be done. Of several at once, one does it; the others wait.
    """
    connection = await asyncpg.connect(owner_url, server_settings={"statement_timeout": f"{_LONGEST_S}s"})
    try:
        await connection.execute("select pg_advisory_lock($1)", _LOCK)
        await connection.execute(f"set lock_timeout = '{_PATIENCE_S}s'")
        await connection.execute(_TABLE)
        done = {row["number"]: row["sha256"] for row in await connection.fetch("select number, sha256 from migration")}
        ran = []
        for step in migrations():
            if step.number in done:
                if done[step.number] != step.sha256:
                    raise WrongSchema(f"{step.name} was changed after it had run; write a new migration instead")
                continue
            if through == "pre" and step.phase == "post":
                break
            await _run(connection, step)
            ran.append(step.name)
        return ran
    finally:
        await connection.close()


async def _run(connection: asyncpg.Connection, step: Migration) -> None:
    """One step, whole or not at all."""
    try:
        async with connection.transaction():
            await connection.execute(step.sql)
            await connection.execute(_DONE, step.number, step.name, step.sha256)
    except asyncpg.LockNotAvailableError as error:
        raise MigrationFailed(
            f"{step.name} waited {_PATIENCE_S} s for a table that something else holds, so nothing of it was done; "
            "run `cutdown migrate` again when the long transaction or backup is over"
        ) from error
    except asyncpg.PostgresError as error:
        raise MigrationFailed(f"{step.name} failed and nothing of it was done: {error}") from error


async def check(url: str) -> None:
    """Refuse an old or foreign schema (WrongSchema), and a role that owns, bypasses or creates (UnsafeRole)."""
    connection = await asyncpg.connect(url)
    try:
        await _check_role(connection)
        await _check_schema(connection)
    finally:
        await connection.close()


async def _check_role(connection: asyncpg.Connection) -> None:
    row = await connection.fetchrow("""
        select current_user::text as name, rolsuper, rolcreaterole, rolcreatedb,
               exists (select from pg_roles r where (r.rolsuper or r.rolbypassrls)
                         and pg_has_role(current_user, r.oid, 'member')) as bypasses,
               exists (select from pg_class where relnamespace::regnamespace::text in ('public', 'door', 'jobs')
                         and pg_has_role(current_user, relowner, 'member')) as owns,
               pg_has_role(current_user, (select datdba from pg_database where datname = current_database()), 'member')
                   as owner,
               has_schema_privilege('public', 'create') or has_database_privilege(current_database(), 'create')
                   as creates
        from pg_roles where rolname = current_user""")
    if row is None:
        raise UnsafeRole("the connection's role is not to be found among the database's roles")
    faults = [
        word
        for word, wrong in {
            "is a superuser": row["rolsuper"],
            "bypasses row-level security": row["bypasses"],
            "may create roles": row["rolcreaterole"],
            "may create databases": row["rolcreatedb"],
            "owns tables": row["owns"] or row["owner"],
            "may create tables": row["creates"],
        }.items()
        if wrong
    ]
    if faults:
        raise UnsafeRole(
            f"the database role {row['name']} {', '.join(faults)}, so the walls between organizations would not hold; "
            "set DATABASE_URL to the role cutdown_app (`cutdown migrate` makes it)"
        )


async def _check_schema(connection: asyncpg.Connection) -> None:
    known = await connection.fetchval("select to_regclass('public.migration') is not null")
    numbers = {row["number"] for row in await connection.fetch("select number from migration")} if known else set()
    wanted = migrations()
    missing = [step.name for step in wanted if step.phase == "pre" and step.number not in numbers]
    if missing:
        raise WrongSchema(f"the database lacks {len(missing)} migrations, first {missing[0]}; run `cutdown migrate`")
    newest = max(step.number for step in wanted)
    if any(number > newest for number in numbers):
        raise WrongSchema("the database was migrated by a newer version of Cutdown; start that version")
