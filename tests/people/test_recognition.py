"""Who a token stands for: remembered for four seconds, forgotten at once when a revocation is heard of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from schemas.ids import KeyId
from schemas.people import NewGrant
from service.db.pool import Database
from service.identity import Person
from service.people import recognition as module
from service.people import records
from service.people.actions import grant_role, sign_out, withdraw_person
from service.people.keys import revoke_key
from service.people.recognition import LONGEST_S, MOST, STRANGER_S, Recognition, recognising
from service.people.tokens import fingerprint, new_key_secret, new_session_token
from tests.conftest import Cluster
from tests.people.conftest import Agency, a_key, joined, signed_in


class Clock:
    """A time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def deaf(db: Database, clock: Clock) -> Recognition:
    """A recognition that hears of nothing."""
    clock.now = datetime.now(UTC).timestamp()
    return Recognition(db, clock=clock, wall=clock)


@asynccontextmanager
async def hearing(recognition: Recognition) -> AsyncIterator[Recognition]:
    """The same, with its listener at work."""
    task = asyncio.create_task(recognition.listener.run())
    await asyncio.wait_for(recognition.listener.listening.wait(), 30)
    try:
        yield recognition
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that comes by itself; the suite's time limit is the only one."""
    while not condition():  # noqa: ASYNC110  the condition is another task's private affair
        await asyncio.sleep(0.005)


async def no_more_connections(cluster: Cluster, database: str) -> None:
    """The connections that a database has stay; new ones are refused."""
    administrator = await asyncpg.connect(cluster.administrator())
    await administrator.execute(f"alter database {database} with allow_connections false")
    await administrator.close()


def counted(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is looked up in the database from now on."""
    asked: list[bytes] = []

    def counting(real: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def find(tx: Any, digest: bytes) -> Any:
            asked.append(digest)
            return await real(tx, digest)

        return find

    monkeypatch.setattr(records, "find_key", counting(records.find_key))
    monkeypatch.setattr(records, "find_session", counting(records.find_session))
    return asked


async def revoked_key(db: Database, agency: Agency, key: KeyId) -> None:
    async with db.transaction(agency.scope) as tx:
        await revoke_key(tx, agency.admin, key)


async def test_a_key_and_a_session_stand_for_the_same_person(db: Database, agency: Agency, deaf: Recognition) -> None:
    token, signed = await signed_in(db, agency.email)
    assert await deaf.recognise(token) == signed
    person = await deaf.recognise(agency.secret)
    assert person is not None
    assert (person.id, person.key is not None) == (signed.id, True)


async def test_a_recognised_token_is_not_looked_up_again(
    agency: Agency, deaf: Recognition, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = counted(monkeypatch)
    first = await deaf.recognise(agency.secret)
    clock.now += LONGEST_S - 0.01
    assert deaf.known(agency.secret) is first
    assert await deaf.recognise(agency.secret) is first
    assert len(asked) == 1
    clock.now += 0.01
    assert deaf.known(agency.secret) is None
    assert await deaf.recognise(agency.secret) == first
    assert len(asked) == 2


async def test_a_revocation_that_nobody_hears_works_within_five_seconds(
    cluster: Cluster, db: Database, agency: Agency, deaf: Recognition, clock: Clock, watcher: asyncpg.Connection
) -> None:
    """The listening connection is killed and no other can be made; the pool's connections live on."""
    made = await a_key(db, agency.admin)
    assert made.secret is not None
    token, signed = await signed_in(db, agency.email)
    async with hearing(deaf):
        await deaf.recognise(made.secret)
        await deaf.recognise(token)
        await no_more_connections(cluster, await watcher.fetchval("select current_database()"))
        killed = await watcher.fetchval(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            " where application_name = 'cutdown access' and datname = current_database()"
        )
        assert killed == 1
        await until(lambda: not deaf.listener.listening.is_set())
        await revoked_key(db, agency, made.id)
        async with db.transaction(signed.scope) as tx:
            await sign_out(tx, signed)
        assert deaf.known(made.secret) is not None, "nobody told this process"
        assert deaf.known(token) is not None
        clock.now += LONGEST_S
        assert await deaf.recognise(made.secret) is None
        assert await deaf.recognise(token) is None
        assert LONGEST_S < 5
        assert not deaf.listener.listening.is_set()


async def test_a_revocation_that_is_heard_works_at_once(db: Database, agency: Agency, deaf: Recognition) -> None:
    """The clock stands still: nothing expires, so only the notification can end it."""
    made = await a_key(db, agency.admin)
    token, signed = await signed_in(db, agency.email)
    assert made.secret is not None
    secret = made.secret
    async with hearing(deaf):
        other = await deaf.recognise(agency.secret)
        await deaf.recognise(secret)
        await revoked_key(db, agency, made.id)
        await until(lambda: deaf.known(secret) is None)
        assert await deaf.recognise(secret) is None
        await deaf.recognise(token)
        async with db.transaction(signed.scope) as tx:
            await sign_out(tx, signed)
        await until(lambda: deaf.known(token) is None)
        assert await deaf.recognise(token) is None
        assert deaf.known(agency.secret) is other, "the others were not forgotten"


async def test_a_revocation_during_a_gap_in_listening_works_when_it_ends(
    db: Database, agency: Agency, deaf: Recognition, watcher: asyncpg.Connection
) -> None:
    made = await a_key(db, agency.admin)
    assert made.secret is not None
    secret = made.secret
    async with hearing(deaf):
        await deaf.recognise(secret)
        await watcher.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name = 'cutdown access' and datname = current_database()"
        )
        await until(lambda: not deaf.listener.listening.is_set())
        await revoked_key(db, agency, made.id)
        await until(lambda: deaf.known(secret) is None)
        assert await deaf.recognise(secret) is None


async def test_a_changed_role_is_noticed_in_sessions_and_keys(db: Database, agency: Agency, deaf: Recognition) -> None:
    edit = await joined(db, agency, "edit", NewGrant(role="viewer"), password="the long way home")
    token, _ = await signed_in(db, "edit@northlight.example", "the long way home")
    secret = (await a_key(db, edit, scopes=["tracks:read"])).secret or ""
    async with hearing(deaf):
        for sent in (token, secret):
            await deaf.recognise(sent)
        async with db.transaction(agency.scope) as tx:
            await grant_role(tx, agency.admin, edit.id, NewGrant(role="editor"))
        await until(lambda: deaf.known(token) is None and deaf.known(secret) is None)
        person = await deaf.recognise(token)
        assert person is not None
        assert person.may("videos:write")
        async with db.transaction(agency.scope) as tx:
            await withdraw_person(tx, agency.admin, edit.id)
        await until(lambda: deaf.known(token) is None and deaf.known(secret) is None)
        assert await deaf.recognise(token) is None
        assert await deaf.recognise(secret) is None


async def test_what_was_asked_before_a_revocation_is_not_remembered_after_it(
    db: Database, agency: Agency, deaf: Recognition, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = await a_key(db, agency.admin)
    assert made.secret is not None
    real = records.find_key

    async def slow(tx: Any, digest: bytes) -> Any:
        row = await real(tx, digest)
        await revoked_key(db, agency, made.id)
        deaf.forget(made.id)
        return row

    monkeypatch.setattr(records, "find_key", slow)
    assert await deaf.recognise(made.secret) is not None
    assert deaf.known(made.secret) is None


async def test_a_hundred_requests_with_one_token_ask_once(
    agency: Agency, deaf: Recognition, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = counted(monkeypatch)
    people = await asyncio.gather(*(deaf.recognise(agency.secret) for _ in range(100)))
    assert len(asked) == 1
    assert len({id(person) for person in people}) == 1


async def test_whoever_gives_up_waiting_does_not_take_the_others_along(
    agency: Agency, deaf: Recognition, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()
    real = records.find_key

    async def gated(tx: Any, digest: bytes) -> Any:
        await gate.wait()
        return await real(tx, digest)

    monkeypatch.setattr(records, "find_key", gated)
    first, second = (asyncio.create_task(deaf.recognise(agency.secret)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    gate.set()
    assert await second is not None


async def test_a_lookup_that_hangs_is_not_joined_for_longer_than_an_entry_lives(
    agency: Agency, deaf: Recognition, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()
    real = records.find_key
    asked = 0

    async def gated(tx: Any, digest: bytes) -> Any:
        nonlocal asked
        asked += 1
        if asked == 1:
            await gate.wait()
        return await real(tx, digest)

    monkeypatch.setattr(records, "find_key", gated)
    hanging = asyncio.create_task(deaf.recognise(agency.secret))
    await until(lambda: asked == 1)
    clock.now += LONGEST_S
    assert await deaf.recognise(agency.secret) is not None
    assert not hanging.done()
    gate.set()
    await hanging


async def test_an_expired_key_is_refused_from_the_moment_it_expires(
    db: Database, agency: Agency, deaf: Recognition, clock: Clock, watcher: asyncpg.Connection
) -> None:
    made = await a_key(db, agency.admin, expires_at=datetime.now(UTC) + timedelta(days=1))
    assert made.secret is not None
    assert made.expires_at is not None
    clock.now = made.expires_at.timestamp() - 1
    assert await deaf.recognise(made.secret) is not None
    clock.now += 0.99
    assert deaf.known(made.secret) is not None
    clock.now += 0.02
    assert deaf.known(made.secret) is None
    await watcher.execute("update api_key set expires_at = now()")
    assert await deaf.recognise(made.secret) is None


async def test_an_unknown_token_is_asked_for_once_a_second(
    agency: Agency, deaf: Recognition, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = counted(monkeypatch)
    unknown = new_key_secret("live", KeyId(uuid4()))
    for _ in range(5):
        assert await deaf.recognise(unknown) is None
    assert len(asked) == 1
    clock.now += STRANGER_S
    assert await deaf.recognise(unknown) is None
    assert len(asked) == 2


@pytest.mark.parametrize("token", ["", "x", "cut_live_", "cut_live_short_secret", "\ud800", "Ä" * 43, "x" * 100_000])
async def test_what_cannot_be_a_token_is_not_looked_up(
    agency: Agency, deaf: Recognition, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = counted(monkeypatch)
    assert await deaf.recognise(token) is None
    assert not asked


async def test_what_is_remembered_has_a_bound(
    db: Database, agency: Agency, deaf: Recognition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    monkeypatch.setattr(module, "MOST_STRANGERS", 3)
    secrets = [(await a_key(db, agency.admin, f"{number}")).secret or "" for number in range(5)]
    for secret in secrets:
        await deaf.recognise(secret)
        await deaf.recognise(new_session_token())
    assert [deaf.known(secret) is not None for secret in secrets] == [False, False, True, True, True]
    assert len(deaf._strangers) == 3
    assert MOST == 10_000


async def test_the_last_use_of_a_key_is_written_in_the_background(
    db: Database, agency: Agency, deaf: Recognition, clock: Clock, watcher: asyncpg.Connection
) -> None:
    async def last_use() -> datetime | None:
        moment: datetime | None = await watcher.fetchval(
            "select last_used_at from api_key where secret_sha256 = $1", fingerprint(agency.secret)
        )
        return moment

    began = clock.now
    await deaf.recognise(agency.secret)
    clock.now += 2
    deaf.known(agency.secret)
    assert await last_use() is None
    clock.now += 10
    await deaf.write_uses()
    assert await last_use() == datetime.fromtimestamp(began + 2, UTC)
    await watcher.execute("update api_key set last_used_at = null")
    await deaf.write_uses()
    assert await last_use() is None, "an unused key is not written again"


async def test_a_use_that_could_not_be_written_is_written_the_next_time(
    db: Database, agency: Agency, deaf: Recognition, watcher: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise OSError("gone")

    await deaf.recognise(agency.secret)
    with monkeypatch.context() as patched:
        patched.setattr(records, "update_last_use", broken)
        await module._try_to_write(deaf)
    await deaf.write_uses()
    assert await watcher.fetchval("select count(last_used_at) from api_key") == 1


async def test_a_process_that_ends_writes_what_it_has_seen(
    db: Database, agency: Agency, watcher: asyncpg.Connection
) -> None:
    async with recognising(db) as recognition:
        await recognition.recognise(agency.secret)
    assert await watcher.fetchval("select count(last_used_at) from api_key") == 1


async def test_a_person_with_a_key_is_the_keys_maker(db: Database, agency: Agency, deaf: Recognition) -> None:
    person = await deaf.recognise(agency.secret)
    assert isinstance(person, Person)
    assert person.actor == person.key
