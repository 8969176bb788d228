"""What goes wrong in confirming rules only."""

from __future__ import annotations

from msgspec.structs import replace

from tests.contract.calls import GOOD
from tests.contract.refusals import refused
from tests.contract.world import World


@refused("rules.confirm")
async def a_rule_that_changed_and_one_that_is_confirmed(world: World) -> None:
    call = await GOOD["rules.confirm"](world)
    await world.send(replace(call, json={**call.json, "item_hash": "0" * 64}))
    await world.send(call)
    await world.send(call)
