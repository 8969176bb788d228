"""A request that succeeds for every operation of a market's files and links."""

from __future__ import annotations

from tests.contract.calls import good, makes, reads
from tests.contract.world import Call, World, unique

reads("markets.files", lambda world: f"/v1/campaigns/{world.campaign['id']}/markets/DE/files.zip")
makes(
    "links.create",
    lambda world: f"/v1/campaigns/{world.campaign['id']}/market_links",
    lambda _: {"market": "DE", "label": unique("link")},
)
reads("links.list", lambda world: f"/v1/campaigns/{world.campaign['id']}/market_links")


async def a_market_link(world: World) -> str:
    """A new link."""
    address = f"/v1/campaigns/{world.campaign['id']}/market_links"
    return f"{address}/{(await world.ada.make(address, {'market': 'DE', 'label': unique('link')}))['id']}"


@good("links.get")
async def read_market_link(world: World) -> Call:
    return Call("GET", await a_market_link(world))


@good("links.revoke")
async def revoke_market_link(world: World) -> Call:
    return Call("DELETE", await a_market_link(world))
