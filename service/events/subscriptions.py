"""What follows from an event. Rooms declare it in `jobs.py`, beside the jobs themselves.

@on("cut.edited")
def conform(event: Event) -> list[Order]:
    return [Order("captions.conform", event.subject, revision=str(event.data["edit_revision"]))]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import msgspec
import structlog

from service.events.model import Event
from service.jobs.queue import Order

log = structlog.get_logger(__name__)

Follow = Callable[[Event], Iterable[Order]]

SUBSCRIPTIONS: dict[str, list[Follow]] = defaultdict(list)
STUCK = "events.follow"


def on(*types: str) -> Callable[[Follow], Follow]:
    """Declare which jobs follow from events of these types. The function is pure: it reads the event, nothing else."""

    def declare(follow: Follow) -> Follow:
        for type in types:
            SUBSCRIPTIONS[type].append(follow)
        return follow

    return declare


def following(event: Event) -> list[Order]:
    """The jobs that follow from an event.

    A function that fails does not hold up everybody's events: the event becomes a job of its own, which tries again,
    is parked in the end, and can be retried when the function is mended.
    """
    orders: list[Order] = []
    for follow in SUBSCRIPTIONS.get(event.type, ()):
        try:
            found = list(follow(event))
            msgspec.json.encode([order.payload for order in found])  # what cannot be stored fails here, not for all
            orders.extend(found)
        except Exception as error:
            log.error("subscription_failed", event_type=event.type, event_id=str(event.id), exc_info=error)
            orders.append(Order(STUCK, str(event.id), revision=name_of(follow)))
    return orders


def name_of(follow: Follow) -> str:
    """How a stuck job remembers a function."""
    return f"{follow.__module__}.{follow.__qualname__}"
