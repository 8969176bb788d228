"""A released cut with its files, and those who come for them."""

from __future__ import annotations

from pathlib import Path

import httpx
from msgspec import Struct

from tests.captions.workshop import Json, Workshop, webvtt

CODE = "Größe 6"


class Published(Struct):
    """A cut that is released for the US and for nobody else yet; `nobody` has no key."""

    workshop: Workshop
    nobody: httpx.AsyncClient
    cut: str
    track: Json

    @property
    def latest(self) -> str:
        """Where the newest approved captions are."""
        return f"/v1/cuts/{self.cut}/captions/US/en-US.vtt"

    async def release(self) -> Json:
        """The newest release."""
        return (await self.workshop.releases(self.cut))[0]

    async def file(self, format: str = "vtt") -> str:
        """The address of a file of the newest release."""
        return next(str(one["url"]) for one in (await self.release())["files"] if one["format"] == format)

    async def deliver_publicly(self, on: bool = True, market: str = "US") -> None:
        """Turn the market's switch, and let the server look again at once."""
        address = f"/v1/campaigns/{self.workshop.campaign}"
        now = await self.workshop.api.get(address)
        markets = [one | {"public_delivery": on} if one["market"] == market else one for one in now.json()["markets"]]
        done = await self.workshop.api.patch(
            address, json={"markets": markets}, headers={"if-match": now.headers["etag"]}
        )
        assert done.status_code == 200, done.text
        self.workshop.forget()

    async def withdraw(self) -> None:
        """Take the newest release back, and let the server look again at once."""
        done = await self.workshop.api.post(f"/v1/releases/{(await self.release())['id']}/withdraw")
        assert done.status_code == 200, done.text
        self.workshop.forget()

    async def release_again(self, text: str) -> None:
        """Change the words and release them."""
        await self.change(text)
        await self.workshop.approve(self.track["id"])
        await self.workshop.work(self.cut)

    async def change(self, text: str) -> None:
        """Change the words of the first cue."""
        (cue,) = (await self.workshop.read(f"/v1/tracks/{self.track['id']}/cues"))["data"]
        assert (await self.workshop.write(self.track["id"], cue["id"], text, cue["revision"])).status_code == 200


async def publish(workshop: Workshop, directory: Path) -> Published:
    """Captions of one cue, released for the US by themselves."""
    await workshop.open(directory, {"US": ["en-US"], "DE": ["de-DE"]}, seconds=3.0)
    track = await workshop.captions(webvtt(("0.500 2.000", "Two cups.")))
    cut = await workshop.cut(CODE, (0, 75))
    await workshop.approve(track["id"])
    await workshop.work(cut)
    nobody = httpx.AsyncClient(transport=workshop.api._transport, base_url=workshop.api.base_url)
    return Published(workshop, nobody, cut, track)
