"""Passwords, sign-in and sign-out."""

from __future__ import annotations

import asyncio

import argon2
import asyncpg
import pytest

from schemas.people import NewPassword
from service.db.pool import Database
from service.identity import Person
from service.people import passwords
from service.people.actions import set_password, sign_in, sign_out
from service.people.problems import TooManyAttempts, WrongPassword
from service.people.records import find_session
from service.people.throttle import FAILURES_OF_ACCOUNT_FROM_ADDRESS, Throttle
from service.people.tokens import fingerprint
from service.problems import Forbidden, Invalid, Missing
from tests.people.conftest import PASSWORD, Agency, a_key, joined, signed_in

NEW = "another long way home"


async def lasts(db: Database, token: str) -> bool:
    async with db.system() as tx:
        return await find_session(tx, fingerprint(token)) is not None


async def test_the_right_password_opens_a_session_with_the_persons_roles(db: Database, agency: Agency) -> None:
    token, person = await signed_in(db, f" {agency.email.upper()} ")
    assert (person.id, person.grants, person.scope) == (agency.admin.id, agency.admin.grants, agency.admin.scope)
    assert person.session is not None
    assert await lasts(db, token)


async def test_a_wrong_password_and_an_unknown_address_are_refused_alike(db: Database, agency: Agency) -> None:
    await joined(db, agency, "unset")
    refusals = []
    for email, password in (
        (agency.email, "wrong horse battery"),
        ("nobody@northlight.example", PASSWORD),
        ("unset@northlight.example", PASSWORD),
        (agency.email, ""),
        (agency.email, "x" * 5000),
    ):
        with pytest.raises(WrongPassword) as refused:
            await signed_in(db, email, password)
        refusals.append((refused.value.detail, refused.value.facts, refused.value.headers))
    assert len({str(refusal) for refusal in refusals}) == 1


async def test_an_unknown_address_costs_the_same_hashing(
    db: Database, agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = []
    real = passwords._verify

    def counted(stored: str, password: bytes) -> bool:
        verified.append(argon2.extract_parameters(stored))
        return real(stored, password)

    monkeypatch.setattr(passwords, "_verify", counted)
    for email in (agency.email, "nobody@northlight.example"):
        with pytest.raises(WrongPassword):
            await signed_in(db, email, "wrong horse battery")
    known, unknown = verified
    assert known == unknown


@pytest.mark.parametrize("password", ["x" * 11, "x" * 257, ""])
async def test_a_password_has_12_to_256_characters(db: Database, agency: Agency, password: str) -> None:
    with pytest.raises(Invalid):
        await set_password(db, agency.admin, agency.admin.id, NewPassword(password=password, current=PASSWORD))


@pytest.mark.parametrize("password", [" " * 12, "x" * 256, "Ärger über Öl", "密码密码密码密码密码密码"])
async def test_nothing_else_is_asked_of_a_password(db: Database, agency: Agency, password: str) -> None:
    await set_password(db, agency.admin, agency.admin.id, NewPassword(password=password, current=PASSWORD))
    await signed_in(db, agency.email, password)


async def test_a_password_is_the_same_however_the_keyboard_composes_it(db: Database, agency: Agency) -> None:
    composed, decomposed = "\u00c4rger \u00fcber \u00d6l", "A\u0308rger u\u0308ber O\u0308l"
    await set_password(db, agency.admin, agency.admin.id, NewPassword(password=composed, current=PASSWORD))
    await signed_in(db, agency.email, decomposed)


async def test_whoever_sets_their_own_password_says_the_current_one(db: Database, agency: Agency) -> None:
    _, person = await signed_in(db, agency.email)
    with pytest.raises(Invalid):
        await set_password(db, person, person.id, NewPassword(password=NEW))
    with pytest.raises(WrongPassword):
        await set_password(db, person, person.id, NewPassword(password=NEW, current="wrong horse battery"))
    await signed_in(db, agency.email)


async def test_guessing_the_current_password_has_an_end(db: Database, agency: Agency) -> None:
    _, person = await signed_in(db, agency.email)
    throttle = Throttle()
    guess = NewPassword(password=NEW, current="wrong horse battery")
    for _ in range(FAILURES_OF_ACCOUNT_FROM_ADDRESS):
        with pytest.raises(WrongPassword):
            await set_password(db, person, person.id, guess, throttle)
    with pytest.raises(TooManyAttempts):
        await set_password(db, person, person.id, NewPassword(password=NEW, current=PASSWORD), throttle)


async def test_a_new_password_ends_the_other_sessions(db: Database, agency: Agency) -> None:
    other, _ = await signed_in(db, agency.email)
    mine, person = await signed_in(db, agency.email)
    await set_password(db, person, person.id, NewPassword(password=NEW, current=PASSWORD))
    assert await lasts(db, mine)
    assert not await lasts(db, other)
    with pytest.raises(WrongPassword):
        await signed_in(db, agency.email)
    await signed_in(db, agency.email, NEW)


async def test_only_an_administrator_of_everything_sets_anothers_password(
    db: Database, agency: Agency, rival: Agency
) -> None:
    edit = await joined(db, agency, "edit")
    key_of_admin = (await a_key(db, agency.admin)).id
    admin = agency.admin
    by_key = Person(admin.id, admin.name, admin.scope, admin.grants, key_of_admin, frozenset({"tracks:read"}))
    for actor, whom in ((edit, admin), (by_key, admin), (by_key, edit)):
        with pytest.raises((Forbidden, Missing)):
            await set_password(db, actor, whom.id, NewPassword(password=NEW, current=PASSWORD))
    with pytest.raises(Missing):
        await set_password(db, rival.admin, edit.id, NewPassword(password=NEW))
    await set_password(db, admin, edit.id, NewPassword(password=NEW))
    await signed_in(db, "edit@northlight.example", NEW)


async def test_signing_out_ends_this_session_and_no_other(db: Database, agency: Agency) -> None:
    (mine, person), (other, _) = await signed_in(db, agency.email), await signed_in(db, agency.email)
    async with db.transaction(person.scope) as tx:
        assert await sign_out(tx, person) == person.session
    assert not await lasts(db, mine)
    assert await lasts(db, other)


async def test_a_password_changed_while_it_is_verified_opens_nothing(
    db: Database, agency: Agency, watcher: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = passwords.verified

    async def overtaken(stored: str | None, password: str) -> bool:
        right = await real(stored, password)
        await watcher.execute("update person set password_hash = 'changed'")
        return right

    monkeypatch.setattr(passwords, "verified", overtaken)
    with pytest.raises(WrongPassword):
        await signed_in(db, agency.email)
    assert await watcher.fetchval("select count(*) from session") == 0


async def test_a_hash_of_older_parameters_is_made_anew_at_sign_in(
    db: Database, agency: Agency, watcher: asyncpg.Connection
) -> None:
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    await watcher.execute("update person set password_hash = $1", cheap)
    await signed_in(db, agency.email)
    stored = await watcher.fetchval("select password_hash from person")
    assert argon2.extract_parameters(stored) == argon2.profiles.RFC_9106_LOW_MEMORY
    await signed_in(db, agency.email)


async def test_hashing_leaves_the_loop_free() -> None:
    """The heart beats while a password is hashed; were it hashed on the loop, no beat would come between."""
    beats = 0

    async def heart() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0)
            beats += 1

    beating = asyncio.create_task(heart())
    await asyncio.sleep(0)
    before = beats
    stored = await passwords.hashed(PASSWORD)
    between = beats
    assert await passwords.verified(stored, PASSWORD)
    after = beats
    beating.cancel()
    assert between - before > 100
    assert after - between > 100


async def test_a_damaged_hash_lets_nobody_in(db: Database, agency: Agency, watcher: asyncpg.Connection) -> None:
    await watcher.execute("update person set password_hash = 'not a hash'")
    with pytest.raises(WrongPassword):
        await sign_in(db, agency.email, PASSWORD, "", Throttle())
