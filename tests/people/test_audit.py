"""Who did what: written with the change, from where, for good; and nobody reads beyond their walls."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest

from schemas.people import NewGrant
from service.db.pool import Database
from service.people.actions import NOTES
from service.people.problems import WrongPassword
from tests.conftest import House
from tests.people.conftest import PASSWORD, Agency, a_brand, a_key, joined, signed_in

EVA = {"email": "eva@northlight.example", "name": "Eva"}


async def read(api: httpx.AsyncClient, **asked: Any) -> list[dict[str, Any]]:
    answer = await api.get("/v1/audit", params=asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def test_a_change_says_who_did_it_with_which_key_for_which_request_from_where(
    api: httpx.AsyncClient, house: House
) -> None:
    headers = {"x-request-id": "req_of_the_test", "x-forwarded-for": "198.51.100.1, 203.0.113.7"}
    made = (await api.post("/v1/people", json=EVA, headers=headers)).json()
    (entry,) = await read(api, subject=made["id"])
    assert (entry["type"], entry["request_id"], entry["address"]) == (
        "person.created",
        "req_of_the_test",
        "203.0.113.7",
    )
    assert (entry["actor_kind"], entry["actor_id"], entry["actor_name"]) == (
        "key",
        str(house.person.id),
        "Ada Lindqvist",
    )
    assert entry["key_id"] == (await api.get("/v1/me")).json()["key_id"]


async def test_a_refused_change_is_not_in_the_log(api: httpx.AsyncClient) -> None:
    await api.post("/v1/people", json=EVA)
    before = len(await read(api))
    assert (await api.post("/v1/people", json=EVA)).status_code == 409
    assert len(await read(api)) == before


async def test_everything_people_do_with_access_is_in_the_log(
    client: httpx.AsyncClient, db: Database, house: House
) -> None:
    client.headers.update(house.headers)
    made = (await client.post("/v1/invitations", json=EVA | {"grants": [{"role": "viewer"}]})).json()
    given = {"token": made["url"].rpartition("/")[2], "password": PASSWORD}
    eva = (await client.post("/v1/invitations/accept", json=given)).json()["id"]
    link = (await client.post(f"/v1/people/{eva}/reset_link")).json()["url"]
    await client.post("/v1/password_resets", json={"token": link.rpartition("/")[2], "password": "the long way home"})
    with pytest.raises(WrongPassword):
        await signed_in(db, EVA["email"], "a wrong password")
    await asyncio.gather(*NOTES)
    await signed_in(db, EVA["email"], "the long way home")
    key = (await client.post("/v1/keys", json={"name": "CMS", "scopes": ["tracks:read"]})).json()["id"]
    await client.post(f"/v1/keys/{key}/rotate")
    await client.delete(f"/v1/keys/{key}")
    grant = (await client.post(f"/v1/people/{eva}/grants", json={"role": "editor"})).json()["id"]
    await client.delete(f"/v1/people/{eva}/grants/{grant}")
    await client.put(f"/v1/people/{eva}/password", json={"password": "another long way"})
    revoked = (await client.post("/v1/invitations", json=EVA | {"email": "o@northlight.example"})).json()["id"]
    await client.delete(f"/v1/invitations/{revoked}")
    await client.delete(f"/v1/people/{eva}")
    entries = await read(client, limit=100)
    assert [entry["type"] for entry in reversed(entries)] == [
        "organization.created",
        "person.created",
        "role.granted",
        "key.created",
        "invitation.created",
        "invitation.accepted",
        "person.created",
        "role.granted",
        "person.reset_link_made",
        "person.password_changed",
        "session.refused",
        "session.started",
        "key.created",
        "key.created",
        "key.rotated",
        "key.revoked",
        "role.granted",
        "role.revoked",
        "person.password_changed",
        "invitation.created",
        "invitation.revoked",
        "person.withdrawn",
    ]
    kinds = {entry["type"]: (entry["actor_kind"], entry["actor_name"]) for entry in entries}
    assert kinds["session.refused"] == ("system", None)
    assert kinds["session.started"] == ("person", "Eva")
    assert kinds["person.withdrawn"] == ("key", "Ada Lindqvist")


async def test_signing_in_and_out_at_the_page_is_in_the_log(client: httpx.AsyncClient, house: House) -> None:
    page = await client.get("/signin")
    field = page.text.partition('name="_csrf_token" value="')[2].partition('"')[0]
    own = {"sec-fetch-site": "same-origin"}
    form = {"email": house.email, "_csrf_token": field}
    wrong = await client.post("/signin", data=form | {"password": "a wrong password"}, headers=own)
    assert wrong.status_code == 422
    await asyncio.gather(*NOTES)
    right = await client.post("/signin", data=form | {"password": house.password}, headers=own)
    assert right.status_code == 303
    out = await client.post("/signout", data={"_csrf_token": field}, headers=own)
    assert out.status_code == 303
    client.headers.update(house.headers)
    entries = (await read(client))[:3]
    assert [entry["type"] for entry in entries] == ["session.ended", "session.started", "session.refused"]
    assert [entry["request_id"] for entry in entries] == [
        answer.headers["x-request-id"] for answer in (out, right, wrong)
    ]
    assert entries[2]["subject"] == str(house.person.id)


async def test_a_failed_sign_in_to_no_account_is_in_no_log(db: Database, watcher: asyncpg.Connection) -> None:
    with pytest.raises(WrongPassword):
        await signed_in(db, "nobody@nowhere.example")
    assert not NOTES
    assert await watcher.fetchval("select count(*) from outbox") == 0


async def test_the_log_is_filtered_by_actor_subject_type_and_time(api: httpx.AsyncClient, house: House) -> None:
    for name in ("Mug", "Cup", "Jar"):
        await api.post("/v1/brands", json={"name": name})
    every = await read(api)
    mine = [entry for entry in every if entry["actor_id"] == str(house.person.id)]
    assert await read(api, actor=str(house.person.id)) == mine
    cup = [entry for entry in every if entry["type"] == "brand.created"][1]
    assert await read(api, subject=cup["subject"], actor=str(house.person.id)) == [cup]
    assert [entry["id"] for entry in await read(api, type="brand.created", since=cup["at"])][-1] == cup["id"]
    assert cup not in await read(api, before=cup["at"])
    assert await read(api, actor="per_00000000000000000000000000") == []
    walked: list[str] = []
    params: dict[str, str | int] = {"limit": 2, "type": "brand.created"}
    while True:
        answer = (await api.get("/v1/audit", params=params)).json()
        walked += [entry["id"] for entry in answer["data"]]
        if not answer["page"]["has_more"]:
            break
        params["cursor"] = answer["page"]["next_cursor"]
    assert walked == [entry["id"] for entry in every if entry["type"] == "brand.created"]


async def test_a_log_is_read_within_its_walls(
    api: httpx.AsyncClient, db: Database, house: House, stranger: House
) -> None:
    agency = Agency(house.person, house.email, house.api_key)
    mug, cup = await a_brand(db, agency, "Mug"), await a_brand(db, agency, "Cup")
    roles = (NewGrant(role="admin", brand_id=mug), NewGrant(role="viewer", brand_id=cup))
    local = await joined(db, agency, "local", *roles)
    by_market = await joined(db, agency, "market", NewGrant(role="admin", market="DE"))
    scopes = ["people:manage", "campaigns:read"]
    secret = (await a_key(db, local, scopes=scopes)).secret
    api.headers["authorization"] = f"Bearer {secret}"
    entries = await read(api)
    assert {entry["brand_id"] for entry in entries} == {str(mug)}
    assert {entry["type"] for entry in entries} == {"brand.created", "role.granted"}
    api.headers["authorization"] = f"Bearer {(await a_key(db, by_market, scopes=scopes)).secret}"
    assert (await api.get("/v1/audit")).status_code == 403
    api.headers["authorization"] = f"Bearer {(await a_key(db, agency.admin)).secret}"
    assert (await api.get("/v1/audit")).status_code == 403
    api.headers.update(stranger.headers)
    theirs = await read(api, subject=str(mug))
    assert theirs == []


async def test_the_app_role_cannot_change_the_log(db: Database, house: House) -> None:
    for statement in ("update outbox set actor = null", "delete from outbox", "truncate outbox"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with db.transaction(house.person.scope) as tx:
                await tx.connection.execute(statement)


@pytest.mark.parametrize("asked", [{"actor": "brd_1"}, {"since": "yesterday"}])
async def test_a_filter_that_cannot_be_read_is_said(api: httpx.AsyncClient, asked: dict[str, str]) -> None:
    answer = await api.get("/v1/audit", params=asked)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == f"query:{next(iter(asked))}"
