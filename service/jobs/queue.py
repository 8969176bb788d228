"""Putting jobs into the queue, in the caller's transaction: they exist when it commits, and only then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
from msgspec import Struct
from pgqueuer.adapters.persistence.qb import QueryQueueBuilder

from schemas.ids import Id, OrganizationId
from service.db.pool import Named, Tx
from service.jobs.tables import SETTINGS

_INSERT = QueryQueueBuilder(SETTINGS).build_enqueue_query("skip")
_encode = msgspec.json.Encoder().encode


class Order(Struct, frozen=True):
    """A job to be done: what, on which thing, on which state of it, with which facts.

    While a job of the same kind, subject and revision waits or runs, another one is not added. `revision` therefore
    names the state the job works on (an edit revision, a hash), so that a newer state is a newer job.
    """

    kind: str
    subject: Id | str
    revision: str
    payload: dict[str, Any] = {}
    delay: timedelta | None = None


async def enqueue(
    tx: Tx,
    kind: str,
    subject: Id | str,
    payload: dict[str, Any] | None = None,
    *,
    revision: str,
    delay: timedelta | None = None,
) -> int | None:
    """Enqueue one job for the transaction's organization; its number, or None when it is under way already.

    It acts for the whole organization, whatever brands the caller sees.
    """
    order = Order(kind, subject, revision, payload or {}, delay)
    return (await enqueue_all(tx, [(tx.scope.organization, order)]))[0]


async def enqueue_all(tx: Tx, orders: Sequence[tuple[Named, Order]]) -> list[int | None]:
    """Enqueue jobs of several organizations in one statement; a number or None for each, in order."""
    if not orders:
        return []
    headers = [
        {
            "org": str(OrganizationId(organization.uuid)),
            "subject": str(order.subject),
            "revision": order.revision,
        }
        for organization, order in orders
    ]
    rows = await tx.connection.fetch(
        _INSERT,
        [0] * len(orders),
        [order.kind for _, order in orders],
        [_encode(order.payload) for _, order in orders],
        [order.delay or timedelta(0) for _, order in orders],
        [
            f"{header['org']}:{order.kind}:{header['subject']}:{order.revision}"
            for header, (_, order) in zip(headers, orders, strict=True)
        ],
        headers,
    )
    numbers: list[int | None] = [None] * len(orders)
    for row in rows:
        numbers[row["ord"] - 1] = row["id"]
    return numbers
