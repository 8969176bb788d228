"""Which jobs there are. Rooms declare theirs in `jobs.py`; only the worker imports those modules."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from msgspec import Struct

from service.db.pool import Database
from service.identity import Scope

T = TypeVar("T")


class Hopeless(Exception):
    """Raised by a handler when trying again cannot help: the job is parked at once, with this text as its reason."""


class Job(Struct, frozen=True):
    """One job as its handler gets it. It acts for the whole organization; `attempt` counts from 1.

    `subject` is what was enqueued: a public identifier as text, to be read by its class (`CutId.parse(job.subject)`).
    """

    number: int
    kind: str
    scope: Scope
    subject: str
    revision: str
    payload: dict[str, Any]
    attempt: int
    tools: Mapping[type, Any] = {}

    def tool(self, kind: type[T]) -> T:
        """What the worker holds for all jobs, such as the `Store`."""
        found: T = self.tools[kind]
        return found


Handler = Callable[[Database, Job], Awaitable[None]]


class Work(Struct, frozen=True):
    """A kind of job: who does it, how many at once over all workers (0: no limit), how long, how often."""

    kind: str
    handler: Handler
    at_once: int
    limit_s: float
    attempts: int


REGISTRY: dict[str, Work] = {}


def job(kind: str, *, at_once: int = 0, limit_s: float = 600.0, attempts: int = 10) -> Callable[[Handler], Handler]:
    """Declare the handler of a kind of job, named `room.verb`.

    It may run twice, even at the same time when its worker loses the database; make its effect in one transaction
    with `results.once`. It opens its own transactions with `job.scope`. An exception means again, later, up to
    `attempts` times in all; then the job is parked until an operator retries it.
    """

    def declare(handler: Handler) -> Handler:
        if kind in REGISTRY:
            raise ValueError(f"two handlers for {kind}")
        REGISTRY[kind] = Work(kind, handler, at_once, limit_s, attempts)
        return handler

    return declare
