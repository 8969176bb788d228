"""Who works in one market changes the locales of that market, and no other's."""

from __future__ import annotations

import re

from service.identity import Role
from tests.captions.desk import Desk
from tests.studio import Caller, colleague

ZIP = r"markets/(\w+)/files.zip"
CELL = r'data-verbs="([^"]*)".*?id="cell-([^"]*)"'


async def german_of(desk: Desk, role: Role) -> Caller:
    return await colleague(desk.room.db, desk.room.house, desk.room.api, (role, None), market="DE")


async def tracks(desk: Desk) -> dict[str, str]:
    found = await desk.room.read(f"/v1/sources/{desk.room.source}/tracks")
    return {one["locale"]: one["id"] for one in found["data"]}


async def test_a_localizer_of_a_market_changes_its_locales_and_the_source_alone(desk: Desk) -> None:
    dora, track = await german_of(desk, Role.LOCALIZER), await tracks(desk)
    for locale, admitted in (("de-DE", True), ("en-US", True), ("fr-FR", False)):
        address = f"/v1/tracks/{track[locale]}"
        now = await dora.read(address)
        seen = {"if-match": f'"r{now["revision"]}"'}
        cue = (await dora.read(f"{address}/cues"))["data"][0]
        written = {"text": f"{cue['text']} !"}
        answers = [
            await dora.http.put(
                f"{address}/cues/{cue['id']}", json=written, headers={"if-match": f'"r{cue["revision"]}"'}
            ),
            await dora.http.post(f"{address}/fixes", headers=seen),
            await dora.http.post(f"{address}/submit", headers=seen),
        ]
        refused = [one.status_code == 403 and "in a market that has fr-FR" in one.text for one in answers]
        assert refused == [not admitted] * 3, [one.text for one in answers]


async def test_a_cut_and_an_assignment_are_of_a_market_too(desk: Desk) -> None:
    dora = await german_of(desk, Role.LOCALIZER)
    video = (await desk.room.read(f"/v1/cuts/{desk.cut}"))["video_id"]
    for locale, override, assigned in (("de-DE", 200, 201), ("fr-FR", 403, 403)):
        cue = await desk.cue(0, locale)
        address = f"/v1/cuts/{desk.cut}/cues/{cue['cue_id']}/{cue['segment_id']}"
        query, seen = {"locale": locale, "kind": cue["kind"]}, {"if-match": f'"r{cue["revision"]}"'}
        answer = await dora.http.patch(address, json={"text": "Kurz."}, params=query, headers=seen)
        assert answer.status_code == override, answer.text
        taken = {"locale": locale, "role": "localize", "person_id": str(dora.person.id)}
        answer = await dora.http.post(f"/v1/videos/{video}/assignments", json=taken)
        assert answer.status_code == assigned, answer.text


async def test_a_reviewer_of_a_market_sends_back_and_approves_its_locales_alone(desk: Desk) -> None:
    rosa, track = await german_of(desk, Role.REVIEWER), await tracks(desk)
    for locale, refused in (("de-DE", False), ("fr-FR", True)):
        address = f"/v1/tracks/{track[locale]}"
        seen = {"if-match": f'"r{(await rosa.read(address))["revision"]}"'}
        back = await rosa.http.post(f"{address}/send_back", json={"reason": "Too formal."}, headers=seen)
        approved = await rosa.http.post(f"{address}/approve", headers=seen)
        assert [one.status_code == 403 for one in (back, approved)] == [refused] * 2, (back.text, approved.text)


async def test_pages_offer_only_what_the_reader_may_do(desk: Desk) -> None:
    dora, campaign = await german_of(desk, Role.LOCALIZER), f"/c/{desk.room.campaign}"
    german = (await dora.http.get(f"{campaign}/captions/{desk.cut}/de-DE")).text
    french = (await dora.http.get(f"{campaign}/captions/{desk.cut}/fr-FR")).text
    assert 'name="text"' in german
    assert 'name="text"' not in french
    assert 'id="pass-on"' not in french
    assert "You may read this, but not change it." in french
    matrix = (await dora.http.get(f"{campaign}/captions")).text
    verbs = {one: set(found.split()) for found, one in re.findall(CELL, matrix, re.DOTALL)}
    assert {key.split(".")[1] for key, found in verbs.items() if "assign" in found} == {"US", "DE", "AT"}
    markets = (await dora.http.get(f"{campaign}/markets")).text
    every = (await desk.room.api.get(f"{campaign}/markets")).text
    assert re.findall(ZIP, every) == ["US", "DE", "AT", "FR"]
    assert re.findall(ZIP, markets) == ["DE"]


async def test_a_page_says_which_right_is_missing_and_what_is_not_there(desk: Desk) -> None:
    reader = await german_of(desk, Role.VIEWER)
    refused = await reader.http.get(f"/c/{desk.room.campaign}/import")
    assert (refused.status_code, "Your role may not do this here" in refused.text) == (403, True)
    browser, program = {"accept": "text/html,*/*;q=0.8"}, {"accept": "*/*"}
    for path, headers, type in (
        ("/nope", browser, "text/html"),
        ("/nope", program, "application/problem+json"),
        ("/v1/nope", browser, "application/problem+json"),
    ):
        answer = await reader.http.get(path, headers=headers)
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (404, type)
