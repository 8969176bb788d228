"""Who acts in the tests of posts, and a campaign with something to post."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from msgspec import Struct

from service.db.pool import Database
from tests.conftest import House
from tests.media.films import film
from tests.studio import Caller, Json, caller


class Room(Struct):
    """A campaign in Germany and Japan, with a video, its cuts and a channel on TikTok."""

    ada: Caller
    db: Database
    house: House
    campaign: Json
    video: Json
    source: Json
    cut: Json
    channel: Json

    async def another_cut(self, code: str = "06 A", **facts: object) -> Json:
        """A cut of the film's first two seconds."""
        segment = {"layer": "picture", "source_id": self.source["id"], "in_frame": 0, "out_frame": 50}
        new = {"code": code, "name": "The cut", "aspect": "9:16", "fps": {"num": 25}, "segments": [segment], **facts}
        return await self.ada.make(f"/v1/videos/{self.video['id']}/cuts", new)

    async def another_channel(self, handle: str, **facts: object) -> Json:
        """A channel of the brand."""
        new = {"brand_id": self.campaign["brand_id"], "platform": "tiktok", "name": "Aldermoor", "handle": handle}
        return await self.ada.make("/v1/channels", new | {"zone": "Europe/Berlin"} | facts)

    async def plan(self, **facts: object) -> Json:
        """Plan the cut on the channel for Germany, unless other things are named."""
        new = {"cuts": [self.cut["id"]], "channels": [self.channel["id"]], "markets": ["DE"]} | facts
        return await self.ada.make(f"/v1/campaigns/{self.campaign['id']}/posts", new)

    async def planned(self, **facts: object) -> Json:
        """One new post."""
        (made,) = (await self.plan(**facts))["planned"]
        return dict(made)

    async def do(self, post: Json, verb: str, body: Json | None = None, revision: int | None = None) -> httpx.Response:
        """Do something with a post as it was seen."""
        seen = {"if-match": f'"r{revision or post["revision"]}"'}
        return await self.ada.http.post(f"/v1/posts/{post['id']}/{verb}", json=body or {}, headers=seen)

    async def done(self, post: Json, verb: str, body: Json | None = None) -> Json:
        """The same, and it works."""
        answer = await self.do(post, verb, body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def let_pass(self, post: Json, *but: str) -> Json:
        """The post after somebody overrode every closed gate, but for these."""
        for gate in (await self.ada.read(f"/v1/posts/{post['id']}/gates"))["gates"]:
            if gate["state"] == "blocks" and gate["kind"] not in but:
                address = f"/v1/posts/{post['id']}/overrides/{gate['kind']}"
                given = await self.ada.http.put(address, json={"reason": "Said so."})
                assert given.status_code == 200, given.text
        return await self.show(post)

    async def ready(self, **facts: object) -> Json:
        """One new post that nothing keeps back."""
        return await self.let_pass(await self.planned(**facts))

    async def show(self, post: Json) -> Json:
        """The post with its gates."""
        return await self.ada.read(f"/v1/posts/{post['id']}")


@pytest.fixture
async def room(client: httpx.AsyncClient, house: House, db: Database, tmp_path: Path) -> Room:
    """The campaign."""
    ada = caller(client, house.person, house.api_key)
    campaign = await ada.campaign(markets=("DE", "JP"))
    video = await ada.video((await ada.story(campaign["id"]))["id"])
    source = await ada.source(video["id"], film(tmp_path / "master.mp4"))
    found = Room(ada, db, house, campaign, video, source, {}, {})
    found.cut = await found.another_cut("15 A")
    found.channel = await found.another_channel("@aldermoor")
    return found
