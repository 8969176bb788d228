"""A locale as its reviewer reads it, and how it goes back."""

from __future__ import annotations

from tests.captions.desk import Desk
from tests.captions.workshop import Json


async def submit(desk: Desk) -> Json:
    track = await desk.room.read(f"/v1/tracks/{desk.german}")
    seen = {"if-match": f'"r{track["revision"]}"'}
    answer = await desk.room.api.post(f"/v1/tracks/{desk.german}/submit", headers=seen)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def test_a_reviewer_sees_what_changed_since_the_approval_and_where_it_shows(desk: Desk) -> None:
    await desk.rewrite(0, "Eins, neu.")
    read = await desk.room.read(f"/v1/tracks/{desk.german}/review")
    assert read["approved_before"] is True
    first, second, third = read["cues"]
    assert (first["text"], first["approved_text"]) == ("Eins, neu.", "Eins.")
    assert (first["source_text"], first["approved_source_text"]) == ("One.", "One.")
    assert (second["text"], second["approved_text"]) == ("Zwei.", "Zwei.")
    assert [one["cuts"] for one in (first, second, third)] == [1, 1, 0]


async def test_a_locale_goes_back_with_reasons_that_are_answered_by_new_texts(desk: Desk) -> None:
    await desk.rewrite(0, "Eins, neu.")
    track = await submit(desk)
    address, seen = f"/v1/tracks/{desk.german}", {"if-match": f'"r{track["revision"]}"'}
    cue = (await desk.room.read(f"{address}/cues"))["data"][1]
    said = {"reason": "Too formal.", "cues": [{"cue_id": cue["id"], "text": "Say du."}]}
    back = await desk.room.api.post(f"{address}/send_back", json=said, headers=seen)
    assert (back.status_code, back.json()["status"]) == (200, "draft")
    again = await desk.room.api.post(f"{address}/send_back", json=said, headers=seen)
    assert (again.status_code, again.json()["code"]) == (409, "not-in-review")
    on_cue, whole = (await desk.room.read(f"{address}/remarks"))["data"]
    assert (on_cue["text"], on_cue["cue_id"], on_cue["answered"]) == ("Say du.", cue["id"], False)
    assert (whole["text"], whole["cue_id"], whole["answered"]) == ("Too formal.", None, False)
    await desk.rewrite(1, "Zwei, du.")
    await submit(desk)
    assert [one["answered"] for one in (await desk.room.read(f"{address}/remarks"))["data"]] == [True, True]
    (told,) = (await desk.room.read("/v1/events", types="locale.sent_back"))["data"]
    assert told["facts"]["cues"] == 1


async def test_many_are_approved_at_once_and_each_says_how_it_fared(desk: Desk) -> None:
    await desk.rewrite(0, "Eins, neu.")
    german = await submit(desk)
    french = next(
        one
        for one in (await desk.room.read(f"/v1/sources/{desk.room.source}/tracks"))["data"]
        if one["locale"] == "fr-FR"
    )
    cue = (await desk.room.read(f"/v1/tracks/{french['id']}/cues"))["data"][0]
    await desk.room.write(french["id"], cue["id"], "Un, nouveau.", cue["revision"])
    seen = [{"id": one["id"], "revision": one["revision"]} for one in (german, french)]
    answer = (await desk.room.api.post("/v1/tracks/approve_many", json={"tracks": seen})).json()
    assert (answer["succeeded"], answer["failed"]) == (1, 1)
    good, bad = answer["data"]
    assert (good["status"], good["track"]["status"], good["problem"]) == (200, "approved", None)
    assert (bad["status"], bad["track"], bad["problem"]["code"]) == (412, None, "precondition-failed")
    fresh = {"id": french["id"], "revision": bad["problem"]["current"]["revision"]}
    submitted = (await desk.room.api.post("/v1/tracks/submit_many", json={"tracks": [fresh]})).json()
    assert submitted["data"][0]["track"]["status"] == "in_review"
    unknown = german["id"][:-1] + ("0" if german["id"][-1] != "0" else "1")
    refused = await desk.room.api.post("/v1/tracks/fix_many", json={"tracks": [fresh, fresh | {"id": unknown}]})
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/tracks/1/id"]
