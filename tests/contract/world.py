"""A house in which every operation has something to act on; made once, through the API itself."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from msgspec import Struct

from schemas.ids import CutId, KeyId
from service.app import create_app
from service.captions.conforming import conform_cut
from service.db.pool import Database
from service.settings import Settings
from tests.conftest import Cluster, House, alive, build_house, new_database
from tests.contract.recorder import Contract, Recorder
from tests.media.films import audio_only, film
from tests.studio import Caller, Json, caller, database_name

CAPTIONS = "WEBVTT\n\n00:00:00.100 --> 00:00:00.950\nTwo cups.\n\n00:00:01.000 --> 00:00:01.850\nHabit.\n"
_numbers = itertools.count(1)


class Call(Struct, frozen=True):
    """A request that succeeds."""

    method: str
    address: str
    json: Any = None
    content: bytes | None = None
    headers: dict[str, str] = {}


class World(Struct):
    """Who is there and what there is."""

    settings: Settings
    db: Database
    house: House
    key: KeyId
    http: httpx.AsyncClient  # as the administrator's key
    nobody: httpx.AsyncClient
    mute: httpx.AsyncClient  # as a key that may do next to nothing
    session: httpx.AsyncClient  # as the administrator's session
    recorder: Recorder
    ada: Caller
    administrator: str  # the superuser of this database
    film: Path
    voice: Path
    brand: Json = {}
    campaign: Json = {}
    story: Json = {}
    series: Json = {}
    video: Json = {}
    source: Json = {}
    cut: Json = {}
    english: Json = {}
    german: Json = {}
    cue: Json = {}
    release: Json = {}

    @property
    def shot(self) -> str:
        """The one shot that the story plans."""
        return str(self.story["beats"][0]["shots"][0]["id"])

    @property
    def contract(self) -> Contract:
        """The contract that the answers are held against."""
        return self.recorder.contract

    def client(self, **headers: str) -> httpx.AsyncClient:
        """Another caller of the same application."""
        return client_of(self.recorder, **headers)

    async def send(self, call: Call, client: httpx.AsyncClient | None = None, **headers: str) -> httpx.Response:
        """Do a request; by the administrator's key unless somebody else is named."""
        sent = {**call.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        who = client or self.http
        return await who.request(call.method, call.address, json=call.json, content=call.content, headers=sent)

    async def conform(self, cut: str) -> None:
        """What a worker does after an edit list."""
        async with self.db.transaction(self.house.person.scope) as tx:
            await conform_cut(tx, CutId.parse(cut))

    async def new_cut(self, video: str | None = None, source: str | None = None, *, conform: bool = True) -> Json:
        """A cut of the first second and a half: it keeps the first cue whole and clips the second."""
        video, source = video or self.video["id"], source or self.source["id"]
        made = await self.ada.make(f"/v1/videos/{video}/cuts", cut_of(source))
        if conform:
            await self.conform(made["id"])
        return made

    async def captioned(self) -> tuple[Json, Json, Json]:
        """Another video with its captions: the source, its track and the first cue."""
        video = await self.ada.video(self.story["id"])
        source = await self.ada.source(video["id"], self.film)
        track = await self.import_captions(source["id"])
        cues = await self.ada.read(f"/v1/tracks/{track['id']}/cues")
        return source, track, cues["data"][0]

    async def import_captions(self, source: str) -> Json:
        """The source captions."""
        answer = await self.http.put(
            f"/v1/sources/{source}/captions/en-US", content=CAPTIONS, headers={"content-type": "text/vtt"}
        )
        assert answer.status_code == 201, answer.text
        track: Json = answer.json()
        return track

    async def translated(self, source: str, locale: str = "de-DE", *, approve: bool = True) -> Json:
        """A locale of a source with all its texts."""
        track = await self.ada.make(f"/v1/sources/{source}/tracks", {"locale": locale})
        address = f"/v1/tracks/{track['id']}"
        for cue in (await self.ada.read(f"{address}/cues"))["data"]:
            written = await self.http.put(
                f"{address}/cues/{cue['id']}", json={"text": "Zwei Tassen."}, headers={"if-match": '"r0"'}
            )
            assert written.status_code == 200, written.text
        if approve:
            now = await self.http.get(address)
            done = await self.http.post(f"{address}/approve", headers={"if-match": now.headers["etag"]})
            assert done.status_code == 200, done.text
        return await self.ada.read(address)

    async def new_release(self) -> Json:
        """A release that waits for a person, because its second cue is clipped."""
        cut = await self.new_cut()
        return await self.ada.make(f"/v1/cuts/{cut['id']}/releases", {"market": "DE", "locale": "de-DE"})


def client_of(recorder: Recorder, **headers: str) -> httpx.AsyncClient:
    """Somebody who calls the application."""
    transport = httpx.ASGITransport(app=recorder, raise_app_exceptions=False)  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url="http://cutdown.test", headers=headers)


def unique(word: str = "thing") -> str:
    """A name that nothing else has."""
    return f"{word} {next(_numbers)}"


def cut_of(source: str) -> Json:
    """A new cut of a source."""
    segment = {"layer": "picture", "source_id": source, "in_frame": 0, "out_frame": 38}
    facts = {"code": unique("C"), "name": "The cut", "aspect": "9:16", "fps": {"num": 25}}
    return {**facts, "segments": [segment]}


@asynccontextmanager
async def built(cluster: Cluster) -> AsyncIterator[World]:
    """The world, around an application of its own."""
    with tempfile.TemporaryDirectory() as place:
        async with new_database(cluster) as access:
            environment = {"DATABASE_URL": access.app_url, "CUTDOWN_DATA_DIR": place, "CUTDOWN_SECRET": "5e" * 32}
            settings = Settings.from_environment(environment)
            app = create_app(settings)
            async with alive(app):
                administrator = cluster.administrator(database_name(access.app_url))
                world = await _first(Recorder(app), settings, administrator, Path(place))
                await _furnish(world)
                yield world
                for client in (world.http, world.nobody, world.mute, world.session, world.ada.http):
                    await client.aclose()


async def _first(recorder: Recorder, settings: Settings, administrator: str, place: Path) -> World:
    """An organization, and who calls."""
    db: Database = recorder.app.state.db
    house = await build_house(db)
    http = client_of(recorder, **house.headers)
    mute = (await http.post("/v1/keys", json={"name": "mute", "scopes": ["webhooks:manage"]})).json()
    page = client_of(recorder)
    signed = await page.post(
        "/signin",
        data={"email": house.email, "password": house.password, **await _form_token(page)},
        headers={"sec-fetch-site": "same-origin"},
    )
    assert signed.status_code == 303, signed.text
    return World(
        settings=settings,
        db=db,
        house=house,
        key=KeyId.parse((await http.get("/v1/me")).json()["key_id"]),
        http=http,
        nobody=client_of(recorder),
        mute=client_of(recorder, authorization=f"Bearer {mute['secret']}"),
        session=page,
        recorder=recorder,
        ada=caller(http, house.person, house.api_key),
        administrator=administrator,
        film=film(place / "master.mp4"),
        voice=audio_only(place / "voice.m4a"),
    )


async def _form_token(page: httpx.AsyncClient) -> dict[str, str]:
    text = (await page.get("/signin")).text
    return {"_csrf_token": text.partition('name="_csrf_token" value="')[2].partition('"')[0]}


async def _furnish(world: World) -> None:
    ada = world.ada
    world.brand = await ada.brand()
    markets = [{"market": "US", "locales": ["en-US"]}, {"market": "DE", "locales": ["de-DE", "fr-FR"]}]
    new = {"brand_id": world.brand["id"], "name": "The Same Cup", "markets": markets}
    world.campaign = await ada.make("/v1/campaigns", new)
    price = {"value": {"kind": "money", "amount": "4.90", "currency": "EUR"}}
    said = await world.http.put(
        f"/v1/campaigns/{world.campaign['id']}/facts/price/DE", json=price, headers={"if-match": '"r0"'}
    )
    assert said.status_code == 200, said.text
    shot = {"size": "wide", "movement": "still", "planned_ms": 800}
    beat = {"kind": "hook", "title": "The chair", "begin_ms": 0, "end_ms": 3000, "shots": [shot]}
    world.story = await ada.story(world.campaign["id"], beats=[beat])
    episodes = [{"story_id": world.story["id"]}]
    new = {"campaign_id": world.campaign["id"], "title": "Five kitchens", "episodes": episodes}
    world.series = await ada.make("/v1/series", new)
    world.video = await ada.video(world.story["id"])
    world.source = await ada.source(world.video["id"], world.film)
    world.english = await world.import_captions(world.source["id"])
    world.german = await world.translated(world.source["id"])
    world.cue = (await ada.read(f"/v1/tracks/{world.english['id']}/cues"))["data"][0]
    world.cut = await world.new_cut()
    world.release = await ada.make(f"/v1/cuts/{world.cut['id']}/releases", {"market": "DE", "locale": "de-DE"})
    approved = await world.http.post(f"/v1/releases/{world.release['id']}/approve")
    assert approved.status_code == 200, approved.text
