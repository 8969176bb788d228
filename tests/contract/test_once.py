"""Idempotency-Key: the same request with the same key has one effect, and the same answer ever after."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from service.db.pool import Database
from service.identity import Role
from tests.conftest import House
from tests.contract.world import World
from tests.studio import colleague

KEY = {"idempotency-key": "7f0c4a52"}
BRAND = {"name": "Aldermoor Coffee"}


async def brands(api: httpx.AsyncClient) -> list[str]:
    return [one["name"] for one in (await api.get("/v1/brands")).json()["data"]]


async def test_a_repeated_request_gets_the_same_bytes_and_has_no_second_effect(api: httpx.AsyncClient) -> None:
    first = await api.post("/v1/brands", json=BRAND, headers=KEY)
    again = await api.post("/v1/brands", json=BRAND, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    said = {
        name: value for name, value in again.headers.items() if name not in ("x-request-id", "idempotency-replayed")
    }
    assert said == {name: value for name, value in first.headers.items() if name != "x-request-id"}
    assert (first.headers.get("idempotency-replayed"), again.headers["idempotency-replayed"]) == (None, "true")
    assert await brands(api) == ["Aldermoor Coffee"]


@pytest.mark.parametrize(
    ("address", "body"), [("/v1/brands", b'{"name": "Other"}'), ("/v1/brands", b'{"name":  "Aldermoor Coffee"}')]
)
async def test_a_key_belongs_to_one_request(api: httpx.AsyncClient, address: str, body: bytes) -> None:
    await api.post("/v1/brands", json=BRAND, headers=KEY)
    other = await api.post(address, content=body, headers={**KEY, "content-type": "application/json"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert await brands(api) == ["Aldermoor Coffee"]


async def test_a_key_belongs_to_one_address(api: httpx.AsyncClient) -> None:
    await api.post("/v1/brands", json=BRAND, headers=KEY)
    other = await api.post("/v1/keys", json={"name": "CMS", "scopes": ["tracks:read"]}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("number", range(5))
async def test_twins_at_once_have_one_effect_and_are_told_so(api: httpx.AsyncClient, number: int) -> None:
    """A name can be taken once, so a twin that does not see the first one would be told that it is taken."""
    twins = await asyncio.gather(*(api.post("/v1/brands", json=BRAND, headers=KEY) for _ in range(8)))
    made = [one for one in twins if one.status_code == 201]
    told = {(one.status_code, one.json()["code"], one.headers.get("retry-after")) for one in twins if one not in made}
    assert told <= {(409, "idempotency-in-progress", "1")}
    assert len([one for one in made if "idempotency-replayed" not in one.headers]) == 1
    assert len({one.content for one in made}) == 1
    assert await brands(api) == ["Aldermoor Coffee"]
    assert (await api.post("/v1/brands", json=BRAND, headers=KEY)).content == made[0].content


@pytest.mark.parametrize(("length", "status"), [(1, 201), (255, 201), (256, 422), (0, 422)])
async def test_a_key_has_1_to_255_characters(api: httpx.AsyncClient, length: int, status: int) -> None:
    answer = await api.post("/v1/brands", json=BRAND, headers={"idempotency-key": "k" * length})
    assert answer.status_code == status
    if status == 422:
        (fault,) = answer.json()["errors"]
        assert (fault["parameter"], fault["code"]) == ("header:Idempotency-Key", "length")


async def test_a_refusal_is_not_kept(api: httpx.AsyncClient) -> None:
    invalid = await api.post("/v1/brands", json={"name": ""}, headers=KEY)
    first = await api.post("/v1/brands", json=BRAND)
    taken = await api.post("/v1/brands", json=BRAND, headers=KEY)
    await api.patch(first.headers["location"], json={"name": "Renamed"}, headers={"if-match": '"r1"'})
    now = await api.post("/v1/brands", json=BRAND, headers=KEY)
    assert [one.status_code for one in (invalid, taken, now)] == [422, 409, 201]
    assert "idempotency-replayed" not in now.headers


async def test_the_key_of_somebody_else_is_another_key(api: httpx.AsyncClient, db: Database, house: House) -> None:
    other = await colleague(db, house, api, (Role.PRODUCER, None))
    mine = await api.post("/v1/brands", json=BRAND, headers=KEY)
    theirs = await other.http.post("/v1/brands", json={"name": "Theirs"}, headers=KEY)
    assert (mine.status_code, theirs.status_code) == (201, 201)


async def test_a_secret_is_not_repeated(api: httpx.AsyncClient) -> None:
    new = {"name": "CMS", "scopes": ["tracks:read"]}
    first, again = [await api.post("/v1/keys", json=new, headers=KEY) for _ in range(2)]
    assert first.json()["secret"].startswith("cut_live_")
    assert again.json() == {**first.json(), "secret": None}


async def test_an_upload_is_repeated_by_the_hash_of_its_bytes(world: World) -> None:
    video = await world.ada.video(world.story["id"])
    first, again = [await world.ada.upload(video["id"], world.film, idempotency_key="upload") for _ in range(2)]
    assert (first.status_code, again.status_code, again.headers["idempotency-replayed"]) == (201, 201, "true")
    assert first.content == again.content


async def test_a_release_is_repeated_although_its_texts_have_moved_on(world: World) -> None:
    source, track, cue = await world.captioned()
    await world.translated(source["id"])
    cut = await world.new_cut(source["video_id"], source["id"])
    address, body = f"/v1/cuts/{cut['id']}/releases", {"market": "DE", "locale": "de-DE"}
    first = await world.http.post(address, json=body, headers=KEY)
    written = await world.http.put(
        f"/v1/tracks/{track['id']}/cues/{cue['id']}",
        json={"text": "Three cups."},
        headers={"if-match": f'"r{cue["revision"]}"'},
    )
    again = await world.http.post(address, json=body, headers=KEY)
    assert (first.status_code, written.status_code) == (201, 200)
    assert (again.status_code, again.content) == (201, first.content)
