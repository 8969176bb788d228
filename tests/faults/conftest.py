"""How often to kill, and in which order."""

from __future__ import annotations

import random

import pytest


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """`--kills`."""
    return int(request.config.getoption("--kills"))


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """`--seed`, else another one each time."""
    given: int | None = request.config.getoption("--seed")
    return random.randrange(1_000_000) if given is None else given
