"""A cut's film with a real server and worker: what differs holds the captions back, the right film lets them go."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx

from tests.journeys.steps import campaign_with_film, cut, made, released, translate
from tests.journeys.test_main_job import GERMAN, SOURCE
from tests.media.films import Shot, cut_from

MP4 = {"content-type": "video/mp4"}


async def compared(client: httpx.AsyncClient, address: str) -> dict[str, Any]:
    """Wait until the worker has looked at a film."""
    for _ in range(200):
        film: dict[str, Any] = (await client.get(address)).json()
        if film["state"] != "pending":
            return film
        await asyncio.sleep(0.1)
    raise TimeoutError("the film is still being compared")


async def test_the_captions_of_a_cut_wait_for_the_right_film(
    there: httpx.AsyncClient,
    tmp_path: Path,
) -> None:
    campaign, video, source = await campaign_with_film(there, tmp_path)
    cut_a = await cut(there, video, source, "A", (0, 100, 1), (125, 190, 1))
    film = f"/v1/cuts/{cut_a}/film"
    wrong = cut_from(tmp_path / "master.mp4", tmp_path / "wrong.mp4", Shot(0, 100), Shot(150, 215))
    await made(await there.put(film, content=wrong.read_bytes(), headers=MP4))
    assert (await compared(there, film))["state"] == "mismatching"

    address = f"/v1/sources/{source}/captions/en-US"
    await made(await there.put(address, content=SOURCE, headers={"content-type": "text/vtt"}))
    await translate(there, source, "de-DE", GERMAN)
    for _ in range(50):
        if (await there.get(f"/v1/cuts/{cut_a}/conform")).json()["current"]:
            break
        await asyncio.sleep(0.1)
    refused = await there.post(f"/v1/cuts/{cut_a}/releases", json={"market": "DE", "locale": "de-DE"})
    assert (refused.status_code, refused.json()["code"]) == (409, "cut-film-mismatch")
    cells = (await there.get(f"/v1/campaigns/{campaign}/matrix")).json()["data"]
    assert {one["state"] for one in cells if one["locale"] == "de-DE"} == {"blocked"}

    right = cut_from(tmp_path / "master.mp4", tmp_path / "right.mp4", Shot(0, 100), Shot(125, 190))
    await made(await there.put(film, content=right.read_bytes(), headers=MP4))
    (release,) = await released(there, cut_a, 1, locale="de-DE")
    assert release["status"] == "approved"
    assert (await compared(there, film))["state"] == "matching"
