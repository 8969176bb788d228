"""A cut whose captions are released in two markets, with its checklists, for tests of this room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from msgspec import Struct

from schemas.ids import CutId
from service import rulebook
from service.accessibility.taking import measure_cut
from service.assets.store import Store
from service.db.pool import Database
from service.settings import Settings
from tests.captions.workshop import Json, Workshop, webvtt
from tests.conftest import House
from tests.media.films import film

MARKETS = {"US": ["en-US"], "DE": ["de-DE"]}


class Ward(Struct):
    """A workshop with one cut of ten seconds, 125 frames, whose captions are approved in English and German."""

    room: Workshop
    cut: str
    english: str
    german: str

    async def checklist(self, market: str = "DE") -> Json:
        return await self.room.read(f"/v1/cuts/{self.cut}/checklists/{market}")

    async def item(self, item: str, market: str = "DE") -> Json:
        found = await self.checklist(market)
        return next(one for one in found["items"] if one["item"] == item)

    async def states(self, market: str = "DE") -> dict[str, str]:
        return {one["item"]: one["state"] for one in (await self.checklist(market))["items"]}

    async def ask(self, item: str, status: str = "signed", market: str = "DE", **more: Any) -> httpx.Response:
        """An answer for what there is now, unless something else is said."""
        if "subject_sha256" not in more and status != "taken_back":
            more["subject_sha256"] = (await self.item(item, market))["subject_sha256"]
        body = {"item": item, "status": status, **more}
        return await self.room.api.post(f"/v1/cuts/{self.cut}/checklists/{market}/answers", json=body)

    async def answer(self, item: str, status: str = "signed", market: str = "DE", **more: Any) -> Json:
        """An answer that is taken."""
        made = await self.ask(item, status, market, **more)
        assert made.status_code == 201, made.text
        answer: Json = made.json()
        return answer

    async def measure(self) -> int:
        """What the worker measures."""
        scope, store = self.room.house.person.scope, Store.from_url(self.room.settings.storage_url)
        return await measure_cut(self.room.db, store, rulebook.load(), scope, CutId.parse(self.cut))

    async def upload(self, path: Path) -> Json:
        """The film of the cut."""
        address, headers = f"/v1/cuts/{self.cut}/film", {"content-type": "video/mp4"}
        answer = await self.room.api.put(address, content=path.read_bytes(), headers=headers)
        assert answer.status_code in (200, 201), answer.text
        uploaded: Json = answer.json()
        return uploaded

    async def say(self, cue: int, text: str, track: str = "") -> None:
        """Another text in German, approved and released anew unless somebody stops before `work`."""
        track = track or self.german
        one = (await self.room.read(f"/v1/tracks/{track}/cues"))["data"][cue]
        assert (await self.room.write(track, one["id"], text, one["revision"])).status_code == 200

    async def release(self) -> None:
        """Approve what is said, and make the releases."""
        for track in (self.english, self.german):
            await self.room.approve(track)
        await self.room.work(self.cut)


@pytest.fixture
def workshop(api: httpx.AsyncClient, db: Database, house: House, settings: Settings) -> Workshop:
    """Empty so far; `open` it."""
    return Workshop(api, db, house, settings)


@pytest.fixture
async def ward(workshop: Workshop, tmp_path: Path) -> Ward:
    await workshop.open(tmp_path, MARKETS)
    cut = await workshop.cut("A", (0, 125))
    english = await workshop.captions(webvtt(("0.5 2.0", "Two cups."), ("2.5 4.5", "One habit.")))
    german = await workshop.translate("de-DE", "Zwei Tassen.", "Eine Gewohnheit.")
    made = Ward(workshop, cut, english["id"], german["id"])
    await made.release()
    return made


@pytest.fixture
def short_film(tmp_path: Path) -> Path:
    """A film as long as the cut."""
    return film(tmp_path / "cut.mp4", size="90x160", seconds=5.0)
