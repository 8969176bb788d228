"""What goes wrong in one operation only: for each of its problems a request, or a few, that lead to it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest
from msgspec.structs import replace

from service.assets.uploading import MOST_OPEN
from service.db.pool import Database
from service.events import feed as module
from service.stories.archetypes import MOST_OWN
from tests.contract.calls import GOOD, TUS, a_filmed_cut, a_key, an_upload, compared, newcomer
from tests.contract.world import Call, World, cut_of
from tests.studio import behind_the_walls

Refusal = Callable[[World], Awaitable[object]]
REFUSALS: dict[str, list[Refusal]] = {}


_MANY = "select $1, 'many_' || number from generate_series(1, $2::int) number"


def refused(operation: str) -> Callable[[Refusal], Refusal]:
    """One way to be refused by this operation."""

    def keep(refusal: Refusal) -> Refusal:
        REFUSALS.setdefault(operation, []).append(refusal)
        return refusal

    return keep


@refused("health.ready")
async def a_database_that_is_away(world: World) -> None:
    away = await Database.open(world.settings.database_url, size=1)
    await away.close()
    state = world.recorder.app.state
    present, state.db = state.db, away
    try:
        await world.nobody.get("/readyz")
    finally:
        state.db = present


@refused("events.list")
@refused("events.stream")
async def a_place_that_the_feed_does_not_know(world: World) -> None:
    await world.http.get("/v1/events?after=elsewhere")
    await world.http.get("/v1/events/stream", headers={"last-event-id": "elsewhere"})


@refused("events.list")
async def a_page_of_nothing(world: World) -> None:
    await world.http.get("/v1/events?limit=0")


@refused("events.stream")
async def more_live_feeds_than_a_caller_may_have(world: World) -> None:
    await world.http.get("/v1/events/stream?nothing=reads")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MOST_OF_ONE", 0)
        await world.http.get("/v1/events/stream")


# People and keys


@refused("keys.create")
async def a_third_key_of_one_name(world: World) -> None:
    call = await GOOD["keys.create"](world)
    for _ in range(3):
        await world.send(call)


@refused("keys.rotate")
async def a_second_rotation(world: World) -> None:
    key = await a_key(world)
    for _ in range(2):
        await world.http.post(f"{key}/rotate")


@refused("keys.rotate")
async def a_revoked_key(world: World) -> None:
    key = await a_key(world)
    await world.http.delete(key)
    await world.http.post(f"{key}/rotate")


@refused("keys.rotate")
async def a_body_that_is_too_large_to_be_remembered(world: World) -> None:
    call = Call("POST", f"{await a_key(world)}/rotate", content=b"{}", headers={"content-length": "10000001"})
    await world.send(call, idempotency_key="large")


@refused("keys.rotate")
async def a_key_that_may_not_touch_keys(world: World) -> None:
    me = (await world.mute.get("/v1/me")).json()
    await world.mute.post(f"/v1/keys/{me['key_id']}/rotate")


@refused("people.create")
async def a_taken_address(world: World) -> None:
    await world.http.post("/v1/people", json={"email": world.house.email, "name": "Ada again"})


@refused("invitations.create")
async def somebody_who_is_there_already(world: World) -> None:
    await world.http.post("/v1/invitations", json={"email": world.house.email, "name": "Ada again"})


@refused("invitations.accept")
async def an_address_that_was_taken_meanwhile(world: World) -> None:
    new = newcomer()
    made = await world.ada.make("/v1/invitations", new)
    await world.ada.make("/v1/people", {"email": new["email"], "name": "Grace"})
    body = {"token": made["url"].rpartition("/")[2], "password": "four words said twice"}
    await world.nobody.post("/v1/invitations/accept", json=body)


@refused("invitations.accept")
@refused("people.reset_password")
async def links_that_have_done_their_work(world: World) -> None:
    for name in ("invitations.accept", "people.reset_password"):
        call = await GOOD[name](world)
        for _ in range(2):
            await world.send(call, world.nobody)


@refused("people.make_reset_link")
async def a_body_that_is_too_large_to_be_compared(world: World) -> None:
    call = await GOOD["people.make_reset_link"](world)
    large = replace(call, json=None, content=b"{}", headers={"content-length": "10000001"})
    await world.send(large, idempotency_key="large")


@refused("people.withdraw")
async def the_last_administrator(world: World) -> None:
    await world.http.delete(f"/v1/people/{world.house.person.id}")


@refused("grants.revoke")
async def the_last_administrators_role(world: World) -> None:
    person = f"/v1/people/{world.house.person.id}"
    (grant,) = [one for one in (await world.ada.read(person))["grants"] if one["role"] == "admin"]
    await world.http.delete(f"{person}/grants/{grant['id']}")


@refused("people.set_password")
async def the_wrong_password_too_often(world: World) -> None:
    body = {"password": "four words said twice", "current": "not this one"}
    for _ in range(11):
        await world.session.put(
            f"/v1/people/{world.house.person.id}/password", json=body, headers={"sec-fetch-site": "same-origin"}
        )


# Campaigns and stories


@refused("brands.create")
async def a_brand_that_exists(world: World) -> None:
    name = (await world.ada.brand())["name"]
    await world.http.post("/v1/brands", json={"name": name})


@refused("brands.change")
async def the_name_of_another_brand(world: World) -> None:
    name = (await world.ada.brand())["name"]
    other = await world.ada.brand()
    await world.ada.change(f"/v1/brands/{other['id']}", {"name": name})


@refused("archetypes.create")
async def a_key_that_is_taken_and_an_archetype_too_many(world: World) -> None:
    call = await GOOD["archetypes.create"](world)
    for _ in range(2):
        await world.send(call)
    organization = world.house.organization.uuid
    await behind_the_walls(world.administrator, "insert into archetype (org, key) " + _MANY, organization, MOST_OWN)
    await world.send(await GOOD["archetypes.create"](world))
    await behind_the_walls(world.administrator, "delete from archetype where org = $1 and key ~ '^many'", organization)


@refused("archetypes.add_version")
@refused("archetypes.withdraw")
async def an_archetype_that_is_built_in_and_one_that_was_withdrawn(world: World) -> None:
    for name in ("archetypes.add_version", "archetypes.withdraw"):
        call = await GOOD[name](world)
        mine = re.sub(r"/versions$", "", call.address)
        await world.send(replace(call, address=call.address.replace(mine, "/v1/archetypes/slice_of_life")))
        await world.http.delete(mine, headers={"if-match": '"r1"'})
        await world.send(replace(call, headers={"if-match": '"r2"'}))


@refused("stories.change")
@refused("videos.change")
async def a_shot_that_a_film_shows(world: World) -> None:
    shot = {"size": "wide", "movement": "still", "planned_ms": 800}
    beat = {"kind": "hook", "title": "The chair", "begin_ms": 0, "end_ms": 3000, "shots": [shot]}
    story = await world.ada.story(world.campaign["id"], beats=[beat])
    video = await world.ada.video(story["id"])
    source = await world.ada.source(video["id"], world.film)
    placed = {"shot_id": story["beats"][0]["shots"][0]["id"], "in_frame": 0, "out_frame": 25}
    address = f"/v1/sources/{source['id']}/placements"
    await world.http.put(address, json={"placements": [placed]}, headers={"if-match": '"r0"'})
    await world.ada.change(f"/v1/stories/{story['id']}", {"beats": []})
    await world.ada.change(f"/v1/videos/{video['id']}", {"story_id": world.story["id"]})


# Videos, sources and cuts


@refused("sources.upload")
async def a_second_master(world: World) -> None:
    call = await GOOD["sources.upload"](world)
    await world.send(replace(call, address=call.address.replace("role=insert", "role=master")))


@refused("sources.upload")
async def no_role(world: World) -> None:
    call = await GOOD["sources.upload"](world)
    await world.send(replace(call, address=call.address.partition("?")[0]))


@refused("sources.upload")
async def sound_without_a_picture(world: World) -> None:
    call = await GOOD["sources.upload"](world)
    await world.send(replace(call, content=world.voice.read_bytes()))


@refused("sources.upload")
async def a_digest_that_is_none_and_one_of_another_file(world: World) -> None:
    call = await GOOD["sources.upload"](world)
    await world.send(call, repr_digest="sha-256=:short:")
    await world.send(call, repr_digest="sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:")


@refused("sources.upload")
async def a_film_that_is_announced_as_too_large(world: World) -> None:
    call = await GOOD["sources.upload"](world)
    await world.send(replace(call, headers={**call.headers, "content-length": str(1 << 50)}))


@refused("sources.upload")
async def an_upload_that_waits_and_one_that_is_over(world: World) -> None:
    call, upload = await GOOD["sources.upload"](world), await an_upload(world)
    for _ in range(2):
        await world.http.post(f"{call.address}&upload={upload.rpartition('/')[2]}")
        await world.http.delete(upload, headers=TUS)


@refused("uploads.create")
async def more_uploads_than_anybody_needs(world: World) -> None:
    call = await GOOD["uploads.create"](world)
    begun = [await world.send(call) for _ in range(MOST_OPEN + 1)]
    for one in begun[:MOST_OPEN]:
        await world.http.delete(one.headers.get("location", "/v1/uploads/none"), headers=TUS)


@refused("uploads.create")
@refused("uploads.append")
@refused("uploads.terminate")
async def another_version_of_tus(world: World) -> None:
    for name in ("uploads.create", "uploads.append", "uploads.terminate"):
        await world.send(replace(await GOOD[name](world), headers={}))


@refused("uploads.create")
async def a_file_without_a_size_and_one_beyond_the_limit(world: World) -> None:
    for length in ("", str(1 << 50)):
        await world.send(await GOOD["uploads.create"](world), upload_length=length)


@refused("uploads.append")
async def parts_that_do_not_fit(world: World) -> None:
    call = await GOOD["uploads.append"](world)
    await world.send(call, upload_offset="7")
    await world.send(call, upload_offset="nonsense")
    await world.send(call, upload_checksum="sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=")
    await world.send(call, content_type="text/plain")
    await world.send(replace(call, content=bytes(100_001)))


@refused("uploads.get")
@refused("uploads.append")
@refused("uploads.terminate")
async def an_upload_that_was_ended(world: World) -> None:
    call = await GOOD["uploads.append"](world)
    for _ in range(2):
        await world.http.delete(call.address, headers=TUS)
    await world.http.get(call.address)
    await world.send(call)


@refused("cuts.create")
@refused("cuts.change")
async def the_code_of_another_cut(world: World) -> None:
    one = await world.new_cut(conform=False)
    other = await world.new_cut(conform=False)
    await world.http.post(
        f"/v1/videos/{world.video['id']}/cuts", json={**cut_of(world.source["id"]), "code": one["code"]}
    )
    await world.ada.change(f"/v1/cuts/{other['id']}", {"code": one["code"]})


@refused("films.upload")
async def films_that_are_none_or_too_large_or_still_coming(world: World) -> None:
    call, upload = await GOOD["films.upload"](world), await an_upload(world)
    for _ in range(2):
        await world.send(call)
    await world.send(replace(call, content=world.voice.read_bytes()))
    await world.send(call, repr_digest="sha-256=:short:")
    await world.send(call, repr_digest="sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:")
    await world.send(replace(call, headers={**call.headers, "content-length": str(1 << 50)}))
    for _ in range(2):
        await world.http.put(f"{call.address}?upload={upload.rpartition('/')[2]}")
        await world.http.delete(upload, headers=TUS)


@refused("films.accept")
async def a_film_that_was_accepted_or_not_yet_compared(world: World) -> None:
    address, etag = await a_filmed_cut(world)
    await world.http.post(f"{address}/accept", json={"reason": "Fine."}, headers={"if-match": etag})


@refused("releases.create")
@refused("releases.approve")
async def a_film_that_is_still_compared_and_one_that_differs(world: World) -> None:
    release = await world.new_release()
    cut, film = f"/v1/cuts/{release['cut_id']}", f"/v1/cuts/{release['cut_id']}/film"
    sent = Call("PUT", film, content=world.film.read_bytes(), headers={"content-type": "video/mp4"})
    assert (await world.send(sent)).status_code == 201
    for _ in range(2):
        await world.http.post(f"/v1/releases/{release['id']}/approve")
        await world.http.post(f"{cut}/releases", json={"market": "DE", "locale": "de-DE"})
        await compared(world, film)
