"""What a worker does without being asked: released captions and uploaded films are measured."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from service.db.pool import Database
from service.settings import Settings
from tests.captions.workshop import Workshop, webvtt
from tests.conftest import House
from tests.media.test_loudness import tone
from tests.running import running


async def test_a_worker_measures_what_is_released_and_uploaded(
    db: Database, house: House, settings: Settings, database_url: str, tmp_path: Path
) -> None:
    async with running(database_url, tmp_path) as (address, _, _), httpx.AsyncClient(base_url=address) as api:
        api.headers.update(house.headers)
        room = Workshop(api, db, house, settings)
        await room.open(tmp_path, {"US": ["en-US"]})
        cut = await room.cut("A", (0, 125))
        track = await room.captions(webvtt(("0.5 2.0", "Two cups."), ("2.5 4.5", "One habit.")))
        await room.approve(track["id"])
        assert await until(room, cut, "CAP-04") == "holds"
        film = tone(tmp_path / "loud.mov", (-14.0, 5.0)).read_bytes()
        sent = await api.put(f"/v1/cuts/{cut}/film", content=film, headers={"content-type": "video/quicktime"})
        assert sent.status_code == 201, sent.text
        assert await until(room, cut, "AUD-01") == "holds"


async def until(room: Workshop, cut: str, item: str) -> str:
    """The state of an item once it is not open any more."""
    state = "open"
    for _ in range(120):
        found = await room.read(f"/v1/cuts/{cut}/checklists/US")
        state = next(one["state"] for one in found["items"] if one["item"] == item)
        if state != "open":
            break
        await asyncio.sleep(0.5)
    return state
