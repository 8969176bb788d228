"""What goes wrong in the same way everywhere: each probe makes one refusal of one operation."""

from __future__ import annotations

import re
import uuid

from msgspec import json
from msgspec.structs import replace

from schemas.ids import Id, encode
from service.people.idempotency import remembered
from tests.contract.calls import GOOD
from tests.contract.recorder import Json
from tests.contract.world import Call, World

_ID = re.compile(r"\b([a-z]{3})_[0-7][0-9a-hjkmnp-tv-z]{25}\b")
_PREFIXES = {kind.prefix for kind in Id.__subclasses__()}


async def probe(world: World, name: str) -> None:
    """Everything that can be made to go wrong without knowing what the operation is about, and the success."""
    operation = world.contract.operations[name]
    parameters = {one["name"] for one in map(world.contract.resolve, operation.get("parameters", []))}
    call = await GOOD[name](world)
    if operation["security"]:
        await _by_others(world, call)
    await _elsewhere(world, call)
    await _with_another_body(world, operation, call)
    await _with_other_parameters(world, call, parameters)
    if "If-Match" in parameters:
        await _of_another_revision(world, call)
    if "Idempotency-Key" in parameters:
        await _once(world, name)
    succeeded = await world.send(call)
    assert succeeded.status_code in (200, 201, 204), f"{name}: {succeeded.text}"
    if "If-None-Match" in parameters:
        await world.send(call, if_none_match=succeeded.headers["etag"])
    if "Range" in parameters:
        await world.send(call, range="bytes=0-3")
        await world.send(call, range="bytes=99999999-")


async def _by_others(world: World, call: Call) -> None:
    await world.send(call, world.nobody)
    await world.send(call, world.mute)
    if call.method != "GET":
        await world.send(call, world.session, sec_fetch_site="cross-site")


async def _elsewhere(world: World, call: Call) -> None:
    """Every identifier of the address replaced by one that names nothing, one at a time."""
    for found in _ID.finditer(call.address):
        nothing = f"{found[1]}_{encode(uuid.uuid4())}"
        await world.send(replace(call, address=call.address[: found.start()] + nothing + call.address[found.end() :]))
    if "/archetypes/" in call.address:
        await world.send(replace(call, address=re.sub(r"/archetypes/[^/]+", "/archetypes/nothing", call.address)))
    if "/rules/regions/" in call.address:
        await world.send(replace(call, address=call.address.replace("/regions/", "/regions/no-")))
    if "/rules/platforms/" in call.address:
        await world.send(replace(call, address="/v1/rules/platforms/nothing"))
    if "/problems/" in call.address or call.address.startswith("/f/"):
        await world.send(replace(call, address=re.sub(r"[^/]+$", "nothing", call.address)))


async def _with_another_body(world: World, operation: Json, call: Call) -> None:
    if "application/json" in operation.get("requestBody", {}).get("content", {}):
        typed = {**call.headers, "content-type": "application/json"}
        for content in (b"{", json.encode({"nonsense": 1})):
            await world.send(replace(call, json=None, content=content, headers=typed))
        await world.send(replace(call, json=None, content=b"{}", headers=typed | {"content-length": "10000001"}))
        await world.send(
            replace(call, json=None, content=b"{}", headers={**call.headers, "content-type": "text/plain"})
        )
    elif call.content is not None:
        await world.send(replace(call, headers={"content-type": "image/png"}))
        await world.send(replace(call, content=b"no such file"))


async def _with_other_parameters(world: World, call: Call, parameters: set[str]) -> None:
    for name in {"cursor", "limit", "fields"} & parameters | {"nonsense"}:
        await world.send(replace(call, address=f"{call.address}{'&' if '?' in call.address else '?'}{name}=-1"))


async def _of_another_revision(world: World, call: Call) -> None:
    for headers in ({}, {"if-match": "nonsense"}, {"if-match": '"r999999"'}):
        await world.send(replace(call, headers=headers))


def _another(call: Call) -> Call:
    """The same request, and yet not the same bytes."""
    if call.content is not None:
        return replace(call, address=f"{call.address}2")
    typed = {**call.headers, "content-type": "application/json"}
    return replace(call, json=None, content=(json.encode(call.json) if call.json else b"") + b" ", headers=typed)


async def _once(world: World, name: str) -> None:
    """While the first one runs; then twice the same; then another request with the same key."""
    call = await GOOD[name](world)
    key = f"probe of {name}"
    async with world.db.transaction(world.house.person.scope) as tx:
        await remembered(tx, world.key, key, b"")
        await world.send(call, idempotency_key=key)
    first = await world.send(call, idempotency_key=key)
    again = await world.send(call, idempotency_key=key)
    assert (first.status_code, again.headers.get("idempotency-replayed")) in ((200, "true"), (201, "true")), (
        name + again.text
    )
    await world.send(_another(call), idempotency_key=key)
    await world.send(call, idempotency_key="k" * 256)
