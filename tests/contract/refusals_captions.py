"""What goes wrong in one operation of the captions only."""

from __future__ import annotations

from msgspec.structs import replace

from tests.contract.calls import GOOD
from tests.contract.refusals import refused
from tests.contract.world import World


@refused("cues.move")
async def a_cue_that_was_withdrawn(world: World) -> None:
    call = await GOOD["cues.move"](world)
    await world.http.post(call.address.replace("timing", "withdraw"), headers={"if-match": '"r1"'})
    await world.send(call)


@refused("cues.add")
@refused("tracks.open")
async def a_source_without_captions_and_a_locale_that_is_open(world: World) -> None:
    call = await GOOD["tracks.open"](world)
    for _ in range(2):
        await world.send(call)
    bare = await world.ada.source(world.video["id"], world.film, "insert")
    await world.send(replace(call, address=f"/v1/sources/{bare['id']}/tracks"))
    await world.send(replace(await GOOD["cues.add"](world), address=f"/v1/sources/{bare['id']}/cues"))


@refused("tracks.approve")
async def a_locale_without_texts(world: World) -> None:
    source, _, _ = await world.captioned()
    track = await world.ada.make(f"/v1/sources/{source['id']}/tracks", {"locale": "de-DE"})
    await world.http.post(f"/v1/tracks/{track['id']}/approve", headers={"if-match": f'"r{track["revision"]}"'})


@refused("tracks.open_planned")
async def locales_before_captions(world: World) -> None:
    video = await world.ada.video(world.story["id"])
    source = await world.ada.source(video["id"], world.film)
    await world.http.post(f"/v1/sources/{source['id']}/open_locales")


@refused("tracks.approve")
@refused("releases.approve")
async def what_one_wrote_oneself_where_four_eyes_are_asked_for(world: World) -> None:
    approval, release = await GOOD["tracks.approve"](world), await world.new_release()
    address = f"/v1/campaigns/{world.campaign['id']}"
    for asked in (True, False):
        seen = {"if-match": (await world.http.get(address)).headers["etag"]}
        await world.http.patch(address, json={"four_eyes": asked}, headers=seen)
        if asked:
            await world.send(approval)
            await world.http.post(f"/v1/releases/{release['id']}/approve")


@refused("releases.create")
async def a_cut_that_is_not_conformed(world: World) -> None:
    cut = await world.new_cut(conform=False)
    await world.http.post(f"/v1/cuts/{cut['id']}/releases", json={"market": "DE", "locale": "de-DE"})


@refused("releases.create")
async def texts_that_are_wanting_or_not_approved_and_a_release_that_exists(world: World) -> None:
    source, _, _ = await world.captioned()
    cut = await world.new_cut(source["video_id"], source["id"])
    address, body = f"/v1/cuts/{cut['id']}/releases", {"market": "DE", "locale": "de-DE"}
    await world.ada.make(f"/v1/sources/{source['id']}/tracks", {"locale": "fr-FR"})
    await world.http.post(address, json=body | {"locale": "fr-FR"})
    track = await world.translated(source["id"], approve=False)
    await world.http.post(address, json=body)
    now = await world.http.get(f"/v1/tracks/{track['id']}")
    await world.http.post(f"/v1/tracks/{track['id']}/approve", headers={"if-match": now.headers["etag"]})
    for _ in range(2):
        await world.http.post(address, json=body)


@refused("cuts.findings")
@refused("cuts.cues")
@refused("cuts.cue")
@refused("cuts.override")
async def a_track_that_the_cut_is_not_made_for(world: World) -> None:
    call = await GOOD["cuts.override"](world)
    address = call.address.replace("de-DE", "ja-JP")
    await world.http.get(address)
    await world.http.get(address.partition("/cue_")[0] + "?locale=ja-JP")
    await world.http.get(address.partition("/cues/")[0] + "/findings?locale=ja-JP&market=DE")
    await world.send(replace(call, address=address))


@refused("cuts.override")
async def a_cut_whose_cues_are_being_placed(world: World) -> None:
    call = await GOOD["cuts.override"](world)
    cut = call.address.split("/")[3]
    segment = {"layer": "picture", "source_id": world.source["id"], "in_frame": 0, "out_frame": 30}
    now = await world.http.get(f"/v1/cuts/{cut}")
    edit = {"if-match": now.headers["etag"]}
    await world.http.put(f"/v1/cuts/{cut}/edit_list", json={"segments": [segment]}, headers=edit)
    await world.send(call)


@refused("releases.create")
@refused("releases.approve")
async def an_override_that_waits_for_a_decision(world: World) -> None:
    source, _, cue = await world.captioned()
    track = await world.translated(source["id"])
    cut = await world.new_cut(source["video_id"], source["id"])
    shown = (await world.ada.read(f"/v1/cuts/{cut['id']}/cues?locale=de-DE"))["cues"][0]
    address = f"/v1/cuts/{cut['id']}/cues/{shown['cue_id']}/{shown['segment_id']}?locale=de-DE"
    seen = {"if-match": f'"r{shown["revision"]}"'}
    await world.http.patch(address, json={"text": "Zwei Becher."}, headers=seen)
    body = {"market": "DE", "locale": "de-DE"}
    waiting = await world.ada.make(f"/v1/cuts/{cut['id']}/releases", body)
    text = f"/v1/tracks/{track['id']}/cues/{cue['id']}"
    now = await world.http.get(text)
    await world.http.put(text, json={"text": "Zwei Schalen."}, headers={"if-match": now.headers["etag"]})
    now = await world.http.get(f"/v1/tracks/{track['id']}")
    await world.http.post(f"/v1/tracks/{track['id']}/approve", headers={"if-match": now.headers["etag"]})
    await world.http.post(f"/v1/cuts/{cut['id']}/releases", json=body)
    await world.http.post(f"/v1/releases/{waiting['id']}/approve")


@refused("releases.approve")
async def a_release_that_is_approved(world: World) -> None:
    release = await world.new_release()
    for _ in range(2):
        await world.http.post(f"/v1/releases/{release['id']}/approve")


@refused("files.get")
async def a_file_that_was_withdrawn(world: World) -> None:
    release = await world.new_release()
    await world.http.post(f"/v1/releases/{release['id']}/withdraw")
    await world.http.get(release["files"][0]["url"])


@refused("files.latest")
async def captions_that_are_not_released(world: World) -> None:
    cut = await world.new_cut()
    address = f"/v1/cuts/{cut['id']}/captions/DE/de-DE"
    await world.http.get(f"{address}.vtt")
    await world.http.get(f"{address}.vtt?incomplete=omit")
    await world.http.get(f"{address}.docx")
