"""A form is taken only from our own pages."""

from __future__ import annotations

import re

import httpx
import pytest

OWN = {"sec-fetch-site": "same-origin"}


async def token_of(client: httpx.AsyncClient) -> str:
    """The token in the form of a page that was just opened; its cookie stays with the client."""
    page = await client.get("/signin")
    found = re.search(r'name="_csrf_token" value="([0-9a-f]+)"', page.text)
    assert found
    return found.group(1)


async def post(client: httpx.AsyncClient, headers: dict[str, str], token: str | None = None) -> httpx.Response:
    form = {"email": "ada@example.com", "password": "x", "_csrf_token": token or await token_of(client)}
    return await client.post("/signin", data=form, headers=headers)


@pytest.mark.parametrize("headers", [OWN, {"origin": "http://127.0.0.1"}])
async def test_a_form_of_our_own_page_is_taken(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await post(client, headers)).status_code == 422


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "null"},
        {"origin": "https://elsewhere.example"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1"},
    ],
)
async def test_a_form_from_elsewhere_is_refused(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await post(client, headers)
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text


@pytest.mark.parametrize("token", ["0" * 128, "nonsense"])
async def test_a_form_without_our_token_is_refused(client: httpx.AsyncClient, token: str) -> None:
    await token_of(client)
    assert (await post(client, OWN, token)).status_code == 403


async def test_a_token_without_its_cookie_is_refused(client: httpx.AsyncClient) -> None:
    token = await token_of(client)
    client.cookies.clear()
    assert (await post(client, OWN, token)).status_code == 403


async def test_the_token_also_comes_as_a_header(client: httpx.AsyncClient) -> None:
    headers = {**OWN, "x-cutdown-form": await token_of(client)}
    assert (await client.post("/signout", headers=headers)).status_code == 303


async def test_the_cookie_of_the_token_cannot_be_read_by_a_script(client: httpx.AsyncClient) -> None:
    cookie = (await client.get("/signin")).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
