"""An organization to work for."""

from __future__ import annotations

import pytest

from service.db.pool import Database
from service.identity import Scope
from service.jobs import runner
from tests.jobs.hands import new_organization


@pytest.fixture
async def scope(db: Database) -> Scope:
    """An organization that exists."""
    return Scope(await new_organization(db))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failed jobs come back at once."""
    monkeypatch.setattr(runner, "FIRST_PAUSE_S", 0.01)
