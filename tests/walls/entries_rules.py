"""What the walk sends to the operations of rules."""

from __future__ import annotations

from tests.walls.entry import Entry

RULES: dict[str, Entry] = {
    "rules.regions": Entry(),
    "rules.region": Entry(words={"code": "DE"}),
    "rules.confirmations": Entry(),
    "rules.confirm": Entry(
        lambda _: {
            "pack": "DE",
            "item": "CAP-01",
            "item_hash": "0" * 64,
            "source_title": "Mine",
            "seen_on": "2026-01-01",
        }
    ),
    "rules.withdraw": Entry(words={"code": "DE", "item": "CAP-01"}),
}
