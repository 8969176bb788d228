"""A form that makes something makes one thing, sent twice, one after the other or at the same moment."""

from __future__ import annotations

import asyncio
import re

import httpx

from tests.conftest import House
from tests.web.test_room import OWN, campaign, sign_in
from tests.web.test_room import visitor as visitor  # a fixture

Form = dict[str, str | list[str]]


async def form_of(visitor: httpx.AsyncClient, page: str, **typed: str | list[str]) -> Form:
    """What the form of a page sends: its own marks and what is typed. (A page's forms differ only in `once`.)"""
    text = (await visitor.get(page)).text
    marks = [re.findall(rf'name="{name}" value="([^"]+)"', text)[-1] for name in ("_csrf_token", "once")]
    return {"_csrf_token": marks[0], "once": marks[1], **typed}


async def send(visitor: httpx.AsyncClient, page: str, form: Form) -> httpx.Response:
    return await visitor.post(page, data=form, headers=OWN)


async def send_thrice(visitor: httpx.AsyncClient, page: str, form: Form) -> list[httpx.Response]:
    """Two at the same moment, and one more."""
    twins = await asyncio.gather(send(visitor, page, form), send(visitor, page, form))
    return [*sorted(twins, key=lambda answer: answer.status_code), await send(visitor, page, form)]


async def listed(visitor: httpx.AsyncClient, house: House, address: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = (await visitor.get(address, headers=house.headers)).json()["data"]
    return found


async def test_a_campaign_is_made_once(visitor: httpx.AsyncClient, house: House) -> None:
    await campaign(visitor, house)
    await sign_in(visitor, house)
    brand = str((await listed(visitor, house, "/v1/brands"))[0]["id"])
    form = await form_of(visitor, "/campaigns/new", brand=brand, name="Pressed twice", act="save")
    answers = await send_thrice(visitor, "/campaigns/new", form)
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len({answer.headers["location"] for answer in answers}) == 1
    changed = await send(visitor, "/campaigns/new", {**form, "name": "Gone back to"})
    assert changed.headers["location"] != answers[0].headers["location"]
    names = [one["name"] for one in await listed(visitor, house, "/v1/campaigns")]
    assert sorted(map(str, names)) == ["Gone back to", "Pressed twice", "The Same Cup"]


async def test_an_invitation_is_made_once_and_its_link_lives(visitor: httpx.AsyncClient, house: House) -> None:
    await sign_in(visitor, house)
    form = await form_of(visitor, "/people", email="eva@agency.example", name="Eva", role="localizer")
    made, twin, later = await send_thrice(visitor, "/people", form)
    assert [made.status_code, twin.status_code, later.status_code] == [201, 303, 303]
    assert "It was made already. Its secret is shown once only." in (await visitor.get("/people")).text
    [link] = re.findall(r'value="http[^"]+(/invitation/[^"]+)"', made.text)
    visitor.cookies.clear()
    assert (await visitor.get(link)).status_code == 200


async def test_a_key_is_made_once_and_replaced_once(visitor: httpx.AsyncClient, house: House) -> None:
    await sign_in(visitor, house)
    before = len(await listed(visitor, house, "/v1/keys"))
    form = await form_of(visitor, "/keys", name="CMS", scopes=["files:read"], lasts="90", mode="live")
    answers = await send_thrice(visitor, "/keys", form)
    assert [answer.status_code for answer in answers] == [201, 303, 303]
    keys = await listed(visitor, house, "/v1/keys")
    assert len(keys) == before + 1
    [key] = [one["id"] for one in keys if one["name"] == "CMS"]
    form = await form_of(visitor, "/keys")
    answers = await send_thrice(visitor, f"/keys/{key}/rotate", form)
    assert [answer.status_code for answer in answers] == [201, 303, 303]
    assert len(await listed(visitor, house, "/v1/keys")) == before + 2
