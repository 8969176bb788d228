"""A request that succeeds for every operation of rules."""

from __future__ import annotations

from itertools import count
from typing import Any

from service.rulebook import load
from tests.contract.calls import good, makes, reads
from tests.contract.world import Call, World

_FREE = count()


def a_confirmation() -> dict[str, Any]:
    """Of an item that nobody has confirmed yet."""
    regions = load().regions
    spoken = [(code, item) for code in regions.packs for item in regions.catalog if regions.speaks_of(code, item)]
    pack, item = spoken[next(_FREE)]
    return {
        "pack": pack,
        "item": item,
        "item_hash": regions.item_hash(pack, item),
        "source_title": "Official journal, no. 12",
        "seen_on": "2026-11-20",
    }


reads("rules.regions", lambda _: "/v1/rules/regions")
reads("rules.region", lambda _: "/v1/rules/regions/DE")
reads("rules.confirmations", lambda _: "/v1/rules/confirmations")
makes("rules.confirm", lambda _: "/v1/rules/confirmations", lambda _: a_confirmation())


@good("rules.withdraw")
async def withdraw_confirmation(world: World) -> Call:
    made = await world.ada.make("/v1/rules/confirmations", a_confirmation())
    return Call("DELETE", f"/v1/rules/regions/{made['pack']}/items/{made['item']}/confirmation")
