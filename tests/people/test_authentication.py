"""Who calls: keys, cookies, and neither."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Litestar, Request, Response, Router, get, post

from service.db.pool import Database
from service.guards import needs
from service.http_problems import HANDLERS
from service.identity import Person
from service.middleware import Authentication, cookie_name
from service.people.recognition import Recognition
from service.problems import Unauthenticated
from tests.people.conftest import Agency, a_key, signed_in

HOME = "https://cutdown.example.com"
COOKIE = "__Host-cutdown"


def _name(request: Request[Any, Any, Any]) -> str:
    return request.user.name if request.user else "nobody"


@get("/v1/thing")
async def read(request: Request[Person, Any, Any]) -> str:
    return _name(request)


@post("/v1/thing", opt=needs("campaigns:write"))
async def write(request: Request[Person, Any, Any]) -> str:
    return _name(request)


@get("/f/thing", opt={"optional_auth": True})
async def file(request: Request[Person | None, Any, Any]) -> str:
    return _name(request)


@get("/open", opt={"exclude_from_auth": True})
async def unguarded() -> str:
    return "open"


@get("/page")
async def page(request: Request[Person, Any, Any]) -> str:
    return _name(request)


@post("/page")
async def form(request: Request[Person, Any, Any]) -> str:
    return _name(request)


def to_sign_in(_request: Request[Any, Any, Any], _problem: Unauthenticated) -> Response[str]:
    return Response("", status_code=303, headers={"location": "/signin"})


@pytest.fixture
async def client(db: Database) -> AsyncIterator[httpx.AsyncClient]:
    """A small application behind the real authentication."""
    pages = Router("/", route_handlers=[page, form], exception_handlers={Unauthenticated: to_sign_in})
    handlers: list[Any] = [read, write, file, unguarded, pages]
    app = Litestar(handlers, middleware=[Authentication(HOME)], exception_handlers=HANDLERS, openapi_config=None)
    app.state.recognition = Recognition(db)
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as opened:
        yield opened


def bearer(secret: str | None) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER "])
async def test_a_key_is_recognised(client: httpx.AsyncClient, agency: Agency, scheme: str) -> None:
    answer = await client.get("/v1/thing", headers={"authorization": f"{scheme} {agency.secret}"})
    assert (answer.status_code, answer.text) == (200, "first key")


async def test_a_session_is_recognised_among_other_cookies(
    client: httpx.AsyncClient, db: Database, agency: Agency
) -> None:
    token, _ = await signed_in(db, agency.email)
    cookie = f"theme=dark; x{COOKIE}=no; {COOKIE}={token}; language=de"
    for path in ("/v1/thing", "/page", "/f/thing"):
        answer = await client.get(path, headers={"cookie": cookie})
        assert (answer.status_code, answer.text) == (200, "Ada Lindqvist")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": ""},
        {"authorization": "Bearer"},
        {"authorization": "Bearer x"},
        {"authorization": "Basic QWRhOng="},
        {"authorization": "Bearer cut_live_" + "0" * 26 + "_" + "x" * 43},
        {"cookie": f"{COOKIE}="},
        {"cookie": f"{COOKIE}=" + "x" * 43},
        {"cookie": "cutdown=" + "x" * 43},
        {"cookie": f"{COOKIE}=\u00e4"},
    ],
)
async def test_the_api_says_401_to_everybody_else(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    for method in ("GET", "POST", "HEAD"):
        answer = await client.request(method, "/v1/thing", headers=encoded)
        if method == "HEAD":
            continue
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.json()["code"] == "unauthenticated"


async def test_a_page_leads_to_sign_in(client: httpx.AsyncClient) -> None:
    answer = await client.get("/page")
    assert (answer.status_code, answer.headers["location"]) == (303, "/signin")


async def test_an_open_address_asks_nobody(client: httpx.AsyncClient) -> None:
    assert (await client.get("/open", headers={"authorization": "Bearer x"})).text == "open"


async def test_an_address_open_to_all_still_knows_who_calls(client: httpx.AsyncClient, agency: Agency) -> None:
    assert (await client.get("/f/thing")).text == "nobody"
    assert (await client.get("/f/thing", headers={"cookie": f"{COOKIE}=" + "x" * 43})).text == "nobody"
    assert (await client.get("/f/thing", headers=bearer(agency.secret))).text == "first key"
    assert (await client.get("/f/thing", headers=bearer("wrong"))).status_code == 401


async def test_options_are_told_without_a_key(client: httpx.AsyncClient) -> None:
    assert (await client.options("/v1/thing")).status_code == 204


async def test_a_guard_lets_through_whoever_may(client: httpx.AsyncClient, db: Database, agency: Agency) -> None:
    narrow = await a_key(db, agency.admin, scopes=["tracks:read"])
    refused = await client.post("/v1/thing", headers=bearer(narrow.secret))
    assert (refused.status_code, refused.json()["required_scope"]) == (403, "campaigns:write")
    assert (await client.post("/v1/thing", headers=bearer(agency.secret))).status_code == 201


def test_a_guard_asks_for_a_permission_that_exists() -> None:
    with pytest.raises(ValueError, match="campaigns:writ"):
        needs("campaigns:writ")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": f"{HOME}.evil.example"}, 403),
        ({"sec-fetch-site": "same-origin"}, 201),
        ({"sec-fetch-site": "none"}, 201),
        ({"origin": HOME}, 201),
    ],
)
async def test_a_cookie_changes_something_only_from_our_own_pages(
    client: httpx.AsyncClient, db: Database, agency: Agency, headers: dict[str, str], status: int
) -> None:
    token, _ = await signed_in(db, agency.email)
    cookie = {"cookie": f"{COOKIE}={token}"}
    answer = await client.post("/v1/thing", headers=cookie | headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "cross-site"
    assert (await client.get("/v1/thing", headers=cookie | headers)).status_code == 200
    assert (await client.post("/v1/thing", headers=bearer(agency.secret) | cookie | headers)).status_code == 201


def test_the_browser_keeps_the_cookie_to_this_host_where_it_can() -> None:
    assert cookie_name("https://cutdown.example.com") == "__Host-cutdown"
    assert cookie_name("http://127.0.0.1:8350") == "cutdown"
