"""Counsel's word: what warned until then holds posts back, for every brand, as long as the pack says the same."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from service.accessibility.confirming import confirmed_in
from service.db.pool import Database
from service.rulebook import load
from service.rulebook.market_items import Confirmation
from tests.accessibility.conftest import Ward
from tests.conftest import House

Json = dict[str, Any]
CONFIRMATIONS = "/v1/rules/confirmations"
WORD = {
    "pack": "CO",
    "item": "CAP-01",
    "item_hash": load().regions.item_hash("CO", "CAP-01"),
    "source_title": "Ley 1618 de 2013, art. 16",
    "source_url": "https://www.suin-juriscol.gov.co/viewDocument.asp?id=1685302",
    "seen_on": "2026-11-20",
    "note": "Binds shops that sell to consumers.",
}


async def item(api: httpx.AsyncClient, code: str = "CO", key: str = "CAP-01") -> Json:
    region = (await api.get(f"/v1/rules/regions/{code}")).json()
    found: Json = next(one for one in region["items"] if one["item"] == key)
    return found


async def test_the_packs_are_told_with_source_and_date(api: httpx.AsyncClient) -> None:
    packs = {one["code"]: one for one in (await api.get("/v1/rules/regions")).json()["data"]}
    assert len(packs) == 35
    assert (packs["DE"]["follows"], packs["DE"]["gates"], packs["DE"]["waiting"]) == ("EU", 5, 0)
    assert (packs["CO"]["laws"], packs["CO"]["unconfirmed"], packs["CO"]["waiting"]) == (2, 1, 4)
    assert list(packs)[-1] == "WCAG"
    german = await item(api, "DE", "CAP-01")
    assert {law["pack"] for law in german["basis"]} == {"EU", "DE"}
    assert all(law["source"]["title"] and law["source"]["read"] == "2026-11-21" for law in german["basis"])
    assert (await api.get("/v1/rules/regions/UK")).status_code == 404


async def test_a_confirmed_item_blocks_until_the_word_is_withdrawn(
    api: httpx.AsyncClient, db: Database, house: House
) -> None:
    assert (await item(api))["blocks"] is False
    made = await api.post(CONFIRMATIONS, json=WORD)
    assert (made.status_code, made.json()["person"]) == (201, "Ada Lindqvist")
    now = await item(api)
    assert (now["blocks"], [law["by_counsel"] for law in now["basis"]]) == (True, [True])
    assert now["packs"][0]["confirmation"] == made.json()
    assert (await item(api, "CL"))["blocks"] is False
    async with db.reading(house.person.scope) as tx:
        assert await confirmed_in(tx) == {Confirmation("CO", "CAP-01", WORD["item_hash"])}
    for _ in range(2):
        assert (await api.delete("/v1/rules/regions/CO/items/CAP-01/confirmation")).status_code == 204
    assert (await item(api))["blocks"] is False
    kept = (await api.get(CONFIRMATIONS, params={"filter[pack]": "CO"})).json()["data"]
    assert [one["withdrawn_at"] is not None for one in kept] == [True]
    assert (await api.post(CONFIRMATIONS, json=WORD)).status_code == 201


async def test_two_who_confirm_at_the_same_moment(api: httpx.AsyncClient) -> None:
    both = await asyncio.gather(*(api.post(CONFIRMATIONS, json=WORD | {"note": f"{n}"}) for n in range(2)))
    assert sorted(one.status_code for one in both) == [201, 409]
    won = next(one.json() for one in both if one.status_code == 201)
    lost = next(one.json() for one in both if one.status_code == 409)
    assert lost["confirmation"] == won
    assert lost["detail"].startswith("Ada Lindqvist confirmed this at 20")


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"item_hash": "0" * 64}, 409, "the pack says something else"),
        ({"seen_on": "2999-01-01"}, 422, "/seen_on"),
        ({"seen_on": "1800-01-01"}, 422, "/seen_on"),
        ({"source_title": ""}, 422, "/source_title"),
        ({"source_url": "javascript:alert(1)"}, 422, "/source_url"),
        ({"pack": "UK"}, 422, "/item"),
        ({"item": "CAP-77"}, 422, "/item"),
        ({"pack": "DE", "item": "REP-01"}, 422, "/item"),
        ({"pack": "Colombia"}, 422, "/pack"),
    ],
)
async def test_what_counsel_cannot_mean_is_refused(
    api: httpx.AsyncClient, change: Json, status: int, said: str
) -> None:
    refused = await api.post(CONFIRMATIONS, json=WORD | change)
    assert (refused.status_code, said in refused.text) == (status, True), refused.text
    assert (await api.get(CONFIRMATIONS)).json()["data"] == []


async def test_a_word_for_the_item_as_it_was_falls_and_can_be_renewed(
    api: httpx.AsyncClient, db: Database, house: House
) -> None:
    old = bytes(32)
    async with db.transaction(house.person.scope) as tx:
        await tx.connection.execute(
            """insert into rule_confirmation (org, pack, item, item_hash, source_title, source_url, seen_on, note, by)
               values ($1, 'CO', 'CAP-01', $2, 'Older law', '', '2026-01-01', '', $3)""",
            house.organization,
            old,
            house.person.id,
        )
    now = await item(api)
    assert (now["blocks"], now["packs"][0]["holds"]) == (False, False)
    assert now["packs"][0]["confirmation"]["source_title"] == "Older law"
    assert (await api.post(CONFIRMATIONS, json=WORD)).status_code == 201
    assert (await item(api))["blocks"] is True


async def test_what_was_signed_under_counsels_word_is_stale_when_that_is_withdrawn(ward: Ward) -> None:
    """DE follows EU: the word stands on the union's pack, and the checklist of Germany hears of it."""
    word = WORD | {"pack": "EU", "item": "CAP-02", "item_hash": load().regions.item_hash("EU", "CAP-02")}
    assert (await ward.room.api.post(CONFIRMATIONS, json=word)).status_code == 201
    await ward.answer("CAP-02")
    assert (await ward.item("CAP-02"))["state"] == "signed"
    assert (await ward.room.api.delete("/v1/rules/regions/EU/items/CAP-02/confirmation")).status_code == 204
    now = await ward.item("CAP-02")
    assert (now["state"], now["reason"]["code"]) == ("stale", "confirmation_withdrawn")
