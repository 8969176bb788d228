"""An organization in which something happens."""

from __future__ import annotations

import pytest

from service.db.pool import Database
from service.identity import Scope
from tests.jobs.hands import new_organization


@pytest.fixture
async def scope(db: Database) -> Scope:
    """An organization that exists."""
    return Scope(await new_organization(db))
