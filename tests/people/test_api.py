"""People and keys over HTTP."""

from __future__ import annotations

from typing import Any, get_args

import asyncpg
import httpx
import pytest

from schemas.people import RoleWord, ScopeWord
from service.db.pool import Database
from service.identity import SCOPES, Role
from tests.conftest import House
from tests.people.conftest import signed_in


async def made(api: httpx.AsyncClient, path: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    answer = await api.post(path, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_wire_has_the_roles_and_scopes_of_the_house() -> None:
    assert set(get_args(RoleWord)) == {role.value for role in Role}
    assert set(get_args(ScopeWord)) == SCOPES


async def test_me_says_who_calls_and_what_they_may_do(api: httpx.AsyncClient, db: Database, house: House) -> None:
    me = (await api.get("/v1/me")).json()
    assert (me["name"], me["email"], me["organization"]["name"]) == ("Ada Lindqvist", house.email, "Northlight")
    assert me["grants"] == [{"role": "admin", "brand_id": None, "market": None}]
    assert set(me["permissions"]) == SCOPES
    assert me["key_id"].startswith("key_")
    token, _ = await signed_in(db, house.email)
    headers = {"authorization": "", "cookie": f"cutdown={token}"}
    del api.headers["authorization"]
    del headers["authorization"]
    assert (await api.get("/v1/me", headers=headers)).json() == me | {"key_id": None}


async def test_the_life_of_a_key(api: httpx.AsyncClient) -> None:
    first = await made(api, "/v1/keys", {"name": "CMS", "scopes": ["people:manage"]})
    by_key = {"authorization": f"Bearer {first['secret']}"}
    assert (await api.get("/v1/people", headers=by_key)).status_code == 200
    second = await made(api, f"/v1/keys/{first['id']}/rotate", {})
    third = await api.post(f"/v1/keys/{first['id']}/rotate")
    assert (third.status_code, third.json()["code"]) == (409, "two-keys-active")
    assert third.json()["active"] == [first["id"], second["id"]]
    shown = (await api.get(f"/v1/keys/{first['id']}")).json()
    assert "secret" not in shown
    listed = (await api.get("/v1/keys", params={"limit": 1})).json()
    assert (listed["data"][0]["id"], listed["page"]["has_more"]) == (second["id"], True)
    revoked = await api.delete(f"/v1/keys/{first['id']}")
    assert (revoked.status_code, revoked.content) == (204, b"")
    assert (await api.get("/v1/people", headers=by_key)).status_code == 401
    assert (await api.delete(f"/v1/keys/{first['id']}")).status_code == 204
    assert (await api.get(f"/v1/keys/{first['id']}")).json()["revoked_at"] is not None


@pytest.mark.parametrize("repeated", ["/v1/keys", "rotate"])
async def test_a_replayed_answer_has_no_secret_and_made_no_second_key(
    api: httpx.AsyncClient, repeated: str, watcher: asyncpg.Connection
) -> None:
    body = {"name": "CMS", "scopes": ["tracks:read"]}
    path = f"/v1/keys/{(await made(api, '/v1/keys', body))['id']}/rotate" if repeated == "rotate" else repeated
    once = await made(api, path, body, **{"idempotency-key": "k1"})
    again = await api.post(path, json=body, headers={"idempotency-key": "k1"})
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
    assert again.json() == once | {"secret": None}
    stored = await watcher.fetchval("select convert_from(body, 'UTF8') from idempotency")
    assert once["secret"] not in stored


async def test_the_life_of_an_account(api: httpx.AsyncClient, db: Database) -> None:
    brand = (await made(api, "/v1/brands", {"name": "Mug"}))["id"]
    body = {"email": "eva@northlight.example", "name": "Eva", "grants": [{"role": "localizer", "brand_id": brand}]}
    eva = await made(api, "/v1/people", body)
    assert [grant["role"] for grant in eva["grants"]] == ["localizer"]
    path = f"/v1/people/{eva['id']}"
    assert (await api.get(path)).json() == eva
    taken = await api.post("/v1/people", json=body)
    assert (taken.status_code, taken.json()["code"]) == (409, "email-taken")
    set_ = await api.put(f"{path}/password", json={"password": "the long way home"})
    assert set_.status_code == 204
    token, person = await signed_in(db, "eva@northlight.example", "the long way home")
    assert str(person.id) == eva["id"]
    given = await made(api, f"{path}/grants", {"role": "reviewer", "brand_id": brand, "market": "JP"})
    assert (await api.delete(f"{path}/grants/{given['id']}")).status_code == 204
    assert (await api.delete(f"{path}/grants/{given['id']}")).status_code == 404
    assert (await api.delete(path)).status_code == 204
    assert (await api.get(path)).status_code == 404
    del api.headers["authorization"]
    assert (await api.get("/v1/me", headers={"cookie": f"cutdown={token}"})).status_code == 401


async def test_a_localizer_knows_colleagues_and_manages_nobody(api: httpx.AsyncClient, db: Database) -> None:
    body = {"email": "eva@northlight.example", "name": "Eva", "grants": [{"role": "localizer"}]}
    eva = await made(api, "/v1/people", body)
    await api.put(f"/v1/people/{eva['id']}/password", json={"password": "the long way home"})
    token, _ = await signed_in(db, "eva@northlight.example", "the long way home")
    del api.headers["authorization"]
    api.headers.update({"cookie": f"cutdown={token}", "sec-fetch-site": "same-origin"})
    assert eva["id"] in {one["id"] for one in (await api.get("/v1/people")).json()["data"]}
    for method, path in (
        ("DELETE", f"/v1/people/{eva['id']}"),
        ("DELETE", f"/v1/people/{eva['id']}/grants/gra_{'0' * 26}"),
    ):
        answer = await api.request(method, path)
        assert (answer.status_code, answer.json()["required_scope"]) == (403, "people:manage")
    lacking = await api.post("/v1/keys", json={"name": "mine", "scopes": ["tracks:write", "tracks:approve"]})
    assert (lacking.status_code, lacking.json()["required_scope"]) == (403, "tracks:approve")
    mine = await made(api, "/v1/keys", {"name": "mine", "scopes": ["tracks:write"]})
    assert [key["id"] for key in (await api.get("/v1/keys")).json()["data"]] == [mine["id"]]
    del api.headers["cookie"]
    bearer = {"authorization": f"Bearer {mine['secret']}"}
    for path in ("/v1/people", f"/v1/people/{eva['id']}", "/v1/me/sessions"):
        answer = await api.get(path, headers=bearer)
        assert (answer.status_code, answer.json()["required_scope"]) == (403, "people:manage")


async def test_a_guest_knows_nobody(api: httpx.AsyncClient, db: Database) -> None:
    body = {"email": "eva@northlight.example", "name": "Eva", "grants": [{"role": "marketer"}]}
    eva = await made(api, "/v1/people", body)
    await api.put(f"/v1/people/{eva['id']}/password", json={"password": "the long way home"})
    token, _ = await signed_in(db, "eva@northlight.example", "the long way home")
    del api.headers["authorization"]
    api.headers.update({"cookie": f"cutdown={token}", "sec-fetch-site": "same-origin"})
    assert (await api.get("/v1/people")).status_code == 403
    page = await api.get("/people")
    assert "Eva" in page.text
    assert "Lindqvist" not in page.text


async def test_what_somebody_chooses_follows_them_and_a_session_is_ended_from_another(
    api: httpx.AsyncClient, db: Database, house: House
) -> None:
    tokens = [(await signed_in(db, house.email, house.password))[0] for _ in range(2)]
    del api.headers["authorization"]
    here, there = ({"cookie": f"cutdown={token}", "sec-fetch-site": "same-origin"} for token in tokens)
    changed = await api.patch("/v1/me", json={"language": "ja", "theme": "dark", "shortcuts": False}, headers=here)
    assert (changed.json()["language"], changed.json()["theme"], changed.json()["shortcuts"]) == ("ja", "dark", False)
    page = (await api.get("/me", headers={**there, "accept-language": "de"})).text
    assert '<html lang="ja" dir="ltr" data-theme="dark">' in page
    assert 'data-singles="off"' in page
    sessions = (await api.get("/v1/me/sessions", headers=here)).json()["data"]
    assert [one["current"] for one in sessions] == [False, True]
    assert sessions[0]["address"] == "203.0.113.7"
    assert (await api.delete(f"/v1/me/sessions/{sessions[0]['id']}", headers=here)).status_code == 204
    assert (await api.get("/v1/me", headers=there)).status_code == 401
    assert (await api.get("/v1/me", headers=here)).status_code == 200
    assert (await api.delete(f"/v1/me/sessions/{sessions[0]['id']}", headers=here)).status_code == 404


async def test_everything_wrong_with_a_key_is_said_at_once(api: httpx.AsyncClient) -> None:
    answer = await api.post("/v1/keys", json={"name": "", "scopes": ["tracks:reed"], "expires_at": "2027-01-01T00:00"})
    assert answer.status_code == 422
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    assert {"/name", "/scopes/0", "/expires_at"} <= pointers


async def test_another_organizations_people_and_keys_are_not_found(
    api: httpx.AsyncClient, stranger: House, watcher: asyncpg.Connection
) -> None:
    theirs = {"authorization": f"Bearer {stranger.api_key}"}
    key = (await api.get("/v1/keys", headers=theirs)).json()["data"][0]["id"]
    person = (await api.get("/v1/people", headers=theirs)).json()["data"][0]
    grant = person["grants"][0]["id"]
    before = await watcher.fetchval("select count(*) from outbox")
    for method, path, body in (
        ("GET", f"/v1/keys/{key}", None),
        ("DELETE", f"/v1/keys/{key}", None),
        ("POST", f"/v1/keys/{key}/rotate", None),
        ("GET", f"/v1/people/{person['id']}", None),
        ("DELETE", f"/v1/people/{person['id']}", None),
        ("DELETE", f"/v1/people/{person['id']}/grants/{grant}", None),
        ("POST", f"/v1/people/{person['id']}/grants", {"role": "viewer"}),
        ("PUT", f"/v1/people/{person['id']}/password", {"password": "the long way home"}),
    ):
        answer = await api.request(method, path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), (method, path)
    assert stranger.email not in (await api.get("/v1/people")).text
    assert key not in (await api.get("/v1/keys")).text
    assert await watcher.fetchval("select count(*) from outbox") == before


@pytest.mark.parametrize(
    ("address", "body", "pointer"),
    [
        ("/v1/keys", {"name": "CMS", "scopes": ["tracks:read"], "markets": ["DE", "UK"]}, "/markets/1"),
        ("/v1/people", {"email": "e@x.example", "name": "Eva", "grants": [{"role": "viewer", "market": "UK"}]}, ""),
        (
            "/v1/invitations",
            {"email": "e@x.example", "name": "Eva", "grants": [{"role": "viewer", "market": "UK"}]},
            "",
        ),
    ],
)
async def test_a_market_that_is_none_comes_with_a_suggestion(
    api: httpx.AsyncClient, address: str, body: dict[str, Any], pointer: str
) -> None:
    refused = await api.post(address, json=body)
    assert refused.status_code == 422, refused.text
    (fault,) = refused.json()["errors"]
    assert (fault["pointer"], fault["code"]) == (pointer or "/grants/0/market", "unknown_market")
    assert "Did you mean GB?" in fault["detail"]
