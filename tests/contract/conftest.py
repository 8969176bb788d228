"""One application for all tests of the contract; a test that needs a clean house gets an organization of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from service.db.pool import Database
from service.events import feed
from tests.conftest import Cluster, House, build_house
from tests.contract import (  # noqa: F401 (they register what they hold)
    calls_assignments,
    calls_briefs,
    calls_captions,
    calls_checklists,
    calls_comments,
    calls_contents,
    calls_imports,
    calls_markets,
    calls_me,
    calls_pictures,
    calls_posts,
    calls_rules,
    refusals_assignments,
    refusals_captions,
    refusals_checklists,
    refusals_contents,
    refusals_imports,
    refusals_posts,
    refusals_rules,
)
from tests.contract.calls import GOOD
from tests.contract.probes import probe
from tests.contract.refusals import REFUSALS
from tests.contract.world import World, built, unique


@pytest.fixture(scope="session", autouse=True)
def _short_feeds() -> Iterator[None]:
    """A client within the process has an answer when it ends, so live feeds do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feed, "LONGEST_S", 0.05)
        yield


@pytest.fixture(scope="session")
async def world(cluster: Cluster) -> AsyncIterator[World]:
    """A house with something in every room."""
    async with built(cluster) as found:
        yield found


@pytest.fixture(scope="session")
async def answered(world: World) -> World:
    """The world after every operation was made to give every answer it can."""
    for name in world.contract.operations:
        if name in GOOD:
            await probe(world, name)
        for refusal in REFUSALS.get(name, ()):
            await refusal(world)
    return world


@pytest.fixture
def db(world: World) -> Database:
    """The pool of the application."""
    return world.db


@pytest.fixture
async def house(world: World) -> House:
    """A new organization."""
    return await build_house(world.db, unique("House").replace(" ", ""))


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    """The application as nobody."""
    async with world.client() as opened:
        yield opened


@pytest.fixture
async def api(client: httpx.AsyncClient, house: House) -> httpx.AsyncClient:
    """The application as the new organization's key."""
    client.headers.update(house.headers)
    return client
