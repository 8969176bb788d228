"""A call that succeeds for every operation around what pages show of films."""

from __future__ import annotations

from schemas.ids import CutId
from service.assets.store import Store
from service.videos.picturing import make_cut_poster, make_stills
from tests.contract.calls import good, reads
from tests.contract.world import Call, World

reads("sources.pictures", lambda world: f"/v1/sources/{world.source['id']}/pictures")
reads("cuts.pictures", lambda world: f"/v1/cuts/{world.cut['id']}/pictures")


@good("sources.picture")
async def read_picture(world: World) -> Call:
    store, sha256 = Store.from_url(world.settings.storage_url), bytes.fromhex(world.source["sha256"])
    await make_stills(world.db, store, world.house.person.scope, sha256)
    return Call("GET", f"/v1/sources/{world.source['id']}/pictures/poster.webp")


@good("cuts.picture")
async def read_cut_picture(world: World) -> Call:
    store, cut = Store.from_url(world.settings.storage_url), world.cut["id"]
    await make_cut_poster(world.db, store, world.house.person.scope, CutId.parse(cut))
    return Call("GET", f"/v1/cuts/{cut}/pictures/poster.webp")


@good("sources.retry_pictures")
async def retry_pictures(world: World) -> Call:
    return Call("POST", f"/v1/sources/{world.source['id']}/pictures/retry")
