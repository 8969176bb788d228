"""What tests of several rooms do over HTTP before their own story begins: brands, campaigns, films, cuts."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx
from msgspec import Struct

from schemas.ids import BrandId
from schemas.people import NewAccount, NewGrant, NewKey
from service.db.pool import Database
from service.identity import Grant, Person, Role, Scope
from service.people.actions import create_person
from service.people.keys import make_key
from service.people.model import brands_of
from tests.conftest import House

SCOPES = [
    "files:read",
    "campaigns:read",
    "campaigns:write",
    "videos:read",
    "videos:write",
    "tracks:read",
    "tracks:write",
    "tracks:approve",
    "briefs:approve",
    "comments:write",
    "checklists:sign",
    "checklists:waive",
    "rules:confirm",
    "gates:override",
    "posts:write",
]
_numbers = itertools.count(1)
Json = dict[str, Any]


class Caller(Struct):
    """Somebody with an API key."""

    person: Person
    http: httpx.AsyncClient

    async def make(self, address: str, body: Json, **headers: str) -> Json:
        """POST that succeeds."""
        answer = await self.http.post(address, json=body, headers=headers)
        assert answer.status_code == 201, answer.text
        made: Json = answer.json()
        return made

    async def read(self, address: str) -> Json:
        """GET that succeeds."""
        answer = await self.http.get(address)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def change(self, address: str, body: Json, revision: int = 1) -> httpx.Response:
        """PATCH of the revision that was seen."""
        return await self.http.patch(address, json=body, headers={"if-match": f'"r{revision}"'})

    async def brand(self, name: str = "Aldermoor Coffee") -> Json:
        """A brand of its own."""
        return await self.make("/v1/brands", {"name": f"{name} {next(_numbers)}"})

    async def campaign(self, brand: str | None = None, markets: tuple[str, ...] = ("DE",)) -> Json:
        """A campaign, of a new brand unless one is named."""
        brand = brand or (await self.brand())["id"]
        listed = [{"market": market, "locales": ["en-US"]} for market in markets]
        return await self.make("/v1/campaigns", {"brand_id": brand, "name": "The Same Cup", "markets": listed})

    async def story(self, campaign: str | None = None, **facts: Any) -> Json:
        """A story, of a new campaign unless one is named."""
        campaign = campaign or (await self.campaign())["id"]
        told = {"campaign_id": campaign, "title": "The empty chair", "archetype": "slice_of_life", **facts}
        return await self.make("/v1/stories", told)

    async def video(self, story: str | None = None) -> Json:
        """A video, of a new story unless one is named."""
        story = story or (await self.story())["id"]
        return await self.make("/v1/videos", {"story_id": story, "title": "The Same Cup"})

    async def upload(
        self, video: str, film: Path | bytes, role: str = "master", name: str = "the film", **headers: str
    ) -> httpx.Response:
        """Add a film to a video, sent in pieces."""
        data = film if isinstance(film, bytes) else film.read_bytes()

        async def pieces() -> AsyncIterator[bytes]:
            for start in range(0, len(data), 10_000):
                yield data[start : start + 10_000]

        sent = {"content-type": "video/mp4", **{key.replace("_", "-"): value for key, value in headers.items()}}
        asked = {"role": role, "name": name}
        return await self.http.post(f"/v1/videos/{video}/sources", params=asked, content=pieces(), headers=sent)

    async def source(self, video: str, film: Path, role: str = "master") -> Json:
        """A film added to a video."""
        answer = await self.upload(video, film, role)
        assert answer.status_code == 201, answer.text
        added: Json = answer.json()
        return added


def caller(client: httpx.AsyncClient, person: Person, api_key: str) -> Caller:
    """Somebody who calls the application that `client` reaches, with their own key."""
    transport, address = client._transport, client.base_url
    http = httpx.AsyncClient(transport=transport, base_url=address, headers={"authorization": f"Bearer {api_key}"})
    return Caller(person, http)


async def colleague(
    db: Database, house: House, client: httpx.AsyncClient, *roles: tuple[Role, str | None], market: str | None = None
) -> Caller:
    """Somebody of the house with these roles on these brands, in a market (None: in every one)."""
    name = f"colleague {next(_numbers)}"
    given = [
        NewGrant(role=role.value, brand_id=None if brand is None else BrandId.parse(brand), market=market)
        for role, brand in roles
    ]
    async with db.transaction(house.person.scope) as tx:
        account = NewAccount(email=f"{name.replace(' ', '-')}@example.com", name=name, grants=given)
        made = await create_person(tx, house.person, account)
    grants = tuple(Grant(Role(one.role), one.brand_id, one.market) for one in made.grants)
    person = Person(made.id, name, Scope(house.organization, brands_of(grants)), grants)
    async with db.transaction(person.scope) as tx:
        allowed = [scope for scope in SCOPES if person.may(scope)]
        key = await make_key(tx, person, NewKey(name=name, scopes=allowed))  # type: ignore[arg-type]
    assert key.secret is not None
    return caller(client, person, key.secret)


async def events(db: Database, house: House, type: str) -> list[Json]:
    """What the outbox says of one type, in order."""
    async with db.reading(house.person.scope) as tx:
        rows = await tx.connection.fetch("select subject, data, brand_id from outbox where type = $1 order by id", type)
    return [dict(row) for row in rows]


def database_name(database_url: str) -> str:
    """The database that a URL leads to."""
    return urlsplit(database_url).path.strip("/")


async def behind_the_walls(administrator_url: str, statement: str, *args: Any) -> None:
    """Run one statement as the superuser."""
    connection = await asyncpg.connect(administrator_url)
    try:
        await connection.execute(statement, *args)
    finally:
        await connection.close()
