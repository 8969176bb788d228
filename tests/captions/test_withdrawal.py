"""Who withdraws takes the captions down: nothing older and nothing alike comes back but by a person."""

from __future__ import annotations

import httpx

from schemas.ids import CampaignId
from service.captions import records
from tests.captions.desk import Desk
from tests.captions.published import Published

WITHDRAWN = "release {} was withdrawn; a newer one is needed: change what was wrong, or release it again"
ENGLISH = {"market": "US", "locale": "en-US", "kind": "captions"}


async def latest(published: Published) -> httpx.Response:
    return await published.workshop.api.get(published.latest)


async def state(published: Published) -> tuple[str, str]:
    cell = (await published.workshop.cells())[published.cut, "US", "en-US"]
    return cell["state"], cell["because"]


async def test_no_older_release_takes_the_place_of_a_withdrawn_one(published: Published) -> None:
    await published.release_again("Three cups.")
    await published.withdraw()
    refused = await latest(published)
    assert (refused.status_code, refused.json()["code"]) == (409, "release-incomplete")
    assert refused.json()["detail"] == f"1 of 1 cues are done; {WITHDRAWN.format(2)}"
    assert await state(published) == ("blocked", WITHDRAWN.format(2))
    async with published.workshop.db.reading(published.workshop.house.person.scope) as tx:
        (standing,) = await records.list_standings(tx, [CampaignId.parse(published.workshop.campaign)])
    assert not any(standing.approved)
    await published.release_again("Four cups.")
    assert b"Four" in (await latest(published)).content
    assert await state(published) == ("approved", "")


async def test_an_older_release_may_be_withdrawn_and_the_latest_stays(published: Published) -> None:
    first = await published.release()
    await published.release_again("Three cups.")
    assert (await published.workshop.api.post(f"/v1/releases/{first['id']}/withdraw")).status_code == 200
    published.workshop.forget()
    assert b"Three" in (await latest(published)).content


async def test_only_a_person_makes_again_what_was_withdrawn(published: Published) -> None:
    await published.withdraw()
    await published.workshop.work(published.cut)
    assert (await published.release())["status"] == "withdrawn"
    again = await published.workshop.make(f"/v1/cuts/{published.cut}/releases", **ENGLISH)
    assert (again["number"], again["status"]) == (2, "approved")
    published.workshop.forget()
    assert b"Two" in (await latest(published)).content
    twice = await published.workshop.api.post(f"/v1/cuts/{published.cut}/releases", json=ENGLISH)
    assert (twice.status_code, twice.json()["code"]) == (409, "release-exists")


async def test_words_that_come_back_to_what_was_withdrawn_do_not_release_themselves(published: Published) -> None:
    await published.withdraw()
    await published.release_again("Three cups.")
    await published.release_again("Two cups.")
    assert [one["number"] for one in await published.workshop.releases(published.cut)] == [2, 1]
    assert (await published.workshop.make(f"/v1/cuts/{published.cut}/releases", **ENGLISH))["number"] == 3


async def test_a_person_may_release_what_was_approved_before_the_withdrawn_one(published: Published) -> None:
    await published.release_again("Three cups.")
    await published.withdraw()
    await published.change("Two cups.")
    await published.workshop.approve(published.track["id"])
    assert (await published.workshop.make(f"/v1/cuts/{published.cut}/releases", **ENGLISH))["number"] == 3
    published.workshop.forget()
    assert b"Two" in (await latest(published)).content


async def test_a_market_that_was_removed_delivers_no_more(published: Published) -> None:
    address = f"/v1/campaigns/{published.workshop.campaign}"
    now = await published.workshop.api.get(address)
    markets = [one for one in now.json()["markets"] if one["market"] != "US"]
    done = await published.workshop.api.patch(
        address, json={"markets": markets}, headers={"if-match": now.headers["etag"]}
    )
    assert done.status_code == 200, done.text
    published.workshop.forget()
    never = await published.workshop.api.get(published.latest.replace("/US/", "/FR/"))
    assert ((await latest(published)).status_code, never.status_code) == (404, 404)


async def test_an_address_and_its_cell_give_the_same_reason(desk: Desk) -> None:
    await desk.set(0, text="Nur hier.")
    await desk.room.work(desk.cut)
    await desk.approve()
    for one in await desk.room.releases(desk.cut):
        await desk.room.api.post(f"/v1/releases/{one['id']}/withdraw")
    await desk.rewrite(0, "Anders.")
    desk.room.forget()
    refused = await desk.room.api.get(f"/v1/cuts/{desk.cut}/captions/DE/de-DE.vtt")
    because = (await desk.room.cells())[desk.cut, "DE", "de-DE"]["because"]
    assert "1 cue of this cut changed under an override" in because
    assert "was withdrawn" in because
    assert refused.json()["detail"] == f"2 of 2 cues are done; {because}"
