"""A request that succeeds for every operation of what is said of cuts."""

from __future__ import annotations

from typing import Any

from tests.contract.calls import good, makes, reads
from tests.contract.world import Call, World


async def a_comment(world: World) -> str:
    """A new comment on the cut."""
    comment = {"frame": 12, "text": "The cup is out of focus here."}
    return f"/v1/comments/{(await world.ada.make(f'{of(world)}/comments', comment))['id']}"


def of(world: World) -> str:
    """The cut."""
    return f"/v1/cuts/{world.cut['id']}"


async def a_word(world: World) -> dict[str, Any]:
    """A word on the cut as it is now."""
    now = await world.ada.read(f"{of(world)}/standing")
    return {"word": "asked", "edit_sha256": now["edit_sha256"], "film_sha256": now["film_sha256"]}


reads("comments.list", lambda world: f"{of(world)}/comments?filter[open]=true")
makes("comments.create", lambda world: f"{of(world)}/comments", lambda _: {"frame": 12, "text": "Warmer, please."})
reads("cuts.standing", lambda world: f"{of(world)}/standing")
reads("cuts.decisions", lambda world: f"{of(world)}/decisions")


@good("comments.get")
async def read_comment(world: World) -> Call:
    return Call("GET", await a_comment(world))


@good("comments.resolve")
async def resolve_comment(world: World) -> Call:
    return Call("POST", f"{await a_comment(world)}/resolve", headers={"if-match": '"r1"'})


@good("comments.reopen")
async def reopen_comment(world: World) -> Call:
    comment = await a_comment(world)
    await world.http.post(f"{comment}/resolve", headers={"if-match": '"r1"'})
    return Call("POST", f"{comment}/reopen", headers={"if-match": '"r2"'})


@good("cuts.decide")
async def decide(world: World) -> Call:
    return Call("POST", f"{of(world)}/decisions", await a_word(world))
