"""Loads the demo campaign the way an integration would: over HTTP, with one API key.

Every request carries an Idempotency-Key of its own, so a load that was cut off goes on where it stopped when it is
started again, and nothing is made twice.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec

from schemas.people import NewKey, ScopeWord
from service.db.pool import Database
from service.demo import film
from service.demo.content import Colleague, Content, Shot, content
from service.identity import SCOPES
from service.people.actions import bootstrap, sign_in
from service.people.keys import make_key
from service.people.problems import EmailTaken
from service.secret_files import read_or_make, write_private
from service.settings import Settings

EMAIL = "ada@northpier.example"
NAME = "Ada Lindqvist"
WAITS_FOR_REVIEW = "fr-FR"
SHOWN = ("DE", "de-DE")
PATIENCE_S = 60.0

Tell = Callable[[str], None]


class DemoFailed(Exception):
    """A request of the demo was refused; the text says which, and why."""


class Client:
    """The API as the demo uses it."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def send(self, method: str, path: str, key: str | None = None, **more: Any) -> dict[str, Any]:
        """One request; DemoFailed with the problem's words unless it is answered with success."""
        headers = more.pop("headers", {}) | ({"idempotency-key": f"demo-{key}"} if key else {})
        answer = await self.http.request(method, path, headers=headers, **more)
        if answer.is_error:
            raise DemoFailed(f"{method} {path} was refused: {answer.status_code} {answer.text}")
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    async def make(self, path: str, key: str, **body: Any) -> dict[str, Any]:
        """Create something once."""
        return await self.send("POST", path, key, json=body)


async def load(settings: Settings, tell: Tell | None = None, demo: Content | None = None) -> None:
    """Make the demo and write `demo.json` in the data directory, with everything needed to look at it."""
    tell = tell or _say
    demo = demo or content()
    told = settings.data_dir / "demo.json"
    password = read_or_make(settings.data_dir / "demo.password", 8)
    facts = msgspec.json.decode(told.read_bytes()) if told.exists() else {}
    if "api_key" not in facts:
        tell("Making the organization and its account")
        facts = {"email": EMAIL, "password": password, "api_key": await _account(settings, demo, password)}
        _write(told, facts)
    headers = {"authorization": f"Bearer {facts['api_key']}"}
    base_url = f"http://{settings.authority}"
    async with httpx.AsyncClient(base_url=base_url, headers=headers, timeout=120) as http:
        path = await _campaign(Client(http), demo, settings.data_dir / "demo", password, tell)
    _write(told, {**facts, "file_url": settings.public_url + path})
    tell("The demo is ready")


async def _account(settings: Settings, demo: Content, password: str) -> str:
    """The secret of a key of the demo's administrator."""
    db = await Database.open(settings.database_url, size=2)
    try:
        try:
            return (await bootstrap(db, demo.organization, EMAIL, NAME, password)).secret
        except EmailTaken:  # an earlier load was cut off before it could write down its key
            _token, person = await sign_in(db, EMAIL, password)
            async with db.transaction(person.scope) as tx:
                every: list[ScopeWord] = sorted(SCOPES)  # type: ignore[arg-type]
                return str((await make_key(tx, person, NewKey(name="demo", scopes=every))).secret)
    finally:
        await db.close()


async def _campaign(client: Client, demo: Content, directory: Path, password: str, tell: Tell) -> str:
    """Everything from the brand to the released files; the path of the caption file to show."""
    tell("Making the campaign and its story")
    brand = await client.make("/v1/brands", "brand", name=demo.brand)
    campaign = await client.make(
        "/v1/campaigns",
        "campaign",
        brand_id=brand["id"],
        name=demo.campaign,
        starts_on=demo.begins.isoformat(),
        ends_on=demo.ends.isoformat(),
        markets=[{"market": one.code, "locales": list(one.locales)} for one in demo.markets],
    )
    story = await client.make("/v1/stories", "story", campaign_id=campaign["id"], **_story(demo))
    video = await client.make("/v1/videos", "video", story_id=story["id"], title=demo.video)
    tell("Letting people in")
    for person in demo.people:
        await _let_in(client, person, brand["id"], password)
    source = await _master(client, demo, video["id"], directory, tell)
    await _place(client, demo, story, source)
    tell(f"Cutting {len(demo.cuts)} cuts")
    cuts = [await _cut(client, demo, number, video["id"], source) for number in range(len(demo.cuts))]
    tell("Importing the source captions")
    track = await client.send(
        "PUT",
        f"/v1/sources/{source}/captions/{demo.source_locale}",
        content=demo.captions(),
        headers={"content-type": "text/vtt"},
    )
    await _approve(client, track["id"])
    for locale in demo.locales:
        tell(f"Translating into {locale}")
        await _translate(client, demo, source, locale)
    shown = f"/v1/cuts/{cuts[0]}/captions/{SHOWN[0]}/{SHOWN[1]}.vtt"
    tell("Releasing")
    await _released(client, shown)
    return shown


async def _let_in(client: Client, person: Colleague, brand: str, password: str) -> None:
    """An account that works on the brand."""
    grant = {"role": person.role, "brand_id": brand, "market": person.market}
    made = await client.make(
        "/v1/people", f"person-{person.email}", email=person.email, name=person.name, grants=[grant]
    )
    await client.send("PUT", f"/v1/people/{made['id']}/password", json={"password": password})


def _story(demo: Content) -> dict[str, Any]:
    beats = [
        {
            "kind": beat.kind,
            "title": beat.name,
            "begin_ms": beat.begin_ms,
            "end_ms": beat.end_ms,
            "shots": [_shot(demo, shot) for shot in demo.shots_of(beat)],
        }
        for beat in demo.story.beats
    ]
    facts = ("archetype", "title", "premise", "emotion", "conflict", "treatment")
    return {name: getattr(demo.story, name) for name in facts} | {"beats": beats}


def _shot(demo: Content, shot: Shot) -> dict[str, Any]:
    planned_ms = demo.master.ms(shot.out_frame) - demo.master.ms(shot.in_frame)
    dialogue = demo.said_in(shot)
    return {"size": shot.size, "movement": shot.movement, "planned_ms": planned_ms, "dialogue": dialogue}


async def _place(client: Client, demo: Content, story: dict[str, Any], source: str) -> None:
    """Say where the story's shots stand in the master, unless an earlier load has done it."""
    address = f"/v1/sources/{source}/placements"
    if (await client.send("GET", address))["revision"]:
        return
    planned = [shot["id"] for beat in story["beats"] for shot in beat["shots"]]
    placements = [
        {"shot_id": shot, "in_frame": real.in_frame, "out_frame": real.out_frame}
        for shot, real in zip(planned, demo.master.shots, strict=True)
    ]
    await client.send("PUT", address, json={"placements": placements}, headers={"if-match": '"r0"'})


async def _master(client: Client, demo: Content, video: str, directory: Path, tell: Tell) -> str:
    """The source made of the film, which is rendered unless an earlier load has done it."""
    known = await client.send("GET", f"/v1/videos/{video}/sources")
    if known["data"]:
        return str(known["data"][0]["id"])
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / film.FILE_NAME
    if not path.exists():
        last = -1

        def progress(share: float, what: str) -> None:
            nonlocal last
            if int(share * 10) > last:
                last = int(share * 10)
                tell(f"{what} {share:4.0%}")

        await asyncio.to_thread(film.render, directory, progress, demo)
    tell("Uploading the master")
    source = await client.send(
        "POST",
        f"/v1/videos/{video}/sources",
        "master",
        params={"role": "master", "name": "Master"},
        content=_pieces(path),
        headers={"content-type": "video/mp4"},
    )
    return str(source["id"])


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, 1 << 20):
            yield piece


async def _cut(client: Client, demo: Content, number: int, video: str, source: str) -> str:
    cut = demo.cuts[number]
    segments = [
        {"layer": layer, "source_id": source, "in_frame": in_frame, "out_frame": out_frame, "cut_in_frame": place}
        for layer in ("picture", "sound")
        for in_frame, out_frame, place in cut.placed()
    ]
    made = await client.make(
        f"/v1/videos/{video}/cuts",
        f"cut-{cut.key.replace(' ', '-')}",
        code=cut.key,
        name=cut.name,
        purpose=cut.purpose,
        aspect=cut.aspect,
        platform=cut.platform,
        fps={"num": demo.master.rate_num, "den": demo.master.rate_den},
        segments=segments,
    )
    return str(made["id"])


async def _translate(client: Client, demo: Content, source: str, locale: str) -> None:
    """Open a locale, write what is not written yet, and approve it, or leave it to its reviewer."""
    track = await client.make(f"/v1/sources/{source}/tracks", f"track-{locale}", locale=locale)
    path = f"/v1/tracks/{track['id']}"
    cues = await client.send("GET", f"{path}/cues", params={"limit": 1000})
    for cue, words in zip(cues["data"], demo.cues, strict=True):
        if cue["text"] is None:
            change = {"text": words.translations[locale]}
            await client.send("PUT", f"{path}/cues/{cue['id']}", json=change, headers={"if-match": '"r0"'})
    if locale == WAITS_FOR_REVIEW:
        now = await client.send("GET", path)
        await client.send("POST", f"{path}/submit", headers={"if-match": f'"r{now["revision"]}"'})
    else:
        await _approve(client, track["id"])


async def _approve(client: Client, track: str) -> None:
    now = await client.send("GET", f"/v1/tracks/{track}")
    await client.send("POST", f"/v1/tracks/{track}/approve", headers={"if-match": f'"r{now["revision"]}"'})


async def _released(client: Client, path: str) -> None:
    """Wait for the worker."""
    for _ in range(int(PATIENCE_S / 0.2)):
        if (await client.http.head(path)).is_success:
            return
        await asyncio.sleep(0.2)
    raise DemoFailed(f"{path} was not released within {PATIENCE_S:g} s; is the worker running?")


def _write(path: Path, facts: dict[str, Any]) -> None:
    whole = {"file_url": "", **facts}
    write_private(path, msgspec.json.encode(whole).decode())


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
