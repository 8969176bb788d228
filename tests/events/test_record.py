"""An event is part of the change it tells of."""

from __future__ import annotations

from uuid import uuid4

import asyncpg
import pytest

from schemas.ids import BrandId, CutId, KeyId, PersonId
from service.db.pool import Database
from service.events import records
from service.events.actions import record
from service.events.model import BEGINNING, Event
from service.identity import Person, Scope
from tests.jobs.hands import new_cut, new_organization

BRAND = BrandId(uuid4())


async def outbox(db: Database) -> list[Event]:
    async with db.system() as tx:
        return await records.list_events_after(tx, BEGINNING, 1000)


async def test_an_event_says_who_did_what_to_which_thing(db: Database, scope: Scope) -> None:
    cut = CutId(uuid4())
    person = Person(PersonId(uuid4()), "Ada", scope, ())
    with_key = Person(PersonId(uuid4()), "Ada", scope, (), key=KeyId(uuid4()))
    async with db.transaction(scope) as tx:
        first = await record(tx, person, "cut.edited", cut, BRAND, {"edit_revision": 2})
        await record(tx, with_key, "cut.edited", cut, BRAND)
        await record(tx, None, "release.completed", cut, None)
    events = await outbox(db)
    assert [event.actor for event in events] == [person.id.uuid, with_key.id.uuid, None]
    assert (events[0].id, events[0].org, events[0].type) == (first, scope.organization, "cut.edited")
    assert (events[0].subject, events[0].brand_id, events[0].data) == (str(cut), BRAND, {"edit_revision": 2})
    assert (events[2].brand_id, events[2].data) == (None, {})


async def test_an_event_of_a_failed_change_never_was(db: Database, scope: Scope) -> None:
    async def fail() -> None:
        async with db.transaction(scope) as tx:
            await record(tx, None, "cut.edited", new_cut(), None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await outbox(db) == []


async def test_an_event_is_of_its_transactions_organization_and_of_no_other(db: Database, scope: Scope) -> None:
    async with db.transaction(scope) as tx:
        event = await record(tx, None, "cut.edited", new_cut(), None)
        assert await records.get_event(tx, event) is not None
    async with db.transaction(Scope(await new_organization(db))) as tx:
        assert await records.get_event(tx, event) is None


@pytest.mark.parametrize("type", ["edited", "cut.Edited", "cut.edited.twice", ""])
async def test_a_type_is_a_thing_and_what_happened(db: Database, scope: Scope, type: str) -> None:
    async def misspell() -> None:
        async with db.transaction(scope) as tx:
            await record(tx, None, type, new_cut(), None)

    with pytest.raises(asyncpg.CheckViolationError, match="outbox_type_shape"):
        await misspell()
