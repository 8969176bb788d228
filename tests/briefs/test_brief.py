"""The brief over HTTP: its parts, the client's word on it, and what makes that word stale."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from service.db.pool import Database
from service.identity import Role
from tests.conftest import House
from tests.studio import colleague

Json = dict[str, Any]
REQUIREMENT = {"kind": "on_screen", "title": "The cup for 2 seconds", "minimum_ms": 2000, "markets": ["DE"]}
RIGHTS = {
    "what": "music",
    "name": "Kettle Song",
    "territories": ["DE", "AT", "DE"],
    "media": ["web", "paid_social"],
    "starts_on": "2027-01-01",
    "ends_on": "2027-06-30",
}
BODIES: dict[str, Json] = {
    "requirements": REQUIREMENT,
    "claims": {"text": "Grown without pesticides"},
    "rights": RIGHTS,
    "brief_links": {"kind": "affiliate", "label": "Shop", "url": "https://aldermoor.example/de?ref=cup"},
}


@pytest.fixture
async def campaign(api: httpx.AsyncClient) -> str:
    """The address of a campaign in two markets."""
    brand = (await api.post("/v1/brands", json={"name": "Aldermoor"})).json()
    markets = [{"market": "DE", "locales": ["de-DE"]}, {"market": "FR", "locales": ["fr-FR"]}]
    made = await api.post("/v1/campaigns", json={"brand_id": brand["id"], "name": "Cup", "markets": markets})
    return f"/v1/campaigns/{made.json()['id']}"


async def make(api: httpx.AsyncClient, address: str, body: Json) -> Json:
    made = await api.post(address, json=body)
    assert made.status_code == 201, made.text
    found: Json = made.json()
    return found


async def write(api: httpx.AsyncClient, campaign: str, role: str, seen: int) -> httpx.Response:
    words = {"product_role": role, "note": "Warm light."}
    return await api.put(f"{campaign}/brief", json=words, headers={"if-match": f'"r{seen}"'})


async def standing(api: httpx.AsyncClient, campaign: str) -> Json:
    found: Json = (await api.get(f"{campaign}/brief")).json()["standing"]
    return found


async def decide(api: httpx.AsyncClient, campaign: str, word: str, note: str = "") -> httpx.Response:
    seen = (await api.get(f"{campaign}/brief")).json()["content_sha256"]
    return await api.post(f"{campaign}/brief/decisions", json={"word": word, "content_sha256": seen, "note": note})


@pytest.mark.parametrize("things", BODIES)
async def test_a_part_is_written_changed_once_per_revision_and_withdrawn(
    api: httpx.AsyncClient, campaign: str, things: str
) -> None:
    made = await make(api, f"{campaign}/{things}", BODIES[things])
    address = f"/v1/{things}/{made['id']}"
    field = {"requirements": "title", "claims": "text", "rights": "name", "brief_links": "label"}[things]
    same = await api.patch(address, json={field: made[field]}, headers={"if-match": '"r1"'})
    assert (same.status_code, same.headers["etag"]) == (200, '"r1"')
    changed = await api.patch(address, json={field: "Otherwise"}, headers={"if-match": '"r1"'})
    assert changed.json() == made | {
        field: "Otherwise",
        "revision": 2,
        "updated_at": changed.json()["updated_at"],
    }
    late = await api.patch(address, json={field: "Late"}, headers={"if-match": '"r1"'})
    assert (late.status_code, late.json()["current"][field]) == (412, "Otherwise")
    assert [one["id"] for one in (await api.get(f"{campaign}/{things}")).json()["data"]] == [made["id"]]
    assert (await api.delete(address)).status_code == 204
    assert (await api.get(address)).status_code == 404
    assert (await api.get(f"{campaign}/{things}")).json()["data"] == []


@pytest.mark.parametrize(
    ("things", "change", "pointer", "code"),
    [
        ("requirements", {"minimum_ms": None}, "/minimum_ms", "missing"),
        ("requirements", {"kind": "show"}, "/minimum_ms", "unexpected"),
        ("requirements", {"kind": "say", "minimum_ms": None}, "/phrases", "missing"),
        ("requirements", {"markets": ["DE", "JP"]}, "/markets/1", "not_planned"),
        ("requirements", {"title": ""}, "/title", "format"),
        ("claims", {"state": "substantiated"}, "/source", "missing"),
        ("claims", {"text": "  "}, "/text", "unshowable"),
        ("rights", {"territories": []}, "/territories", "length"),
        ("rights", {"territories": ["UK"]}, "/territories/0", "unknown_market"),
        ("rights", {"ends_on": "2026-12-31"}, "/ends_on", "end_before_start"),
        ("rights", {"media": ["radio"]}, "/media/0", "choice"),
        ("brief_links", {"url": "aldermoor.example"}, "/url", "format"),
        ("brief_links", {"url": "javascript:alert(1)"}, "/url", "format"),
        ("brief_links", {"market": "JP"}, "/market", "not_planned"),
    ],
)
async def test_a_part_that_cannot_be_right_names_its_place_and_changes_nothing(
    api: httpx.AsyncClient, campaign: str, things: str, change: Json, pointer: str, code: str
) -> None:
    refused = await api.post(f"{campaign}/{things}", json=BODIES[things] | change)
    assert refused.status_code == 422, refused.text
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [(pointer, code)]
    made = await make(api, f"{campaign}/{things}", BODIES[things])
    again = await api.patch(f"/v1/{things}/{made['id']}", json=change, headers={"if-match": '"r1"'})
    assert [(one["pointer"], one["code"]) for one in again.json()["errors"]] == [(pointer, code)]
    assert [one["revision"] for one in (await api.get(f"{campaign}/{things}")).json()["data"]] == [1]


async def test_rights_without_a_territory_list_are_worldwide_only_when_that_is_said(
    api: httpx.AsyncClient, campaign: str
) -> None:
    unsaid = {key: value for key, value in RIGHTS.items() if key != "territories"}
    refused = await api.post(f"{campaign}/rights", json=unsaid)
    assert refused.json()["errors"][0]["code"] == "missing"
    assert (await make(api, f"{campaign}/rights", RIGHTS))["territories"] == ["AT", "DE"]
    assert (await make(api, f"{campaign}/rights", RIGHTS | {"territories": None}))["territories"] is None


async def test_words_are_revisioned(api: httpx.AsyncClient, campaign: str) -> None:
    assert (await api.get(f"{campaign}/brief")).headers["etag"] == '"r0"'
    first = await write(api, campaign, "The cup is the hero.", 0)
    assert (first.headers["etag"], first.json()["standing"]["state"]) == ('"r1"', "draft")
    late = await write(api, campaign, "Nobody names the cup.", 0)
    assert (late.status_code, late.json()["current"]["product_role"]) == (412, "The cup is the hero.")
    assert (await write(api, campaign, " The cup is the hero. ", 1)).headers["etag"] == '"r1"'


async def test_a_brief_is_asked_about_and_approved(api: httpx.AsyncClient, campaign: str) -> None:
    empty = await decide(api, campaign, "asked")
    assert (empty.status_code, empty.json()["code"]) == (409, "nothing-to-approve")
    assert (await standing(api, campaign))["state"] == "none"
    await write(api, campaign, "The cup.", 0)
    await decide(api, campaign, "asked")
    assert (await standing(api, campaign))["state"] == "waiting"
    unsaid = await decide(api, campaign, "changes_asked")
    assert unsaid.json()["errors"][0]["pointer"] == "/note"
    await decide(api, campaign, "changes_asked", "Name the price.")
    now = await standing(api, campaign)
    assert (now["state"], now["reason"], now["guest"]) == ("changes_asked", "Name the price.", False)
    await write(api, campaign, "The cup, 4.90.", 1)
    assert (await standing(api, campaign))["state"] == "draft"
    await decide(api, campaign, "approved")
    assert (await standing(api, campaign))["state"] == "approved"
    said = (await api.get(f"{campaign}/brief/decisions")).json()["data"]
    assert [one["word"] for one in said] == ["approved", "changes_asked", "asked"]
    told = (await api.get("/v1/events", params={"types": "brief"})).json()["data"]
    assert [one["type"] for one in told][-1] == "brief.approved"


async def test_what_moved_since_it_was_read_is_not_approved(api: httpx.AsyncClient, campaign: str) -> None:
    await write(api, campaign, "The cup.", 0)
    seen = (await api.get(f"{campaign}/brief")).json()["content_sha256"]
    await make(api, f"{campaign}/claims", BODIES["claims"])
    late = await api.post(f"{campaign}/brief/decisions", json={"word": "approved", "content_sha256": seen})
    assert (late.status_code, late.json()["code"]) == (409, "brief-moved")
    assert late.json()["content_sha256"] == (await api.get(f"{campaign}/brief")).json()["content_sha256"] != seen


Change = Callable[[httpx.AsyncClient, str, dict[str, str]], Awaitable[Any]]


async def _other_words(api: httpx.AsyncClient, campaign: str, _: dict[str, str]) -> None:
    await write(api, campaign, "Otherwise.", 1)


async def _another_requirement(api: httpx.AsyncClient, campaign: str, _: dict[str, str]) -> None:
    await make(api, f"{campaign}/requirements", {"kind": "show", "title": "The logo"})


async def _another_minimum(api: httpx.AsyncClient, _: str, ids: dict[str, str]) -> None:
    await api.patch(f"/v1/requirements/{ids['requirements']}", json={"minimum_ms": 1500}, headers={"if-match": '"r1"'})


async def _no_claim(api: httpx.AsyncClient, _: str, ids: dict[str, str]) -> None:
    await api.delete(f"/v1/claims/{ids['claims']}")


async def _prolonged_rights(api: httpx.AsyncClient, _: str, ids: dict[str, str]) -> None:
    await api.patch(f"/v1/rights/{ids['rights']}", json={"ends_on": "2028-06-30"}, headers={"if-match": '"r1"'})


async def _another_link(api: httpx.AsyncClient, _: str, ids: dict[str, str]) -> None:
    await api.patch(f"/v1/brief_links/{ids['brief_links']}", json={"label": "Store"}, headers={"if-match": '"r1"'})


async def _another_price(api: httpx.AsyncClient, campaign: str, _: dict[str, str]) -> None:
    value = {"kind": "money", "amount": "4.90", "currency": "EUR"}
    await api.put(f"{campaign}/facts/price/DE", json={"value": value}, headers={"if-match": '"r0"'})


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (_other_words, ("words", "", "changed")),
        (_another_requirement, ("requirement", "The logo", "added")),
        (_another_minimum, ("requirement", REQUIREMENT["title"], "changed")),
        (_no_claim, ("claim", BODIES["claims"]["text"], "withdrawn")),
        (_prolonged_rights, None),
        (_another_link, None),
        (_another_price, None),
    ],
)
async def test_exactly_what_was_approved_makes_an_approval_stale(
    api: httpx.AsyncClient, campaign: str, change: Change, changed: tuple[str, str, str] | None
) -> None:
    await write(api, campaign, "The cup.", 0)
    ids = {things: (await make(api, f"{campaign}/{things}", body))["id"] for things, body in BODIES.items()}
    await decide(api, campaign, "approved")
    await change(api, campaign, ids)
    now = await standing(api, campaign)
    assert now["state"] == ("stale" if changed else "approved")
    assert [(one["kind"], one["title"], one["how"]) for one in now["changed"]] == ([changed] if changed else [])


async def test_what_was_changed_back_is_approved_again(api: httpx.AsyncClient, campaign: str) -> None:
    await write(api, campaign, "The cup.", 0)
    await decide(api, campaign, "approved")
    await write(api, campaign, "Otherwise.", 1)
    assert (await standing(api, campaign))["state"] == "stale"
    await write(api, campaign, "The cup.", 2)
    assert (await standing(api, campaign))["state"] == "approved"


async def test_a_client_approves_and_a_producer_only_asks(
    api: httpx.AsyncClient, db: Database, house: House, campaign: str
) -> None:
    await write(api, campaign, "The cup.", 0)
    producer = await colleague(db, house, api, (Role.PRODUCER, None))
    client = await colleague(db, house, api, (Role.CLIENT, None))
    assert (await decide(producer.http, campaign, "approved")).json()["required_scope"] == "briefs:approve"
    assert (await decide(client.http, campaign, "asked")).json()["required_scope"] == "campaigns:write"
    assert (await decide(producer.http, campaign, "asked")).status_code == 201
    said = await decide(client.http, campaign, "approved")
    assert said.status_code == 201, said.text
    assert (await standing(api, campaign))["by"] == client.person.name
    assert (await client.http.post(f"{campaign}/claims", json=BODIES["claims"])).status_code == 403


async def test_a_confirmation_holds_for_one_value_of_a_fact(api: httpx.AsyncClient, campaign: str) -> None:
    address = f"{campaign}/facts/price/DE"
    euro = {"kind": "money", "amount": "4.90", "currency": "EUR"}
    said = (await api.put(address, json={"value": euro}, headers={"if-match": '"r0"'})).json()
    assert (said["confirmed_by"], said["confirmed_at"]) == (None, None)
    confirmed = await api.post(f"{address}/confirm", headers={"if-match": '"r1"'})
    assert confirmed.json()["confirmed_by"] == said["by"]
    late = await api.post(f"{address}/confirm", headers={"if-match": '"r0"'})
    assert late.status_code == 412
    other = await api.put(address, json={"value": euro | {"amount": "3.90"}}, headers={"if-match": '"r1"'})
    assert other.json()["confirmed_by"] is None
