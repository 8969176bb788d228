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
    "web.rules": Entry(),
    "web.rules_region": Entry(words={"code": "DE"}),
    "web.rules_confirmed": Entry(form={"pack": "DE", "item": "CAP-01"}, words={"code": "DE"}),
    "web.rules_withdrawn": Entry(form={"pack": "DE", "item": "CAP-01"}, words={"code": "DE"}),
    "rules.withdraw": Entry(words={"code": "DE", "item": "CAP-01"}),
}
