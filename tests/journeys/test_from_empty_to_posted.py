"""From an empty organization to a campaign that is live in three markets, over HTTP, with a real server and worker.

Every gate refuses first, says why, and opens when what it asks for is done. Then every input is changed once:
exactly what depends on it becomes stale, and is as before when the change is taken back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from msgspec import Struct

from tests.journeys.steps import add_source, approve, cut, made, released, translate
from tests.media.films import film

Json = dict[str, Any]
MARKETS = (("US", "en-US"), ("DE", "de-DE"), ("BR", "pt-BR"))
PRICE = {"kind": "money", "amount": "8.90", "currency": "EUR"}
ROLE = "The cup is in every kitchen."
TEXTS = {"de-DE": ["Zwei Tassen.", "Dieselbe Tasse: {price}."], "pt-BR": ["Duas xícaras.", "A mesma xícara."]}
MASTER = "WEBVTT\n\n00:00:00.500 --> 00:00:03.000\nTwo cups.\n\n00:00:04.000 --> 00:00:07.000\nThe same cup.\n"
CHANNELS = {
    "US": ("tiktok", "@aldermoor", "America/New_York"),
    "DE": ("tiktok", "@aldermoor.kaffee", "Europe/Berlin"),
    "BR": ("youtube_shorts", "@AldermoorBrasil", "America/Sao_Paulo"),
}
OPEN: dict[str, dict[str, str]] = {"US": {}, "DE": {}, "BR": {}}
SUBJECTS = ("cut", "rendition", "release")
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

    async def patch(self, path: str, body: Json) -> Json:
        seen = {"if-match": (await self.http.get(path)).headers["etag"]}
        return await made(await self.http.patch(path, json=body, headers=seen), 200)

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
    assert await room.closed() == OPEN
    await _changes(room)

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


async def _changes(room: Room) -> None:
    """Each input, changed and changed back."""
    everywhere: tuple[str, ...] = tuple(CHANNELS)
    waits = {"captions": "captions_stale", "checklist": "item_stale"}
    signed_before = {"checklist": "item_stale"}  # new files stand there by themselves, and nobody has signed those

    price = f"/v1/campaigns/{room.campaign}/facts/price/DE"
    await room.put(price, {"value": PRICE | {"amount": "9.90"}}, '"r1"')
    await _becomes(room, answers={"DE": {"release"}}, closed={"DE": signed_before})
    await room.put(price, {"value": PRICE}, '"r2"')
    await _becomes(room)

    text = await _text(room, "pt-BR")
    await room.put(text, {"text": "Uma xícara só."}, '"r2"')
    await _becomes(room, {"pt-BR"}, {"BR": {"release"}}, {"BR": waits})
    await room.put(text, {"text": TEXTS["pt-BR"][1]}, '"r3"')
    await _becomes(room)

    music = (await room.read(f"/v1/campaigns/{room.campaign}/rights"))["data"][0]
    for territories, closed in ((["US", "DE"], {"BR": {"rights": "rights_elsewhere"}}), (["US", "DE", "BR"], {})):
        await room.patch(f"/v1/rights/{music['id']}", {"territories": territories})
        await _becomes(room, closed=closed)

    words = {"text": "ALDERMOOR", "kind": "text", "role": "other"}
    mark = await room.make(f"/v1/sources/{room.source}/marks", what=words, in_frame=200, out_frame=250)
    unlabelled = {"checklist": "item_fails"}  # now that somebody says what is written there, no label is among it
    await _becomes(room, answers={key: {"cut"} for key in everywhere}, closed=dict.fromkeys(everywhere, unlabelled))
    assert (await room.http.delete(f"/v1/marks/{mark['id']}")).is_success
    await _becomes(room)

    await _send(room, film(room.film.with_name("other.mp4"), size="360x640", seconds=10.0, extra=("-g", "5")))
    await _becomes(
        room, answers={key: {"rendition"} for key in everywhere}, closed=dict.fromkeys(everywhere, signed_before)
    )
    await _send(room, room.film)
    await _becomes(room)

    brief = f"/v1/campaigns/{room.campaign}/brief"
    for role, closed in (("Everywhere.", {key: {"brief": "brief_stale"} for key in everywhere}), (ROLE, {})):
        await room.put(brief, {"product_role": role}, (await room.http.get(brief)).headers["etag"])
        await _becomes(room, closed=closed)


async def _becomes(
    room: Room,
    releases: Collection[str] = (),
    answers: Mapping[str, set[str]] | None = None,
    closed: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """What is stale, and which gates are closed, as soon as the worker has done its part: this and nothing else."""
    wanted, found = (set(releases), answers or {}, closed or {}), None
    for _ in range(100):
        found = await _stale(room)
        if found == wanted:
            return
        await asyncio.sleep(0.1)
    assert found == wanted


Stale = tuple[set[str], dict[str, set[str]], dict[str, dict[str, str]]]


async def _stale(room: Room) -> Stale:
    """The locales of stale releases; by market the subjects of stale answers, and the gates that are closed."""
    cells = (await room.read(f"/v1/campaigns/{room.campaign}/matrix"))["data"]
    answers = {}
    for market in CHANNELS:
        items = (await room.read(f"/v1/cuts/{room.cut}/checklists/{market}"))["items"]
        if old := {one["subject"] for one in items if one["state"] == "stale"}:
            answers[market] = old
    closed = {market: gates for market, gates in (await room.closed()).items() if gates}
    return {cell["locale"] for cell in cells if cell["state"] == "stale"}, answers, closed


async def _text(room: Room, locale: str) -> str:
    """The address of the second text in a locale."""
    tracks = (await room.read(f"/v1/sources/{room.source}/tracks"))["data"]
    track = next(one["id"] for one in tracks if one["locale"] == locale)
    cues = (await room.read(f"/v1/tracks/{track}/cues"))["data"]
    return f"/v1/tracks/{track}/cues/{cues[1]['id']}"


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
    begun = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()  # west of Greenwich it may still be yesterday
    window = {"what": "music", "name": "Low Kettle", "media": ["organic_social"], "starts_on": begun}
    music = await room.make(f"/v1/campaigns/{room.campaign}/rights", **window, territories=["US"])
    await room.make(f"/v1/sources/{room.source}/marks", what={"kind": "rights", "rights_id": music["id"]})
    closed = await room.closed()
    assert [closed[market].get("rights") for market in CHANNELS] == [None, "rights_elsewhere", "rights_elsewhere"]
    await room.patch(f"/v1/rights/{music['id']}", {"territories": ["US", "DE", "BR"]})
    assert not any("rights" in gates for gates in (await room.closed()).values())


async def _brief(room: Room) -> None:
    """A brief that the client has not seen; a requirement that the cut does not meet, until it is marked."""
    here = f"/v1/campaigns/{room.campaign}"
    words = {"product_role": ROLE}
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
    wrong = film(room.film.with_name("wrong.mp4"), size="360x640", seconds=8.0)
    for sent, state in ((wrong, "mismatching"), (room.film, "matching")):
        assert await _send(room, sent) == state
        reasons = {gates.get("film") for gates in (await room.closed()).values()}
        assert reasons == ({"film_mismatching"} if state == "mismatching" else {None})


async def _send(room: Room, path: Path) -> str:
    """Upload a film of the cut; how it compares with the edit list, as soon as that is known."""
    address, headers = f"/v1/cuts/{room.cut}/film", {"content-type": "video/mp4"}
    assert (await room.http.put(address, content=path.read_bytes(), headers=headers)).is_success
    for _ in range(300):
        if (state := (await room.read(address))["state"]) != "pending":
            return str(state)
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
    await room.put(f"/v1/campaigns/{room.campaign}/facts/price/DE", {"value": PRICE})
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
        wanted = {one["item"] for one in checklist["standing"]["blocking"]}
        free = [one for one in checklist["items"] if one["answerable"]]
        wanted |= {next(one["item"] for one in free if one["subject"] == subject) for subject in SUBJECTS}
        for item in [one for one in checklist["items"] if one["item"] in wanted]:
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
