"""What the database said a moment ago: believed for a few seconds, and never longer.

The seconds count from *before* it was asked, by a monotonic clock, so nothing older is ever told, whatever becomes of
the notifications that shorten the time. One asks for all who want to know the same; what was asked before something
was forgotten is told to those who wait for it, and not remembered. What is remembered has a bound; the oldest goes
first.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")
Ask = Callable[[V | None], Awaitable[V | None]]


class _Entry(Generic[V]):
    __slots__ = ("until", "value", "weight")

    def __init__(self, value: V, until: float, weight: int) -> None:
        self.value = value
        self.until = until
        self.weight = weight


class _Flight(Generic[V]):
    __slots__ = ("began", "task")

    def __init__(self, began: float, task: asyncio.Task[V | None]) -> None:
        self.began = began
        self.task = task


class Memory(Generic[K, V]):
    """Answers by what was asked. `most` bounds the sum of what `weigh` says of them."""

    def __init__(
        self, longest_s: float, most: int, weigh: Callable[[V], int], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._longest_s = longest_s
        self._most = most
        self._weigh = weigh
        self._clock = clock
        self._entries: dict[K, _Entry[V]] = {}
        self._flights: dict[K, _Flight[V]] = {}
        self._weight = 0
        self._generation = 0

    def known(self, key: K) -> V | None:
        """What is remembered; None says nothing: `find` then."""
        entry = self._entries.get(key)
        return entry.value if entry is not None and self._clock() < entry.until else None

    async def find(self, key: K, ask: Ask[V]) -> V | None:
        """What is remembered, else what `ask` finds. It is given the last value, to take over what has not changed.

        None is not remembered: it costs the next one a question again.
        """
        value = self.known(key)
        if value is not None:
            return value
        now = self._clock()
        if not self._longest_s:  # nobody waits for another's answer either
            return await self._ask(key, ask, now)
        flight = self._flights.get(key)
        if flight is None or now - flight.began >= self._longest_s:
            task = asyncio.create_task(self._ask(key, ask, now))
            flight = self._flights[key] = _Flight(now, task)
            task.add_done_callback(lambda done: self._land(key, done))
        return await asyncio.shield(flight.task)

    def forget(self, is_meant: Callable[[V], bool]) -> None:
        """Ask again, the next time, for every value that is meant."""
        self._generation += 1
        for key in [key for key, entry in self._entries.items() if is_meant(entry.value)]:
            self._drop(key)

    def forget_all(self) -> None:
        """Ask again for everything."""
        self._generation += 1
        self._entries.clear()
        self._weight = 0

    async def _ask(self, key: K, ask: Ask[V], began: float) -> V | None:
        generation, last = self._generation, self._entries.get(key)
        value = await ask(last.value if last else None)
        if generation == self._generation:  # else what was found may be what had to be forgotten
            self._drop(key)
            if value is not None:
                self._keep(key, _Entry(value, began + self._longest_s, self._weigh(value)))
        return value

    def _keep(self, key: K, entry: _Entry[V]) -> None:
        if entry.weight > self._most:
            return
        self._entries[key] = entry
        self._weight += entry.weight
        while self._weight > self._most:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: K) -> None:
        entry = self._entries.pop(key, None)
        self._weight -= entry.weight if entry else 0

    def _land(self, key: K, done: asyncio.Task[V | None]) -> None:
        flight = self._flights.get(key)
        if flight is not None and flight.task is done:
            del self._flights[key]
        if not done.cancelled():
            done.exception()  # whoever waited has heard of it; if nobody waits any more, nobody needs to
