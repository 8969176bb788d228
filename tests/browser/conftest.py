"""One Chromium for the run, and the pages over sample data on a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.stage import browsing, serving
from tests.browser.whole import Whole, whole_demo
from tests.conftest import Cluster, new_database

expect.set_options(timeout=20_000)  # a page that is waited for; a busy machine takes its time


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium."""
    async with browsing() as browser:
        yield browser


@pytest.fixture(scope="session")
async def samples() -> AsyncIterator[str]:
    """The address of the pages over sample data."""
    async with serving("tests.web.sample_app:create") as address:
        yield address


@pytest.fixture(scope="session")
async def whole(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Whole]:
    """The demo, loaded once for everybody, on a real server with a real worker."""
    async with (
        new_database(cluster) as access,
        whole_demo(access, tmp_path_factory.mktemp("whole")) as loaded,
    ):
        yield loaded
