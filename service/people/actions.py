"""What people do with accounts, roles and sign-ins. Every rule is enforced here; API keys have `keys.py`.

Verbs that hash a password take the database, because hashing is slow work and stays outside of transactions.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import get_args

import structlog
from msgspec import Struct

from schemas.ids import GrantId, Id, OrganizationId, PersonId
from schemas.people import Account, GivenGrant, HeldGrant, Me, NewAccount, NewGrant, NewKey, NewPassword, ScopeWord
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import SCOPES, Grant, Person, Role, Scope
from service.people import link_records, passwords, records
from service.people.keys import make_key
from service.people.model import Credentials, market_faults, may_grant
from service.people.problems import LastAdmin, WrongPassword
from service.people.throttle import Throttle
from service.people.tokens import fingerprint, new_session_token
from service.problems import Fault, Forbidden, Invalid, Missing

log = structlog.get_logger(__name__)

SESSION_LASTS = timedelta(days=14)
FAILURES = Throttle()
NOTES: set[asyncio.Task[None]] = set()  # what is still being written of failed sign-ins


class Bootstrapped(Struct, frozen=True):
    """A new organization, its administrator, and the secret of a key that may do everything."""

    organization: OrganizationId
    person: PersonId
    secret: str


async def bootstrap(db: Database, organization_name: str, email: str, name: str, password: str) -> Bootstrapped:
    """An organization with an administrator and an API key, or nothing. Raises Invalid and EmailTaken."""
    passwords.check(password)
    password_hash = await passwords.hashed(password)
    async with db.system() as tx:
        organization = OrganizationId(await records.new_id(tx))
    async with db.transaction(Scope(organization)) as tx:
        await create_organization(tx, organization_name)
        await record(tx, None, "organization.created", organization, None)
        person = await records.insert_person(tx, email, name, password_hash)
        await record(tx, None, "person.created", person, None)
        await records.insert_grant(tx, person, NewGrant(role="admin"))
        await record(tx, None, "role.granted", person, None, {"role": "admin", "market": None})
        admin = Person(person, name, Scope(organization), (Grant(Role.ADMIN),))
        every: list[ScopeWord] = sorted(SCOPES)  # type: ignore[arg-type]
        made = await make_key(tx, admin, NewKey(name="first key", scopes=every))
        assert made.secret is not None  # noqa: S101  it was made just now
        return Bootstrapped(organization, person, made.secret)


async def create_organization(tx: Tx, name: str) -> None:
    """The organization that the transaction's scope names, which must be a new one."""
    await records.insert_organization(tx, name)


# Accounts and roles


async def create_person(tx: Tx, actor: Person, new: NewAccount) -> Account:
    """An account with the roles to begin with; it has no password yet. Raises EmailTaken."""
    if not actor.may("people:manage"):
        raise Forbidden("only an administrator makes accounts", required_scope="people:manage")
    person = await records.insert_person(tx, new.email, new.name)
    await record(tx, actor, "person.created", person, None)
    for index, grant in enumerate(new.grants):
        await _grant(tx, actor, person, grant, f"/grants/{index}")
    return await _account(tx, person)


def require_to_read_people(person: Person) -> None:
    """Colleagues know each other: whoever writes or approves captions, and administrators. Guests and keys do not."""
    works = person.key is None and (person.may("tracks:write") or person.may("tracks:approve"))
    if not works and not person.may("people:manage"):
        raise Forbidden("this needs people:manage, or work on captions", required_scope="people:manage")


async def describe(tx: Tx, person: Person) -> Me:
    """Who somebody is, and what they may do on at least one brand and market."""
    card = await records.get_card(tx, person.id)
    if card is None:
        raise Missing
    brands = person.scope.brands
    words: list[ScopeWord] = [word for word in get_args(ScopeWord) if person.may(word)]
    return Me(
        id=person.id,
        email=card.email,
        name=card.name,
        organization=await records.get_organization(tx),
        key_id=person.key,
        brands=None if brands is None else list(brands),
        grants=[
            HeldGrant(role=grant.role.value, brand_id=grant.brand, market=grant.market)
            for grant in person.grants
            if brands is None or grant.brand is None or grant.brand in brands
        ],
        permissions=words,
        language=card.locale,
        theme=card.theme,
        shortcuts=card.shortcuts,
    )


async def withdraw_person(tx: Tx, actor: Person, person: PersonId) -> None:
    """The account ends, with its sessions and keys. Raises LastAdmin."""
    account = await _account(tx, person)
    if not actor.holds("people:manage"):
        raise Forbidden("only an administrator of the whole organization ends accounts", required_scope="people:manage")
    if any(_of_everything(grant) for grant in account.grants):
        await _another_admin(tx, person)
    await records.update_person_withdrawn(tx, person)
    await records.end_sessions(tx, person)
    await records.revoke_keys_of(tx, person)
    await records.announce(tx, person)
    await record(tx, actor, "person.withdrawn", person, None)


async def grant_role(tx: Tx, actor: Person, person: PersonId, new: NewGrant) -> GivenGrant:
    """Give a role on a brand and in a market; what is given already stays as it is."""
    await _account(tx, person)
    return await _grant(tx, actor, person, new, "")


async def revoke_role(tx: Tx, actor: Person, person: PersonId, grant: GrantId) -> None:
    """Take a role back. Raises LastAdmin."""
    found = await records.get_grant(tx, person, grant)
    if found is None:
        raise Missing
    _require_to_grant(actor, Grant(Role(found.role), found.brand_id, found.market))
    if _of_everything(found):
        await _another_admin(tx, person)
    await records.delete_grant(tx, grant)
    await records.announce(tx, person)
    await record(tx, actor, "role.revoked", person, found.brand_id, {"role": found.role, "market": found.market})


async def _grant(tx: Tx, actor: Person, person: PersonId, new: NewGrant, pointer: str) -> GivenGrant:
    await check_grant(tx, actor, new, pointer)
    given = await records.insert_grant(tx, person, new)
    await records.announce(tx, person)
    await record(tx, actor, "role.granted", person, new.brand_id, {"role": new.role, "market": new.market})
    return given


async def check_grant(tx: Tx, actor: Person, new: NewGrant, pointer: str) -> None:
    """Raises Invalid and Forbidden where somebody may not give this role. `pointer` is its place in the request."""
    if new.brand_id is not None and not await records.list_seen(tx, [new.brand_id]):
        raise Invalid(Fault(f"{pointer}/brand_id", "not_found", "there is no such brand; list them at /v1/brands"))
    if faults := market_faults(new.market, f"{pointer}/market"):
        raise Invalid(*faults)
    _require_to_grant(actor, Grant(Role(new.role), new.brand_id, new.market))


def _require_to_grant(actor: Person, grant: Grant) -> None:
    if not may_grant(actor, grant):
        raise Forbidden(
            "only an administrator of these brands and markets gives or takes this role", required_scope="people:manage"
        )


def _of_everything(grant: GivenGrant) -> bool:
    return grant.role == "admin" and grant.brand_id is None and grant.market is None


async def _another_admin(tx: Tx, person: PersonId) -> None:
    """Raises LastAdmin. Two administrators who remove each other wait for one another here."""
    await records.lock_organization(tx)
    if await records.count_admins_besides(tx, person) == 0:
        raise LastAdmin("Give somebody else the role admin on every brand and market first.")


async def _account(tx: Tx, person: PersonId) -> Account:
    found = await records.get_account(tx, person)
    if found is None:
        raise Missing
    return found


# Passwords and sign-in


async def set_password(
    db: Database, actor: Person, person: PersonId, new: NewPassword, throttle: Throttle = FAILURES
) -> None:
    """One's own, with the current one; anybody's as an administrator of the whole organization.

    Every other session of the person ends. Keys stay. Raises Invalid, WrongPassword, TooManyAttempts.
    """
    passwords.check(new.password)
    own = person == actor.id and actor.key is None
    async with db.reading(actor.scope) as tx:
        await _account(tx, person)
        credentials = await records.get_credentials(tx, person)
    if credentials is None:
        raise Missing
    if not own and not actor.holds("people:manage"):
        raise Forbidden(
            "only an administrator of the whole organization sets another's password", required_scope="people:manage"
        )
    if own and credentials.password_hash is not None:
        if new.current is None:
            raise Invalid(Fault("/current", "missing", "say your current password too"))
        throttle.admit(str(person), str(person))
        if not await passwords.verified(credentials.password_hash, new.current):
            raise WrongPassword("The current password is not this one.")
        throttle.succeeded(str(person), str(person))
    password_hash = await passwords.hashed(new.password)
    async with db.transaction(actor.scope) as tx:
        await records.update_password(tx, person, password_hash)
        await link_records.end_reset_links(tx, person)
        await records.end_sessions(tx, person, actor.session if own else None)
        await records.announce(tx, person)
        await record(tx, actor, "person.password_changed", person, None)


async def sign_in(
    db: Database, email: str, password: str, address: str = "", throttle: Throttle = FAILURES, *, agent: str = ""
) -> tuple[str, Person]:
    """The token of a new session, and who is signed in. `address` is where the caller calls from, `agent` with what.

    Raises WrongPassword, after the same time whether or not there is such an account, and TooManyAttempts.
    """
    email = email.strip()
    throttle.admit(email, address)
    async with db.system() as tx:
        credentials = await records.find_credentials(tx, email)
    stored = credentials.password_hash if credentials else None
    if not await passwords.verified(stored, password) or credentials is None or stored is None:
        if credentials is not None:
            note = asyncio.create_task(_note_refusal(db, credentials))
            NOTES.add(note)
            note.add_done_callback(NOTES.discard)
        raise WrongPassword("Check both and try again.")
    throttle.succeeded(email, address)
    rehashed = await passwords.hashed(password) if passwords.outdated(stored) else None
    token = new_session_token()
    async with db.transaction(Scope(credentials.org)) as tx:
        where = {"agent": agent, "address": address}
        if not await records.insert_session(tx, credentials, stored, fingerprint(token), SESSION_LASTS, **where):
            raise WrongPassword("The password was changed a moment ago; use the new one.")
        if rehashed is not None:
            await records.update_password(tx, credentials.id, rehashed)
        session = await records.find_session(tx, fingerprint(token))
        if session is not None:
            await record(tx, session.person(), "session.started", session.id, None)
    if session is None:
        raise WrongPassword("The account was ended a moment ago.")
    return token, session.person()


async def _note_refusal(db: Database, credentials: Credentials) -> None:
    """Log a failed sign-in beside the answer, whose time must not tell whether there is such an account."""
    try:
        async with db.transaction(Scope(credentials.org)) as tx:
            await record(tx, None, "session.refused", credentials.id, None)
    except Exception as error:
        log.warning("refusal_not_noted", error=repr(error))


async def sign_out(tx: Tx, person: Person) -> Id:
    """End the session that the person acts with; what to forget at once (`Recognition.forget`)."""
    if person.session is None:
        raise Forbidden("only a session can be signed out of; revoke a key instead")
    await records.end_session(tx, person.session)
    await records.announce(tx, person.session)
    await record(tx, person, "session.ended", person.session, None)
    return person.session
