"""An event, the short notice of it that live listeners hear, and what of the feed somebody may read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

import schemas.events as wire
from schemas.ids import BrandId, EventId, KeyId, OrganizationId, PersonId
from service.cursors import BadCursor
from service.identity import Person

CHANNEL = "cutdown_events"
NOTICE_BYTES = 7_900  # a notification's payload must stay below 8,000

# Kinds of events that are told to whoever did it, and to those who may read the log (`Person.administers`).
PERSONAL = ("invitation", "key", "organization", "person", "role", "session", "upload")
_CURSOR = re.compile(r"(\d{1,18})-(evt_[0-9a-z]{26})")


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

    def __str__(self) -> str:
        return f"{self.xid}-{self.id}"

    def __lt__(self, other: Position) -> bool:
        return (self.xid, self.id.uuid) < (other.xid, other.id.uuid)

    @classmethod
    def parse(cls, text: str) -> Position:
        """What `str` made of one; BadCursor for anything else."""
        found = _CURSOR.fullmatch(text)
        try:
            return cls(int(found[1]), EventId.parse(found[2])) if found else _unknown(text)
        except ValueError:
            return _unknown(text)


def _unknown(text: str) -> Position:
    raise BadCursor(f"{text[:80]!r} is no place in the feed; take one from an answer of the feed as it is")


class Told(Struct, frozen=True):
    """An event as the feed reads it."""

    id: EventId
    xid: int
    at: datetime
    type: str
    subject: str
    brand_id: BrandId | None
    actor_id: PersonId | None
    key_id: KeyId | None
    facts: dict[str, Any]

    @property
    def position(self) -> Position:
        """Where the feed goes on after it."""
        return Position(self.xid, self.id)

    def shown(self) -> wire.Event:
        """The event as the wire has it."""
        return wire.Event(
            id=self.id,
            cursor=str(self.position),
            at=self.at,
            type=self.type,
            subject=self.subject,
            brand_id=self.brand_id,
            actor_id=self.actor_id,
            key_id=self.key_id,
            facts=self.facts,
        )


NOWHERE = EventId(UUID(int=0))
BEGINNING = Position(0, NOWHERE)


class Question(Struct, frozen=True):
    """What somebody asks of the feed: `kinds` are types (`release.approved`) or the thing before the dot."""

    person: Person
    kinds: tuple[str, ...] | None = None

    @property
    def walls(self) -> tuple[list[str], PersonId, list[BrandId] | None]:
        """The kinds that are personal, whose they may be, and the brands on which they may be anybody's."""
        return list(PERSONAL), self.person.id, self.person.administers


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
