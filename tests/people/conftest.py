"""Two organizations side by side, each with an administrator who can sign in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from msgspec import Struct

from schemas.campaigns import NewBrand
from schemas.ids import BrandId
from schemas.people import MadeKey, NewAccount, NewGrant, NewKey, NewPassword
from service.campaigns.actions import create_brand
from service.db.pool import Database
from service.identity import Grant, Person, Role, Scope
from service.people.actions import bootstrap, create_person, set_password, sign_in
from service.people.keys import make_key
from service.people.model import brands_of
from service.people.throttle import Throttle
from tests.conftest import Cluster

PASSWORD = "correct horse battery"


class Agency(Struct, frozen=True):
    """An organization as `cutdown people create-organization` makes it."""

    admin: Person
    email: str
    secret: str

    @property
    def scope(self) -> Scope:
        """The whole of it."""
        return self.admin.scope


async def found(db: Database, name: str) -> Agency:
    """Found an organization."""
    email = f"Ada@{name}.example"
    made = await bootstrap(db, name, email, "Ada Lindqvist", PASSWORD)
    admin = Person(made.person, "Ada Lindqvist", Scope(made.organization), (Grant(Role.ADMIN),))
    return Agency(admin, email, made.secret)


@pytest.fixture
async def agency(db: Database) -> Agency:
    """The organization that the test is about."""
    return await found(db, "northlight")


@pytest.fixture
async def rival(db: Database) -> Agency:
    """Another organization in the same database."""
    return await found(db, "otherwise")


@pytest.fixture
def scope(agency: Agency) -> Scope:
    """The walls of the organization that the test is about."""
    return agency.scope


async def joined(db: Database, agency: Agency, name: str, *grants: NewGrant, password: str | None = None) -> Person:
    """A colleague with these roles, as they act once signed in; with a password they can sign in."""
    email = f"{name}@{agency.email.partition('@')[2]}"
    async with db.transaction(agency.scope) as tx:
        account = await create_person(tx, agency.admin, NewAccount(email=email, name=name, grants=list(grants)))
    if password is not None:
        await set_password(db, agency.admin, account.id, NewPassword(password=password))
    held = tuple(Grant(Role(grant.role), grant.brand_id, grant.market) for grant in account.grants)
    return Person(account.id, name, Scope(agency.scope.organization, brands_of(held)), held)


async def a_brand(db: Database, agency: Agency, name: str) -> BrandId:
    """A brand of the organization."""
    async with db.transaction(agency.scope) as tx:
        return (await create_brand(tx, agency.admin, NewBrand(name=name))).id


async def a_key(db: Database, person: Person, name: str = "CMS", **facts: Any) -> MadeKey:
    """A key of somebody's own."""
    async with db.transaction(person.scope) as tx:
        return await make_key(tx, person, NewKey(name=name, **{"scopes": ["tracks:read"], **facts}))


async def signed_in(db: Database, email: str, password: str = PASSWORD) -> tuple[str, Person]:
    """A session; failures count for this test alone."""
    return await sign_in(db, email, password, "203.0.113.7", Throttle())


@pytest.fixture
async def watcher(cluster: Cluster, database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """The superuser on this test's database, who sees behind every wall."""
    connection = await asyncpg.connect(cluster.administrator(urlsplit(database_url).path.strip("/")))
    yield connection
    await connection.close()
