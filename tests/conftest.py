"""One PostgreSQL for the run, one database for each test, and the application in the test's own loop."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import hypothesis
import pytest
from argon2 import PasswordHasher
from litestar import Litestar
from msgspec import Struct

from schemas.ids import OrganizationId, PersonId
from service.app import create_app
from service.db.embedded import EmbeddedPostgres
from service.db.migrate import migrate
from service.db.pool import Database
from service.db.provision import Access, provision, url_of
from service.identity import Grant, Person, Role, Scope
from service.people import passwords
from service.people.actions import bootstrap
from service.settings import Settings

TEMPLATE = "template_cutdown"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_numbers = itertools.count(1)


# A busy machine is no failure, and CI says the same of the same commit twice.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `tests/faults` may be told; pytest asks for it here, where it begins."""
    parser.addoption("--kills", type=int, default=50, help="how many processes tests/faults kills (50)")
    parser.addoption("--seed", type=int, help="whom tests/faults kills when (another each time)")


class Cluster(Struct, frozen=True):
    """The PostgreSQL of the run; `access` leads to a migrated database that nobody writes to."""

    server: EmbeddedPostgres
    access: Access
    directory: Path

    def administrator(self, database: str = "postgres") -> str:
        """The superuser's URL: only for looking behind the walls and for making trouble."""
        return self.server.superuser_url(database)


class House(Struct, frozen=True):
    """An organization with its administrator and a key that may do everything."""

    organization: OrganizationId
    person: Person
    email: str
    password: str
    api_key: str

    @property
    def headers(self) -> dict[str, str]:
        """What a client with the key sends."""
        return {"authorization": f"Bearer {self.api_key}"}


@pytest.fixture(scope="session")
def short_directory() -> Iterator[Path]:
    """A directory with a path short enough for sockets."""
    directory = Path(tempfile.mkdtemp(prefix="cut-"))
    directory.chmod(0o711)
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
async def cluster(short_directory: Path) -> AsyncIterator[Cluster]:
    """PostgreSQL 18 with both roles and a migrated template database."""
    server = EmbeddedPostgres(short_directory / "pg", durable=False, settings={"max_connections": "200"})
    await server.start()
    try:
        access = await provision(server.superuser_url("postgres"), "cutdown_reference", short_directory)
        await migrate(access.owner_url)
        administrator = await asyncpg.connect(server.superuser_url("postgres"))
        await administrator.execute(f"create database {TEMPLATE} template cutdown_reference owner cutdown_owner")
        await administrator.execute(f"alter database {TEMPLATE} allow_connections false")  # or it cannot be copied
        await administrator.close()
        yield Cluster(server, access, short_directory)
    finally:
        await server.stop()


@asynccontextmanager
async def new_database(cluster: Cluster) -> AsyncIterator[Access]:
    """A fresh copy of the template, gone afterwards."""
    name = f"test_{next(_numbers)}"
    administrator = await asyncpg.connect(cluster.administrator())
    try:
        await administrator.execute(f"create database {name} template {TEMPLATE} owner cutdown_owner")
        owner, app = cluster.access.owner_url, cluster.access.app_url
        yield Access(url_of(owner, None, None, name), url_of(app, None, None, name))
        await administrator.execute(f"drop database {name} with (force)")
    finally:
        await administrator.close()


@pytest.fixture
async def access(cluster: Cluster) -> AsyncIterator[Access]:
    """The URLs of this test's database."""
    async with new_database(cluster) as found:
        yield found


@pytest.fixture
def database_url(access: Access) -> str:
    """The app role's URL of this test's database."""
    return access.app_url


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """A small pool as the app role."""
    database = await Database.open(database_url, size=5)
    yield database
    await database.close()


async def build_house(db: Database, name: str = "Northlight") -> House:
    """An organization as `cutdown people create-organization` makes it, but for a password that is hashed quickly:
    hundreds of tests need a house, and those of passwords hash at full cost."""
    email, password = f"ada@{name.lower()}.example", "correct horse battery"
    real, passwords._hasher = passwords._hasher, QUICK
    try:
        made = await bootstrap(db, name, email, "Ada Lindqvist", password)
    finally:
        passwords._hasher = real
    scope = Scope(made.organization)
    person = Person(made.person, "Ada Lindqvist", scope, (Grant(Role.ADMIN),))
    return House(made.organization, person, email, password, made.secret)


@pytest.fixture
async def house(db: Database) -> House:
    """The organization that the test is about."""
    return await build_house(db)


@pytest.fixture
async def stranger(db: Database) -> House:
    """Another organization in the same database."""
    return await build_house(db, "Otherwise")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The settings of an application on this test's database."""
    environment = {"DATABASE_URL": database_url, "CUTDOWN_DATA_DIR": str(tmp_path), "CUTDOWN_SECRET": "5e" * 32}
    return Settings.from_environment(environment)


@asynccontextmanager
async def alive(app: Litestar) -> AsyncIterator[None]:
    """The application's lifespan in a task of its own: pytest begins and ends a fixture in two different ones, and
    the lifespan's cancel scope may not be left by another task than entered it."""
    begun, over = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            begun.set()
            await over.wait()

    life, beginning = asyncio.create_task(live()), asyncio.create_task(begun.wait())
    await asyncio.wait({life, beginning}, return_when=asyncio.FIRST_COMPLETED)
    beginning.cancel()
    if life.done():
        await life
    try:
        yield
    finally:
        over.set()
        await life


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The application over HTTP, in this loop; nobody is signed in."""
    app = create_app(settings)
    async with alive(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://cutdown.test") as opened:
            yield opened


@pytest.fixture
async def api(client: httpx.AsyncClient, house: House) -> httpx.AsyncClient:
    """The application as the house's key reaches it."""
    client.headers.update(house.headers)
    return client


def someone(organization: OrganizationId, *grants: Grant) -> Person:
    """A person with these grants, who need not exist."""
    brands = tuple(grant.brand for grant in grants if grant.brand) or None
    return Person(PersonId(organization.uuid), "Somebody", Scope(organization, brands), grants)
