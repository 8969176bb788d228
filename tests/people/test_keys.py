"""API keys: what they may do, how they are replaced, and where their secret is (nowhere)."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from schemas.ids import KeyId
from schemas.people import NewGrant
from service.db.pool import Database
from service.identity import Person
from service.people.actions import revoke_role
from service.people.keys import revoke_key, rotate_key, visible
from service.people.problems import TwoKeysActive
from service.people.records import find_key, get_account
from service.people.tokens import fingerprint
from service.problems import Forbidden, Invalid, Missing
from tests.people.conftest import Agency, a_brand, a_key, joined, signed_in

SOON = datetime(2100, 1, 1, tzinfo=UTC)


async def acting(db: Database, secret: str | None) -> Person | None:
    """Who acts with a secret."""
    async with db.system() as tx:
        row = await find_key(tx, fingerprint(secret or ""))
    return row.person() if row else None


async def with_key(db: Database, person: Person, **facts: Any) -> Person:
    """Somebody acting with a key of their own."""
    found = await acting(db, (await a_key(db, person, **facts)).secret)
    assert found is not None
    return found


async def revoke(db: Database, person: Person, key: KeyId) -> None:
    async with db.transaction(person.scope) as tx:
        await revoke_key(tx, person, key)


async def test_a_key_says_what_it_is_and_carries_256_random_bits(db: Database, agency: Agency) -> None:
    live = await a_key(db, agency.admin)
    test = await a_key(db, agency.admin, "rehearsal", mode="test")
    assert live.secret is not None
    assert re.fullmatch(rf"cut_live_{str(live.id).removeprefix('key_')}_[0-9A-Za-z]{{43}}", live.secret)
    assert test.secret is not None
    assert test.secret.startswith("cut_test_")


async def test_only_the_hash_of_a_secret_is_stored(
    db: Database, agency: Agency, watcher: asyncpg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither key nor session token nor password is in any column of any table, nor in the log."""
    made = await a_key(db, agency.admin)
    token, _ = await signed_in(db, agency.email)
    assert made.secret is not None
    tables = await watcher.fetch("select tablename from pg_tables where schemaname = 'public'")
    assert len(tables) > 10
    rows = [row[0] for table in tables for row in await watcher.fetch(f"select t::text from {table[0]} t")]  # noqa: S608
    everything = "\n".join(rows) + caplog.text
    assert fingerprint(made.secret).hex() in everything
    for secret in (made.secret, made.secret[-43:], agency.secret, token, "correct horse battery"):
        assert secret not in everything
        assert secret.encode().hex() not in everything


async def test_a_key_may_do_what_its_scopes_and_its_makers_roles_both_allow(db: Database, agency: Agency) -> None:
    mug, cup = await a_brand(db, agency, "Mug"), await a_brand(db, agency, "Cup")
    roles = NewGrant(role="localizer", brand_id=mug), NewGrant(role="viewer", brand_id=cup)
    local = await joined(db, agency, "local", *roles)
    key = await with_key(db, local, scopes=["tracks:read", "tracks:write"], brands=[mug], markets=["DE", "JP"])
    assert key.scope.brands == (mug,)
    assert key.may("tracks:write", mug, "DE")
    assert not key.may("tracks:write", mug, "MX")
    assert not key.may("tracks:read", cup)
    assert not key.may("campaigns:read", mug)


async def test_a_key_does_less_as_soon_as_its_maker_does(db: Database, agency: Agency) -> None:
    edit = await joined(db, agency, "edit", NewGrant(role="editor"), NewGrant(role="viewer"))
    secret = (await a_key(db, edit, scopes=["videos:write", "videos:read"])).secret
    async with db.transaction(agency.scope) as tx:
        account = await get_account(tx, edit.id)
        assert account is not None
        editor = next(grant.id for grant in account.grants if grant.role == "editor")
        await revoke_role(tx, agency.admin, edit.id, editor)
    person = await acting(db, secret)
    assert person is not None
    assert person.may("videos:read")
    assert not person.may("videos:write")


@pytest.mark.parametrize("scope", ["force", "people:manage"])
async def test_dangerous_scopes_need_an_administrator(db: Database, agency: Agency, scope: str) -> None:
    producer = await joined(db, agency, "producer", NewGrant(role="producer"))
    with pytest.raises(Forbidden) as refused:
        await a_key(db, producer, scopes=[scope])
    assert refused.value.facts == {"required_scope": scope}
    await a_key(db, agency.admin, scopes=[scope])


async def test_nobody_makes_a_key_for_brands_they_do_not_see(db: Database, agency: Agency, rival: Agency) -> None:
    mug, cup, theirs = await a_brand(db, agency, "Mug"), await a_brand(db, agency, "Cup"), await a_brand(db, rival, "X")
    local = await joined(db, agency, "local", NewGrant(role="localizer", brand_id=mug))
    for brand in (cup, theirs):
        with pytest.raises(Invalid):
            await a_key(db, local, brands=[mug, brand])
    with pytest.raises(Invalid):
        await a_key(db, agency.admin, brands=[theirs])


async def test_a_key_without_people_manage_makes_no_keys(db: Database, agency: Agency) -> None:
    key = await with_key(db, agency.admin)
    with pytest.raises(Forbidden):
        await a_key(db, key, "another")
    assert key.key is not None
    with pytest.raises(Forbidden):
        async with db.transaction(key.scope) as tx:
            await rotate_key(tx, key, key.key)


async def test_a_key_made_by_a_key_can_neither_do_more_nor_live_longer(db: Database, agency: Agency) -> None:
    mug, cup = await a_brand(db, agency, "Mug"), await a_brand(db, agency, "Cup")
    limits = {"brands": [mug], "markets": ["DE"], "expires_at": SOON}
    parent = await with_key(db, agency.admin, scopes=["people:manage", "tracks:read"], **limits)
    child = await a_key(db, parent, "child")
    assert (child.brands, child.markets, child.expires_at) == ([mug], ["DE"], SOON)
    later = await a_key(db, parent, "later", expires_at=SOON + timedelta(days=1))
    assert later.expires_at == SOON
    with pytest.raises(Forbidden):
        await a_key(db, parent, "more", scopes=["tracks:write"])
    for beyond in ({"brands": [cup]}, {"markets": ["JP"]}):
        with pytest.raises(Invalid):
            await a_key(db, parent, "more", **beyond)
    async with db.transaction(parent.scope) as tx:
        rotated = await rotate_key(tx, parent, child.id)
    assert (rotated.brands, rotated.markets) == ([mug], ["DE"])


async def test_a_key_with_walls_does_not_touch_one_that_goes_further(db: Database, agency: Agency) -> None:
    mug = await a_brand(db, agency, "Mug")
    wide = await a_key(db, agency.admin, "wide")
    for walls in ({"brands": [mug]}, {"markets": ["DE"]}):
        walled = await with_key(db, agency.admin, scopes=["people:manage", "tracks:read"], **walls)
        for touch in (rotate_key, revoke_key, visible):
            with pytest.raises(Missing):
                async with db.transaction(walled.scope) as tx:
                    await touch(tx, walled, wide.id)
    assert await acting(db, wide.secret) is not None


async def test_two_keys_of_a_name_are_active_for_rotation_and_no_third(db: Database, agency: Agency) -> None:
    first = await a_key(db, agency.admin, scopes=["tracks:read", "files:read"], markets=["DE"])
    async with db.transaction(agency.scope) as tx:
        second = await rotate_key(tx, agency.admin, first.id)
    assert await acting(db, first.secret) is not None
    assert await acting(db, second.secret) is not None
    assert (second.name, second.scopes, second.markets) == (first.name, first.scopes, first.markets)
    with pytest.raises(TwoKeysActive) as refused:
        await a_key(db, agency.admin)
    assert refused.value.status == 409
    assert refused.value.facts == {"active": [str(first.id), str(second.id)]}
    await revoke(db, agency.admin, first.id)
    assert await acting(db, first.secret) is None
    async with db.transaction(agency.scope) as tx:
        await rotate_key(tx, agency.admin, second.id)


async def test_thirty_rotations_at_once_leave_two_active_keys(db: Database, agency: Agency) -> None:
    results = await asyncio.gather(*(a_key(db, agency.admin) for _ in range(30)), return_exceptions=True)
    refused = [result for result in results if isinstance(result, TwoKeysActive)]
    assert len(results) - len(refused) == 2


async def test_an_expired_key_makes_room_for_another(db: Database, agency: Agency, watcher: asyncpg.Connection) -> None:
    expired = await a_key(db, agency.admin, expires_at=SOON)
    await a_key(db, agency.admin)
    await watcher.execute("update api_key set expires_at = now() where id = $1", expired.id)
    assert await acting(db, expired.secret) is None
    await a_key(db, agency.admin)


async def test_a_rotated_key_lives_as_long_as_the_first_was_meant_to(db: Database, agency: Agency) -> None:
    first = await a_key(db, agency.admin, expires_at=datetime.now(UTC) + timedelta(days=90))
    async with db.transaction(agency.scope) as tx:
        second = await rotate_key(tx, agency.admin, first.id)
    assert first.expires_at is not None
    assert second.expires_at is not None
    length = second.expires_at - second.created_at
    assert abs(length - (first.expires_at - first.created_at)) < timedelta(minutes=1)


async def test_a_key_that_would_be_expired_is_not_made(db: Database, agency: Agency) -> None:
    with pytest.raises(Invalid):
        await a_key(db, agency.admin, expires_at=datetime.now(UTC))


async def test_only_its_maker_rotates_a_key_and_an_administrator_revokes_any(db: Database, agency: Agency) -> None:
    edit, other = await joined(db, agency, "edit", NewGrant(role="editor")), await joined(db, agency, "other")
    key = await a_key(db, edit)
    for actor, problem in ((agency.admin, Forbidden), (other, Missing)):
        with pytest.raises(problem):
            async with db.transaction(actor.scope) as tx:
                await rotate_key(tx, actor, key.id)
    with pytest.raises(Missing):
        await revoke(db, other, key.id)
    await revoke(db, agency.admin, key.id)
    await revoke(db, agency.admin, key.id)
    assert await acting(db, key.secret) is None


async def test_a_revoked_key_is_not_rotated(db: Database, agency: Agency) -> None:
    key = await a_key(db, agency.admin)
    await revoke(db, agency.admin, key.id)
    with pytest.raises(Invalid):
        async with db.transaction(agency.scope) as tx:
            await rotate_key(tx, agency.admin, key.id)


async def test_a_key_revokes_itself_and_knows_no_other(db: Database, agency: Agency) -> None:
    other = await a_key(db, agency.admin, "other")
    key = await with_key(db, agency.admin)
    with pytest.raises(Missing):
        await revoke(db, key, other.id)
    assert key.key is not None
    await revoke(db, key, key.key)
    assert await acting(db, other.secret) is not None


async def test_another_organizations_keys_are_not_there(db: Database, agency: Agency, rival: Agency) -> None:
    theirs = await a_key(db, rival.admin)
    for verb in (rotate_key, revoke_key):
        with pytest.raises(Missing):
            async with db.transaction(agency.scope) as tx:
                await verb(tx, agency.admin, theirs.id)
    await a_key(db, agency.admin)
    await a_key(db, agency.admin)
    assert await acting(db, theirs.secret) is not None
