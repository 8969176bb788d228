"""For every operation a request that succeeds, new each time: what it makes or ends was not there before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from schemas.ids import CutId
from service.assets.store import Store
from service.videos.filming import compare_film
from tests.contract.world import Call, World, cut_of, unique

Good = Callable[[World], Awaitable[Call]]
GOOD: dict[str, Good] = {}
TUS = {"tus-resumable": "1.0.0"}


def good(operation: str) -> Callable[[Good], Good]:
    """The request of this operation."""

    def keep(make: Good) -> Good:
        GOOD[operation] = make
        return make

    return keep


def reads(operation: str, address: Callable[[World], str]) -> None:
    """An operation that only reads."""

    async def make(world: World) -> Call:
        return Call("GET", address(world))

    GOOD[operation] = make


def makes(operation: str, address: Callable[[World], str], body: Callable[[World], Any]) -> None:
    """An operation that makes something from a body."""

    async def make(world: World) -> Call:
        return Call("POST", address(world), body(world))

    GOOD[operation] = make


def changes(operation: str, address: Callable[[World], str], body: Callable[[World], Any]) -> None:
    """An operation that changes the revision that was seen, which is read before."""

    async def make(world: World) -> Call:
        method = "PATCH" if operation.endswith(".change") else "PUT"
        now = await world.http.get(address(world).removesuffix("/edit_list"))
        return Call(method, address(world), body(world), headers={"if-match": now.headers["etag"]})

    GOOD[operation] = make


reads("health.live", lambda _: "/healthz")
reads("health.ready", lambda _: "/readyz")
reads("problems.get", lambda _: "/problems/validation")

# People and keys


async def a_person(world: World) -> str:
    """Somebody new."""
    made = await world.ada.make("/v1/people", {"email": f"{unique('p').replace(' ', '')}@example.com", "name": "New"})
    return f"/v1/people/{made['id']}"


async def a_key(world: World) -> str:
    """A new key."""
    made = await world.ada.make("/v1/keys", {"name": unique("key"), "scopes": ["tracks:read"]})
    return f"/v1/keys/{made['id']}"


makes("keys.create", lambda _: "/v1/keys", lambda _: {"name": unique("key"), "scopes": ["tracks:read"]})
reads("keys.list", lambda _: "/v1/keys")
reads("keys.get", lambda world: f"/v1/keys/{world.key}")
makes(
    "people.create",
    lambda _: "/v1/people",
    lambda _: {"email": f"{unique('p').replace(' ', '')}@example.com", "name": "Grace", "grants": [{"role": "viewer"}]},
)
reads("people.list", lambda _: "/v1/people")
reads("people.get", lambda world: f"/v1/people/{world.house.person.id}")
makes(
    "grants.create",
    lambda world: f"/v1/people/{world.house.person.id}/grants",
    lambda world: {"role": "viewer", "brand_id": world.brand["id"], "market": "DE"},
)


@good("keys.revoke")
async def revoke_key(world: World) -> Call:
    return Call("DELETE", await a_key(world))


@good("keys.rotate")
async def rotate_key(world: World) -> Call:
    return Call("POST", f"{await a_key(world)}/rotate")


@good("people.withdraw")
async def withdraw_person(world: World) -> Call:
    return Call("DELETE", await a_person(world))


@good("people.set_password")
async def set_password(world: World) -> Call:
    return Call("PUT", f"{await a_person(world)}/password", {"password": "four words said twice"})


@good("grants.revoke")
async def revoke_role(world: World) -> Call:
    person = await a_person(world)
    given = await world.ada.make(f"{person}/grants", {"role": "viewer"})
    return Call("DELETE", f"{person}/grants/{given['id']}")


def newcomer() -> dict[str, Any]:
    """Somebody whom nobody has invited yet."""
    return {"email": f"{unique('n').replace(' ', '')}@example.com", "name": "Grace", "grants": [{"role": "viewer"}]}


makes("invitations.create", lambda _: "/v1/invitations", lambda _: newcomer())
reads("invitations.list", lambda _: "/v1/invitations")
reads("audit.list", lambda _: "/v1/audit")
reads("events.list", lambda _: "/v1/events?types=brand")
reads("events.stream", lambda _: "/v1/events/stream")


@good("invitations.get")
async def read_invitation(world: World) -> Call:
    return Call("GET", f"/v1/invitations/{(await world.ada.make('/v1/invitations', newcomer()))['id']}")


@good("invitations.revoke")
async def revoke_invitation(world: World) -> Call:
    return Call("DELETE", f"/v1/invitations/{(await world.ada.make('/v1/invitations', newcomer()))['id']}")


@good("invitations.accept")
async def accept_invitation(world: World) -> Call:
    made = await world.ada.make("/v1/invitations", newcomer())
    token = made["url"].rpartition("/")[2]
    return Call("POST", "/v1/invitations/accept", {"token": token, "password": "four words said twice"})


@good("people.make_reset_link")
async def make_reset_link(world: World) -> Call:
    return Call("POST", f"{await a_person(world)}/reset_link")


@good("people.reset_password")
async def reset_password(world: World) -> Call:
    made = await world.ada.make(f"{await a_person(world)}/reset_link", {})
    token = made["url"].rpartition("/")[2]
    return Call("POST", "/v1/password_resets", {"token": token, "password": "four words said twice"})


# Campaigns and stories

makes("brands.create", lambda _: "/v1/brands", lambda _: {"name": unique("brand")})
reads("brands.list", lambda _: "/v1/brands")
reads("brands.get", lambda world: f"/v1/brands/{world.brand['id']}")
changes("brands.change", lambda world: f"/v1/brands/{world.brand['id']}", lambda _: {"name": unique("brand")})
makes(
    "campaigns.create", lambda _: "/v1/campaigns", lambda world: {"brand_id": world.brand["id"], "name": "The Same Cup"}
)
reads("campaigns.list", lambda _: "/v1/campaigns")
reads("campaigns.get", lambda world: f"/v1/campaigns/{world.campaign['id']}")
reads("campaigns.board", lambda world: f"/v1/campaigns/{world.campaign['id']}/board")
reads("campaigns.matrix", lambda world: f"/v1/campaigns/{world.campaign['id']}/matrix")
changes("campaigns.change", lambda world: f"/v1/campaigns/{world.campaign['id']}", lambda _: {"name": "The Cup"})
reads("facts.list", lambda world: f"/v1/campaigns/{world.campaign['id']}/facts")
reads("facts.get", lambda world: f"/v1/campaigns/{world.campaign['id']}/facts/price/DE")


@good("facts.say")
async def say_fact(world: World) -> Call:
    address = f"/v1/campaigns/{(await world.ada.campaign())['id']}/facts/price/DE"
    value = {"kind": "money", "amount": "4.90", "currency": "EUR"}
    return Call("PUT", address, {"value": value}, headers={"if-match": '"r0"'})


reads("archetypes.list", lambda _: "/v1/archetypes")
reads("archetypes.get", lambda _: "/v1/archetypes/slice_of_life")
reads("archetypes.get_version", lambda _: "/v1/archetypes/slice_of_life/versions/1")


def archetype() -> dict[str, Any]:
    """What an archetype says."""
    return {"name": "Rebirth", "beats": [{"kind": "hook", "name": "The end", "begin_ms": 0, "end_ms": 3000}]}


async def an_archetype(world: World) -> str:
    """A new one of the organization's own."""
    new = {**archetype(), "key": unique("a").replace(" ", "_")}
    return f"/v1/archetypes/{(await world.ada.make('/v1/archetypes', new))['key']}"


makes("archetypes.create", lambda _: "/v1/archetypes", lambda _: {**archetype(), "key": unique("a").replace(" ", "_")})


@good("archetypes.add_version")
async def add_version(world: World) -> Call:
    return Call("POST", f"{await an_archetype(world)}/versions", archetype(), headers={"if-match": '"r1"'})


@good("archetypes.withdraw")
async def withdraw_archetype(world: World) -> Call:
    return Call("DELETE", await an_archetype(world), headers={"if-match": '"r1"'})


makes(
    "stories.create",
    lambda _: "/v1/stories",
    lambda world: {"campaign_id": world.campaign["id"], "title": "The empty chair", "archetype": "slice_of_life"},
)
reads("stories.list", lambda _: "/v1/stories")
reads("stories.get", lambda world: f"/v1/stories/{world.story['id']}")
reads("stories.shot_list", lambda world: f"/v1/stories/{world.story['id']}/shot_list")
reads("stories.shot_list_csv", lambda world: f"/v1/stories/{world.story['id']}/shot_list.csv")
changes("stories.change", lambda world: f"/v1/stories/{world.story['id']}", lambda _: {"title": unique("story")})


async def a_series(world: World) -> tuple[str, str]:
    """A series of one new story: its address, and that of the episode."""
    told = await world.ada.story(world.campaign["id"])
    body = {"campaign_id": world.campaign["id"], "title": unique("series"), "episodes": [{"story_id": told["id"]}]}
    series = f"/v1/series/{(await world.ada.make('/v1/series', body))['id']}"
    return series, f"{series}/episodes/{told['id']}"


reads("series.list", lambda _: "/v1/series")
reads("series.get", lambda world: f"/v1/series/{world.series['id']}")
reads("episodes.get", lambda world: f"/v1/series/{world.series['id']}/episodes/{world.story['id']}")
makes("series.create", lambda _: "/v1/series", lambda world: {"campaign_id": world.campaign["id"], "title": "Cups"})
changes("series.change", lambda world: f"/v1/series/{world.series['id']}", lambda _: {"title": unique("series")})
changes(
    "episodes.change",
    lambda world: f"/v1/series/{world.series['id']}/episodes/{world.story['id']}",
    lambda _: {"number": 1, "cliffhanger": unique("Who")},
)


@good("series.withdraw")
async def withdraw_series(world: World) -> Call:
    return Call("DELETE", (await a_series(world))[0], headers={"if-match": '"r1"'})


@good("episodes.remove")
async def remove_episode(world: World) -> Call:
    return Call("DELETE", (await a_series(world))[1], headers={"if-match": '"r1"'})


@good("episodes.insert")
async def insert_episode(world: World) -> Call:
    story = await world.ada.story(world.campaign["id"])
    return Call("POST", f"{(await a_series(world))[0]}/episodes", {"story_id": story["id"], "number": 1})


# Videos, sources and cuts

makes("videos.create", lambda _: "/v1/videos", lambda world: {"story_id": world.story["id"], "title": "The Same Cup"})
reads("videos.list", lambda _: "/v1/videos")
reads("videos.get", lambda world: f"/v1/videos/{world.video['id']}")
changes("videos.change", lambda world: f"/v1/videos/{world.video['id']}", lambda _: {"title": unique("video")})
reads("sources.list", lambda world: f"/v1/videos/{world.video['id']}/sources")
reads("sources.get", lambda world: f"/v1/sources/{world.source['id']}")
reads("sources.media", lambda world: f"/v1/sources/{world.source['id']}/media")
makes(
    "cuts.create",
    lambda world: f"/v1/videos/{world.video['id']}/cuts",
    lambda world: cut_of(world.source["id"]),
)
reads("sources.shots", lambda world: f"/v1/sources/{world.source['id']}/shots")
reads("cuts.shots", lambda world: f"/v1/cuts/{world.cut['id']}/shots")
reads("placements.get", lambda world: f"/v1/sources/{world.source['id']}/placements")
reads("videos.coverage", lambda world: f"/v1/videos/{world.video['id']}/coverage")
reads("cuts.coverage", lambda world: f"/v1/cuts/{world.cut['id']}/coverage")
changes(
    "placements.replace",
    lambda world: f"/v1/sources/{world.source['id']}/placements",
    lambda world: {"placements": [{"shot_id": world.shot, "in_frame": 0, "out_frame": 20}]},
)
reads("cuts.list", lambda world: f"/v1/videos/{world.video['id']}/cuts")
reads("cuts.get", lambda world: f"/v1/cuts/{world.cut['id']}")
reads("cuts.conform", lambda world: f"/v1/cuts/{world.cut['id']}/conform")
changes("cuts.change", lambda world: f"/v1/cuts/{world.cut['id']}", lambda _: {"name": unique("cut")})


@good("sources.upload")
async def upload(world: World) -> Call:
    address = f"/v1/videos/{world.video['id']}/sources?role=insert&name=end%20card"
    return Call("POST", address, content=world.film.read_bytes(), headers={"content-type": "video/mp4"})


@good("films.upload")
async def film(world: World) -> Call:
    cut = await world.new_cut(conform=False)
    content, headers = world.film.read_bytes(), {"content-type": "video/mp4"}
    return Call("PUT", f"/v1/cuts/{cut['id']}/film", content=content, headers=headers)


async def compared(world: World, address: str) -> None:
    """What a worker does after a film has come."""
    store = Store.from_url(world.settings.storage_url)
    await compare_film(world.db, store, world.house.person.scope, CutId.parse(address.split("/")[3]))


async def a_filmed_cut(world: World, *, is_compared: bool = False) -> tuple[str, str]:
    """A cut whose film lasts longer than its edit list, and that film's ETag."""
    call = await film(world)
    await world.send(call)
    if is_compared:
        await compared(world, call.address)
    return call.address, (await world.http.get(call.address)).headers["etag"]


@good("films.get")
async def read_film(world: World) -> Call:
    return Call("GET", (await a_filmed_cut(world))[0])


@good("films.media")
async def read_media(world: World) -> Call:
    return Call("GET", f"{(await a_filmed_cut(world))[0]}/media")


@good("films.accept")
async def accept_film(world: World) -> Call:
    address, etag = await a_filmed_cut(world, is_compared=True)
    return Call("POST", f"{address}/accept", {"reason": "The client asked for it."}, headers={"if-match": etag})


@good("films.withdraw")
async def withdraw_film(world: World) -> Call:
    address, etag = await a_filmed_cut(world)
    return Call("DELETE", address, headers={"if-match": etag})


async def an_upload(world: World, length: int = 100_000) -> str:
    """A new upload."""
    headers = {**TUS, "upload-length": str(length)}
    return str((await world.http.post("/v1/uploads", headers=headers)).headers["location"])


@good("uploads.create")
async def begin(_: World) -> Call:
    return Call("POST", "/v1/uploads", headers={**TUS, "upload-length": "100000"})


@good("uploads.get")
async def progress(world: World) -> Call:
    return Call("GET", await an_upload(world))


@good("uploads.append")
async def append(world: World) -> Call:
    headers = {**TUS, "upload-offset": "0", "content-type": "application/offset+octet-stream"}
    return Call("PATCH", await an_upload(world), content=bytes(100_000), headers=headers)


@good("uploads.terminate")
async def terminate(world: World) -> Call:
    return Call("DELETE", await an_upload(world), headers=TUS)


@good("cuts.edit")
async def edit(world: World) -> Call:
    cut = await world.new_cut(conform=False)
    body = {"segments": [{"layer": "picture", "source_id": world.source["id"], "in_frame": 5, "out_frame": 30}]}
    return Call("PUT", f"/v1/cuts/{cut['id']}/edit_list", body, headers={"if-match": '"r1"'})


@good("cuts.import_edit")
async def import_edit(world: World) -> Call:
    cut = await world.new_cut(conform=False)
    line = "001  MASTER  V  C  00:00:00:05 00:00:01:05 01:00:00:00 01:00:01:00"
    headers = {"if-match": '"r1"', "content-type": "text/x-cmx3600-edl"}
    address = f"/v1/cuts/{cut['id']}/edit_list/file?source=MASTER%3D{world.source['id']}"
    return Call("PUT", address, content=line.encode(), headers=headers)
