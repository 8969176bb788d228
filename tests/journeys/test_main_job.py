"""The main job over HTTP: a film and its captions go in; a caption file in another language and cut comes out.

The film has 25 frames a second, so a frame is 40 ms and the expected files below could be worked out by hand:

    source cues          1: 0.500-2.000   2: 2.400-4.000   3: 5.000-7.400   4: 8.000-9.600
    cut A, frames        0-100, 125-190 (0-4 s and 5-7.6 s): cues 1, 2, and 3 one second earlier, all whole
    cut B, frames        125-249 at double speed (5-9.96 s in 2.48 s): cue 3 at 0.000-1.200, cue 4 at 1.500-2.300
    cut C, frames        0-75 (0-3 s): cue 1 whole, cue 2 clipped to 2.400-3.000
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.db.provision import Access
from tests.conftest import House
from tests.media.films import film
from tests.running import running

SOURCE = """WEBVTT

00:00:00.500 --> 00:00:02.000
Two cups.

00:00:02.400 --> 00:00:04.000
Habit.

00:00:05.000 --> 00:00:07.400
Is this my cup?

00:00:08.000 --> 00:00:09.600
It always was.
"""
GERMAN = ["Zwei Tassen.", "Gewohnheit.", "Ist das\nmeine Tasse?", "Das war sie immer."]
ARABIC = ["كوبان.", "عادة.", "هل هذا كوبي؟", "كان كذلك دائمًا."]

GERMAN_A = """WEBVTT

00:00:00.500 --> 00:00:02.000
Zwei Tassen.

00:00:02.400 --> 00:00:04.000
Gewohnheit.

00:00:04.000 --> 00:00:06.400
Ist das
meine Tasse?
"""
GERMAN_B_SRT = """1
00:00:00,000 --> 00:00:01,200
Ist das
meine Tasse?

2
00:00:01,500 --> 00:00:02,300
Das war sie immer.
"""
ARABIC_B = """WEBVTT

00:00:00.000 --> 00:00:01.200
هل هذا كوبي؟

00:00:01.500 --> 00:00:02.300
كان كذلك دائمًا.
"""
GERMAN_C_CLIPPED = """WEBVTT

00:00:00.500 --> 00:00:02.000
Zwei Tassen.

00:00:02.400 --> 00:00:03.000
Gewohnheit.
"""


@pytest.fixture
async def there(access: Access, house: House, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a running Cutdown, with the house's key."""
    async with (
        running(access.app_url, tmp_path) as (base_url, _server, _worker),
        httpx.AsyncClient(base_url=base_url, headers=house.headers, timeout=30) as client,
    ):
        yield client


async def made(response: httpx.Response, status: int = 201) -> dict[str, Any]:
    assert response.status_code == status, response.text
    found: dict[str, Any] = response.json()
    return found


async def campaign_with_film(client: httpx.AsyncClient, directory: Path) -> tuple[str, str, str]:
    """A campaign in Germany and the Emirates with a ten-second master: campaign, video and source."""
    brand = await made(await client.post("/v1/brands", json={"name": "Aldermoor Coffee"}))
    markets = [
        {"market": "US", "locales": ["en-US"]},
        {"market": "DE", "locales": ["de-DE"]},
        {"market": "AE", "locales": ["ar-AE"]},
    ]
    new = {"brand_id": brand["id"], "name": "The Same Cup", "markets": markets}
    campaign = await made(await client.post("/v1/campaigns", json=new))
    story = await made(
        await client.post(
            "/v1/stories",
            json={"campaign_id": campaign["id"], "title": "The Same Cup", "archetype": "slice_of_life"},
        )
    )
    video = await made(await client.post("/v1/videos", json={"story_id": story["id"], "title": "Master"}))
    master = film(directory / "master.mp4", seconds=10.0)
    source = await made(
        await client.post(
            f"/v1/videos/{video['id']}/sources?role=master&name=Master",
            content=master.read_bytes(),
            headers={"content-type": "video/mp4"},
        )
    )
    assert (source["frames"], source["fps"]) == (250, {"num": 25, "den": 1})
    return campaign["id"], video["id"], source["id"]


async def cut(client: httpx.AsyncClient, video: str, source: str, code: str, *spans: Any) -> str:
    segments = [
        {
            "layer": "picture",
            "source_id": source,
            "in_frame": begin,
            "out_frame": end,
            "speed": {"num": speed, "den": 1},
        }
        for begin, end, speed in spans
    ]
    new = {"code": code, "name": code, "aspect": "9:16", "fps": {"num": 25, "den": 1}, "segments": segments}
    return str((await made(await client.post(f"/v1/videos/{video}/cuts", json=new)))["id"])


async def translate(client: httpx.AsyncClient, source: str, locale: str, texts: list[str]) -> dict[str, Any]:
    """Open a locale, write every text, approve it; the track."""
    track = await made(await client.post(f"/v1/sources/{source}/tracks", json={"locale": locale}))
    cues = (await client.get(f"/v1/tracks/{track['id']}/cues")).json()["data"]
    assert [cue["status"] for cue in cues] == ["missing"] * len(texts)
    for one, text in zip(cues, texts, strict=True):
        address = f"/v1/tracks/{track['id']}/cues/{one['id']}"
        await made(await client.put(address, json={"text": text}, headers={"if-match": '"r0"'}), 200)
    return await approve(client, track["id"])


async def approve(client: httpx.AsyncClient, track: str) -> dict[str, Any]:
    now = await client.get(f"/v1/tracks/{track}")
    approved = await client.post(f"/v1/tracks/{track}/approve", headers={"if-match": now.headers["etag"]})
    return await made(approved, 200)


async def released(client: httpx.AsyncClient, cut_id: str, number: int, **filters: str) -> list[dict[str, Any]]:
    """Wait until the worker has made this many releases of a cut."""
    query = {f"filter[{name}]": value for name, value in filters.items()}
    for _ in range(100):
        found: list[dict[str, Any]] = (await client.get(f"/v1/cuts/{cut_id}/releases", params=query)).json()["data"]
        if len(found) >= number:
            assert len(found) == number
            return found
        await asyncio.sleep(0.1)
    raise TimeoutError(f"{len(found)} of {number} releases")


async def test_the_main_job(there: httpx.AsyncClient, tmp_path: Path) -> None:
    campaign, video, source = await campaign_with_film(there, tmp_path)
    cut_a = await cut(there, video, source, "A", (0, 100, 1), (125, 190, 1))
    cut_b = await cut(there, video, source, "B", (125, 249, 2))
    cut_c = await cut(there, video, source, "C", (0, 75, 1))

    address = f"/v1/sources/{source}/captions/en-US"
    imported = await there.put(address, content=SOURCE, headers={"content-type": "text/vtt; charset=utf-8"})
    english = await made(imported)
    assert (english["total"], english["done"], english["is_source"]) == (4, 4, True)
    again = await there.put(address, content=SOURCE, headers={"content-type": "text/vtt"})
    assert (again.status_code, again.json()["id"]) == (200, english["id"])

    latest = f"/v1/cuts/{cut_b}/captions/DE/de-DE.srt"
    refused = await there.get(latest)
    assert (refused.status_code, refused.json()["code"]) == (409, "release-incomplete")

    german = await translate(there, source, "de-DE", GERMAN)
    await translate(there, source, "ar-AE", ARABIC)
    await approve(there, english["id"])
    for one in (cut_a, cut_b):
        assert {release["status"] for release in await released(there, one, 3)} == {"approved"}
    await _files_are_as_worked_out_by_hand(there, cut_a, cut_b)
    await _clipped_captions_wait_for_a_person(there, cut_c)
    await _a_changed_cue_makes_exactly_its_releases_stale(there, (cut_a, cut_b, cut_c), english, german)

    cells = (await there.get(f"/v1/campaigns/{campaign}/matrix")).json()["data"]
    assert len(cells) == 9


async def _files_are_as_worked_out_by_hand(client: httpx.AsyncClient, cut_a: str, cut_b: str) -> None:
    vtt = await client.get(f"/v1/cuts/{cut_a}/captions/DE/de-DE.vtt")
    assert vtt.text == GERMAN_A
    assert vtt.headers["content-type"] == "text/vtt; charset=utf-8"
    assert vtt.headers["cutdown-completeness"] == "3/3"
    assert vtt.headers["content-language"] == "de-DE"
    assert vtt.headers["cache-control"] == "private, no-cache"
    fixed = await client.get(vtt.headers["content-location"])
    assert fixed.content == vtt.content
    assert fixed.headers["etag"] == vtt.headers["etag"]
    assert fixed.headers["cache-control"] == "private, max-age=31536000, immutable"
    unchanged = await client.get(vtt.headers["content-location"], headers={"if-none-match": vtt.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    part = await client.get(vtt.headers["content-location"], headers={"range": "bytes=0-5"})
    assert (part.status_code, part.text) == (206, "WEBVTT")
    head = await client.head(vtt.headers["content-location"])
    assert (head.headers["content-length"], head.content) == (str(len(vtt.content)), b"")
    assert (await client.get(f"/v1/cuts/{cut_b}/captions/DE/de-DE.srt")).text == GERMAN_B_SRT
    assert (await client.get(f"/v1/cuts/{cut_b}/captions/AE/ar-AE.vtt")).text == ARABIC_B


async def _clipped_captions_wait_for_a_person(client: httpx.AsyncClient, cut_c: str) -> None:
    (release,) = await released(client, cut_c, 1, locale="de-DE")
    assert release["status"] == "in_review"
    assert (await client.get(f"/v1/cuts/{cut_c}/captions/DE/de-DE.vtt")).status_code == 409
    approved = await made(await client.post(f"/v1/releases/{release['id']}/approve"), 200)
    assert approved["status"] == "approved"
    assert (await client.get(f"/v1/cuts/{cut_c}/captions/DE/de-DE.vtt")).text == GERMAN_C_CLIPPED


async def _a_changed_cue_makes_exactly_its_releases_stale(
    client: httpx.AsyncClient, cuts: tuple[str, str, str], english: dict[str, Any], german: dict[str, Any]
) -> None:
    cue = (await client.get(f"/v1/tracks/{english['id']}/cues")).json()["data"][3]
    assert cue["source_text"] == "It always was."
    address = f"/v1/tracks/{english['id']}/cues/{cue['id']}"
    changed = await client.put(address, json={"text": "It was, always."}, headers={"if-match": '"r1"'})
    assert changed.status_code == 200
    assert await stale_releases(client, cuts) == {("B", "en-US"), ("B", "de-DE"), ("B", "ar-AE")}

    theirs = (await client.get(f"/v1/tracks/{german['id']}/cues", params={"filter[status]": "stale"})).json()["data"]
    assert [(one["id"], one["source_text"], one["translated_from"]) for one in theirs] == [
        (cue["id"], "It was, always.", "It always was.")
    ]
    reverted = await client.put(address, json={"text": "It always was."}, headers={"if-match": changed.headers["etag"]})
    assert reverted.status_code == 200
    assert await stale_releases(client, cuts) == set()


async def stale_releases(client: httpx.AsyncClient, cuts: tuple[str, str, str]) -> set[tuple[str, str]]:
    """Cut and locale of every release that says it is stale."""
    found = set()
    for code, cut_id in zip("ABC", cuts, strict=True):
        for release in (await client.get(f"/v1/cuts/{cut_id}/releases")).json()["data"]:
            if release["stale"]:
                found.add((code, release["locale"]))
    return found
