"""What people no longer need is forgotten, in batches, in every organization; and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from schemas.invitations import NewInvitation
from service.db.pool import Database
from service.people.housekeeping import tidy
from service.people.idempotency import remember, remembered
from service.people.invitations import invite
from service.people.model import Answer
from service.people.recognition import Recognition
from service.people.resets import issue
from tests.people.conftest import Agency, signed_in

ANSWER = Answer(201, {}, b"{}")
HOME = "https://cutdown.example.com"


async def test_answers_are_kept_for_seven_days_in_every_organization(
    db: Database, agency: Agency, rival: Agency
) -> None:
    for one in (agency, rival):
        async with db.transaction(one.scope) as tx:
            for number in range(5):
                await remember(tx, one.admin.id, f"k{number}", b"\0" * 32, ANSWER)
    now = datetime.now(UTC)
    assert await tidy(db, now + timedelta(days=6, hours=23)) == 0
    assert await tidy(db, now + timedelta(days=7, hours=1), batch=3) == 10
    async with db.transaction(agency.scope) as tx:
        assert await remembered(tx, agency.admin.id, "k0", b"\0" * 32) is None


async def test_a_batch_is_no_larger_than_it_says(db: Database, agency: Agency) -> None:
    async with db.transaction(agency.scope) as tx:
        for number in range(5):
            await remember(tx, agency.admin.id, f"k{number}", b"\0" * 32, ANSWER)
    async with db.system() as tx:
        later = datetime.now(UTC) + timedelta(days=1)
        counts = [await tx.connection.fetchval("select door.forget_answers($1, 2)", later) for _ in range(4)]
    assert counts == [2, 2, 1, 0]


async def test_sessions_go_thirty_days_after_they_ended_and_not_before(
    db: Database, agency: Agency, watcher: asyncpg.Connection
) -> None:
    await signed_in(db, agency.email)
    alive, _ = await signed_in(db, agency.email)
    await watcher.execute("update session set ended_at = now() where id = (select id from session order by id limit 1)")
    now = datetime.now(UTC)
    assert await tidy(db, now + timedelta(days=29)) == 0
    assert await tidy(db, now + timedelta(days=31)) == 1
    assert await Recognition(db).recognise(alive) is not None
    assert await tidy(db, now + timedelta(days=45)) == 1


@pytest.mark.parametrize(("days", "left"), [(29, 2), (31, 1), (38, 0)])
async def test_invitations_go_thirty_days_after_they_were_revoked_or_expired(
    db: Database, agency: Agency, watcher: asyncpg.Connection, days: int, left: int
) -> None:
    for _ in range(2):  # the second revokes the first
        async with db.transaction(agency.scope) as tx:
            await invite(tx, agency.admin, NewInvitation(email="eva@northlight.example", name="Eva"), HOME)
    await tidy(db, datetime.now(UTC) + timedelta(days=days))
    assert await watcher.fetchval("select count(*) from invitation") == left


async def test_reset_links_go_thirty_days_after_they_expired(
    db: Database, agency: Agency, watcher: asyncpg.Connection
) -> None:
    async with db.transaction(agency.scope) as tx:
        await issue(tx, None, agency.admin.id, HOME)
    now = datetime.now(UTC)
    assert await tidy(db, now + timedelta(days=30)) == 0
    assert await tidy(db, now + timedelta(days=30, hours=2)) == 1
    assert await watcher.fetchval("select count(*) from reset_link") == 0


async def test_the_log_is_not_tidied(db: Database, agency: Agency, watcher: asyncpg.Connection) -> None:
    before = await watcher.fetchval("select count(*) from outbox")
    await tidy(db, datetime.now(UTC) + timedelta(days=10_000))
    assert await watcher.fetchval("select count(*) from outbox") == before > 0
