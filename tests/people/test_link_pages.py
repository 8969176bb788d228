"""The pages behind links: a plain form, a secret address, and no word too many."""

from __future__ import annotations

import re

import httpx
import pytest

from service.logs import hide_secrets
from tests.conftest import House
from tests.people.conftest import PASSWORD

OWN = {"sec-fetch-site": "same-origin"}
EVA = {"email": "eva@northlight.example", "name": "Eva"}


async def invited(client: httpx.AsyncClient, house: House) -> str:
    """The path of an invitation's page."""
    made = (await client.post("/v1/invitations", json=EVA, headers=house.headers)).json()
    return httpx.URL(made["url"]).path


async def sent(client: httpx.AsyncClient, path: str, headers: dict[str, str] = OWN, **form: str) -> httpx.Response:
    """What the page's own form sends."""
    page = await client.get(path)
    found = re.search(r'name="_csrf_token" value="([0-9a-f]+)"', page.text)
    assert found, page.text
    return await client.post(path, data={"_csrf_token": found[1], **form}, headers=headers)


async def test_an_invited_person_is_signed_in_with_a_name_and_a_password(
    client: httpx.AsyncClient, house: House
) -> None:
    path = await invited(client, house)
    page = await client.get(path)
    assert page.status_code == 200
    assert "Join Northlight" in page.text
    assert 'value="eva@northlight.example"' in page.text
    answer = await sent(client, path, name="Eva Sand", password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/wants")
    assert (await client.get("/v1/me")).json()["name"] == "Eva Sand"


async def test_a_reset_password_signs_in_and_the_old_session_is_over(client: httpx.AsyncClient, house: House) -> None:
    await sent(client, await invited(client, house), name="Eva", password=PASSWORD)
    me = (await client.get("/v1/me")).json()["id"]
    before = dict(client.cookies)
    made = (await client.post(f"/v1/people/{me}/reset_link", headers=house.headers)).json()
    answer = await sent(client, httpx.URL(made["url"]).path, password="the long way home")
    assert (answer.status_code, answer.headers["location"]) == (303, "/wants")
    assert (await client.get("/v1/me")).status_code == 200
    client.cookies.clear()
    assert (await client.get("/v1/me", headers={"cookie": f"cutdown={before['cutdown']}"})).status_code == 401


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": "Eva", "password": "tiny one"}, "too short"),
        ({"name": "Eva", "password": "x" * 257}, "too long"),
        ({"name": " ", "password": PASSWORD}, "Say your name"),
        ({"name": "x" * 201, "password": PASSWORD}, "Say your name"),
    ],
)
async def test_a_form_that_is_not_taken_says_why_and_leaves_the_link(
    client: httpx.AsyncClient, house: House, form: dict[str, str], said: str
) -> None:
    path = await invited(client, house)
    answer = await sent(client, path, OWN, **form)
    assert answer.status_code == 422
    assert said in answer.text
    assert form["password"] not in answer.text
    assert (await client.get(path)).status_code == 200


@pytest.mark.parametrize("kind", ["invitation", "reset"])
async def test_a_link_that_is_wrong_or_used_says_the_same_and_shows_a_way_out(
    client: httpx.AsyncClient, house: House, kind: str
) -> None:
    used = await invited(client, house)
    await sent(client, used, name="Eva", password=PASSWORD)
    pages = [await client.get(path) for path in (used, f"/{kind}/{'x' * 43}", f"/{kind}/short")]
    assert {page.status_code for page in pages} == {404}
    texts = {re.sub(r'href="[^"]*lang=[^"]*"', "", page.text) for page in pages}
    assert len(texts) == 1
    assert 'href="/signin"' in pages[0].text


async def test_somebody_who_has_an_account_is_told_to_sign_in(client: httpx.AsyncClient, house: House) -> None:
    path = await invited(client, house)
    await client.post("/v1/people", json=EVA, headers=house.headers)
    answer = await sent(client, path, name="Eva", password=PASSWORD)
    assert answer.status_code == 409
    assert 'href="/signin"' in answer.text


@pytest.mark.parametrize("token", ["open", "x" * 43])
async def test_the_address_is_told_to_nobody(client: httpx.AsyncClient, house: House, token: str) -> None:
    path = await invited(client, house) if token == "open" else f"/reset/{token}"
    page = await client.get(path)
    assert page.headers.get_list("referrer-policy") == ["no-referrer"]
    assert page.headers["cache-control"] == "no-store"
    hidden = hide_secrets(None, "info", {"event": f"at {path}", "path": path})
    assert path.rpartition("/")[2] not in str(hidden)


@pytest.mark.parametrize(
    ("headers", "status"), [({"origin": "null"}, 303), ({"origin": "https://elsewhere.example"}, 403), ({}, 403)]
)
async def test_a_page_without_referrer_sends_its_form_without_an_origin(
    client: httpx.AsyncClient, house: House, headers: dict[str, str], status: int
) -> None:
    answer = await sent(client, await invited(client, house), headers, name="Eva", password=PASSWORD)
    assert answer.status_code == status


async def test_a_form_without_our_token_is_refused_also_there(client: httpx.AsyncClient, house: House) -> None:
    path = await invited(client, house)
    await client.get(path)
    answer = await client.post(path, data={"name": "Eva", "password": PASSWORD}, headers={"origin": "null"})
    assert answer.status_code == 403
