"""An operation lists exactly the answers that it gives: every one was produced here, on a real database."""

from __future__ import annotations

import pytest

from service.app import create_app
from service.settings import Settings
from tests.contract.calls import GOOD
from tests.contract.recorder import Contract
from tests.contract.world import World

OPERATIONS = sorted(
    Contract(
        create_app(Settings.from_environment({"CUTDOWN_SECRET": "5e" * 32, "CUTDOWN_DATA_DIR": "/tmp"}))
    ).operations
)


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_what_an_operation_lists_is_what_it_answers(answered: World, operation: str) -> None:
    assert operation in GOOD, "give it a request that succeeds in tests/contract/calls.py"
    listed, given = answered.contract.listed(operation), answered.recorder.answered[operation]
    assert given - listed == set(), "answered and not listed"
    assert listed - given == set(), "listed and never answered"


async def test_every_answer_is_as_its_schema_and_headers_say(answered: World) -> None:
    assert answered.recorder.breaches == set()
