"""The brief room as people use it without JavaScript: written in its place, refused with reasons, said, withdrawn."""

from __future__ import annotations

import re

import httpx
import pytest

REQUIREMENT = {"kind": "on_screen", "level": "must", "title": "The cup", "seconds": "2,5", "market.DE": "on"}


@pytest.fixture
async def room(api: httpx.AsyncClient) -> str:
    """The address of the brief room of a campaign in two markets."""
    brand = (await api.post("/v1/brands", json={"name": "Aldermoor"})).json()
    markets = [{"market": "DE", "locales": ["de-DE"]}, {"market": "FR", "locales": ["fr-FR"]}]
    made = await api.post("/v1/campaigns", json={"brand_id": brand["id"], "name": "Cup", "markets": markets})
    address = f"/c/{made.json()['id']}/brief"
    assert (await api.get(address)).status_code == 200
    return address


async def send(api: httpx.AsyncClient, address: str, **form: str) -> httpx.Response:
    own = {"sec-fetch-site": "same-origin", "x-cutdown-form": api.cookies["cutdown-form"]}
    answer = await api.post(address, data=form, headers=own)
    return await api.get(answer.headers["location"]) if answer.status_code == 303 else answer


def ids(page: httpx.Response, prefix: str) -> list[str]:
    return re.findall(rf'<li id="({prefix}_\w+)"', page.text)


async def test_a_part_is_written_in_its_place_changed_and_withdrawn(api: httpx.AsyncClient, room: str) -> None:
    assert 'name="seconds"' in (await api.get(f"{room}?new=requirements")).text
    page = await send(api, f"{room}/new/requirements", **REQUIREMENT)
    (one,) = ids(page, "req")
    assert "2.5 s" in page.text
    assert 'value="2.5"' in (await api.get(f"{room}?edit={one}")).text
    page = await send(api, f"{room}/requirements/{one}", **REQUIREMENT, seen="1", **{"market.FR": "on"})
    kept = (await api.get(f"/v1/requirements/{one}")).json()
    assert (kept["minimum_ms"], kept["markets"], kept["revision"]) == (2500, ["DE", "FR"], 2)
    late = await send(api, f"{room}/requirements/{one}", **{**REQUIREMENT, "title": "Late"}, seen="1")
    assert (late.status_code, 'value="Late"' in late.text) == (412, True)
    page = await send(api, f"{room}/requirements/{one}", act="withdraw")
    assert ids(page, "req") == []


@pytest.mark.parametrize(
    ("things", "form", "field"),
    [
        ("requirements", {**REQUIREMENT, "seconds": "soon"}, "seconds"),
        ("requirements", {**REQUIREMENT, "title": ""}, "title"),
        ("requirements", {**REQUIREMENT, "kind": "say", "seconds": ""}, "phrases"),
        ("claims", {"text": "Organic", "state": "substantiated"}, "source"),
        ("rights", {"what": "music", "name": "Song", "where": "listed", "territories": "UK", "media.web": "on",
                    "starts_on": "2027-01-01"}, "territories"),
        ("rights", {"what": "music", "name": "Song", "where": "worldwide", "starts_on": "2027-01-01"}, "media"),
        ("brief_links", {"kind": "landing", "label": "Shop", "url": "aldermoor.example"}, "url"),
    ],
)  # fmt: skip
async def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    api: httpx.AsyncClient, room: str, things: str, form: dict[str, str], field: str
) -> None:
    page = await send(api, f"{room}/new/{things}", **form)
    assert page.status_code == 422
    assert f'id="new-{things}-{field}-wrong"' in page.text
    assert all(value in page.text for name, value in form.items() if not name.startswith("m") and value != "on")
    assert (await api.get(f"/v1/campaigns/{room.split('/')[2]}/{things}")).json()["data"] == []


async def test_the_client_is_asked_and_the_word_holds_until_something_changes(
    api: httpx.AsyncClient, room: str
) -> None:
    page = await send(api, room, product_role="The cup is what both kitchens share.", note="", seen="0")
    content = re.search(r'name="content" value="(\w{64})"', page.text)
    assert content is not None
    page = await send(api, f"{room}/decisions", word="asked", content=content[1])
    assert "Waits for the client" in page.text
    page = await send(api, f"{room}/decisions", word="changes_asked", content=content[1])
    assert (page.status_code, "Say what should be different." in page.text) == (422, True)
    page = await send(api, f"{room}/decisions", word="approved", content=content[1])
    assert "The brief is approved." in page.text
    page = await send(api, f"{room}/new/claims", text="Grown without pesticides", state="open")
    assert "Approval is stale" in page.text
    assert "Claim added:" in page.text
    page = await send(api, f"{room}/decisions", word="approved", content=content[1])
    assert (page.status_code, "The brief was changed while you read it." in page.text) == (409, True)


async def test_a_guests_address_is_shown_once(api: httpx.AsyncClient, room: str) -> None:
    page = await send(api, f"{room}/guests", label="Jonas, client", lasts="30", once="a")
    assert page.status_code == 201
    assert re.search(r'value="http[^"]+/b/[\w-]{43}"', page.text)
    again = await send(api, f"{room}/guests", label="Jonas, client", lasts="30", once="a")
    assert "/b/" not in again.text
    (link,) = (await api.get(f"/v1/campaigns/{room.split('/')[2]}/guest_links")).json()["data"]
    page = await send(api, f"{room}/guests/{link['id']}/revoke")
    assert "Jonas, client is revoked." in page.text


async def test_a_fact_is_confirmed_as_it_was_shown(api: httpx.AsyncClient, room: str) -> None:
    address, facts = f"/v1/campaigns/{room.split('/')[2]}/facts/price/DE", room.replace("brief", "facts")
    for seen, amount in enumerate(("4.90", "5.90")):
        value = {"value": {"kind": "money", "amount": amount, "currency": "EUR"}}
        assert (await api.put(address, json=value, headers={"if-match": f'"r{seen}"'})).status_code == 200
    page = await send(api, f"{facts}/price/DE/confirm", seen="1")
    assert "The value was changed meanwhile." in page.text
    page = await send(api, f"{facts}/price/DE/confirm", seen="2")
    assert "Confirmed by Ada" in page.text
