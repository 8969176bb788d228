"""Accounts and roles: who may give what to whom."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import asyncpg
import pytest
from msgspec.structs import replace

from schemas.ids import BrandId, KeyId, OrganizationId, PersonId
from schemas.people import Account, NewAccount, NewGrant, RoleWord
from service.db.pool import Database
from service.identity import PERMISSIONS, Grant, Person, Role, Scope
from service.people.actions import create_person, grant_role, revoke_role, withdraw_person
from service.people.model import brands_of
from service.people.problems import EmailTaken, LastAdmin
from service.people.records import get_account
from service.problems import Forbidden, Invalid, Missing
from tests.people.conftest import Agency, a_brand, a_key, joined, signed_in


async def account_of(db: Database, person: Person, whom: PersonId) -> Account | None:
    async with db.reading(person.scope) as tx:
        return await get_account(tx, whom)


async def give(db: Database, actor: Person, whom: PersonId, new: NewGrant) -> None:
    async with db.transaction(actor.scope) as tx:
        await grant_role(tx, actor, whom, new)


async def take(db: Database, actor: Person, whom: PersonId, role: RoleWord) -> None:
    account = await account_of(db, actor, whom)
    assert account is not None
    [grant] = [grant for grant in account.grants if grant.role == role]
    async with db.transaction(actor.scope) as tx:
        await revoke_role(tx, actor, whom, grant.id)


async def test_an_account_begins_with_its_roles(db: Database, agency: Agency) -> None:
    mug = await a_brand(db, agency, "Mug")
    edit = await joined(db, agency, "edit", NewGrant(role="editor", brand_id=mug, market="DE"))
    account = await account_of(db, agency.admin, edit.id)
    assert account is not None
    assert [(grant.role, grant.brand_id, grant.market) for grant in account.grants] == [("editor", mug, "DE")]
    assert edit.may("videos:write", mug, "DE")
    assert not edit.may("videos:write", mug, "JP")


async def test_an_address_signs_in_to_one_account_only(db: Database, agency: Agency, rival: Agency) -> None:
    with pytest.raises(EmailTaken):
        await joined(db, agency, "ADA")
    with pytest.raises(EmailTaken):
        async with db.transaction(rival.scope) as tx:
            await create_person(tx, rival.admin, NewAccount(email=agency.email.upper(), name="Ada"))


@pytest.mark.parametrize("role", [role.value for role in Role if role != Role.ADMIN])
async def test_only_an_administrator_makes_accounts_and_gives_roles(
    db: Database, agency: Agency, role: RoleWord
) -> None:
    somebody = await joined(db, agency, "somebody", NewGrant(role=role))
    with pytest.raises(Forbidden):
        async with db.transaction(somebody.scope) as tx:
            await create_person(tx, somebody, NewAccount(email="new@northlight.example", name="New"))
    with pytest.raises(Forbidden):
        await give(db, somebody, somebody.id, NewGrant(role="viewer"))


async def test_an_account_whose_role_is_refused_is_not_made(db: Database, agency: Agency) -> None:
    mug = await a_brand(db, agency, "Mug")
    local = await joined(db, agency, "local", NewGrant(role="admin", brand_id=mug))
    new = NewAccount(email="new@northlight.example", name="New", grants=[NewGrant(role="viewer")])
    with pytest.raises(Forbidden):
        async with db.transaction(local.scope) as tx:
            await create_person(tx, local, new)
    await joined(db, agency, "new")


async def test_nobody_gives_more_than_they_hold(db: Database, agency: Agency) -> None:
    mug, cup = await a_brand(db, agency, "Mug"), await a_brand(db, agency, "Cup")
    local = await joined(db, agency, "local", NewGrant(role="admin", brand_id=mug, market="DE"))
    edit = await joined(db, agency, "edit")
    await give(db, local, edit.id, NewGrant(role="editor", brand_id=mug, market="DE"))
    for beyond in (
        NewGrant(role="editor"),
        NewGrant(role="editor", brand_id=mug),
        NewGrant(role="editor", market="DE"),
        NewGrant(role="editor", brand_id=mug, market="JP"),
    ):
        with pytest.raises(Forbidden):
            await give(db, local, edit.id, beyond)
    with pytest.raises(Invalid):
        await give(db, local, edit.id, NewGrant(role="editor", brand_id=cup, market="DE"))


async def test_a_key_gives_no_role_that_its_scopes_exceed(db: Database, agency: Agency) -> None:
    admin = agency.admin
    key = (await a_key(db, admin)).id
    by_key = Person(admin.id, admin.name, admin.scope, admin.grants, key, PERMISSIONS[Role.VIEWER] | {"people:manage"})
    edit = await joined(db, agency, "edit")
    await give(db, by_key, edit.id, NewGrant(role="viewer"))
    with pytest.raises(Forbidden):
        await give(db, by_key, edit.id, NewGrant(role="admin"))


def test_holding_everywhere_is_more_than_holding_somewhere() -> None:
    mug, cup = BrandId(uuid4()), BrandId(uuid4())
    grants = (Grant(Role.PRODUCER, mug, None), Grant(Role.VIEWER, cup, "DE"))
    producer = Person(PersonId(uuid4()), "P", Scope(OrganizationId(uuid4()), brands_of(grants)), grants)
    assert producer.may("campaigns:write")
    assert not producer.holds("campaigns:write")
    assert producer.holds("campaigns:write", mug)
    assert not producer.holds("campaigns:write", cup, "DE")
    assert not producer.holds("tracks:read", cup)
    assert producer.holds("tracks:read", cup, "DE")
    narrow = replace(producer, key=KeyId(uuid4()), key_scopes=frozenset({"tracks:read"}), key_markets=frozenset({"JP"}))
    assert not narrow.holds("tracks:read", mug)
    assert narrow.holds("tracks:read", mug, "JP")
    assert not narrow.holds("campaigns:write", mug, "JP")


def test_one_grant_on_every_brand_opens_all() -> None:
    mug = BrandId(uuid4())
    assert brands_of([]) == ()
    assert brands_of([Grant(Role.VIEWER, mug), Grant(Role.EDITOR, mug)]) == (mug,)
    assert brands_of([Grant(Role.VIEWER, mug), Grant(Role.EDITOR, None, "DE")]) is None


async def test_what_is_given_twice_is_there_once(db: Database, agency: Agency) -> None:
    edit = await joined(db, agency, "edit", NewGrant(role="editor"))
    await give(db, agency.admin, edit.id, NewGrant(role="editor"))
    account = await account_of(db, agency.admin, edit.id)
    assert account is not None
    assert len(account.grants) == 1


async def test_the_last_administrator_stays(db: Database, agency: Agency) -> None:
    mug = await a_brand(db, agency, "Mug")
    await joined(db, agency, "local", NewGrant(role="admin", brand_id=mug), NewGrant(role="admin", market="DE"))
    with pytest.raises(LastAdmin):
        await take(db, agency.admin, agency.admin.id, "admin")
    with pytest.raises(LastAdmin):
        async with db.transaction(agency.scope) as tx:
            await withdraw_person(tx, agency.admin, agency.admin.id)
    second = await joined(db, agency, "second", NewGrant(role="admin"))
    await take(db, second, agency.admin.id, "admin")
    with pytest.raises(LastAdmin):
        await take(db, second, second.id, "admin")


async def test_two_administrators_cannot_remove_each_other_at_once(db: Database, agency: Agency) -> None:
    second = await joined(db, agency, "second", NewGrant(role="admin"))
    results = await asyncio.gather(
        take(db, second, agency.admin.id, "admin"), take(db, agency.admin, second.id, "admin"), return_exceptions=True
    )
    assert [type(result) for result in results if result is not None] == [LastAdmin]


async def test_an_ended_account_has_neither_sessions_nor_keys_nor_an_address(
    db: Database, agency: Agency, watcher: asyncpg.Connection
) -> None:
    edit = await joined(db, agency, "edit", NewGrant(role="editor"), password="the long way home")
    await signed_in(db, "edit@northlight.example", "the long way home")
    await a_key(db, edit)
    async with db.transaction(agency.scope) as tx:
        await withdraw_person(tx, agency.admin, edit.id)
    assert await account_of(db, agency.admin, edit.id) is None
    alive = await watcher.fetchval(
        "select (select count(*) from session where person_id = $1 and ended_at is null)"
        " + (select count(*) from api_key where person_id = $1 and revoked_at is null)",
        edit.id,
    )
    assert alive == 0
    await joined(db, agency, "edit")


async def test_people_of_other_brands_are_not_to_be_seen(db: Database, agency: Agency) -> None:
    mug, cup = await a_brand(db, agency, "Mug"), await a_brand(db, agency, "Cup")
    local = await joined(db, agency, "local", NewGrant(role="admin", brand_id=mug))
    other = await joined(db, agency, "other", NewGrant(role="editor", brand_id=cup))
    both = await joined(db, agency, "both", NewGrant(role="editor", brand_id=mug), NewGrant(role="admin", brand_id=cup))
    assert await account_of(db, local, other.id) is None
    seen = await account_of(db, local, both.id)
    assert seen is not None
    assert [grant.brand_id for grant in seen.grants] == [mug]
    with pytest.raises(Missing):
        await give(db, local, other.id, NewGrant(role="viewer", brand_id=mug))
    whole = await account_of(db, agency.admin, both.id)
    assert whole is not None
    with pytest.raises(Missing):
        async with db.transaction(local.scope) as tx:
            await revoke_role(tx, local, both.id, next(grant.id for grant in whole.grants if grant.brand_id == cup))


async def test_another_organizations_real_ids_name_nothing(db: Database, agency: Agency, rival: Agency) -> None:
    theirs = await joined(db, rival, "theirs", NewGrant(role="editor"))
    brand = await a_brand(db, rival, "Theirs")
    account = await account_of(db, rival.admin, theirs.id)
    assert account is not None
    assert await account_of(db, agency.admin, theirs.id) is None
    with pytest.raises(Missing):
        await give(db, agency.admin, theirs.id, NewGrant(role="viewer"))
    with pytest.raises(Invalid):
        await give(db, agency.admin, agency.admin.id, NewGrant(role="viewer", brand_id=brand))
    async with db.transaction(agency.scope) as tx:
        with pytest.raises(Missing):
            await revoke_role(tx, agency.admin, theirs.id, account.grants[0].id)
        with pytest.raises(Missing):
            await withdraw_person(tx, agency.admin, theirs.id)
    assert await account_of(db, rival.admin, theirs.id) == account
