"""A request that succeeds for every operation of what films contain."""

from __future__ import annotations

from typing import Any

from tests.contract.calls import good, makes, reads
from tests.contract.world import Call, World


def a_text() -> dict[str, Any]:
    """Words in the picture."""
    box = {"left": 80, "top": 700, "width": 840, "height": 90}
    return {"what": {"kind": "text", "text": "Advertisement", "role": "disclosure", "box": box}, "out_frame": 10}


async def a_mark(world: World) -> str:
    """A new mark on the source."""
    made = await world.ada.make(f"/v1/sources/{world.source['id']}/marks", a_text())
    return f"/v1/marks/{made['id']}"


reads("marks.of_source", lambda world: f"/v1/sources/{world.source['id']}/marks")
reads("marks.of_cut", lambda world: f"/v1/cuts/{world.cut['id']}/marks")
reads("videos.contents", lambda world: f"/v1/videos/{world.video['id']}/contents")
reads("cuts.contents", lambda world: f"/v1/cuts/{world.cut['id']}/contents")
makes("marks.create", lambda world: f"/v1/sources/{world.source['id']}/marks", lambda _: a_text())
makes("marks.create_on_cut", lambda world: f"/v1/cuts/{world.cut['id']}/marks", lambda _: a_text())


@good("marks.get")
async def read_mark(world: World) -> Call:
    return Call("GET", await a_mark(world))


@good("marks.withdraw")
async def withdraw_mark(world: World) -> Call:
    return Call("DELETE", await a_mark(world))
