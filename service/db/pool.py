"""Connections that know whose rows they may reach.

Row-level security reads the setting `app.org`. A session setting is made only outside a transaction and remembered, so
that the next request of the same organization pays no round trip; inside `transaction()` it is set again, locally, with
the first statement. Whatever goes wrong makes the connection forget, and a forgetful connection sets it anew.
"""

from __future__ import annotations

import asyncio
from typing import Any, Protocol, TypeVar, cast
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from service.db.outage import OUTAGE
from service.db.problems import Unavailable
from service.db.queries import Query, Slice
from service.db.rows import builder
from service.problems import Fault, Invalid

S = TypeVar("S", bound=Struct)


# U+0000 in a text or in JSON, from wherever it came.
UNSTORABLE = (asyncpg.CharacterNotInRepertoireError, asyncpg.UntranslatableCharacterError)


class Named(Protocol):
    """Anything that stands for a uuid."""

    @property
    def uuid(self) -> UUID: ...

    @property
    def bytes(self) -> bytes: ...


class Walls(Protocol):
    """The organization, and the brands inside it that may be seen (None: all). `identity.Scope` is one."""

    @property
    def organization(self) -> Named: ...

    @property
    def brands(self) -> tuple[Named, ...] | None: ...


_NOBODY = ""
# What says inside a block that the server is gone; a plain OSError there may come from anything.
LOST = (*(kind for kind in OUTAGE if kind is not OSError), ConnectionError)
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Connection(asyncpg.Connection):
    """A driver connection and the organization that its session setting names (None: unknown)."""

    remembered: str | None = None

    async def become(self, organization: str) -> None:
        """Make the session's organization `organization` ('' for none); only ever outside a transaction."""
        if self.remembered != organization:
            self.remembered = None
            await self.fetchval("select set_config('app.org', $1, false)", organization)
            self.remembered = organization

    def forget(self) -> None:
        """The next user of this connection sets its organization anew."""
        self.remembered = None


class Tx:
    """One connection on behalf of one scope. Binds the walls of each query before the caller's arguments."""

    __slots__ = ("_walls", "connection", "walls")

    def __init__(self, connection: Any, walls: Walls | None) -> None:
        self.connection = connection
        self.walls = walls
        self._walls: dict[str, tuple[Any, ...]] = {"system": ()}
        if walls is not None:
            self._walls["organization"] = (walls.organization,)
            self._walls["brand"] = (walls.organization, walls.brands)

    @property
    def scope(self) -> Walls:
        """The walls this stands behind; system work has none."""
        if self.walls is None:
            raise RuntimeError("system work belongs to no organization")
        return self.walls

    async def one(self, shape: type[S], query: Query, *args: Any) -> S | None:
        """The first row as a `shape`, or None."""
        row = await self.connection.fetchrow(query.text(shape), *self._walls[query.wall], *args)
        return None if row is None else builder(shape)(row)

    async def only(self, shape: type[S], query: Query, *args: Any) -> S:
        """The row that a statement always gives, as an insert does."""
        found = await self.one(shape, query, *args)
        if found is None:
            raise LookupError(f"{query.name} gave no row")
        return found

    async def all(self, shape: type[S], query: Query, *args: Any) -> list[S]:
        """Every row as a `shape`."""
        rows = await self.connection.fetch(query.text(shape), *self._walls[query.wall], *args)
        build = builder(shape)
        return [build(row) for row in rows]

    async def page(self, shape: type[S], query: Query, part: Slice, *args: Any) -> list[S]:
        """One page of a list, and one row more when there is a next page."""
        bound = (*self._walls[query.wall], *args)
        sql = query.page(shape, part.sort, first=part.after is None, missing=query.missing(bound))
        rows = await self.connection.fetch(sql, *bound, *(part.after or ()), part.limit + 1)
        build = builder(shape)
        return [build(row) for row in rows]

    async def count(self, shape: type[S], query: Query, *args: Any) -> int:
        """How many rows a list has in all."""
        bound = (*self._walls[query.wall], *args)
        total: int = await self.connection.fetchval(query.count(shape, query.missing(bound)), *bound)
        return total

    async def rows(self, query: Query, *args: Any) -> list[Any]:
        """The driver's own rows, where there is no shape worth a name."""
        found: list[Any] = await self.connection.fetch(query.sql, *self._walls[query.wall], *args)
        return found

    async def value(self, query: Query, *args: Any) -> Any:
        """The first column of the first row, or None."""
        return await self.connection.fetchval(query.sql, *self._walls[query.wall], *args)

    async def do(self, query: Query, *args: Any) -> int:
        """Run a statement; how many rows it touched."""
        status: str = await self.connection.execute(query.sql, *self._walls[query.wall], *args)
        count = status.rpartition(" ")[2]
        return int(count) if count.isdigit() else 0

    async def each(self, query: Query, rows: list[tuple[Any, ...]]) -> None:
        """Run a statement for each row of arguments, pipelined in one round trip."""
        walls = self._walls[query.wall]
        await self.connection.executemany(query.sql, [(*walls, *row) for row in rows])


async def _prepare(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + _encode(value),
        decoder=lambda data: _decode(memoryview(data)[1:]),
    )


async def _keep(_connection: asyncpg.Connection) -> None:
    """No reset on release: what a session remembers is exactly `app.org`, and `become` looks after that."""


async def _undo(connection: Any) -> None:
    """Roll back, or end the connection when even that fails."""
    if _is_gone(connection):
        return
    connection.forget()
    try:
        await connection.execute("rollback", timeout=5)
    except Exception:
        _end(connection)


def _is_gone(connection: Any) -> bool:
    """Whether it is closed. The driver empties the proxy of a lost connection, which then refuses every call."""
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:
        return True


def _end(connection: Any) -> None:
    """End a connection that may be gone already."""
    if not _is_gone(connection):
        connection.terminate()


class Database:
    """The pool, and the three ways to use it: `reading`, `transaction`, `system`."""

    def __init__(self, pool: asyncpg.Pool, url: str) -> None:
        self.pool = pool
        self.url = url

    @classmethod
    async def open(cls, url: str, *, size: int = 10, timeout_s: float = 30.0, name: str = "cutdown") -> Database:
        """A pool of at most `size` connections; statements are cut off after `timeout_s` seconds."""
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=size,
            command_timeout=timeout_s,
            connection_class=Connection,
            init=_prepare,
            reset=_keep,
            max_inactive_connection_lifetime=300,
            server_settings={
                "application_name": name,
                "jit": "off",
                "plan_cache_mode": "force_generic_plan",  # `$2 is null or …` makes PostgreSQL plan anew every time
                "timezone": "UTC",
                "idle_in_transaction_session_timeout": str(int(timeout_s * 2000)),  # or it holds all events back
            },
        )
        return cls(pool, url)

    async def close(self) -> None:
        """Wait ten seconds for what runs, then end it."""
        try:
            await asyncio.wait_for(self.pool.close(), 10)
        except TimeoutError:
            self.pool.terminate()

    def reading(self, scope: Walls) -> Reading:
        """One connection without a transaction: each query stands alone."""
        return Reading(self.pool, scope)

    def transaction(self, scope: Walls) -> Transaction:
        """Everything inside happens, or nothing does. Commits before the block ends."""
        return Transaction(self.pool, scope)

    def system(self) -> Transaction:
        """A transaction of no organization: row-level security hides every tenant's rows; door functions remain."""
        return Transaction(self.pool, None)


class Borrowed:
    """A connection of the pool for the length of a block. (A class, because generators cost twice as much here.)"""

    __slots__ = ("connection", "lent", "pool", "walls")

    def __init__(self, pool: asyncpg.Pool, walls: Walls | None) -> None:
        self.pool = pool
        self.walls = walls

    async def __aenter__(self) -> Tx:
        try:
            self.lent = await self.pool.acquire()
        except OUTAGE as error:
            raise _unavailable() from error
        self.connection = cast(Connection, self.lent)
        try:
            await self.begin()
        except BaseException as error:
            _end(self.connection)
            await self.pool.release(self.lent)
            if isinstance(error, OUTAGE):
                raise _unavailable() from error
            raise
        return Tx(self.connection, self.walls)

    async def __aexit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        try:
            await self.end(error)
        except OUTAGE as lost:
            _end(self.connection)
            raise _unavailable() from lost
        finally:
            await self.pool.release(self.lent)
        if isinstance(error, LOST):
            raise _unavailable() from error
        if isinstance(error, UNSTORABLE):
            raise Invalid(Fault("", "nul", "a text cannot hold the character U+0000")) from error

    async def begin(self) -> None:
        """What comes before the block."""
        raise NotImplementedError

    async def end(self, error: BaseException | None) -> None:
        """What comes after it."""
        raise NotImplementedError


class Reading(Borrowed):
    """Queries that stand alone."""

    __slots__ = ()

    async def begin(self) -> None:
        """Become the organization, if the connection is not it already."""
        await self.connection.become(str(cast(Walls, self.walls).organization.uuid))

    async def end(self, error: BaseException | None) -> None:
        """After any trouble the connection forgets who it was."""
        if error is not None and not _is_gone(self.connection):
            self.connection.forget()


class Transaction(Borrowed):
    """Queries that happen together or not at all."""

    __slots__ = ()

    async def begin(self) -> None:
        """Begin, and name the organization with the first statement."""
        organization = _NOBODY if self.walls is None else self.walls.organization.uuid
        await self.connection.execute(f"begin; select set_config('app.org', '{organization}', true)")

    async def end(self, error: BaseException | None) -> None:
        """Commit, or undo."""
        if error is None:
            await self.connection.execute("commit")
        elif isinstance(error, Exception):
            await _undo(self.connection)
        else:  # cancelled: what the server was doing is unknown, so this connection ends
            _end(self.connection)


def _unavailable() -> Unavailable:
    return Unavailable("the database does not answer just now", headers={"retry-after": "2"})
