"""A request that succeeds for every operation of the captions."""

from __future__ import annotations

from tests.contract.calls import good, reads
from tests.contract.world import Call, World
from tests.studio import Json

reads("tracks.list", lambda world: f"/v1/sources/{world.source['id']}/tracks")
reads("tracks.get", lambda world: f"/v1/tracks/{world.german['id']}")
reads("cues.list", lambda world: f"/v1/tracks/{world.german['id']}/cues")
reads("cues.get", lambda world: f"/v1/tracks/{world.german['id']}/cues/{world.cue['id']}")
reads("cues.history", lambda world: f"/v1/tracks/{world.german['id']}/cues/{world.cue['id']}/history")
reads("cues.timing", lambda world: f"/v1/cues/{world.cue['id']}/timing")
reads("cuts.cues", lambda world: f"/v1/cuts/{world.cut['id']}/cues?locale=de-DE&market=DE")
reads("cuts.findings", lambda world: f"/v1/cuts/{world.cut['id']}/findings?locale=de-DE&market=DE")
reads("tracks.findings", lambda world: f"/v1/tracks/{world.german['id']}/findings")
reads("releases.list", lambda world: f"/v1/cuts/{world.cut['id']}/releases")
reads("releases.get", lambda world: f"/v1/releases/{world.release['id']}")
reads("files.get", lambda world: str(world.release["files"][0]["url"]))
reads("files.latest", lambda world: f"/v1/cuts/{world.cut['id']}/captions/DE/de-DE.vtt")


@good("tracks.open")
async def open_locale(world: World) -> Call:
    source, _, _ = await world.captioned()
    return Call("POST", f"/v1/sources/{source['id']}/tracks", {"locale": "ja-JP"})


@good("tracks.submit")
async def submit(world: World) -> Call:
    _, track, _ = await world.captioned()
    return Call("POST", f"/v1/tracks/{track['id']}/submit", headers={"if-match": f'"r{track["revision"]}"'})


@good("tracks.open_planned")
async def open_planned(world: World) -> Call:
    source, _, _ = await world.captioned()
    return Call("POST", f"/v1/sources/{source['id']}/open_locales")


@good("tracks.approve")
async def approve(world: World) -> Call:
    _, track, _ = await world.captioned()
    return Call("POST", f"/v1/tracks/{track['id']}/approve", headers={"if-match": f'"r{track["revision"]}"'})


@good("tracks.fix")
async def fix(world: World) -> Call:
    _, track, _ = await world.captioned()
    return Call("POST", f"/v1/tracks/{track['id']}/fixes", headers={"if-match": f'"r{track["revision"]}"'})


@good("cues.write")
async def write(world: World) -> Call:
    _, track, cue = await world.captioned()
    address = f"/v1/tracks/{track['id']}/cues/{cue['id']}"
    return Call("PUT", address, {"text": "Three cups."}, headers={"if-match": f'"r{cue["revision"]}"'})


@good("cues.check")
async def check(world: World) -> Call:
    address = f"/v1/tracks/{world.german['id']}/cues/{world.cue['id']}/check"
    return Call("POST", address, {"text": "Zwei Becher."})


@good("cues.move")
async def move(world: World) -> Call:
    _, _, cue = await world.captioned()
    return Call("PUT", f"/v1/cues/{cue['id']}/timing", {"begin_ms": 100, "end_ms": 800}, headers={"if-match": '"r1"'})


async def overridden(world: World) -> tuple[str, Json]:
    """A cue of a new cut, where it is read and changed, and its only override."""
    cut = await world.new_cut()
    cue = (await world.ada.read(f"/v1/cuts/{cut['id']}/cues?locale=de-DE"))["cues"][0]
    address = f"/v1/cuts/{cut['id']}/cues/{cue['cue_id']}/{cue['segment_id']}?locale=de-DE"
    changed = await world.http.patch(
        address, json={"text": "Zwei Becher."}, headers={"if-match": f'"r{cue["revision"]}"'}
    )
    assert changed.status_code == 200, changed.text
    return address, changed.json()


@good("cuts.override")
async def override(world: World) -> Call:
    address, cue = await overridden(world)
    change = {"text": None, "begin_ms": 100}
    return Call("PATCH", address, change, headers={"if-match": f'"r{cue["revision"]}"'})


@good("cuts.cue")
async def cue_of_cut(world: World) -> Call:
    return Call("GET", (await overridden(world))[0])


@good("overrides.get")
async def read_override(world: World) -> Call:
    _, cue = await overridden(world)
    return Call("GET", f"/v1/overrides/{cue['overrides'][0]['id']}")


@good("overrides.list")
async def list_overrides(world: World) -> Call:
    _, cue = await overridden(world)
    return Call("GET", f"/v1/cuts/{cue['cut_id']}/overrides")


@good("overrides.take_back")
async def take_back(world: World) -> Call:
    _, cue = await overridden(world)
    (one,) = cue["overrides"]
    return Call("DELETE", f"/v1/overrides/{one['id']}", headers={"if-match": f'"r{one["revision"]}"'})


@good("releases.create")
async def release(world: World) -> Call:
    cut = await world.new_cut()
    return Call("POST", f"/v1/cuts/{cut['id']}/releases", {"market": "DE", "locale": "de-DE"})


@good("releases.approve")
async def approve_release(world: World) -> Call:
    return Call("POST", f"/v1/releases/{(await world.new_release())['id']}/approve")


@good("releases.withdraw")
async def withdraw_release(world: World) -> Call:
    return Call("POST", f"/v1/releases/{(await world.new_release())['id']}/withdraw")
