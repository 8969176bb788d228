"""The worlds of the walks: one that never loses anything, and one in which walls are taken down."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from service.app import create_app
from service.assets.store import Store
from service.db.pool import Database
from service.events import feed
from service.settings import Settings
from tests.conftest import Cluster, alive, build_house, new_database
from tests.studio import database_name
from tests.walls.sides import World, build


@pytest.fixture(scope="session", autouse=True)
def _short_feeds() -> Iterator[None]:
    """A client within the process has an answer when it ends, so live feeds do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feed, "LONGEST_S", 0.05)
        yield


@pytest.fixture(scope="session")
async def world(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Two brands of one organization, another organization, and the application they share."""
    async with new_world(cluster, tmp_path_factory.mktemp("walls")) as made:
        yield made


@pytest.fixture(scope="session")
async def ruin(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The same, to be broken into."""
    async with new_world(cluster, tmp_path_factory.mktemp("ruin")) as made:
        yield made


@asynccontextmanager
async def new_world(cluster: Cluster, directory: Path) -> AsyncIterator[World]:
    """Everything there is, on a database of its own."""
    async with new_database(cluster) as access:
        environment = {
            "DATABASE_URL": access.app_url,
            "CUTDOWN_DATA_DIR": str(directory),
            "CUTDOWN_SECRET": "5e" * 32,
        }
        settings = Settings.from_environment(environment)
        async with opened(settings) as (app, http):
            db: Database = app.state.db
            store = Store.from_url(settings.storage_url)
            house, other = await build_house(db, "Northlight"), await build_house(db, "Otherwise")
            homes = (house, "Ambermere", False), (house, "Brackwater", False), (other, "Corvane", True)
            sides = [await build(db, store, home, http, word, directory, wide=wide) for home, word, wide in homes]
            yield World(app, http, access, cluster.administrator(database_name(access.app_url)), *sides)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[tuple[Litestar, httpx.AsyncClient]]:
    """An application that runs, and a client without credentials."""
    app = create_app(settings)
    async with alive(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://cutdown.test") as http:
            yield app, http
