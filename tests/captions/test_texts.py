"""One text at a time: what it was before, and what would be wrong with another one."""

from __future__ import annotations

from tests.captions.desk import Desk
from tests.captions.workshop import Json


async def first(desk: Desk) -> Json:
    found: Json = (await desk.room.read(f"/v1/tracks/{desk.german}/cues"))["data"][0]
    return found


async def test_every_text_is_kept_and_can_be_brought_back(desk: Desk) -> None:
    for text in ("Zwei.", "Drei."):
        await desk.rewrite(0, text)
    cue = await first(desk)
    address = f"/v1/tracks/{desk.german}/cues/{cue['id']}/history"
    past = (await desk.room.read(address))["data"]
    assert [(one["text"], one["current"]) for one in past] == [("Drei.", True), ("Zwei.", False), ("Eins.", False)]
    assert {one["by_name"] for one in past} == {"Ada Lindqvist"}
    page = await desk.room.read(address, limit="2")
    rest = await desk.room.read(address, limit="2", cursor=page["page"]["next_cursor"])
    assert [one["text"] for one in rest["data"]] == ["Eins."]
    assert (await desk.room.write(desk.german, cue["id"], past[-1]["text"], cue["revision"])).status_code == 200
    assert [one["text"] for one in (await desk.room.read(address))["data"]][:2] == ["Eins.", "Drei."]


async def test_a_cue_without_a_text_has_no_history(desk: Desk) -> None:
    track = await desk.room.make(f"/v1/sources/{desk.room.source}/tracks", locale="pl-PL")
    cue = (await desk.room.read(f"/v1/tracks/{track['id']}/cues"))["data"][0]
    assert (await desk.room.read(f"/v1/tracks/{track['id']}/cues/{cue['id']}/history"))["data"] == []
    other = f"/v1/tracks/{desk.german}/cues/{cue['id'][:-4]}0000/history"
    assert (await desk.room.api.get(other)).status_code == 404


async def test_a_text_is_checked_without_being_written(desk: Desk) -> None:
    cue = await first(desk)
    address = f"/v1/tracks/{desk.german}/cues/{cue['id']}"
    answer = await desk.room.api.post(
        f"{address}/check", json={"text": "Dieser Satz ist für eine Sekunde viel zu lang."}
    )
    assert answer.status_code == 200
    checked = answer.json()
    assert checked["units_per_second"] == 46.0
    assert (checked["comfortable"], checked["errors"]) == (17.0, 0)
    assert "reading_speed" in {one["rule"] for one in checked["data"]}
    good = (await desk.room.api.post(f"{address}/check", json={"text": "Eins. "})).json()
    assert (good["text"], good["data"]) == ("Eins.", [])
    assert (await desk.room.read(address))["text"] == "Eins."
