"""The two roles: the owner may change the schema, the app role may pass no wall."""

from __future__ import annotations

import asyncpg
import pytest

from service.db.migrate import migrate
from service.db.provision import Access, ProvisionFailed, access_to, is_empty, provision, standing, url_of
from tests.conftest import Cluster


@pytest.fixture
async def provisioned(cluster: Cluster) -> Access:
    """A database made by `provision` itself; a copy of a template would not carry its rights."""
    access = await provision(cluster.administrator(), "provisioned", cluster.directory)
    await migrate(access.owner_url)
    return access


@pytest.mark.parametrize(
    "statement",
    [
        "create table planted (number int)",
        "create schema planted",
        "create temporary table planted (number int)",
        "create role planted",
        "alter role cutdown_app bypassrls",
        "alter role cutdown_app superuser",
        "alter table organization disable row level security",
        "drop policy own on organization",
        "truncate organization",
        "set role cutdown_owner",
        "set session authorization cutdown_owner",
        "copy organization to program 'true'",
    ],
)
async def test_the_app_role_may_not(statement: str, provisioned: Access) -> None:
    connection = await asyncpg.connect(provisioned.app_url)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_the_app_role_cannot_switch_the_walls_off(access: Access) -> None:
    connection = await asyncpg.connect(access.app_url)
    try:
        await connection.execute("set row_security = off")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("select * from organization")
    finally:
        await connection.close()


async def test_each_role_has_its_standing(cluster: Cluster, provisioned: Access) -> None:
    administrator = await standing(cluster.administrator("template1"))
    owner, app = await standing(provisioned.owner_url), await standing(provisioned.app_url)
    assert (administrator.administers, administrator.plain) == (True, False)
    assert (owner.administers, owner.owns, owner.plain) == (False, True, False)
    assert (app.administers, app.owns, app.plain) == (False, False, True)


async def test_provisioning_again_changes_nothing(cluster: Cluster, provisioned: Access) -> None:
    again = await provision(cluster.administrator(), "provisioned", cluster.directory)
    assert again == provisioned
    assert (await standing(again.app_url)).role == "cutdown_app"


async def test_passwords_are_private_files_and_stored_as_scram(cluster: Cluster, provisioned: Access) -> None:
    for role in ("cutdown_owner", "cutdown_app"):
        assert (cluster.directory / f"{role}.password").stat().st_mode & 0o777 == 0o600
    connection = await asyncpg.connect(cluster.administrator())
    stored = await connection.fetch("select rolpassword from pg_authid where rolname like 'cutdown%'")
    await connection.close()
    assert [row["rolpassword"][:14] for row in stored] == ["SCRAM-SHA-256$"] * 2


async def test_a_wrong_password_is_a_plain_sentence(provisioned: Access) -> None:
    with pytest.raises(ProvisionFailed, match=r"Cannot reach the database .*Check DATABASE_URL"):
        await standing(url_of(provisioned.app_url, "cutdown_app", "wrong", "provisioned"))


async def test_an_administrators_address_is_turned_into_the_two_roles(cluster: Cluster, provisioned: Access) -> None:
    found = await access_to(cluster.administrator("provisioned"), "", cluster.directory)
    assert found == provisioned


async def test_the_app_roles_address_alone_changes_nothing(cluster: Cluster, provisioned: Access) -> None:
    assert await access_to(provisioned.app_url, "", cluster.directory) == Access("", provisioned.app_url)


async def test_the_owners_address_alone_is_refused(cluster: Cluster, provisioned: Access) -> None:
    with pytest.raises(ProvisionFailed, match="no wall holds it"):
        await access_to(provisioned.owner_url, "", cluster.directory)


async def test_both_addresses_are_taken_as_they_are(cluster: Cluster, provisioned: Access) -> None:
    assert await access_to(provisioned.app_url, provisioned.owner_url, cluster.directory) == provisioned


async def test_a_database_is_empty_until_somebody_comes(access: Access) -> None:
    assert await is_empty(access.owner_url)
    connection = await asyncpg.connect(access.owner_url)
    await connection.execute("insert into organization (name) values ('Acme')")
    await connection.close()
    assert not await is_empty(access.owner_url)
