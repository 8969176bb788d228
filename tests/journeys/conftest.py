"""A running Cutdown for each journey."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from service.db.provision import Access
from tests.conftest import House
from tests.running import running


@pytest.fixture
async def there(access: Access, house: House, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a running Cutdown, with the house's key."""
    async with (
        running(access.app_url, tmp_path) as (base_url, _server, _worker),
        httpx.AsyncClient(base_url=base_url, headers=house.headers, timeout=30) as client,
    ):
        yield client
