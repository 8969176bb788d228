"""The `cutdown` command: what it offers, and what it says when it cannot."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import asyncpg
import pytest
from click.testing import CliRunner, Result

from service.__main__ import main
from tests.conftest import Cluster


def cutdown(*arguments: str, **environ: str) -> Result:
    """Run a command in this process; settings of whoever runs the tests do not reach it."""
    cleared = dict.fromkeys(("DATABASE_URL", "DATABASE_OWNER_URL", "CUTDOWN_DATA_DIR", "CUTDOWN_PORT"))
    return CliRunner().invoke(main, arguments, env={**cleared, **environ})


def test_help_names_every_command() -> None:
    result = cutdown("--help")
    assert result.exit_code == 0
    for command in ("up", "serve", "worker", "migrate", "demo", "openapi"):
        assert f"\n  {command} " in result.output


@pytest.mark.parametrize("command", ["serve", "worker", "demo"])
def test_a_part_without_a_database_says_what_to_set(command: str) -> None:
    result = cutdown(command)
    assert result.exit_code == 1
    assert "Set DATABASE_URL" in result.stderr
    assert "cutdown up" in result.stderr


def test_migrate_without_an_owner_says_what_to_set() -> None:
    result = cutdown("migrate")
    assert result.exit_code == 1
    assert "Set DATABASE_OWNER_URL" in result.stderr


def test_settings_that_cannot_be_used_end_every_command_with_status_2() -> None:
    result = cutdown("serve", CUTDOWN_PORT="many", DATABASE_URL="nonsense")
    assert result.exit_code == 2
    assert "CUTDOWN_PORT=many" in result.stderr
    assert "DATABASE_URL cannot be used" in result.stderr


def test_a_database_that_does_not_answer_is_told_in_one_sentence(tmp_path: Path) -> None:
    result = cutdown("migrate", DATABASE_OWNER_URL=f"postgresql://owner:hunter2@/cutdown?host={tmp_path}")
    assert result.exit_code == 1
    assert "Cannot reach the database" in result.stderr
    assert "Traceback" not in result.output
    assert "hunter2" not in result.output


async def test_migrate_tells_the_steps_that_ran_and_then_none(cluster: Cluster) -> None:
    connection = await asyncpg.connect(cluster.administrator())
    await connection.execute("create database commanded owner cutdown_owner")
    await connection.close()
    url = cluster.access.owner_url.replace("/cutdown_reference?", "/commanded?")
    first, second = [await asyncio.to_thread(cutdown, "migrate", "--json", DATABASE_OWNER_URL=url) for _ in range(2)]
    assert json.loads(first.stdout)["steps"][0].startswith("0001_")
    assert json.loads(second.stdout)["steps"] == []
