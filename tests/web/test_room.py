"""The pages in the real application: the walls, the session, and no way around the guards."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest
from msgspec.structs import replace

from schemas.ids import CampaignId
from service.app import create_app
from service.middleware import cookie_name
from service.settings import Settings
from service.web.campaigns import recipe
from service.web.signin import session_cookie
from tests.conftest import House, alive

OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
async def visitor(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a session; errors come back as pages."""
    app = create_app(settings)
    async with alive(app):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)  # type: ignore[arg-type]  # ASGI twice
        async with httpx.AsyncClient(transport=transport, base_url="http://cutdown.test") as opened:
            yield opened


async def token(visitor: httpx.AsyncClient) -> str:
    found = re.search(r'name="_csrf_token" value="(\w+)"', (await visitor.get("/signin")).text)
    assert found
    return found.group(1)


async def sign_in(visitor: httpx.AsyncClient, house: House, **more: str) -> httpx.Response:
    form = {"email": house.email, "password": house.password, "_csrf_token": await token(visitor), **more}
    return await visitor.post("/signin", data=form, headers=OWN)


async def campaign(visitor: httpx.AsyncClient, house: House) -> str:
    brand = await visitor.post("/v1/brands", json={"name": "Aldermoor Coffee"}, headers=house.headers)
    new = {"brand_id": brand.json()["id"], "name": "The Same Cup"}
    return str((await visitor.post("/v1/campaigns", json=new, headers=house.headers)).json()["id"])


async def test_sign_in_leads_to_where_one_wanted_to_go(visitor: httpx.AsyncClient, house: House) -> None:
    away = await visitor.get("/campaigns?lang=de")
    assert (away.status_code, away.headers["location"]) == (303, "/signin?next=%2Fcampaigns")
    answer = await sign_in(visitor, house, next="/c/x/captions?status=stale")
    assert (answer.status_code, answer.headers["location"]) == (303, "/c/x/captions?status=stale")
    assert (await visitor.get("/campaigns")).status_code == 200
    again = await visitor.get("/signin")
    assert (again.status_code, again.headers["location"]) == (303, "/wants")


async def test_what_is_sent_without_a_session_leads_back_to_its_page(visitor: httpx.AsyncClient) -> None:
    form = {"_csrf_token": await token(visitor)}
    for came, there in (
        ("/c/x/brief?new=claims#c", "%2Fc%2Fx%2Fbrief%3Fnew%3Dclaims"),
        ("//evil.example/a", "%2Fwants"),
    ):
        base = str(visitor.base_url).rstrip("/") if came.startswith("/c") else "http:"
        sent = await visitor.post("/campaigns/new", data=form, headers=OWN | {"referer": f"{base}{came}"})
        assert (sent.status_code, sent.headers["location"]) == (303, f"/signin?next={there}&lost=1")
    assert "was not saved" in (await visitor.get("/signin?lost=1")).text


async def test_sign_in_never_leads_elsewhere(visitor: httpx.AsyncClient, house: House) -> None:
    answer = await sign_in(visitor, house, next="https://elsewhere.example/")
    assert answer.headers["location"] == "/wants"


async def test_signing_out_ends_the_session_itself(visitor: httpx.AsyncClient, house: House) -> None:
    await sign_in(visitor, house)
    session = visitor.cookies["cutdown"]
    form = {"_csrf_token": visitor.cookies["cutdown-form"]}
    assert (await visitor.post("/signout", data=form, headers=OWN)).status_code == 303
    assert "cutdown" not in visitor.cookies
    visitor.cookies.set("cutdown", session)
    assert (await visitor.get("/campaigns")).status_code == 303


async def test_too_many_attempts_are_told_to_wait(visitor: httpx.AsyncClient, house: House) -> None:
    answers = [await sign_in(visitor, house, email="eve@example.com", password="wrong") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert "Try again in 15 minutes." in answers[-1].text
    assert int(answers[-1].headers["retry-after"]) > 60


async def test_another_organizations_campaign_is_not_there(
    visitor: httpx.AsyncClient, house: House, stranger: House
) -> None:
    theirs = await campaign(visitor, stranger)
    ours = await campaign(visitor, house)
    await sign_in(visitor, house)
    nowhere = CampaignId(UUID(int=5))
    missing = {path: await visitor.get(f"/c/{path}/captions") for path in (theirs, str(nowhere), "cmp_x", "brd_1")}
    assert {answer.status_code for answer in missing.values()} == {404}
    assert all("There is nothing here" in answer.text for answer in missing.values())
    assert (await visitor.get(f"/c/{ours}/captions")).status_code == 200
    listed = (await visitor.get("/campaigns")).text
    assert ours in listed
    assert theirs not in listed


async def test_a_campaign_without_cuts_teaches_what_will_be_there(visitor: httpx.AsyncClient, house: House) -> None:
    ours = await campaign(visitor, house)
    await sign_in(visitor, house)
    assert "No releases yet" in (await visitor.get(f"/c/{ours}/captions")).text
    assert "It begins with a story" in (await visitor.get(f"/c/{ours}")).text
    assert "No story yet" in (await visitor.get(f"/c/{ours}/story")).text


async def test_a_long_list_goes_on_with_older_campaigns(visitor: httpx.AsyncClient, house: House) -> None:
    brand = (await visitor.post("/v1/brands", json={"name": "Many"}, headers=house.headers)).json()["id"]
    for number in range(21):
        new = {"brand_id": brand, "name": f"Campaign {number}"}
        assert (await visitor.post("/v1/campaigns", json=new, headers=house.headers)).status_code == 201
    await sign_in(visitor, house)
    first = (await visitor.get("/campaigns")).text
    assert "21 campaigns." in first
    assert first.count('class="title"') == 20
    older = re.search(r'href="(/campaigns\?after=[^"]+)"', first)
    assert older
    second = (await visitor.get(older.group(1))).text
    assert second.count('class="title"') == 1
    assert ">Campaign 0<" in second
    assert (await visitor.get("/campaigns?after=nonsense")).text.count('class="title"') == 20


async def test_the_recipe_makes_a_campaign(visitor: httpx.AsyncClient, house: House) -> None:
    await sign_in(visitor, house)
    page = (await visitor.get("/campaigns")).text
    assert "/v1/brands" in page
    assert "/v1/campaigns" in page
    body = re.search(r"-d '(.*)'$", recipe("http://cutdown.test", None))
    assert body
    brand = (await visitor.post("/v1/brands", json={"name": "A"}, headers=house.headers)).json()["id"]
    headers = {**house.headers, "content-type": "application/json"}
    made = await visitor.post("/v1/campaigns", content=body.group(1).replace("brd_…", brand), headers=headers)
    assert made.status_code == 201, made.text


@pytest.mark.parametrize("public_url", ["https://cutdown.example.com", "http://127.0.0.1:8350"])
def test_the_session_cookie_is_the_one_that_is_looked_for(settings: Settings, public_url: str) -> None:
    cookie = session_cookie(replace(settings, public_url=public_url), "secret")
    assert cookie.key == cookie_name(public_url)
    assert cookie.secure == public_url.startswith("https:")
    assert cookie.httponly
    assert (cookie.samesite, cookie.path, cookie.domain) == ("lax", "/", None)


async def test_the_guards_of_forms_leave_the_api_alone(visitor: httpx.AsyncClient, house: House) -> None:
    made = await visitor.post("/v1/brands", json={"name": "A"}, headers=house.headers)
    assert made.status_code == 201
    assert "set-cookie" not in made.headers
