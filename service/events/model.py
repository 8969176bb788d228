"""An event, and the short notice of it that live listeners hear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from schemas.ids import BrandId, EventId, OrganizationId

CHANNEL = "cutdown_events"
NOTICE_BYTES = 7_900  # a notification's payload must stay below 8,000


class Event(Struct, frozen=True):
    """Something that happened. (xid, id) is its place in the order of commits; `subject` a public identifier."""

    org: OrganizationId
    id: EventId
    xid: int
    type: str
    brand_id: BrandId | None
    subject: str
    actor: UUID | None
    data: dict[str, Any]
    at: datetime


class Position(Struct, frozen=True):
    """The place of the last event that a reader has dealt with."""

    xid: int
    id: EventId


BEGINNING = Position(0, EventId(UUID(int=0)))


class Notice(Struct, frozen=True, array_like=True):
    """What a listener needs to decide whether an event concerns it: identifiers only, the content is asked for."""

    organization: str
    event: str
    type: str
    subject: str
    brand: str | None


def notices(events: Iterable[Event]) -> Iterator[str]:
    """Payloads for `pg_notify`, each of as many notices as fit."""
    batch: list[bytes] = []
    size = 2
    for event in events:
        brand = None if event.brand_id is None else str(event.brand_id)
        one = msgspec.json.encode(Notice(str(event.org), str(event.id), event.type, event.subject, brand))
        if batch and size + len(one) + 1 > NOTICE_BYTES:
            yield f"[{b','.join(batch).decode()}]"
            batch, size = [], 2
        batch.append(one)
        size += len(one) + 1
    if batch:
        yield f"[{b','.join(batch).decode()}]"


def read_notices(payload: str) -> list[Notice]:
    """The notices in a payload of the channel."""
    return msgspec.json.decode(payload, type=list[Notice])
