"""How often to kill, and in which order."""

from __future__ import annotations

import os
import random

import pytest


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """`--kills`."""
    return int(request.config.getoption("--kills"))


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """`--seed`, else another one each time; in CI always the same."""
    given: int | None = request.config.getoption("--seed")
    if given is None:
        return 7 if os.environ.get("CI") else random.randrange(1_000_000)
    return given
