"""Rows of people, sessions, grants, keys and remembered answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from msgspec import UNSET

from schemas.ids import BrandId, GrantId, Id, KeyId, PersonId, SessionId
from schemas.people import Account, GivenGrant, Key, MeChange, NewGrant, NewKey, OrganizationOfMe
from service.db.pool import Tx
from service.db.problems import refusing
from service.db.queries import Slice, Sort, load
from service.identity import Grant
from service.people.model import Actor, Answer, Card, Credentials, KeyRow, LivingSession, Recalled, SessionRow
from service.people.problems import EmailTaken
from service.problems import Fault, Invalid, Missing

queries = load(__package__)


async def new_id(tx: Tx) -> UUID:
    """An identifier that is needed before its row is written."""
    made: UUID = await tx.value(queries.new_id)
    return made


async def announce(tx: Tx, whom: Id) -> None:
    """Tell every process, once this transaction commits, to look again at a session, a key or a person."""
    await tx.value(queries.announce, str(whom))


async def any_organization(tx: Tx) -> bool:
    """Whether there is one yet."""
    return bool(await tx.value(queries.any_organization))


async def insert_organization(tx: Tx, name: str) -> None:
    """The organization of this transaction's own scope. Raises Invalid."""
    with refusing(organization_name_filled=partial(_misshapen, "/organization", "a name has 1 to 200 characters")):
        await tx.do(queries.insert_organization, name)


async def get_organization(tx: Tx) -> OrganizationOfMe:
    """The tenant of this transaction."""
    return await tx.only(OrganizationOfMe, queries.get_organization)


async def lock_organization(tx: Tx) -> str:
    """Its name; others who would lock it wait until this transaction ends."""
    name: str = await tx.value(queries.lock_organization)
    return name


# People and their roles


async def insert_person(tx: Tx, email: str, name: str, password_hash: str | None = None) -> PersonId:
    """Raises EmailTaken and Invalid."""
    with refusing(
        person_email_once=EmailTaken,
        person_email_shape=partial(_misshapen, "/email", "an e-mail address has an @ and at most 254 characters"),
        person_name_filled=partial(_misshapen, "/name", "a name has 1 to 200 characters"),
    ):
        return PersonId(await tx.value(queries.insert_person, email, name, password_hash))


async def get_credentials(tx: Tx, person: PersonId) -> Credentials | None:
    """Of a person who was not withdrawn."""
    return await tx.one(Credentials, queries.get_credentials, person)


async def find_credentials(tx: Tx, email: str) -> Credentials | None:
    """Of whoever signs in with this address, in whichever organization."""
    return await tx.one(Credentials, queries.find_credentials, email)


async def update_password(tx: Tx, person: PersonId, password_hash: str) -> None:
    """Replace it."""
    await tx.do(queries.update_password, person, password_hash)


async def update_me(tx: Tx, person: PersonId, change: MeChange) -> None:
    """Change what is set. Raises Invalid."""
    pairs: list[Any] = []
    for value in (change.name, change.language, change.theme, change.shortcuts):
        pairs += [value is not UNSET, None if value is UNSET else value]
    with refusing(person_name_filled=partial(_misshapen, "/name", "a name has 1 to 200 characters")):
        await tx.do(queries.update_me, person, *pairs)


async def update_person_withdrawn(tx: Tx, person: PersonId) -> None:
    """The person no longer signs in; the row stays, for history names it."""
    await tx.do(queries.update_person_withdrawn, person)


async def get_card(tx: Tx, person: PersonId) -> Card | None:
    """Of a person who was not withdrawn."""
    return await tx.one(Card, queries.get_card, person)


async def list_names(tx: Tx, people: Iterable[PersonId]) -> dict[PersonId, str]:
    """What people are called; those who were withdrawn are not among them."""
    wanted = list(set(people))
    return {PersonId(row["id"]): row["name"] for row in await tx.rows(queries.list_names, wanted)} if wanted else {}


async def get_account(tx: Tx, person: PersonId) -> Account | None:
    """A person as seen from inside the walls."""
    return await tx.one(Account, queries.get_account, person)


async def list_accounts(tx: Tx) -> list[Account]:
    """The first thousand people by name, as seen from inside the walls."""
    return await tx.page(Account, queries.list_accounts, Slice(Sort("name", "text"), None, 1000))


async def list_held_grants(tx: Tx, person: PersonId) -> list[Grant]:
    """All of a person's roles, oldest first."""
    return await tx.all(Grant, queries.list_held_grants, person)


async def insert_grant(tx: Tx, person: PersonId, new: NewGrant) -> GivenGrant:
    """The grant, which may have been there."""
    with refusing(role_grant_brand=_no_brand, role_grant_person=Missing):
        return await tx.only(GivenGrant, queries.insert_grant, person, new.role, new.brand_id, new.market)


async def get_grant(tx: Tx, person: PersonId, grant: GrantId) -> GivenGrant | None:
    """A person's grant, unless it is on a brand behind the wall."""
    return await tx.one(GivenGrant, queries.get_grant, person, grant)


async def delete_grant(tx: Tx, grant: GrantId) -> None:
    """Take it back."""
    await tx.do(queries.delete_grant, grant)


async def count_admins_besides(tx: Tx, person: PersonId) -> int:
    """How many others administer the whole organization."""
    return int(await tx.value(queries.count_admins_besides, person))


async def list_seen(tx: Tx, brands: list[BrandId]) -> set[BrandId]:
    """Which of these brands are there to be seen."""
    return {BrandId(row[0]) for row in await tx.rows(queries.list_seen, brands)}


# Sessions


async def insert_session(
    tx: Tx,
    credentials: Credentials,
    password_hash: str,
    token_sha256: bytes,
    lasts: timedelta,
    *,
    agent: str = "",
    address: str = "",
) -> SessionId | None:
    """None when the account is no longer the one that was verified. `agent` and `address` say where it begins."""
    where = (agent.replace("\0", "")[:300], address[:64])
    found = await tx.value(queries.insert_session, credentials.id, password_hash, token_sha256, lasts, *where)
    return None if found is None else SessionId(found)


async def find_session(tx: Tx, token_sha256: bytes) -> SessionRow | None:
    """The session of a token, while it lasts."""
    return await tx.one(SessionRow, queries.find_session, token_sha256)


async def list_sessions(tx: Tx, person: PersonId) -> list[LivingSession]:
    """A person's sessions that have not ended, the newest first; a thousand at most."""
    newest = Slice(Sort("id", "uuid", descending=True), None, 1000)
    return await tx.page(LivingSession, queries.list_sessions, newest, person)


async def end_own_session(tx: Tx, person: PersonId, session: SessionId) -> bool:
    """Whether it was a person's own, and had not ended."""
    return await tx.do(queries.end_own_session, person, session) == 1


async def end_session(tx: Tx, session: SessionId) -> None:
    """End it now."""
    await tx.do(queries.end_session, session)


async def end_sessions(tx: Tx, person: PersonId, but: SessionId | None = None) -> None:
    """End all of a person's sessions, but for one."""
    await tx.do(queries.end_sessions, person, but)


# API keys


async def lock_key_name(tx: Tx, maker: PersonId, name: str) -> None:
    """Nobody adds another key of this maker and name until this transaction ends."""
    await tx.value(queries.lock_key_name, maker, name)


async def list_active_keys(tx: Tx, maker: PersonId, name: str) -> list[Key]:
    """The keys of a name that work."""
    return await tx.all(Key, queries.list_active_keys, maker, name)


async def insert_key(tx: Tx, key: KeyId, person: PersonId, new: NewKey, secret_sha256: bytes) -> Key:
    """The stored key."""
    return await tx.only(
        Key,
        queries.insert_key,
        key,
        person,
        new.name,
        new.mode,
        secret_sha256,
        new.scopes,
        new.brands,
        new.markets,
        new.expires_at,
    )


async def get_key(tx: Tx, key: KeyId, maker: PersonId | None, only: KeyId | None) -> Key | None:
    """A key, narrowed to those of one maker and to one key; None: any."""
    return await tx.one(Key, queries.get_key, key, maker, only)


async def list_keys(tx: Tx, maker: PersonId | None, only: KeyId | None) -> list[Key]:
    """The newest thousand keys, narrowed like `get_key`."""
    return await tx.page(Key, queries.list_keys, Slice(Sort("id", "uuid", descending=True), None, 1000), maker, only)


async def find_key(tx: Tx, secret_sha256: bytes) -> KeyRow | None:
    """The key of a secret, while it works."""
    return await tx.one(KeyRow, queries.find_key, secret_sha256)


async def revoke_key(tx: Tx, key: KeyId) -> None:
    """It works no longer."""
    await tx.do(queries.revoke_key, key)


async def revoke_keys_of(tx: Tx, person: PersonId) -> None:
    """None of a person's keys works any longer."""
    await tx.do(queries.revoke_keys_of, person)


async def update_last_use(tx: Tx, uses: list[tuple[KeyId, datetime]]) -> None:
    """Note when keys were last used."""
    await tx.each(queries.update_last_use, list(uses))


# Remembered answers


async def recall(tx: Tx, actor: Actor, key: str) -> Recalled:
    """Try the lock of (organization, actor, key), and read its answer, in one round trip."""
    return await tx.only(Recalled, queries.recall, actor, key)


async def insert_answer(tx: Tx, actor: Actor, key: str, request_sha256: bytes, answer: Answer) -> bool:
    """Whether it was the first for its key."""
    rows = await tx.do(queries.remember, actor, key, request_sha256, answer.status, answer.headers, answer.body)
    return rows == 1


def _misshapen(pointer: str, detail: str) -> Invalid:
    return Invalid(Fault(pointer, "format", detail))


def _no_brand() -> Invalid:
    return Invalid(Fault("/brand_id", "not_found", "there is no such brand; list them at /v1/brands"))
