"""A client of the pages over sample data."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from service.web.pages import Pages
from tests.web.sample_app import create


@asynccontextmanager
async def asking(pages: Pages | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """Asks the sample application in this process; errors come back as the pages that a reader would see."""
    transport = httpx.ASGITransport(app=create(pages), raise_app_exceptions=False)  # type: ignore[arg-type]  # ASGI twice
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A client of its own for each test."""
    async with asking() as client:
        yield client
