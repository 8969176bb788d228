"""The outbox and the positions of its readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemas.ids import BrandId, EventId
from service.db.pool import Tx
from service.db.queries import load
from service.events.model import BEGINNING, CHANNEL, NOWHERE, Event, Position, Question, Told
from service.identity import Person
from service.origin import Origin

queries = load(__package__)


async def insert_event(
    tx: Tx,
    type: str,
    brand: BrandId | None,
    subject: str,
    who: Person | None,
    data: dict[str, Any],
    origin: Origin | None,
) -> EventId:
    """One row of the outbox. The actor is a person, also where they act with a key."""
    return EventId(await tx.value(queries.insert_event, *_row(type, brand, subject, who, data, origin)))


async def insert_events(
    tx: Tx,
    type: str,
    brand: BrandId | None,
    who: Person | None,
    told: Sequence[tuple[str, dict[str, Any]]],
    origin: Origin | None,
) -> None:
    """A row for each subject and its data."""
    await tx.each(queries.insert_event, [_row(type, brand, subject, who, data, origin) for subject, data in told])


def _row(
    type: str, brand: BrandId | None, subject: str, who: Person | None, data: dict[str, Any], origin: Origin | None
) -> tuple[Any, ...]:
    actor, key = (None, None) if who is None else (who.id, who.key)
    request_id, address = (None, None) if origin is None else (origin.request_id, origin.address)
    return type, brand, subject, actor, data, key, request_id, address


async def get_event(tx: Tx, event: EventId) -> Event | None:
    """One event of the organization."""
    return await tx.one(Event, queries.get_event, event)


async def list_events_after(tx: Tx, position: Position, limit: int) -> list[Event]:
    """What is committed after a position, oldest commit first; what an unfinished transaction could precede waits."""
    return await tx.all(Event, queries.list_events_after, position.xid, position.id, limit)


async def get_now(tx: Tx) -> Position:
    """Before everything that has yet to be told, after everything that could be read when this was asked."""
    return Position(int(await tx.value(queries.get_now)), NOWHERE)


async def list_told(tx: Tx, question: Question, after: Position, limit: int) -> list[Told]:
    """What the feed tells somebody after a position, oldest commit first."""
    kinds = None if question.kinds is None else list(question.kinds)
    return await tx.all(Told, queries.list_told, *question.walls, kinds, after.xid, after.id, limit)


async def get_position(tx: Tx, reader: str) -> Position:
    """Where a reader stands; a new one stands at the beginning."""
    await tx.do(queries.insert_position, reader, BEGINNING.xid, BEGINNING.id)
    return await tx.one(Position, queries.get_position, reader) or BEGINNING


async def move_position(tx: Tx, reader: str, seen: Position, to: Position) -> bool:
    """Move a reader from where it was seen; False when somebody else moved it."""
    return await tx.do(queries.move_position, reader, seen.xid, seen.id, to.xid, to.id) == 1


async def lead(tx: Tx, reader: str) -> bool:
    """Whether this connection is now the one that reads for `reader`; it stays so until it ends."""
    return bool(await tx.value(queries.lead, reader))


async def notify(tx: Tx, payloads: list[str]) -> None:
    """Tell live listeners, when the transaction commits."""
    await tx.value(queries.notify, CHANNEL, payloads)
