"""A request that succeeds for every operation of briefs, and what goes wrong in one of them only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from service.briefs import records_parts
from tests.contract.calls import GOOD, good, makes, reads
from tests.contract.refusals import refused
from tests.contract.world import Call, World, unique
from tests.studio import Json

# The body of each kind of parts, and a change of it.
PARTS: dict[str, tuple[Json, Json]] = {
    "requirements": ({"kind": "say", "title": "The claim is said", "phrases": ["the same cup"]}, {"level": "should"}),
    "claims": ({"text": "Grown without pesticides"}, {"state": "rejected"}),
    "rights": (
        {
            "what": "music",
            "name": "Kettle Song",
            "territories": None,
            "media": ["paid_social"],
            "starts_on": "2027-01-01",
        },
        {"ends_on": "2027-06-30"},
    ),
    "brief_links": ({"kind": "landing", "label": "Shop", "url": "https://aldermoor.example"}, {"market": "DE"}),
}


def _of_campaign(things: str) -> Callable[[World], str]:
    return lambda world: f"/v1/campaigns/{world.campaign['id']}/{things}"


async def a_part(world: World, things: str) -> str:
    """A new one."""
    return f"/v1/{things}/{(await world.ada.make(_of_campaign(things)(world), PARTS[things][0]))['id']}"


def _operations_of(things: str) -> None:
    new, change = PARTS[things]
    name = {"brief_links": "destinations"}.get(things, things)
    reads(f"{name}.list", _of_campaign(things))
    makes(f"{name}.create", _of_campaign(things), lambda _: new)

    async def one(world: World) -> Call:
        return Call("GET", await a_part(world, things))

    async def changed(world: World) -> Call:
        return Call("PATCH", await a_part(world, things), change, headers={"if-match": '"r1"'})

    async def withdrawn(world: World) -> Call:
        return Call("DELETE", await a_part(world, things))

    async def one_too_many(world: World) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(records_parts, "MOST_PARTS", 0)
            await world.http.post(_of_campaign(things)(world), json=new)

    GOOD.update({f"{name}.get": one, f"{name}.change": changed, f"{name}.withdraw": withdrawn})
    refused(f"{name}.create")(one_too_many)


for _things in PARTS:
    _operations_of(_things)

reads("briefs.get", lambda world: f"/v1/campaigns/{world.campaign['id']}/brief")
reads("briefs.decisions", lambda world: f"/v1/campaigns/{world.campaign['id']}/brief/decisions")


async def a_brief(world: World) -> tuple[str, Json]:
    """A new campaign's brief."""
    address = f"/v1/campaigns/{(await world.ada.campaign())['id']}/brief"
    words = {"product_role": "The cup is what both kitchens have in common."}
    written = await world.http.put(address, json=words, headers={"if-match": '"r0"'})
    assert written.status_code == 200, written.text
    return address, written.json()


@good("briefs.write")
async def write_brief(world: World) -> Call:
    address, _ = await a_brief(world)
    return Call("PUT", address, {"product_role": "The cup.", "note": "Warm."}, headers={"if-match": '"r1"'})


@good("briefs.decide")
async def approve_brief(world: World) -> Call:
    address, brief = await a_brief(world)
    return Call("POST", f"{address}/decisions", {"word": "approved", "content_sha256": brief["content_sha256"]})


@refused("briefs.decide")
async def a_brief_that_moved(world: World) -> None:
    address, _ = await a_brief(world)
    await world.http.post(f"{address}/decisions", json={"word": "approved", "content_sha256": "0" * 64})


@refused("briefs.decide")
async def a_brief_that_says_nothing(world: World) -> None:
    address = f"/v1/campaigns/{(await world.ada.campaign())['id']}/brief"
    brief = await world.ada.read(address)
    said = {"word": "approved", "content_sha256": brief["content_sha256"]}
    await world.http.post(f"{address}/decisions", json=said)


@good("facts.confirm")
async def confirm_fact(world: World) -> Call:
    address = f"/v1/campaigns/{(await world.ada.campaign())['id']}/facts/price/DE"
    value = {"kind": "money", "amount": "4.90", "currency": "EUR"}
    await world.http.put(address, json={"value": value}, headers={"if-match": '"r0"'})
    return Call("POST", f"{address}/confirm", headers={"if-match": '"r1"'})


makes("guests.create", _of_campaign("guest_links"), lambda _: {"label": unique("guest")})
reads("guests.list", _of_campaign("guest_links"))


async def a_guest_link(world: World) -> str:
    """A new link."""
    address = _of_campaign("guest_links")(world)
    return f"{address}/{(await world.ada.make(address, {'label': unique('guest')}))['id']}"


@good("guests.get")
async def read_guest_link(world: World) -> Call:
    return Call("GET", await a_guest_link(world))


@good("guests.revoke")
async def revoke_guest_link(world: World) -> Call:
    return Call("DELETE", await a_guest_link(world))
