"""A request that succeeds for every operation of channels and posts."""

from __future__ import annotations

from tests.contract.calls import good, makes, reads
from tests.contract.world import Call, World, unique
from tests.studio import Json

PDF = b"%PDF-1.7\n%%EOF\n"
WHEN = "2027-01-20T18:00"
RECORD = {"url": "https://video.example/1", "posted_at": "2026-11-20T18:01:00+01:00", "note": "By hand."}


def profile(world: World) -> Json:
    """A new profile of the brand."""
    facts = {"platform": "tiktok", "name": "Aldermoor", "zone": "Europe/Berlin"}
    return {"brand_id": world.brand["id"], "handle": f"@{unique('c').replace(' ', '')}", **facts}


async def a_channel(world: World) -> Json:
    """A channel of its own."""
    return await world.ada.make("/v1/channels", profile(world))


async def a_post(world: World) -> Json:
    """A post on a channel of its own."""
    channel = await a_channel(world)
    new = {"cuts": [world.cut["id"]], "channels": [channel["id"]], "markets": ["DE"], "local_at": WHEN}
    made = await world.ada.make(f"/v1/campaigns/{world.campaign['id']}/posts", new)
    post: Json = made["planned"][0]
    return post


async def a_ready_post(world: World) -> Json:
    """A post whose closed gates somebody let pass."""
    post = await a_post(world)
    for gate in (await world.ada.read(f"/v1/posts/{post['id']}/gates"))["gates"]:
        if gate["state"] == "blocks":
            await world.http.put(f"/v1/posts/{post['id']}/overrides/{gate['kind']}", json={"reason": "Said so."})
    return await world.ada.read(f"/v1/posts/{post['id']}")


async def done(world: World, post: Json, verb: str, body: Json) -> Json:
    """Something done with a post."""
    seen = {"if-match": f'"r{post["revision"]}"'}
    answer = await world.http.post(f"/v1/posts/{post['id']}/{verb}", json=body, headers=seen)
    assert answer.status_code == 200, answer.text
    after: Json = answer.json()
    return after


def a_move(post: Json, verb: str, body: Json) -> Call:
    """Something to do with a post."""
    return Call("POST", f"/v1/posts/{post['id']}/{verb}", body, headers={"if-match": f'"r{post["revision"]}"'})


def url() -> Json:
    """A record with an address that no other post has."""
    return RECORD | {"url": f"https://video.example/{unique('p').replace(' ', '')}"}


reads("channels.list", lambda _: "/v1/channels")
makes("channels.create", lambda _: "/v1/channels", profile)
reads("copy.list", lambda world: f"/v1/campaigns/{world.campaign['id']}/copy")
reads("copy.get", lambda world: f"/v1/campaigns/{world.campaign['id']}/copy/tiktok/DE")
reads("rules.platforms", lambda _: "/v1/rules/platforms")
reads("rules.platform", lambda _: "/v1/rules/platforms/tiktok")
makes("posts.validate", lambda _: "/v1/posts:validate", lambda _: {"platform": "tiktok", "text": "A free chair."})
reads("posts.list", lambda world: f"/v1/campaigns/{world.campaign['id']}/posts")
reads("posts.tasks", lambda world: f"/v1/campaigns/{world.campaign['id']}/post_tasks")
reads("posts.calendar", lambda world: f"/v1/campaigns/{world.campaign['id']}/posts.ics")
reads("posts.read_plan", lambda world: f"/v1/campaigns/{world.campaign['id']}/plan")


@good("channels.get")
async def read_channel(world: World) -> Call:
    return Call("GET", f"/v1/channels/{(await a_channel(world))['id']}")


@good("channels.change")
async def change_channel(world: World) -> Call:
    made = await a_channel(world)
    return Call("PATCH", f"/v1/channels/{made['id']}", {"zone": "Asia/Tokyo"}, headers={"if-match": '"r1"'})


@good("channels.withdraw")
async def withdraw_channel(world: World) -> Call:
    return Call("DELETE", f"/v1/channels/{(await a_channel(world))['id']}")


@good("copy.say")
async def say_copy(world: World) -> Call:
    address = f"/v1/campaigns/{world.campaign['id']}/copy/all/DE"
    now = await world.http.get(address)
    return Call("PUT", address, {"text": unique("text")}, headers={"if-match": now.headers["etag"]})


@good("posts.plan")
async def plan_posts(world: World) -> Call:
    channel = await a_channel(world)
    new = {"cuts": [world.cut["id"]], "channels": [channel["id"]]}
    return Call("POST", f"/v1/campaigns/{world.campaign['id']}/posts", new)


@good("posts.get")
async def read_post(world: World) -> Call:
    return Call("GET", f"/v1/posts/{(await a_post(world))['id']}")


@good("posts.steps")
async def read_steps(world: World) -> Call:
    return Call("GET", f"/v1/posts/{(await a_post(world))['id']}/steps")


@good("posts.change")
async def change_post(world: World) -> Call:
    post = await a_post(world)
    return Call("PATCH", f"/v1/posts/{post['id']}", {"text": "Own words."}, headers={"if-match": '"r1"'})


@good("posts.withdraw")
async def withdraw_post(world: World) -> Call:
    return Call("DELETE", f"/v1/posts/{(await a_post(world))['id']}", headers={"if-match": '"r1"'})


@good("posts.gates")
async def read_gates(world: World) -> Call:
    return Call("GET", f"/v1/posts/{(await a_post(world))['id']}/gates")


@good("posts.override")
async def override_gate(world: World) -> Call:
    return Call("PUT", f"/v1/posts/{(await a_post(world))['id']}/overrides/brief", {"reason": "Said so."})


@good("posts.end_override")
async def end_override(world: World) -> Call:
    return Call("DELETE", f"/v1/posts/{(await a_ready_post(world))['id']}/overrides/brief")


@good("posts.schedule")
async def schedule_post(world: World) -> Call:
    return a_move(await a_ready_post(world), "schedule", {"local_at": "2027-01-21T18:00"})


@good("posts.unschedule")
async def unschedule_post(world: World) -> Call:
    post = await done(world, await a_ready_post(world), "schedule", {})
    return Call("POST", f"/v1/posts/{post['id']}/unschedule", headers={"if-match": f'"r{post["revision"]}"'})


@good("posts.record")
async def record_post(world: World) -> Call:
    return a_move(await a_ready_post(world), "record", url())


@good("posts.correct")
async def correct_record(world: World) -> Call:
    return a_move(await done(world, await a_ready_post(world), "record", url()), "correct", url())


@good("posts.doubt")
async def doubt_post(world: World) -> Call:
    return a_move(await a_post(world), "doubt", {"note": "The app closed while it was sending."})


@good("posts.not_arrived")
async def not_arrived(world: World) -> Call:
    post = await done(world, await a_post(world), "doubt", {"note": "Who knows."})
    return a_move(post, "not_arrived", {"note": "Looked: it is not there."})


@good("posts.take_down")
async def take_down(world: World) -> Call:
    return a_move(
        await done(world, await a_ready_post(world), "record", url()), "take_down", {"note": "The music ended."}
    )


@good("posts.keep_evidence")
async def keep_evidence(world: World) -> Call:
    address = f"/v1/posts/{(await a_post(world))['id']}/evidence"
    return Call("PUT", address, content=PDF, headers={"content-type": "application/pdf"})


@good("posts.evidence")
async def read_evidence(world: World) -> Call:
    post = await a_ready_post(world)
    kept = await world.send(
        Call("PUT", f"/v1/posts/{post['id']}/evidence", content=PDF, headers={"content-type": "application/pdf"})
    )
    await done(world, post, "record", url() | {"evidence_sha256": kept.json()["evidence_sha256"]})
    return Call("GET", f"/v1/posts/{post['id']}/evidence")


@good("posts.mend_captions")
async def mend_captions(world: World) -> Call:
    post = await done(world, await a_ready_post(world), "record", url())
    sent = {"locale": "de-DE", "release_id": world.release["id"], "how": "sidecar"}
    return a_move(post, "captions", {"captions": [sent]})


@good("posts.open_calendar")
async def open_post_calendar(world: World) -> Call:
    return Call("POST", f"/v1/campaigns/{world.campaign['id']}/post_calendar")


@good("posts.close_calendar")
async def close_post_calendar(world: World) -> Call:
    return Call("DELETE", f"/v1/campaigns/{world.campaign['id']}/post_calendar")
