"""From an empty organization to a campaign that is live in three markets, over HTTP, with a real server and worker.

Every gate refuses first, says why, and opens when what it asks for is done.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from msgspec import Struct

from tests.journeys.steps import add_source, approve, cut, made, released, translate
from tests.media.films import film

Json = dict[str, Any]
MARKETS = (("US", "en-US"), ("DE", "de-DE"), ("BR", "pt-BR"))
TEXTS = {"de-DE": ["Zwei Tassen.", "Dieselbe Tasse."], "pt-BR": ["Duas xícaras.", "A mesma xícara."]}
MASTER = "WEBVTT\n\n00:00:00.500 --> 00:00:03.000\nTwo cups.\n\n00:00:04.000 --> 00:00:07.000\nThe same cup.\n"
CHANNELS = {
    "US": ("tiktok", "@aldermoor", "America/New_York"),
    "DE": ("tiktok", "@aldermoor.kaffee", "Europe/Berlin"),
    "BR": ("youtube_shorts", "@AldermoorBrasil", "America/Sao_Paulo"),
}
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date()


class Room(Struct):
    """A campaign on its way. `posts` are ids by market."""

    http: httpx.AsyncClient
    campaign: str
    video: str
    source: str
    cut: str
    film: Path
    posts: dict[str, str] = {}

    async def read(self, path: str) -> Json:
        return await made(await self.http.get(path), 200)

    async def put(self, path: str, body: Json, seen: str = '"r0"') -> Json:
        return await made(await self.http.put(path, json=body, headers={"if-match": seen}), 200)

    async def make(self, path: str, **body: Any) -> Json:
        return await made(await self.http.post(path, json=body))

    async def closed(self) -> dict[str, dict[str, str]]:
        """By market, which gates are closed, and the first reason of each."""
        plan = (await self.read(f"/v1/campaigns/{self.campaign}/plan"))["data"]
        return {
            post["market"]: {
                one["kind"]: one["reasons"][0]["code"] for one in post["gates"] if one["state"] == "blocks"
            }
            for post in plan
        }

    async def move(self, market: str, verb: str, body: Json) -> httpx.Response:
        address = f"/v1/posts/{self.posts[market]}"
        seen = (await self.http.get(address)).headers["etag"]
        return await self.http.post(f"{address}/{verb}", json=body, headers={"if-match": seen})


async def test_a_campaign_goes_live_in_three_markets_gate_by_gate(there: httpx.AsyncClient, tmp_path: Path) -> None:
    room = await _planned(there, tmp_path)
    refused = await room.move("DE", "schedule", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "gate-closed")
    opening = {"brief", "film", "captions", "checklist", "disclosure"}
    found = {market: set(gates) for market, gates in (await room.closed()).items()}
    assert found == {"US": opening, "DE": opening, "BR": opening | {"platform"}}  # no film of YouTube without a title

    await _rights(room)
    await _brief(room)
    await _film(room)
    await _captions(room)
    await _checklists(room)
    await _words(room)
    assert await room.closed() == {"US": {}, "DE": {}, "BR": {}}

    for market in CHANNELS:
        await made(await room.move(market, "schedule", {}), 200)
    await _duplicate(room)
    for market in CHANNELS:
        posted = {"posted_at": datetime.now(UTC).isoformat(), "url": f"https://posts.example/{market}"}
        assert (await made(await room.move(market, "record", posted), 200))["status"] == "live"
        again = await room.move(market, "record", posted)
        assert again.status_code == 409
    board = await room.read(f"/v1/campaigns/{room.campaign}/board")
    assert board["posts"] == {"done": 3, "total": 3}
    assert [one["ready"] for one in board["markets"]] == [True, True, True]


async def _planned(http: httpx.AsyncClient, directory: Path) -> Room:
    """From nothing to a plan: a story, a film, a cut, three channels, a post on each."""
    brand = await made(await http.post("/v1/brands", json={"name": "Aldermoor Coffee"}))
    markets = [{"market": market, "locales": [locale]} for market, locale in MARKETS]
    new = {"brand_id": brand["id"], "name": "The Same Cup", "markets": markets}
    campaign = (await made(await http.post("/v1/campaigns", json=new)))["id"]
    story = {"campaign_id": campaign, "title": "The Same Cup", "archetype": "slice_of_life"}
    told = await made(await http.post("/v1/stories", json=story))
    video = (await made(await http.post("/v1/videos", json={"story_id": told["id"], "title": "Master"})))["id"]
    master = film(directory / "master.mp4", size="360x640", seconds=10.0)
    source = (await add_source(http, video, master, "master"))["id"]
    room = Room(http, campaign, video, source, await cut(http, video, source, "10 V", (0, 250, 1)), master)
    for market, (platform, handle, zone) in CHANNELS.items():
        facts = {"platform": platform, "handle": handle, "zone": zone, "market": market}
        channel = await room.make("/v1/channels", brand_id=brand["id"], name=handle, **facts)
        wanted = {"cuts": [room.cut], "channels": [channel["id"]], "markets": [market]}
        plan = await room.make(f"/v1/campaigns/{campaign}/posts", **wanted, local_at=f"{TOMORROW}T18:00")
        room.posts[market] = plan["planned"][0]["id"]
    return room


async def _rights(room: Room) -> None:
    """Music that may be heard in one market, then in all."""
    today = datetime.now(UTC).date().isoformat()
    window = {"what": "music", "name": "Low Kettle", "media": ["organic_social"], "starts_on": today}
    music = await room.make(f"/v1/campaigns/{room.campaign}/rights", **window, territories=["US"])
    await room.make(f"/v1/sources/{room.source}/marks", what={"kind": "rights", "rights_id": music["id"]})
    closed = await room.closed()
    assert [closed[market].get("rights") for market in CHANNELS] == [None, "rights_elsewhere", "rights_elsewhere"]
    address = f"/v1/rights/{music['id']}"
    seen = (await room.http.get(address)).headers["etag"]
    wide = await room.http.patch(address, json={"territories": ["US", "DE", "BR"]}, headers={"if-match": seen})
    await made(wide, 200)
    assert not any("rights" in gates for gates in (await room.closed()).values())


async def _brief(room: Room) -> None:
    """A brief that the client has not seen; a requirement that the cut does not meet, until it is marked."""
    here = f"/v1/campaigns/{room.campaign}"
    words = {"product_role": "The cup is in every kitchen."}
    await room.put(f"{here}/brief", words)
    asked = {"kind": "on_screen", "title": "The cup for 2 seconds", "minimum_ms": 2000}
    requirement = await room.make(f"{here}/requirements", **asked)
    stands = (await room.read(f"{here}/brief"))["content_sha256"]
    await room.make(f"{here}/brief/decisions", word="asked", content_sha256=stands)
    assert {gates["brief"] for gates in (await room.closed()).values()} == {"brief_waiting"}
    await room.make(f"{here}/brief/decisions", word="approved", content_sha256=stands)
    assert {gates["brief"] for gates in (await room.closed()).values()} == {"requirement_unmarked"}
    seen = {"kind": "requirement", "requirement_id": requirement["id"]}
    await room.make(f"/v1/sources/{room.source}/marks", what=seen, in_frame=25, out_frame=100)
    assert not any("brief" in gates for gates in (await room.closed()).values())


async def _film(room: Room) -> None:
    """No film, a film that is not the edit list's, and the right one."""
    address, headers = f"/v1/cuts/{room.cut}/film", {"content-type": "video/mp4"}
    wrong = film(room.film.with_name("wrong.mp4"), size="360x640", seconds=8.0)
    for sent, state in ((wrong, "mismatching"), (room.film, "matching")):
        assert (await room.http.put(address, content=sent.read_bytes(), headers=headers)).is_success
        await _until(room, address, state)
        reasons = {gates.get("film") for gates in (await room.closed()).values()}
        assert reasons == ({"film_mismatching"} if state == "mismatching" else {None})


async def _until(room: Room, address: str, state: str) -> None:
    for _ in range(300):
        found = await room.read(address)
        if found["state"] != "pending":
            assert found["state"] == state
            return
        await asyncio.sleep(0.1)
    raise TimeoutError(f"{address} is still pending")


async def _captions(room: Room) -> None:
    """No captions, then those of one locale after the other."""
    assert {gates["captions"] for gates in (await room.closed()).values()} == {"captions_missing"}
    address = f"/v1/sources/{room.source}/captions/en-US"
    sent = await made(await room.http.put(address, content=MASTER, headers={"content-type": "text/vtt"}))
    await approve(room.http, sent["track"]["id"] if "track" in sent else sent["id"])
    await released(room.http, room.cut, 1)
    assert {market for market, gates in (await room.closed()).items() if "captions" in gates} == {"DE", "BR"}
    for number, (locale, texts) in enumerate(TEXTS.items(), 2):
        await translate(room.http, room.source, locale, texts)
        await released(room.http, room.cut, number)
    assert not any("captions" in gates for gates in (await room.closed()).values())


async def _checklists(room: Room) -> None:
    """Items that nobody has signed, until somebody does, for exactly what stands there."""
    for market in CHANNELS:
        assert "checklist" in (await room.closed())[market]
        address = f"/v1/cuts/{room.cut}/checklists/{market}"
        checklist = await _measured(room, address)
        blocking = {one["item"] for one in checklist["standing"]["blocking"]}
        for item in [one for one in checklist["items"] if one["item"] in blocking]:
            status = "signed" if item["answerable"] else "waived"
            said = {"status": status, "sentence": "Watched and checked.", "subject_sha256": item["subject_sha256"]}
            await room.make(f"{address}/answers", item=item["item"], **said)
        assert "checklist" not in (await room.closed())[market]


async def _measured(room: Room, address: str) -> Json:
    for _ in range(300):
        checklist = await room.read(address)
        if "engine" not in checklist["standing"]["waiting_on"]:
            return checklist
        await asyncio.sleep(0.1)
    raise TimeoutError("the worker has not measured the film")


async def _words(room: Room) -> None:
    """What must be disclosed, and a text that is longer than the platform takes."""
    copy = f"/v1/campaigns/{room.campaign}/copy"
    assert {gates.get("disclosure") for gates in (await room.closed()).values()} == {"disclosure_unsaid"}
    said = await room.put(f"{copy}/all/all", {"text": "One cup.", "title": "The Same Cup", "disclosure": ["own_brand"]})
    assert said["revision"] == 1
    assert not any("disclosure" in gates for gates in (await room.closed()).values())
    await room.put(f"{copy}/tiktok/DE", {"text": "ä" * 2201})
    assert (await room.closed())["DE"] == {"platform": "text_max"}
    await room.put(f"{copy}/tiktok/DE", {"text": "Eine Tasse."}, '"r1"')


async def _duplicate(room: Room) -> None:
    """The same film with the same text, a second time on one channel; another text opens it."""
    first = await room.read(f"/v1/posts/{room.posts['US']}")
    wanted = {"cuts": [room.cut], "channels": [first["channel_id"]], "markets": ["US"], "slot": "again"}
    second = (await room.make(f"/v1/campaigns/{room.campaign}/posts", **wanted))["planned"][0]
    gates = (await room.read(f"/v1/posts/{second['id']}"))["gates"]
    assert {one["kind"] for one in gates if one["state"] == "blocks"} == {"duplicate"}
    address = f"/v1/posts/{second['id']}"
    other = {"text": "The cup again."}
    await made(await room.http.patch(address, json=other, headers={"if-match": '"r1"'}), 200)
    assert (await room.read(address))["open"]
    gone = await room.http.delete(address, headers={"if-match": '"r2"'})
    assert gone.is_success, gone.text
