"""The steps that journeys share, over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from tests.media.films import film

MARKETS = (("US", "en-US"), ("DE", "de-DE"), ("AE", "ar-AE"))


async def made(response: httpx.Response, status: int = 201) -> dict[str, Any]:
    """The answer, if it is the one that was to come."""
    assert response.status_code == status, response.text
    found: dict[str, Any] = response.json()
    return found


async def campaign_with_film(
    client: httpx.AsyncClient, directory: Path, markets: Sequence[tuple[str, str]] = MARKETS
) -> tuple[str, str, str]:
    """A campaign in these markets with a ten-second master: campaign, video and source."""
    brand = await made(await client.post("/v1/brands", json={"name": "Aldermoor Coffee"}))
    planned = [{"market": market, "locales": [locale]} for market, locale in markets]
    new = {"brand_id": brand["id"], "name": "The Same Cup", "markets": planned}
    campaign = await made(await client.post("/v1/campaigns", json=new))
    story = await made(
        await client.post(
            "/v1/stories",
            json={"campaign_id": campaign["id"], "title": "The Same Cup", "archetype": "slice_of_life"},
        )
    )
    video = await made(await client.post("/v1/videos", json={"story_id": story["id"], "title": "Master"}))
    source = await add_source(client, video["id"], film(directory / "master.mp4", seconds=10.0), "master")
    assert (source["frames"], source["fps"]) == (250, {"num": 25, "den": 1})
    return campaign["id"], video["id"], source["id"]


async def add_source(client: httpx.AsyncClient, video: str, path: Path, role: str) -> dict[str, Any]:
    """A film of a video."""
    address, headers = f"/v1/videos/{video}/sources?role={role}&name={path.stem}", {"content-type": "video/mp4"}
    return await made(await client.post(address, content=path.read_bytes(), headers=headers))


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


async def stale_releases(client: httpx.AsyncClient, cuts: dict[str, str]) -> set[tuple[str, str]]:
    """The cut's code and the locale of every newest release that says it is stale."""
    found = set()
    for code, cut_id in cuts.items():
        newest: dict[str, bool] = {}
        for release in (await client.get(f"/v1/cuts/{cut_id}/releases")).json()["data"]:
            newest.setdefault(release["locale"], release["stale"])
        found |= {(code, locale) for locale, stale in newest.items() if stale}
    return found
