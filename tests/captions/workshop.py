"""A captioned master with cuts, and the worker's handlers called at once, for tests of this room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar
from msgspec import Struct

from schemas.ids import CutId
from service import rulebook
from service.assets.store import Store
from service.captions.conforming import conform_cut
from service.captions.releasing import release_cut
from service.db.pool import Database
from service.settings import Settings
from tests.conftest import House
from tests.media.films import film

Json = dict[str, Any]


def webvtt(*cues: tuple[str, str]) -> str:
    """A caption file of (times, text) pairs, times as `0.500 2.000` in seconds."""
    blocks = []
    for times, text in cues:
        begin, end = (f"00:00:{float(one):06.3f}" for one in times.split())
        blocks.append(f"{begin} --> {end}\n{text}\n")
    return "WEBVTT\n\n" + "\n".join(blocks)


class Workshop(Struct):
    """The house's API, with what the worker would do done on demand."""

    api: httpx.AsyncClient
    db: Database
    house: House
    settings: Settings
    campaign: str = ""
    video: str = ""
    source: str = ""

    async def make(self, address: str, **body: Any) -> Json:
        """POST that succeeds."""
        answer = await self.api.post(address, json=body)
        assert answer.status_code == 201, answer.text
        made: Json = answer.json()
        return made

    async def read(self, address: str, **query: str) -> Json:
        """GET that succeeds."""
        answer = await self.api.get(address, params=query)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def open(self, directory: Path, markets: dict[str, list[str]], seconds: float = 10.0) -> None:
        """A campaign in these markets with a master at 25 frames a second."""
        brand = await self.make("/v1/brands", name="Aldermoor")
        planned = [{"market": market, "locales": locales} for market, locales in markets.items()]
        campaign = await self.make("/v1/campaigns", brand_id=brand["id"], name="Cup", markets=planned)
        self.campaign = campaign["id"]
        story = await self.make("/v1/stories", campaign_id=self.campaign, title="Cup", archetype="slice_of_life")
        self.video = (await self.make("/v1/videos", story_id=story["id"], title="Master"))["id"]
        self.source = await self.add_source(directory, "master", seconds)

    async def add_source(self, directory: Path, role: str, seconds: float) -> str:
        """Another film of the video."""
        path = film(directory / f"{role}.mp4", size="90x160", seconds=seconds)
        answer = await self.api.post(
            f"/v1/videos/{self.video}/sources",
            params={"role": role, "name": role},
            content=path.read_bytes(),
            headers={"content-type": "video/mp4"},
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def cut(self, code: str, *spans: tuple[int, int]) -> str:
        """A cut of stretches of the master."""
        made = await self.make(
            f"/v1/videos/{self.video}/cuts",
            code=code,
            name=code,
            aspect="9:16",
            fps={"num": 25},
            segments=[
                {"layer": "picture", "source_id": self.source, "in_frame": begin, "out_frame": end}
                for begin, end in spans
            ],
        )
        return str(made["id"])

    async def captions(self, text: str, locale: str = "en-US") -> Json:
        """The source captions."""
        answer = await self.send(text, locale)
        assert answer.status_code == 201, answer.text
        track: Json = answer.json()
        return track

    async def send(
        self, text: str, locale: str = "en-US", *, seen: int | None = None, on: str = "", **query: str
    ) -> httpx.Response:
        """A caption file onto the master, or what `on` addresses."""
        headers = {"content-type": "text/vtt"} | ({} if seen is None else {"if-match": f'"r{seen}"'})
        address = f"{on or f'/v1/sources/{self.source}'}/captions/{locale}"
        return await self.api.put(address, content=text, headers=headers, params=query)

    async def translate(self, locale: str, *texts: str) -> Json:
        """A locale with these texts, not approved."""
        track = await self.make(f"/v1/sources/{self.source}/tracks", locale=locale)
        cues = (await self.read(f"/v1/tracks/{track['id']}/cues"))["data"]
        for cue, text in zip(cues, texts, strict=True):
            assert (await self.write(track["id"], cue["id"], text, 0)).status_code == 200
        return await self.read(f"/v1/tracks/{track['id']}")

    async def write(self, track: str, cue: str, text: str, seen: int) -> httpx.Response:
        """One text."""
        address = f"/v1/tracks/{track}/cues/{cue}"
        return await self.api.put(address, json={"text": text}, headers={"if-match": f'"r{seen}"'})

    async def approve(self, track: str) -> Json:
        """The whole locale, as it is."""
        now = await self.read(f"/v1/tracks/{track}")
        headers = {"if-match": f'"r{now["revision"]}"'}
        answer = await self.api.post(f"/v1/tracks/{track}/approve", headers=headers)
        assert answer.status_code == 200, answer.text
        approved: Json = answer.json()
        return approved

    async def work(self, *cuts: str) -> None:
        """What the worker does for these cuts: conform, release."""
        scope, store = self.house.person.scope, Store.from_url(self.settings.storage_url)
        for cut in cuts:
            await self.conform(cut)
            await release_cut(self.db, store, rulebook.load(), scope, CutId.parse(cut))
        self.forget()

    def forget(self) -> None:
        """Let the server look again at every file. (That it hears of changes is told in `test_delivering.py`.)"""
        app = getattr(self.api._transport, "app", None)
        if isinstance(app, Litestar):  # else the server is a process of its own
            app.state.deliveries.forget_all()

    async def conform(self, *cuts: str) -> None:
        """Only the first half of it."""
        for cut in cuts:
            async with self.db.transaction(self.house.person.scope) as tx:
                await conform_cut(tx, CutId.parse(cut))

    async def releases(self, cut: str) -> list[Json]:
        """The releases of a cut, the newest first."""
        found: list[Json] = (await self.read(f"/v1/cuts/{cut}/releases"))["data"]
        return found

    async def cells(self) -> dict[tuple[str, str, str], Json]:
        """The matrix, by cut, market and locale."""
        found = (await self.read(f"/v1/campaigns/{self.campaign}/matrix"))["data"]
        return {(cell["cut_id"], cell["market"], cell["locale"]): cell for cell in found}
