"""The whole product on a stage: a real server and a real worker with the demo loaded as `cutdown demo` loads it.

Its film is as long as the real one but small, because nobody looks at it here. Everybody shares one stage in a run:
leave it as you found it, or make what you change yourself.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
from msgspec import Struct
from playwright.async_api import Page

from service import demo
from service.db.embedded import EmbeddedPostgres
from service.db.migrate import migrate
from service.db.provision import Access, provision
from service.demo.accounts import EMAIL
from service.demo.content import Content, content
from service.demo.load import load
from service.settings import Settings
from tests.running import Part, environment, running

SMALL = (360, 640)
DEMO = Path(demo.__file__).parent


class Whole(Struct):
    """A loaded demo. `cuts` are ids by code ("30 V"), `tracks` those of the master by locale, `posts` by cut and
    market ("60 V DE"), `people` e-mail addresses by role, `producer` being its administrator; `guest` is where a client
    without an account reads along; `api` may do everything."""

    address: str
    api: httpx.AsyncClient
    data: Path
    password: str
    server: Part
    worker: Part
    brand: str
    campaign: str
    story: str
    video: str
    source: str
    cuts: dict[str, str]
    tracks: dict[str, str]
    posts: dict[str, str]
    guest: str
    people: dict[str, str]

    def room(self, name: str = "") -> str:
        """The address of a room of the campaign; without a name its board."""
        return f"/c/{self.campaign}/{name}".rstrip("/")

    async def read(self, path: str, **query: str | int) -> Any:
        """What the API answers."""
        return (await self.api.get(path, params=query)).raise_for_status().json()

    async def enter(self, page: Page, as_: str = "producer") -> None:
        """Sign in on the page, through the form that everybody uses, as somebody of this role."""
        await page.goto(f"{self.address}/signin")
        await page.locator("input[name=email]").fill(self.people[as_])
        await page.locator("input[name=password]").fill(self.password)
        await page.keyboard.press("Enter")
        await page.wait_for_url(lambda url: "/signin" not in url)


@asynccontextmanager
async def on_its_own(what: Content | None = None) -> AsyncIterator[Whole]:
    """The demo, by default with its film in full size, on a PostgreSQL of its own: for pictures and measurements."""
    directory = Path(tempfile.mkdtemp(prefix="cut-"))
    directory.chmod(0o711)  # the built-in server may run as another account
    server = EmbeddedPostgres(directory / "pg", durable=False)
    await server.start()
    try:
        access = await provision(server.superuser_url("postgres"), "cutdown", directory)
        await migrate(access.owner_url)
        (directory / "data").mkdir()
        async with whole_demo(access, directory / "data", what or content()) as loaded:
            yield loaded
    finally:
        await server.stop()
        shutil.rmtree(directory, ignore_errors=True)


@asynccontextmanager
async def whole_demo(access: Access, data: Path, what: Content | None = None) -> AsyncIterator[Whole]:
    """Load it on an empty database, by default with a small film."""
    async with running(access.app_url, data) as (address, server, worker):
        port = int(address.rpartition(":")[2])
        settings = Settings.from_environment(environment(access.app_url, data, port))
        with _films(data / "demo", what is None):
            await load(settings, lambda line: None, what or content().small(*SMALL))
        facts = msgspec.json.decode((data / "demo.json").read_bytes())
        headers = {"authorization": f"Bearer {facts['api_key']}"}
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=30) as api:
            yield Whole(address, api, data, facts["password"], server, worker, **await _found(api))


@contextmanager
def _films(folder: Path, small: bool) -> Iterator[None]:
    """The demo's small films are rendered once for each version of it, and kept beside other temporary files."""
    version = sha256(b"".join(path.read_bytes() for path in sorted(DEMO.glob("*.*")))).hexdigest()[:16]
    kept = Path(tempfile.gettempdir()) / f"cutdown-films-{version}"
    folder.mkdir(exist_ok=True)
    for film in kept.glob("*.mp4") if small else ():
        shutil.copy(film, folder)
    yield
    if small and not kept.exists():
        made = Path(tempfile.mkdtemp(prefix="cutdown-films-"))
        for film in folder.glob("*.mp4"):
            shutil.copy(film, made)
        with suppress(OSError):  # somebody else was first
            made.rename(kept)


async def _found(api: httpx.AsyncClient) -> dict[str, Any]:
    """What the load made."""

    async def listed(path: str) -> Any:
        return (await api.get(path, params={"limit": 100})).raise_for_status().json()["data"]

    [campaign], [story], [video] = [await listed(f"/v1/{rooms}") for rooms in ("campaigns", "stories", "videos")]
    sources = await listed(f"/v1/videos/{video['id']}/sources")
    link = await api.post(f"/v1/campaigns/{campaign['id']}/guest_links", json={"label": "Aldermoor, board"})
    [master] = [source["id"] for source in sources if source["role"] == "master"]
    return {
        "brand": campaign["brand_id"],
        "campaign": campaign["id"],
        "story": story["id"],
        "video": video["id"],
        "source": master,
        "cuts": {cut["code"]: cut["id"] for cut in await listed(f"/v1/videos/{video['id']}/cuts")},
        "tracks": {track["locale"]: track["id"] for track in await listed(f"/v1/sources/{master}/tracks")},
        "posts": {
            f"{post['cut']} {post['market']}": post["id"]
            for post in await listed(f"/v1/campaigns/{campaign['id']}/posts")
        },
        "guest": urlsplit(link.raise_for_status().json()["url"]).path,
        "people": {person.role: person.email for person in reversed(content().people)} | {"producer": EMAIL},
    }
