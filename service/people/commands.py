"""What an operator does from the command line, who has the database's address and so needs no sign-in.

Each verb acts in the name of an account, found by its e-mail address, and under the same rules as over HTTP; only a
lost password is set without being asked for the old one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from schemas.ids import KeyId
from schemas.invitations import MadeResetLink
from schemas.people import Key, MadeKey, NewKey
from service.db.migrate import check
from service.db.pool import Database
from service.events.actions import record
from service.identity import Person, Scope
from service.people import actions, keys, link_records, passwords, records, resets
from service.people.actions import Bootstrapped
from service.people.model import Credentials, brands_of
from service.problems import Missing


async def create_organization(url: str, organization: str, email: str, name: str, password: str) -> Bootstrapped:
    """An organization with its administrator and a first key."""
    async with _database(url) as db:
        return await actions.bootstrap(db, organization, email, name, password)


async def set_password(url: str, email: str, password: str) -> None:
    """Set a lost password; the account's sessions end."""
    passwords.check(password)
    password_hash = await passwords.hashed(password)
    async with _database(url) as db:
        credentials = await _credentials(db, email)
        async with db.transaction(Scope(credentials.org)) as tx:
            await records.update_password(tx, credentials.id, password_hash)
            await link_records.end_reset_links(tx, credentials.id)
            await records.end_sessions(tx, credentials.id)
            await records.announce(tx, credentials.id)
            await record(tx, None, "person.password_changed", credentials.id, None)


async def reset_link(url: str, email: str, public_url: str) -> MadeResetLink:
    """A link with which the account's owner sets a new password."""
    async with _database(url) as db:
        credentials = await _credentials(db, email)
        async with db.transaction(Scope(credentials.org)) as tx:
            return await resets.issue(tx, None, credentials.id, public_url)


async def create_key(url: str, email: str, new: NewKey) -> MadeKey:
    """A key of an account, with its secret."""
    async with _database(url) as db:
        person = await _person(db, email)
        async with db.transaction(person.scope) as tx:
            return await keys.make_key(tx, person, new)


async def list_keys(url: str, email: str) -> list[Key]:
    """The keys that an account may know of, newest first."""
    async with _database(url) as db:
        person = await _person(db, email)
        async with db.reading(person.scope) as tx:
            return await records.list_keys(tx, *keys.sight(person))


async def revoke_key(url: str, email: str, key: KeyId) -> None:
    """It works no longer, within five seconds everywhere."""
    async with _database(url) as db:
        person = await _person(db, email)
        async with db.transaction(person.scope) as tx:
            await keys.revoke_key(tx, person, key)


@asynccontextmanager
async def _database(url: str) -> AsyncIterator[Database]:
    """A database that this version understands, as a role that cannot pass the walls."""
    await check(url)
    db = await Database.open(url, size=1, name="cutdown command")
    try:
        yield db
    finally:
        await db.close()


async def _credentials(db: Database, email: str) -> Credentials:
    async with db.system() as tx:
        found = await records.find_credentials(tx, email.strip())
    if found is None:
        raise Missing(f"nobody signs in as {email}")
    return found


async def _person(db: Database, email: str) -> Person:
    account = await _credentials(db, email)
    async with db.reading(Scope(account.org)) as tx:
        grants = tuple(await records.list_held_grants(tx, account.id))
    return Person(account.id, account.name, Scope(account.org, brands_of(grants)), grants)
