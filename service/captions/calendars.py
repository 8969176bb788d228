"""One's own calendar: with a key or a session, or at a secret address that can be revoked.

Whoever has the address reads what its owner may see at that moment; it ends with the account.
"""

from __future__ import annotations

from schemas.assignments import CalendarFeed
from service.captions import calendar
from service.captions import records_assignments as records
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import Person, Scope
from service.people.model import brands_of
from service.people.tokens import fingerprint, looks_like_link, new_link_token
from service.problems import Missing


async def open_feed(tx: Tx, person: Person, public_url: str) -> CalendarFeed:
    """A new secret address of one's calendar; the one before works no longer."""
    await records.end_calendar_feed(tx, person.id)
    token = new_link_token()
    made = await records.insert_calendar_feed(tx, person.id, fingerprint(token))
    await record(tx, person, "person.calendar_opened", person.id, None)
    return CalendarFeed(url=f"{public_url}/ics/{token}.ics", created_at=made)


async def close_feed(tx: Tx, person: Person) -> None:
    """The secret address works no longer; doing it twice is harmless."""
    if await records.end_calendar_feed(tx, person.id):
        await record(tx, person, "person.calendar_closed", person.id, None)


async def calendar_of(tx: Tx, person: Person, public_url: str) -> bytes:
    """What somebody was given, with its days, as iCalendar."""
    return calendar.calendar("Cutdown", await records.list_assigned(tx, person.id), public_url)


async def calendar_at(db: Database, token: str, public_url: str) -> bytes:
    """The calendar of a secret address; Missing when it is none, or none any more."""
    owner = None
    if looks_like_link(token):
        async with db.system() as tx:
            owner = await records.find_calendar(tx, fingerprint(token))
    if owner is None:
        raise Missing
    scope = Scope(owner.org, brands_of(owner.grants))
    async with db.reading(scope) as tx:
        return await calendar_of(tx, Person(owner.id, owner.name, scope, owner.grants), public_url)
