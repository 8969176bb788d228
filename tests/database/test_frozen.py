"""A migration that has landed never changes: data made by it must be able to go on."""

from __future__ import annotations

from pathlib import Path

from service.db.migrate import migrations

FROZEN = Path(__file__).with_name("frozen.sha256")


def test_migrations_are_what_they_were() -> None:
    """A new one gets its line in `frozen.sha256`; a changed one is a mistake: write the next number instead."""
    known = {name: sha for sha, name in (line.split() for line in FROZEN.read_text().splitlines())}
    assert {step.name: step.sha256 for step in migrations()} == known
