"""A request that succeeds for every operation of assignments and reviews."""

from __future__ import annotations

from tests.contract.calls import good, reads
from tests.contract.world import Call, World
from tests.studio import Json

reads("assignments.list", lambda world: f"/v1/videos/{world.video['id']}/assignments")
reads("assignments.people", lambda world: f"/v1/videos/{world.video['id']}/assignable")
reads("me.assignments", lambda _: "/v1/me/assignments")
reads("me.wants", lambda _: "/v1/me/wants")
reads("me.calendar", lambda _: "/v1/me/calendar.ics")
reads("tracks.review", lambda world: f"/v1/tracks/{world.german['id']}/review")
reads("tracks.remarks", lambda world: f"/v1/tracks/{world.german['id']}/remarks")


async def an_assignment(world: World) -> Json:
    """A locale of a new video for who asks."""
    video = await world.ada.video(world.story["id"])
    return await world.ada.make(f"/v1/videos/{video['id']}/assignments", given(world))


def given(world: World) -> Json:
    """What is given, and to whom."""
    who = str(world.house.person.id)
    return {"locale": "de-DE", "role": "localize", "person_id": who, "due_on": "2027-01-22", "note": "Short."}


async def in_review(world: World) -> tuple[Json, str]:
    """A track that waits for approval, and one of its cues."""
    source, _, _ = await world.captioned()
    track = await world.translated(source["id"], approve=False)
    seen = {"if-match": f'"r{track["revision"]}"'}
    submitted = await world.http.post(f"/v1/tracks/{track['id']}/submit", headers=seen)
    assert submitted.status_code == 200, submitted.text
    cue = (await world.ada.read(f"/v1/tracks/{track['id']}/cues"))["data"][0]
    return submitted.json(), cue["id"]


@good("assignments.create")
async def assign(world: World) -> Call:
    video = await world.ada.video(world.story["id"])
    return Call("POST", f"/v1/videos/{video['id']}/assignments", given(world))


@good("assignments.get")
async def read_assignment(world: World) -> Call:
    return Call("GET", f"/v1/assignments/{(await an_assignment(world))['id']}")


@good("assignments.change")
async def change_assignment(world: World) -> Call:
    made = await an_assignment(world)
    seen = {"if-match": f'"r{made["revision"]}"'}
    return Call("PATCH", f"/v1/assignments/{made['id']}", {"due_on": "2027-02-01"}, headers=seen)


@good("assignments.withdraw")
async def withdraw_assignment(world: World) -> Call:
    return Call("DELETE", f"/v1/assignments/{(await an_assignment(world))['id']}")


@good("me.open_calendar")
async def open_calendar(_: World) -> Call:
    return Call("POST", "/v1/me/calendar")


@good("me.close_calendar")
async def close_calendar(_: World) -> Call:
    return Call("DELETE", "/v1/me/calendar")


@good("tracks.send_back")
async def send_back(world: World) -> Call:
    track, cue = await in_review(world)
    said = {"reason": "Too long.", "cues": [{"cue_id": cue, "text": "Shorter."}]}
    seen = {"if-match": f'"r{track["revision"]}"'}
    return Call("POST", f"/v1/tracks/{track['id']}/send_back", said, headers=seen)


async def _seen(world: World, act: str) -> Call:
    track, _ = await in_review(world)
    return Call("POST", f"/v1/tracks/{act}", {"tracks": [{"id": track["id"], "revision": track["revision"]}]})


@good("tracks.submit_many")
async def submit_many(world: World) -> Call:
    return await _seen(world, "submit_many")


@good("tracks.approve_many")
async def approve_many(world: World) -> Call:
    return await _seen(world, "approve_many")


@good("tracks.fix_many")
async def fix_many(world: World) -> Call:
    return await _seen(world, "fix_many")
