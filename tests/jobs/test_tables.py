"""Our migration is the schema that the installed pgqueuer wants; a release that wants another turns this red."""

from __future__ import annotations

import asyncpg
import pytest
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.core.qm import QueueManager

from service.db.provision import Access
from service.jobs import tables
from service.jobs.tables import CHANNEL, SETTINGS, queries


async def test_the_library_has_nothing_to_change(access: Access) -> None:
    connection = await asyncpg.connect(access.owner_url)
    plan = await queries(AsyncpgDriver(connection)).plan_upgrade()
    await connection.close()
    assert plan.statements == ()
    assert plan.notes == ()


@pytest.mark.parametrize(
    "change",
    [
        "drop index jobs.pgqueuer_unique_dedupe_key",
        "alter table jobs.pgqueuer drop column slot",
        "alter table jobs.pgqueuer_log set unlogged",
        "drop trigger tg_pgqueuer_changed on jobs.pgqueuer",
    ],
)
async def test_the_comparison_notices_a_difference(access: Access, change: str) -> None:
    connection = await asyncpg.connect(access.owner_url)
    await connection.execute(change)
    plan = await queries(AsyncpgDriver(connection)).plan_upgrade()
    await connection.close()
    assert plan.statements or plan.notes


async def test_the_library_verifies_the_schema_as_the_app_role(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    await QueueManager(queries(AsyncpgDriver(connection)), channel=CHANNEL).verify_structure()
    await connection.close()


def test_no_environment_variable_moves_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PGQUEUER_PREFIX", "PGQUEUER_SCHEMA", "CHANNEL", "QUEUE_TABLE", "PGQUEUER_CHANNEL"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("DURABILITY", "volatile")
    again = tables._Fixed(db_schema="jobs", channel=CHANNEL, durability=SETTINGS.durability)
    assert again == SETTINGS
    assert again.qualified.queue_table == "jobs.pgqueuer"
