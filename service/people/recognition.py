"""Who a token stands for, without asking the database each time, and never for long.

A recognised token is remembered for four seconds, counted from before the database was asked, so a revocation works
within five even when no notification arrives. Notifications on `cutdown_access` make that at once: the transaction of
a revocation sends one. (NOTIFY serialises commits; revocations are rare enough to pay that.) After every gap in
listening all is forgotten. One lookup at a time for each token; unknown tokens are remembered for a second, a bounded
number of each.

When a key was last used is written in the background, at most once a minute for each key.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, ClassVar

import structlog

from schemas.ids import Id, KeyId, OrganizationId, PersonId, SessionId
from service.db.listen import Listener
from service.db.pool import Database
from service.identity import Person, Scope
from service.people import records
from service.people.tokens import fingerprint, looks_like_key, looks_like_session

log = structlog.get_logger(__name__)

CHANNEL = "cutdown_access"
LONGEST_S = 4.0
STRANGER_S = 1.0
MOST = 10_000
MOST_STRANGERS = 1_000
USES_EVERY_S = 60.0


class Use:
    """When a key was last used (by the monotonic clock), as long as that is not written."""

    __slots__ = ("at", "organization", "written")

    def __init__(self, organization: OrganizationId, at: float) -> None:
        self.organization = organization
        self.at = at
        self.written = -1.0


class Entry:
    """A recognised token: whose it is, and until when that may be believed."""

    __slots__ = ("person", "until", "use")

    def __init__(self, person: Person, until: float, use: Use | None) -> None:
        self.person = person
        self.until = until
        self.use = use


class Flight:
    """A lookup that is under way, and when it began."""

    __slots__ = ("began", "task")

    def __init__(self, began: float, task: asyncio.Task[Person | None]) -> None:
        self.began = began
        self.task = task


class Recognition:
    """The tokens that were recognised lately. `clock` is monotonic, `wall` says the time of day."""

    _kinds: ClassVar[dict[str, tuple[type[Id], str]]] = {
        kind.prefix: (kind, field) for kind, field in ((SessionId, "session"), (KeyId, "key"), (PersonId, "id"))
    }

    def __init__(
        self, db: Database, *, clock: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time
    ) -> None:
        self._db = db
        self._clock = clock
        self._wall = wall
        self._entries: dict[bytes, Entry] = {}
        self._strangers: dict[bytes, float] = {}
        self._flights: dict[bytes, Flight] = {}
        self._uses: dict[KeyId, Use] = {}
        self._generation = 0
        self.listener = Listener(db.url, (CHANNEL,), self._hear, self.forget_all, name="cutdown access")

    def known(self, token: str) -> Person | None:
        """Whoever is remembered for a token; None says nothing: `recognise` then."""
        entry = self._entries.get(fingerprint(token))
        if entry is None:
            return None
        now = self._clock()
        if now >= entry.until:
            return None
        if entry.use is not None:
            entry.use.at = now
        return entry.person

    async def recognise(self, token: str) -> Person | None:
        """Whose key or session this is; None for nobody's. Raises Unavailable when the database does not answer."""
        person = self.known(token)
        if person is not None:
            return person
        if not (looks_like_key(token) or looks_like_session(token)):
            return None
        digest, now = fingerprint(token), self._clock()
        if self._strangers.get(digest, now) > now:
            return None
        flight = self._flights.get(digest)
        if flight is None or now - flight.began >= LONGEST_S:
            task = asyncio.create_task(self._look(digest, looks_like_key(token)))
            flight = self._flights[digest] = Flight(now, task)
            task.add_done_callback(lambda done: self._land(digest, done))
        return await asyncio.shield(flight.task)

    def forget(self, whom: Id) -> None:
        """Look again, the next time, at a session, at a key, or at everything of a person."""
        self._generation += 1
        kind, field = self._kinds[whom.prefix]
        if isinstance(whom, kind):
            gone = [digest for digest, entry in self._entries.items() if getattr(entry.person, field) == whom]
            for digest in gone:
                del self._entries[digest]

    def forget_all(self) -> None:
        """Look again at everything: a notification may have been missed."""
        self._generation += 1
        self._entries.clear()
        self._strangers.clear()

    async def write_uses(self) -> None:
        """Write when keys were last used. What cannot be written now is written the next time."""
        now, today = self._clock(), self._wall()
        due: dict[OrganizationId, list[tuple[KeyId, Use, float]]] = {}
        for key, use in list(self._uses.items()):
            if use.at > use.written:
                due.setdefault(use.organization, []).append((key, use, use.at))
            elif now - use.at > USES_EVERY_S:
                del self._uses[key]
        for organization, uses in due.items():
            async with self._db.transaction(Scope(organization)) as tx:
                moments = [(key, datetime.fromtimestamp(today - (now - at), UTC)) for key, _, at in uses]
                await records.update_last_use(tx, moments)
            for _, use, at in uses:
                use.written = at

    async def _look(self, digest: bytes, is_key: bool) -> Person | None:
        began, generation = self._clock(), self._generation
        async with self._db.system() as tx:
            find = records.find_key if is_key else records.find_session
            row = await find(tx, digest)
        if row is None:
            _bound(self._strangers, MOST_STRANGERS)
            self._strangers[digest] = self._clock() + STRANGER_S
            return None
        person = row.person()
        use = self._used(person) if person.key is not None else None
        until = began + LONGEST_S
        if row.expires_at is not None:
            until = min(until, self._clock() + row.expires_at.timestamp() - self._wall())
        if generation == self._generation:  # else something was revoked meanwhile, perhaps this
            self._entries.pop(digest, None)
            _bound(self._entries, MOST)
            self._entries[digest] = Entry(person, until, use)
        return person

    def _used(self, person: Person) -> Use:
        assert person.key is not None  # noqa: S101
        now = self._clock()
        use = self._uses.setdefault(person.key, Use(person.scope.organization, now))
        use.at = now
        return use

    def _land(self, digest: bytes, done: asyncio.Task[Person | None]) -> None:
        flight = self._flights.get(digest)
        if flight is not None and flight.task is done:
            del self._flights[digest]
        if not done.cancelled():
            done.exception()  # whoever waited has heard of it; if nobody waits any more, nobody needs to

    def _hear(self, _channel: str, payload: str) -> None:
        try:
            kind, _ = self._kinds[payload.partition("_")[0]]
            self.forget(kind.parse(payload))
        except (KeyError, ValueError):
            self.forget_all()


def _bound(remembered: dict[bytes, Any], most: int) -> None:
    """Make room for one more by dropping the oldest."""
    while len(remembered) >= most:
        del remembered[next(iter(remembered))]


@asynccontextmanager
async def recognising(db: Database) -> AsyncIterator[Recognition]:
    """A recognition that listens, and that has written every use of a key when it ends."""
    recognition = Recognition(db)
    tasks = [asyncio.create_task(recognition.listener.run()), asyncio.create_task(_write_uses(recognition))]
    try:
        yield recognition
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await _try_to_write(recognition)


async def _write_uses(recognition: Recognition) -> None:
    while True:
        await asyncio.sleep(USES_EVERY_S)
        await _try_to_write(recognition)


async def _try_to_write(recognition: Recognition) -> None:
    """A use that is not written costs nobody a request."""
    try:
        await recognition.write_uses()
    except Exception as error:
        log.warning("last_use_not_written", error=repr(error))
