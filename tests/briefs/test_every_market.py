"""What holds in every market of a campaign is written only by somebody who may write in every market."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from service.db.pool import Database
from service.identity import Role
from tests.conftest import House
from tests.studio import Caller, colleague

REQUIREMENT = {"kind": "show", "title": "The cup"}
CLAIM = {"text": "Grown without pesticides"}
RIGHTS = {"what": "music", "name": "Kettle Song", "territories": ["DE"], "media": ["web"], "starts_on": "2027-01-01"}
LINK = {"kind": "landing", "label": "Shop", "url": "https://aldermoor.example/"}


@pytest.fixture
async def campaign(api: httpx.AsyncClient) -> str:
    """The address of a campaign in two markets, with words of its own."""
    brand = (await api.post("/v1/brands", json={"name": "Aldermoor"})).json()
    markets = [{"market": "DE", "locales": ["de-DE"]}, {"market": "FR", "locales": ["fr-FR"]}]
    made = await api.post("/v1/campaigns", json={"brand_id": brand["id"], "name": "Cup", "markets": markets})
    address = f"/v1/campaigns/{made.json()['id']}"
    written = await api.put(f"{address}/brief", json={"product_role": "The cup."}, headers={"if-match": '"r0"'})
    assert written.status_code == 200, written.text
    return address


@pytest.fixture
async def german(api: httpx.AsyncClient, db: Database, house: House) -> Caller:
    """A producer of Germany."""
    return await colleague(db, house, api, (Role.PRODUCER, None), market="DE")


@pytest.mark.parametrize(
    ("things", "body", "expected"),
    [
        ("requirements", REQUIREMENT, 403),
        ("requirements", REQUIREMENT | {"markets": ["FR"]}, 403),
        ("requirements", REQUIREMENT | {"markets": ["DE", "FR"]}, 403),
        ("requirements", REQUIREMENT | {"markets": ["DE"]}, 201),
        ("claims", CLAIM, 403),
        ("rights", RIGHTS, 403),
        ("rights", RIGHTS | {"territories": None}, 403),
        ("brief_links", LINK, 403),
        ("brief_links", LINK | {"market": "FR"}, 403),
        ("brief_links", LINK | {"market": "DE"}, 201),
        ("guest_links", {"label": "The client"}, 403),
    ],
)
async def test_who_works_for_one_market_makes_what_holds_there(
    campaign: str, german: Caller, things: str, body: dict[str, Any], expected: int
) -> None:
    made = await german.http.post(f"{campaign}/{things}", json=body)
    assert made.status_code == expected, made.text
    if expected == 403:
        assert made.json()["required_scope"] == "campaigns:write"


@pytest.mark.parametrize(
    ("things", "body", "change", "expected"),
    [
        ("requirements", REQUIREMENT, {"title": "The pot"}, (403, 403)),
        ("requirements", REQUIREMENT, {"markets": ["DE"]}, (403, 403)),
        ("requirements", REQUIREMENT | {"markets": ["DE", "FR"]}, {"markets": ["DE"]}, (403, 403)),
        ("requirements", REQUIREMENT | {"markets": ["DE"]}, {"markets": []}, (403, 204)),
        ("requirements", REQUIREMENT | {"markets": ["DE"]}, {"markets": ["DE", "FR"]}, (403, 204)),
        ("requirements", REQUIREMENT | {"markets": ["DE"]}, {"title": "The pot"}, (200, 204)),
        ("claims", CLAIM, {"text": "Grown slowly"}, (403, 403)),
        ("rights", RIGHTS, {"contract": "K-7"}, (403, 403)),
        ("brief_links", LINK, {"market": "DE"}, (403, 403)),
        ("brief_links", LINK | {"market": "DE"}, {"market": None}, (403, 204)),
        ("brief_links", LINK | {"market": "DE"}, {"label": "The shop"}, (200, 204)),
    ],
)
async def test_and_changes_and_withdraws_it(
    api: httpx.AsyncClient,
    campaign: str,
    german: Caller,
    things: str,
    body: dict[str, Any],
    change: dict[str, Any],
    expected: tuple[int, int],
) -> None:
    made = (await api.post(f"{campaign}/{things}", json=body)).json()
    address = f"/v1/{things}/{made['id']}"
    changed = await german.http.patch(address, json=change, headers={"if-match": '"r1"'})
    withdrawn = await german.http.delete(address)
    assert (changed.status_code, withdrawn.status_code) == expected, (changed.text, withdrawn.text)


async def test_the_words_the_links_of_guests_and_the_word_on_the_whole_are_of_every_market(
    api: httpx.AsyncClient, db: Database, house: House, campaign: str, german: Caller
) -> None:
    client = await colleague(db, house, api, (Role.CLIENT, None), market="DE")
    content = (await german.read(f"{campaign}/brief"))["content_sha256"]
    written = await german.http.put(f"{campaign}/brief", json={"product_role": "Mine."}, headers={"if-match": '"r1"'})
    asked = await german.http.post(f"{campaign}/brief/decisions", json={"word": "asked", "content_sha256": content})
    said = {"word": "approved", "content_sha256": content}
    approved = await client.http.post(f"{campaign}/brief/decisions", json=said)
    link = (await api.post(f"{campaign}/guest_links", json={"label": "The client"})).json()
    revoked = await german.http.delete(f"{campaign}/guest_links/{link['id']}")
    refused = [written, asked, approved, revoked]
    assert [one.status_code for one in refused] == [403] * 4, [one.text for one in refused]
    brief = await german.read(f"{campaign}/brief")
    assert (brief["product_role"], brief["standing"]["state"]) == ("The cup.", "draft")
