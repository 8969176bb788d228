"""What goes wrong in one operation of assignments and reviews only."""

from __future__ import annotations

from msgspec.structs import replace

from tests.contract.calls import GOOD
from tests.contract.calls_assignments import an_assignment, given
from tests.contract.refusals import refused
from tests.contract.world import World


@refused("assignments.create")
async def a_locale_that_somebody_has(world: World) -> None:
    made = await an_assignment(world)
    await world.http.post(f"/v1/videos/{made['video_id']}/assignments", json=given(world))


@refused("tracks.send_back")
async def a_locale_that_was_not_submitted(world: World) -> None:
    call = await GOOD["tracks.send_back"](world)
    await world.send(call)
    await world.send(call)


@refused("me.open_calendar")
async def a_body_that_is_too_large_to_be_compared(world: World) -> None:
    call = await GOOD["me.open_calendar"](world)
    large = replace(call, content=b"{}", headers={"content-length": "10000001"})
    await world.send(large, idempotency_key="large")
