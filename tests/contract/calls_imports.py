"""A request that succeeds for every operation that imports captions, or adds and takes cues."""

from __future__ import annotations

import json

from tests.contract.calls import good, reads
from tests.contract.world import CAPTIONS, Call, World

FORM = "multipart/form-data; boundary=the-parts"
CARD = "WEBVTT\n\n00:00.100 --> 00:00.900\nAldermoor.\n"


def form(items: object, **files: str) -> bytes:
    """A form of items and WebVTT files."""
    parts = {'name="items"': json.dumps(items)}
    parts |= {f'name="{name}"; filename="{name}.vtt"': text for name, text in files.items()}
    lines = [f"--the-parts\r\ncontent-disposition: form-data; {what}\r\n\r\n{text}\r\n" for what, text in parts.items()]
    return "".join([*lines, "--the-parts--\r\n"]).encode()


reads("cuts.tracks", lambda world: f"/v1/cuts/{world.cut['id']}/tracks")


@good("tracks.import")
async def import_captions(world: World) -> Call:
    video = await world.ada.video(world.story["id"])
    source = await world.ada.source(video["id"], world.film)
    address = f"/v1/sources/{source['id']}/captions/en-US"
    return Call("PUT", address, content=CAPTIONS.encode(), headers={"content-type": "text/vtt"})


@good("cues.add")
async def add(world: World) -> Call:
    source, _, _ = await world.captioned()
    return Call("POST", f"/v1/sources/{source['id']}/cues", {"begin_ms": 100, "end_ms": 300, "text": "Well."})


async def captioned_cut(world: World) -> str:
    """A new cut with captions of its own."""
    call = await import_on_cut(world)
    await world.send(call)
    return call.address.partition("/captions/")[0]


@good("cuts.import")
async def import_on_cut(world: World) -> Call:
    cut = await world.new_cut(conform=False)
    headers = {"content-type": "text/vtt"}
    return Call("PUT", f"/v1/cuts/{cut['id']}/captions/en-US", content=CARD.encode(), headers=headers)


@good("cuts.open_track")
async def open_on_cut(world: World) -> Call:
    return Call("POST", f"{await captioned_cut(world)}/tracks", {"locale": "de-DE"})


@good("cuts.add_cue")
async def add_to_cut(world: World) -> Call:
    return Call("POST", f"{await captioned_cut(world)}/cues", {"begin_ms": 1000, "end_ms": 1300, "text": "Well."})


@good("cues.withdraw")
async def withdraw_cue(world: World) -> Call:
    _, _, cue = await world.captioned()
    return Call("POST", f"/v1/cues/{cue['id']}/withdraw", headers={"if-match": '"r1"'})


@good("cues.restore")
async def restore_cue(world: World) -> Call:
    call = await withdraw_cue(world)
    await world.send(call)
    return Call("POST", call.address.replace("withdraw", "restore"), headers=call.headers)


@good("imports.run")
async def import_many(world: World) -> Call:
    cut = await world.new_cut(conform=False)
    item = {"file": "card", "cut_id": cut["id"], "locale": "en-US"}
    return Call("POST", "/v1/imports", content=form([item], card=CARD), headers={"content-type": FORM})
