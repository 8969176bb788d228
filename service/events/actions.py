"""What rooms do with events: record them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemas.ids import BrandId, EventId, Id
from service.db.pool import Tx
from service.events import records
from service.identity import Person
from service.origin import ORIGIN


async def record(
    tx: Tx, who: Person | None, type: str, subject: Id | str, brand: BrandId | None, data: dict[str, Any] | None = None
) -> EventId:
    """Note in the transaction of a change that it happened. `who` is None for what the system does by itself.

    `subject` is a public identifier, or the key of what has none. `type` is `thing.what_happened` (`cut.edited`,
    `locale.approved`). `data` holds what readers need to tell one state from the next (a revision, a locale), not the
    content: they read that for themselves. The outbox is kept, as the log of who did what: beside the change stands the
    request that asked for it.
    """
    return await records.insert_event(tx, type, brand, str(subject), who, data or {}, ORIGIN.get())


async def record_all(
    tx: Tx, who: Person | None, type: str, brand: BrandId | None, happened: Sequence[tuple[Id, dict[str, Any]]]
) -> None:
    """The same of several things to which the same happened, in one round trip."""
    told = [(str(subject), data) for subject, data in happened]
    await records.insert_events(tx, type, brand, who, told, ORIGIN.get())
