"""The command line, as an operator uses it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from service.db.embedded import EmbeddedPostgres
from service.db.migrate import migrate
from service.db.pool import Database
from service.db.provision import DATABASE, provision
from service.people.recognition import Recognition
from tests.people.conftest import signed_in

EMAIL = "ada@northlight.example"


async def cutdown(url: str, home: Path, *words: str, typed: str = "") -> tuple[int, str, str]:
    """Run `cutdown` with something typed: status, output, errors."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "service",
        *words,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "DATABASE_URL": url, "CUTDOWN_DATA_DIR": str(home)},
    )
    output, errors = await process.communicate(typed.encode())
    return process.returncode or 0, output.decode(), errors.decode()


async def test_an_organization_its_password_and_its_keys_from_the_command_line(
    db: Database, database_url: str, tmp_path: Path
) -> None:
    make = ("people", "create-organization", "Northlight", "--email", EMAIL, "--name", "Ada Lindqvist")
    status, output, errors = await cutdown(database_url, tmp_path, *make, typed="correct horse battery\n")
    assert status == 0, errors
    first = output.split()[-1]
    _, ada = await signed_in(db, EMAIL)
    assert str(ada.id) in output
    recognition = Recognition(db)
    assert await recognition.recognise(first) is not None

    status, output, errors = await cutdown(
        database_url, tmp_path, "keys", "create", "CMS", "--email", EMAIL, "--scope", "tracks:read", "--mode", "test"
    )
    assert status == 0, errors
    person = await recognition.recognise(output.strip())
    assert person is not None
    assert (person.key_scopes, output.startswith("cut_test_")) == (frozenset({"tracks:read"}), True)

    revoke = ("keys", "revoke", str(person.key), "--email", EMAIL)
    assert (await cutdown(database_url, tmp_path, *revoke))[0] == 0
    assert await Recognition(db).recognise(output.strip()) is None
    status, output, _ = await cutdown(database_url, tmp_path, "keys", "list", "--email", EMAIL)
    assert [line.split()[2] for line in output.splitlines()] == ["revoked", "unused"]

    set_password = ("people", "set-password", EMAIL)
    assert (await cutdown(database_url, tmp_path, *set_password, typed="the long way home\n"))[0] == 0
    await signed_in(db, EMAIL, "the long way home")


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("people", "create-organization", "N", "--email", EMAIL, "--name", "A"), "short\n", "12 to 256 characters"),
        (("people", "create-organization", "N", "--email", "ada", "--name", "A"), "long enough, this\n", "has an @"),
        (("people", "set-password", EMAIL), "long enough, this\n", "nobody signs in as"),
        (("keys", "revoke", "brd_1", "--email", EMAIL), "", "starts with key_"),
        (("keys", "create", "CMS", "--email", EMAIL, "--scope", "tracks:reed"), "", "Invalid enum value"),
    ],
)
async def test_what_is_in_the_way_is_said_in_one_line(
    database_url: str, tmp_path: Path, words: tuple[str, ...], typed: str, said: str
) -> None:
    status, output, errors = await cutdown(database_url, tmp_path, *words, typed=typed)
    assert (status, output) == (1, "")
    assert errors.startswith("cutdown: ")
    assert said in errors
    assert errors.count("\n") == 1


async def test_the_built_in_database_is_found_by_itself(short_directory: Path) -> None:
    home = short_directory / "commands"
    home.mkdir(0o755)
    status, _, errors = await cutdown("", home, "keys", "list", "--email", EMAIL)
    assert (status, "Set DATABASE_URL" in errors) == (1, True)
    assert list(home.iterdir()) == []
    postgres = EmbeddedPostgres(home / "postgres", durable=False)
    await postgres.start()
    try:
        access = await provision(postgres.superuser_url(), DATABASE, postgres.directory)
        await migrate(access.owner_url)
        make = ("people", "create-organization", "Northlight", "--email", EMAIL, "--name", "Ada Lindqvist")
        status, _, errors = await cutdown("", home, *make, typed="correct horse battery\n")
        assert status == 0, errors
        status, output, _ = await cutdown("", home, "keys", "list", "--email", EMAIL)
        assert len(output.splitlines()) == 1
    finally:
        await postgres.stop()
    status, _, errors = await cutdown("", home, "keys", "list", "--email", EMAIL)
    assert (status, "Traceback" in errors) == (1, False)
