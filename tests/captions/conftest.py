"""The workshop for tests of this room."""

from __future__ import annotations

import httpx
import pytest

from service.db.pool import Database
from service.settings import Settings
from tests.captions.workshop import Workshop
from tests.conftest import House


@pytest.fixture
def workshop(api: httpx.AsyncClient, db: Database, house: House, settings: Settings) -> Workshop:
    """Empty so far; `open` it."""
    return Workshop(api, db, house, settings)
