"""What goes wrong in one operation of channels and posts only."""

from __future__ import annotations

from msgspec.structs import replace

from service.posts.evidencing import LIMIT_BYTES
from tests.contract.calls import GOOD
from tests.contract.calls_posts import a_channel, a_move, a_post, a_ready_post, done, profile, url
from tests.contract.refusals import refused
from tests.contract.world import World


@refused("channels.create")
async def a_handle_that_the_brand_has(world: World) -> None:
    new = profile(world)
    await world.http.post("/v1/channels", json=new)
    await world.http.post("/v1/channels", json=new | {"handle": new["handle"].upper()})


@refused("channels.change")
async def a_handle_of_another_channel(world: World) -> None:
    one, other = await a_channel(world), await a_channel(world)
    seen = {"if-match": '"r1"'}
    await world.http.patch(f"/v1/channels/{one['id']}", json={"handle": other["handle"]}, headers=seen)


@refused("channels.withdraw")
async def a_channel_that_posts_wait_on(world: World) -> None:
    post = await a_post(world)
    await world.http.delete(f"/v1/channels/{post['channel_id']}")


@refused("campaigns.change")
async def a_market_in_which_posts_stand(world: World) -> None:
    await a_post(world)
    campaign = f"/v1/campaigns/{world.campaign['id']}"
    seen = (await world.http.get(campaign)).headers["etag"]
    await world.http.patch(campaign, json={"markets": []}, headers={"if-match": seen})


@refused("posts.change")
@refused("posts.withdraw")
@refused("posts.schedule")
@refused("posts.record")
@refused("posts.doubt")
@refused("posts.not_arrived")
@refused("posts.unschedule")
async def a_post_that_is_live(world: World) -> None:
    post = await done(world, await a_ready_post(world), "record", url())
    seen = {"if-match": f'"r{post["revision"]}"'}
    await world.http.patch(f"/v1/posts/{post['id']}", json={"text": "No."}, headers=seen)
    await world.http.delete(f"/v1/posts/{post['id']}", headers=seen)
    for verb, body in (
        ("schedule", {}),
        ("record", url()),
        ("doubt", {"note": "No."}),
        ("not_arrived", {"note": "No."}),
        ("unschedule", None),
    ):
        await world.http.post(f"/v1/posts/{post['id']}/{verb}", json=body, headers=seen)


@refused("posts.correct")
@refused("posts.take_down")
@refused("posts.mend_captions")
async def a_post_that_is_not_live(world: World) -> None:
    post = await a_post(world)
    await world.send(a_move(post, "correct", url()))
    await world.send(a_move(post, "take_down", {"note": "No."}))
    sent = {"locale": "de-DE", "release_id": world.release["id"], "how": "sidecar"}
    await world.send(a_move(post, "captions", {"captions": [sent]}))


@refused("posts.record")
@refused("posts.correct")
@refused("posts.doubt")
async def an_address_of_another_post(world: World) -> None:
    said = url()
    await done(world, await a_ready_post(world), "record", said)
    await world.send(a_move(await a_ready_post(world), "record", said))
    await world.send(a_move(await a_post(world), "doubt", {"note": "Who knows.", "url": said["url"]}))
    live = await done(world, await a_ready_post(world), "record", url())
    await world.send(a_move(live, "correct", said))


@refused("posts.keep_evidence")
async def evidence_that_is_nothing_a_film_or_too_large(world: World) -> None:
    call = await GOOD["posts.keep_evidence"](world)
    for other in (b"", b"PK\x03\x04 is no PDF", b" " * (LIMIT_BYTES + 1)):
        await world.send(replace(call, content=other))
    await world.send(replace(call, headers={"content-type": "video/mp4"}))


@refused("posts.schedule")
@refused("posts.record")
async def a_post_whose_gates_are_closed(world: World) -> None:
    post = await a_post(world)
    await world.send(a_move(post, "schedule", {}))
    await world.send(a_move(post, "record", url()))


@refused("posts.override")
async def a_gate_that_holds(world: World) -> None:
    post = await a_post(world)
    await world.http.put(f"/v1/posts/{post['id']}/overrides/duplicate", json={"reason": "No."})


@refused("posts.open_calendar")
async def a_calendar_body_that_is_too_large_to_be_compared(world: World) -> None:
    call = await GOOD["posts.open_calendar"](world)
    large = replace(call, content=b"{}", headers={"content-length": "10000001"})
    await world.send(large, idempotency_key="large posts")
