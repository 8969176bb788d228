"""What PostgreSQL refuses, in words a caller can act on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import asyncpg

from service.problems import Problem


class Unavailable(Problem):
    """The database could not be reached in time.

    Nothing is known to have been changed. Repeat the request after `Retry-After` seconds, with the same
    `Idempotency-Key` if it creates something.
    """

    status, slug, title = 503, "unavailable", "Try again in a moment"


class Busy(Problem):
    """Two changes met and one had to give way. Nothing was changed; send the request again."""

    status, slug, title = 503, "busy", "Try again in a moment"


def two_changes_met() -> Busy:
    """Of two changes at once this one gave way."""
    return Busy("two changes met", headers={"retry-after": "1"})


@contextmanager
def refusing(**problems: Callable[[], Problem]) -> Iterator[None]:
    """Turn a broken constraint, by its name, into the problem it means."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as error:
        make = problems.get(str(error.constraint_name))
        if make is None:
            raise
        raise make() from error
    except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError) as error:
        raise two_changes_met() from error
