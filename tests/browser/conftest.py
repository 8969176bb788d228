"""One Chromium for the run, and the pages over sample data on a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.browser.stage import browsing, serving


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
