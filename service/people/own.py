"""What somebody does with their own account: the name, how the pages look, and where they are signed in."""

from __future__ import annotations

from msgspec import UNSET

from schemas.ids import SessionId
from schemas.people import Me, MeChange, Session
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.people import records
from service.people.actions import describe
from service.problems import Forbidden, Missing


async def change_me(tx: Tx, person: Person, change: MeChange) -> Me:
    """Change one's own name or preferences; what is left out stays. They follow the person to every browser."""
    require_session_or_scope(person)
    await records.update_me(tx, person.id, change)
    await records.announce(tx, person.id)
    if change.name is not UNSET:
        await record(tx, person, "person.renamed", person.id, None, {"name": change.name})
    return await describe(tx, person)


async def sessions_of(tx: Tx, person: Person) -> list[Session]:
    """One's own sessions that have not ended, the newest first."""
    require_session_or_scope(person)
    return [one.shown(person.session) for one in await records.list_sessions(tx, person.id)]


async def end_session(tx: Tx, person: Person, session: SessionId) -> None:
    """Sign out somewhere. Raises Missing for what is not one's own, or has ended."""
    require_session_or_scope(person)
    if not await records.end_own_session(tx, person.id, session):
        raise Missing
    await records.announce(tx, session)
    await record(tx, person, "session.ended", session, None)


async def end_other_sessions(tx: Tx, person: Person) -> None:
    """Sign out everywhere else. (Over the API each session is ended by itself.)"""
    others = [one.id for one in await sessions_of(tx, person) if not one.current]
    await records.end_sessions(tx, person.id, person.session)
    await records.announce(tx, person.id)
    for session in others:
        await record(tx, person, "session.ended", session, None)


def require_session_or_scope(person: Person) -> None:
    """A key acts for its maker, but looks after the account only where it may look after people."""
    if person.key is not None and not person.may("people:manage"):
        raise Forbidden("a key needs people:manage to look after an account", required_scope="people:manage")
