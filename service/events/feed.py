"""The feed: one organization's events in the order of commits, told page by page or live.

A live feed reads the outbox for itself, from where it stands; a notification only wakes it, and while none can be heard
it looks every second. So nothing is told twice or left out, whatever ends when: who comes back with the last `id` goes
on behind it. Whoever listens is recognised anew before each look.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

import msgspec
from msgspec import Struct

from schemas.events import Event
from schemas.ids import Id
from service.db.listen import Listener
from service.db.pool import Database
from service.decoding import to_text
from service.events import records
from service.events.model import CHANNEL, Position, Question, read_notices
from service.events.problems import TooManyStreams
from service.identity import Person
from service.problems import Problem

BATCH = 200
HEARTBEAT_S = 15.0
DEAF_PAUSE_S = 1.0
RECONNECT_MS = 2_000
LONGEST_S = 3_600.0  # then the client comes again, to whichever server answers
MOST_OF_ONE = 20
MOST = 1_000

_encode = msgspec.json.Encoder(enc_hook=to_text).encode
Still = Callable[[], Awaitable[Person | None]]


class Part(Struct, frozen=True):
    """Some events, where the feed goes on after them, and whether more are there already."""

    events: list[Event]
    position: Position
    more: bool


class Feed:
    """The live feeds of this process."""

    def __init__(self, db: Database) -> None:
        self.listener = Listener(db.url, (CHANNEL,), self._hear, self.wake_all, name="cutdown feed")
        self._ended = False
        self._db = db
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._open: Counter[Id] = Counter()

    async def read(self, question: Question, after: Position, limit: int) -> Part:
        """The next events after a position, at most `limit`. Two queries."""
        async with self._db.reading(question.person.scope) as tx:
            now = await records.get_now(tx)
            rows = await records.list_told(tx, question, after, limit + 1)
        if len(rows) > limit:
            return Part([row.shown() for row in rows[:limit]], rows[limit - 1].position, more=True)
        last = rows[-1].position if rows else after
        return Part([row.shown() for row in rows], max(last, now), more=False)

    async def now(self, person: Person) -> Position:
        """Where a feed begins that tells only what is still to come."""
        async with self._db.reading(person.scope) as tx:
            return await records.get_now(tx)

    async def live(self, question: Question, after: Position, still: Still) -> AsyncGenerator[bytes, None]:
        """Server-sent events (HTML, section 9.2) until somebody closes it. `still` says who listens by now, if anybody.

        Raises nothing: a feed that cannot go on ends, and the client comes again with the last `id`.
        """
        end = asyncio.get_running_loop().time() + LONGEST_S
        yield b"retry: %d\n\n" % RECONNECT_MS
        with self._news(question.person) as news, suppress(Problem):
            while not self._ended and asyncio.get_running_loop().time() < end:
                person = await still()
                if person is None:
                    return
                news.clear()
                part = await self.read(msgspec.structs.replace(question, person=person), after, BATCH)
                after = part.position
                yield b"".join(map(_message, part.events)) + b"id: %s\n\n" % str(after).encode()
                if not part.more:
                    pause = HEARTBEAT_S if self.listener.listening.is_set() else DEAF_PAUSE_S
                    with suppress(TimeoutError):
                        await asyncio.wait_for(
                            news.wait(), min(pause, max(0.0, end - asyncio.get_running_loop().time()))
                        )

    def admit(self, person: Person) -> None:
        """TooManyStreams when this caller, or this process, has enough of them."""
        if self._open[person.actor] >= MOST_OF_ONE:
            raise TooManyStreams(f"{MOST_OF_ONE} live feeds of yours are open; close one", most=MOST_OF_ONE)
        if self._open.total() >= MOST:
            raise TooManyStreams("this server has no room for another live feed just now", most=MOST)

    def end(self) -> None:
        """Let every live feed end: the server stops."""
        self._ended = True
        self.wake_all()

    def wake_all(self) -> None:
        """Let everybody look: a notification may have been missed, or all is to end."""
        for waiting in self._waiting.values():
            for news in waiting:
                news.set()

    @contextmanager
    def _news(self, person: Person) -> Iterator[asyncio.Event]:
        organization, news = str(person.scope.organization), asyncio.Event()
        self._waiting[organization].add(news)
        self._open[person.actor] += 1
        try:
            yield news
        finally:
            self._waiting[organization].discard(news)
            self._open[person.actor] -= 1
            if not self._waiting[organization]:
                del self._waiting[organization]
            if not self._open[person.actor]:
                del self._open[person.actor]

    def _hear(self, _channel: str, payload: str) -> None:
        for organization in {notice.organization for notice in read_notices(payload)}:
            for news in self._waiting.get(organization, ()):
                news.set()


@asynccontextmanager
async def feeding(db: Database) -> AsyncIterator[Feed]:
    """A feed that listens."""
    feed = Feed(db)
    listening = asyncio.create_task(feed.listener.run())
    try:
        yield feed
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


def _message(event: Event) -> bytes:
    return b"id: %s\ndata: %s\n\n" % (event.cursor.encode(), _encode(event))
