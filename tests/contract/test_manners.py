"""What every exchange has: request ids, headers, HEAD, validators, limits and one form of refusal."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from msgspec import structs

from schemas.ids import BrandId
from service.campaigns import api as campaigns
from service.db.pool import Database, Tx
from service.identity import Role
from service.manners import matches
from tests.conftest import House
from tests.contract.recorder import PROBLEM
from tests.studio import Json, colleague

SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}
STARTS = "content-security-policy"


@pytest.fixture
async def brand(api: httpx.AsyncClient) -> Json:
    """Something to read and change, at revision 1."""
    made: Json = (await api.post("/v1/brands", json={"name": "Aldermoor Coffee"})).json()
    return made


def at(brand: Json) -> str:
    return f"/v1/brands/{brand['id']}"


# Request ids and headers


async def test_a_request_id_is_echoed_in_the_header_and_in_the_problem(api: httpx.AsyncClient) -> None:
    answer = await api.get("/v1/nothing", headers={"x-request-id": "from-the-client.1"})
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == "from-the-client.1"


@pytest.mark.parametrize("given", ["short", "with space in it", "x" * 65, "<script>alert</script>", ""])
async def test_a_request_id_that_could_do_harm_is_replaced(api: httpx.AsyncClient, given: str) -> None:
    answer = await api.get("/v1/me", headers={"x-request-id": given})
    assert re.fullmatch(r"req_[0-9a-z]{8,60}", answer.headers["x-request-id"])


async def test_no_two_requests_have_one_id(api: httpx.AsyncClient) -> None:
    assert len({(await api.get("/healthz")).headers["x-request-id"] for _ in range(20)}) == 20


async def test_every_kind_of_answer_has_the_security_headers_and_an_id(
    api: httpx.AsyncClient, brand: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_tx: Tx, _brand: BrandId) -> None:
        raise RuntimeError("a secret of the house")

    answers = [
        await api.get(at(brand)),
        await api.get(at(brand), headers={"if-none-match": "*"}),
        await api.post("/v1/brands", json={"name": "Northwind"}),
        await api.post("/v1/brands", json={"nmae": "Northwind"}),
        await api.post("/v1/brands", content=b"{", headers={"content-type": "application/json"}),
        await api.get("/v1/nothing"),
        await api.get("/nothing/at/all"),
        await api.delete("/v1/brands"),
        await api.options("/v1/brands"),
        await api.head("/v1/brands"),
        await api.get("/v1/me", headers={"authorization": "Bearer nobody"}),
        await api.get("/docs"),
        await api.get("/openapi.json"),
        await api.get("/healthz"),
    ]
    monkeypatch.setattr(campaigns, "get_brand", broken)
    failed = await api.get(at(brand))
    assert [one.status_code for one in (*answers, failed)] == [
        *(200, 304, 201, 422, 400, 404, 404, 405, 204, 200, 401, 200, 200, 200),
        500,
    ]
    for answer in (*answers, failed):
        assert SECURITY.items() <= dict(answer.headers).items(), answer.request.url
        assert answer.headers[STARTS].startswith("default-src 'none'"), answer.request.url
        assert answer.headers["x-request-id"]


async def test_our_own_failure_is_a_problem_that_tells_nothing(
    api: httpx.AsyncClient, brand: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_tx: Tx, _brand: BrandId) -> None:
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(campaigns, "get_brand", broken)
    failed = await api.get(at(brand))
    assert (failed.status_code, failed.headers["content-type"]) == (500, PROBLEM)
    assert failed.json()["code"] == "internal"
    assert "secret" not in failed.text


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "not-found"),
        ("GET", "/v1/brands/brd_1", 404, "not-found"),
        ("GET", "/v1/brands/cmp_01mb78qn00eraag4w6spm8gyh5", 404, "not-found"),
        ("GET", "/v1/brands/%00", 404, "not-found"),
        ("DELETE", "/v1/brands", 405, "method-not-allowed"),
        ("GET", "/v1/brands?filter[name]=x", 422, "validation"),
        ("GET", "/v1/campaigns?filter[market]=%00", 422, "validation"),
        ("GET", "/v1/campaigns?filter[brand_id]=cmp_1", 422, "validation"),
        ("GET", "/v1/brands?limit=1&limit=2000", 422, "validation"),
        ("GET", "/v1/archetypes/%00", 404, "not-found"),
    ],
)
async def test_every_refusal_is_a_problem_that_can_be_looked_up(
    api: httpx.AsyncClient, method: str, address: str, status: int, code: str
) -> None:
    answer = await api.request(method, address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM), answer.text
    said = answer.json()
    assert (said["code"], said["status"], said["type"]) == (code, status, f"/problems/{code}")
    assert said["instance"].startswith("/v1/")
    page = await api.get(said["type"], headers={"accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    text = await api.get(said["type"])
    assert (text.status_code, text.headers["content-type"]) == (200, "text/plain; charset=utf-8")


# Methods


async def test_head_is_get_without_a_body(api: httpx.AsyncClient, brand: Json) -> None:
    for address in (at(brand), "/v1/brands", "/v1/me", "/openapi.json", "/docs", "/v1/nothing"):
        head, whole = await api.head(address), await api.get(address)
        assert (head.status_code, head.content) == (whole.status_code, b"")
        varying = {"x-request-id", "content-length"} if address == "/v1/nothing" else {"x-request-id"}
        kept = {name: value for name, value in whole.headers.items() if name not in varying}
        assert kept.items() <= dict(head.headers).items()


async def test_options_and_a_wrong_method_say_which_methods_there_are(api: httpx.AsyncClient, brand: Json) -> None:
    assert (await api.options(at(brand))).headers["allow"] == "GET, HEAD, OPTIONS, PATCH"
    wrong = await api.post(at(brand))
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET, HEAD, OPTIONS, PATCH")
    assert (await api.options("/v1/tracks/trk_1/approve")).headers["allow"] == "OPTIONS, POST"


# Bodies


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_json_of_another_type_is_not_read(api: httpx.AsyncClient, kind: str) -> None:
    answer = await api.post("/v1/brands", content=b'{"name": "Aldermoor"}', headers={"content-type": kind})
    assert answer.status_code == 415
    assert answer.json()["accepted"] == ["application/json"]
    assert (await api.get("/v1/brands")).json()["data"] == []


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/vnd.cms+json"])
async def test_json_by_any_of_its_names_is_read(api: httpx.AsyncClient, kind: str) -> None:
    answer = await api.post("/v1/brands", content=b'{"name": "Aldermoor"}', headers={"content-type": kind})
    assert answer.status_code == 201


async def test_a_body_without_end_is_refused_while_it_arrives(api: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'{"name": "'
        for _ in range(200):
            yield b"a" * 100_000

    answer = await api.post("/v1/brands", content=endless(), headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["limit_bytes"]) == (413, 10_000_000)


# Validators


def test_if_none_match_is_a_list_compared_weakly() -> None:
    assert matches('"r1"', '"r1"')
    assert matches('W/"r1"', '"r1"')
    assert matches('"r1"', 'W/"r1"')
    assert matches('"a", W/"r1" ,"b"', '"r1"')
    assert matches(" * ", '"r1"')
    assert not matches('"r2"', '"r1"')
    assert not matches("r1", '"r1"')
    assert not matches('"a,"r1', '"r1"')
    assert not matches("", '"r1"')


@pytest.mark.parametrize("known", ['"r1"', 'W/"r1"', '"r7", "r1"', "*"])
async def test_what_the_caller_has_is_not_sent_again(api: httpx.AsyncClient, brand: Json, known: str) -> None:
    answer = await api.get(at(brand), headers={"if-none-match": known})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == '"r1"'
    assert {"content-type", "content-length"} & set(answer.headers) == set()
    assert answer.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize("known", ['"r2"', "r1", '"r11"', ""])
async def test_another_validator_brings_the_whole(api: httpx.AsyncClient, brand: Json, known: str) -> None:
    assert (await api.get(at(brand), headers={"if-none-match": known})).status_code == 200


async def test_the_contract_has_a_validator(client: httpx.AsyncClient) -> None:
    whole = await client.get("/openapi.json")
    again = await client.get("/openapi.json", headers={"if-none-match": whole.headers["etag"]})
    assert (whole.status_code, whole.json()["openapi"], again.status_code) == (200, "3.1.0", 304)


async def change(api: httpx.AsyncClient, brand: Json, if_match: str | None) -> httpx.Response:
    headers = {} if if_match is None else {"if-match": if_match}
    return await api.patch(at(brand), json={"name": "Alder & Moor"}, headers=headers)


async def test_a_change_says_which_revision_it_was_made_on(api: httpx.AsyncClient, brand: Json) -> None:
    assert (await change(api, brand, None)).status_code == 428
    changed = await change(api, brand, '"r1"')
    assert (changed.status_code, changed.headers["etag"], changed.json()["revision"]) == (200, '"r2"', 2)
    stale = await change(api, brand, '"r1"')
    assert stale.status_code == 412
    assert stale.json()["current"] == changed.json()
    assert stale.json()["current_etag"] == '"r2"'
    assert (await change(api, brand, stale.json()["current_etag"])).status_code == 200


@pytest.mark.parametrize("given", ["r1", 'W/"r1"', '"r1", "r2"', '"r-1"', '"r1234567890"', '""', "r*", "%"])
async def test_an_if_match_that_is_not_one_of_our_etags_changes_nothing(
    api: httpx.AsyncClient, brand: Json, given: str
) -> None:
    answer = await change(api, brand, given)
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")
    assert (await api.get(at(brand))).headers["etag"] == '"r1"'


async def test_whoever_may_use_force_changes_any_revision(
    api: httpx.AsyncClient, brand: Json, db: Database, house: House
) -> None:
    assert (await change(api, brand, "*")).status_code == 200
    producer = await colleague(db, house, api, (Role.PRODUCER, None))
    refused = await producer.http.patch(at(brand), json={"name": "Ours"}, headers={"if-match": "*"})
    assert (refused.status_code, refused.json()["required_scope"]) == (403, "force")
    assert (
        await producer.http.patch(at(brand), json={"name": "Ours"}, headers={"if-match": '"r2"'})
    ).status_code == 200


async def test_an_etag_does_not_depend_on_who_asks(
    api: httpx.AsyncClient, brand: Json, db: Database, house: House
) -> None:
    other = await colleague(db, house, api, (Role.VIEWER, None))
    assert (await other.http.get(at(brand))).headers["etag"] == (await api.get(at(brand))).headers["etag"]
    assert structs.asdict(other.person)["id"] != house.person.id
