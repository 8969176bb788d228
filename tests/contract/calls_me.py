"""A request that succeeds for every operation of one's own account."""

from __future__ import annotations

from service.people.actions import sign_in
from service.people.throttle import Throttle
from tests.contract.calls import good, reads
from tests.contract.world import Call, World

reads("me.get", lambda _: "/v1/me")
reads("sessions.list", lambda _: "/v1/me/sessions")


@good("me.change")
async def change_me(_: World) -> Call:
    return Call("PATCH", "/v1/me", {"language": "pt-BR", "theme": None, "shortcuts": True})


@good("sessions.end")
async def end_session(world: World) -> Call:
    _, person = await sign_in(world.db, world.house.email, world.house.password, "203.0.113.9", Throttle())
    return Call("DELETE", f"/v1/me/sessions/{person.session}")
