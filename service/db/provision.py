"""The two roles and the database. The owner changes the schema; the app role works in it and can pass no wall.

Run as an administrator (a superuser, or a role that may create roles and databases). Running it again changes nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import asyncpg
from msgspec import Struct

from service.secret_files import read_or_make

OWNER = "cutdown_owner"
APP = "cutdown_app"
OLDEST = 18


DATABASE = "cutdown"  # of the built-in server


class Access(Struct, frozen=True):
    """Two ways into one database."""

    owner_url: str
    app_url: str


class Standing(Struct, frozen=True):
    """What the role of a URL is in its database."""

    role: str
    server_version: int
    administers: bool
    owns: bool
    plain: bool


class ProvisionFailed(Exception):
    """The roles or the database cannot be made or used; the text says why and what to do."""


async def provision(administrator_url: str, database: str, state: Path) -> Access:
    """Make the roles and `database` where they are missing; their passwords are kept in `state`, mode 0600.

    A password in `state` is the truth: roles that exist get it. Raises ProvisionFailed.
    """
    passwords = {role: read_or_make(state / f"{role}.password") for role in (OWNER, APP)}
    async with _connected(administrator_url) as connection:
        await _make_roles(connection, passwords)
        if not await connection.fetchval("select exists (select from pg_database where datname = $1)", database):
            await connection.execute(await _sql(connection, "create database %I owner %I", database, OWNER))
        for statement in (
            "alter database %1$I owner to %2$I",
            "revoke all on database %1$I from public",
            "grant connect on database %1$I to %3$I",
        ):
            await connection.execute(await _sql(connection, statement, database, OWNER, APP))
    urls = {role: url_of(administrator_url, role, password, database) for role, password in passwords.items()}
    async with _connected(url_of(administrator_url, None, None, database)) as connection:
        for statement in (
            "alter schema public owner to %1$I",
            "revoke create on schema public from public, %2$I",
            "grant usage on schema public to %2$I",
        ):
            await connection.execute(await _sql(connection, statement, OWNER, APP))
    return Access(owner_url=urls[OWNER], app_url=urls[APP])


def kept(administrator_url: str, database: str, state: Path) -> Access | None:
    """The ways into a database that `provision` made; None when it made none here."""
    files = {role: state / f"{role}.password" for role in (OWNER, APP)}
    if not all(file.is_file() for file in files.values()):
        return None
    urls = {role: url_of(administrator_url, role, read_or_make(file), database) for role, file in files.items()}
    return Access(owner_url=urls[OWNER], app_url=urls[APP])


async def standing(url: str) -> Standing:
    """Ask the database who the role of `url` is. Raises ProvisionFailed when it cannot be reached."""
    async with _connected(url) as connection:
        row = await connection.fetchrow(
            """
            select current_user::text as role, rolsuper or (rolcreaterole and rolcreatedb) as administers,
                   pg_has_role(current_user, datdba, 'member') as owns,
                   not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb) as plain
            from pg_roles, pg_database where rolname = current_user and datname = current_database()
            """
        )
        version = connection.get_server_version().major
        if row is None:
            raise ProvisionFailed("The database does not know the role of its own connection.")
        return Standing(row["role"], version, row["administers"], row["owns"], row["plain"] and not row["owns"])


async def access_to(database_url: str, owner_url: str, state: Path) -> Access:
    """The two ways into a database that others run; `owner_url` of the answer is empty when only the app role is known.

    An administrator's URL makes the roles. Raises ProvisionFailed when the roles given cannot do the work.
    """
    app = await standing(database_url)
    if owner_url:
        owner = await standing(owner_url)
        if owner.administers and not app.plain:
            return await provision(owner_url, database_of(owner_url), state)
        return Access(owner_url=owner_url, app_url=database_url)
    if app.administers:
        return await provision(database_url, database_of(database_url), state)
    if app.owns:
        raise ProvisionFailed(
            f"The role {app.role} of DATABASE_URL owns the database, so no wall holds it, and it may not make the role "
            f"{APP}. Give an administrator's URL, or both: DATABASE_OWNER_URL for it and DATABASE_URL for {APP}."
        )
    return Access(owner_url="", app_url=database_url)


async def is_empty(owner_url: str) -> bool:
    """Nobody has been here yet."""
    async with _connected(owner_url) as connection:
        return not await connection.fetchval("select exists (select from organization)")


def database_of(url: str) -> str:
    return unquote(urlsplit(url).path.strip("/"))


def url_of(url: str, role: str | None, password: str | None, database: str) -> str:
    """`url` with another database, and another role when one is given."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2] if role else parts.netloc
    who = f"{quote(role)}:{quote(password or '', safe='')}@" if role else ""
    return urlunsplit(parts._replace(netloc=f"{who}{place}", path=f"/{quote(database)}"))


def scram_secret(password: str, salt: bytes, rounds: int = 4096) -> str:
    """What PostgreSQL stores for a password (RFC 5803), so that the password itself is never sent or logged."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, rounds)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    encoded = [base64.b64encode(part).decode() for part in (salt, hashlib.sha256(client_key).digest(), server_key)]
    return f"SCRAM-SHA-256${rounds}:{encoded[0]}${encoded[1]}:{encoded[2]}"


async def _make_roles(connection: asyncpg.Connection, passwords: dict[str, str]) -> None:
    existing = {row["rolname"] for row in await connection.fetch("select rolname from pg_roles")}
    superuser = await connection.fetchval("select rolsuper from pg_roles where rolname = current_user")
    rights = "login nocreaterole nocreatedb inherit" + (" nosuperuser nobypassrls noreplication" if superuser else "")
    for role, password in passwords.items():
        verb = "alter" if role in existing else "create"
        secret = scram_secret(password, os.urandom(16))
        await connection.execute(await _sql(connection, f"{verb} role %I {rights} password %L", role, secret))
    if not superuser:  # PostgreSQL 16 and later: only a member may give a database to a role
        await connection.execute(await _sql(connection, "grant %I to current_user", OWNER))


async def _sql(connection: asyncpg.Connection, template: str, *names: str) -> str:
    """A statement that takes no parameters, its names quoted by the server."""
    places = ", ".join(f"${number + 2}::text" for number in range(len(names)))
    statement: str = await connection.fetchval(f"select format($1, {places})", template, *names)
    return statement


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Any]:
    parts = urlsplit(url)
    where = f"the database at {parts.netloc.rpartition('@')[2] or 'its socket'}{parts.path}"
    try:
        connection = await asyncpg.connect(url, timeout=10, command_timeout=60)
    except (OSError, asyncpg.PostgresError, TimeoutError, ValueError) as error:
        raise ProvisionFailed(
            f"Cannot reach {where}: {str(error) or type(error).__name__}. Check DATABASE_URL."
        ) from error
    try:
        if (version := connection.get_server_version().major) < OLDEST:
            raise ProvisionFailed(f"PostgreSQL {version} runs {where}; Cutdown needs {OLDEST} or later.")
        yield connection
    except asyncpg.InsufficientPrivilegeError as error:
        raise ProvisionFailed(
            f"The role of {where} may not make roles and databases: {error}. Use an administrator's URL."
        ) from error
    finally:
        await connection.close()
