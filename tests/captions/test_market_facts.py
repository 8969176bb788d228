"""Texts name market facts; each market's release has them written as its locale writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.captions.workshop import Workshop, webvtt

MARKETS = {"US": ["en-US"], "DE": ["de-DE"], "AT": ["de-DE"]}


async def say(workshop: Workshop, place: str, seen: int = 0, **value: Any) -> None:
    address = f"/v1/campaigns/{workshop.campaign}/facts/{place}"
    answer = await workshop.api.put(address, json={"value": value}, headers={"if-match": f'"r{seen}"'})
    assert answer.status_code == 200, answer.text


@pytest.fixture
async def offer(workshop: Workshop, tmp_path: Path) -> tuple[Workshop, str]:
    """A cut whose only cue names a price, approved in German for two markets."""
    await workshop.open(tmp_path, MARKETS, 4.0)
    cut = await workshop.cut("A", (0, 100))
    await workshop.captions(webvtt(("0.500 2.000", "Only {price}.")))
    track = await workshop.translate("de-DE", "Nur {price}.")
    await workshop.approve(track["id"])
    await workshop.work(cut)
    return workshop, cut


async def file(workshop: Workshop, cut: str, market: str) -> tuple[int, str]:
    answer = await workshop.api.get(f"/v1/cuts/{cut}/captions/{market}/de-DE.vtt")
    return answer.status_code, answer.text


async def test_a_missing_fact_blocks_the_releases_of_its_market_alone(offer: tuple[Workshop, str]) -> None:
    workshop, cut = offer
    assert await workshop.releases(cut) == []
    cells = await workshop.cells()
    assert {market: cells[cut, market, "de-DE"]["state"] for market in ("DE", "AT")} == {
        "DE": "blocked",
        "AT": "blocked",
    }
    assert "{price}" in cells[cut, "DE", "de-DE"]["because"]
    refused = await workshop.api.post(
        f"/v1/cuts/{cut}/releases", json={"market": "DE", "locale": "de-DE", "kind": "subtitles"}
    )
    assert (refused.status_code, refused.json()["code"], refused.json()["missing"]) == (409, "facts-missing", ["price"])
    await say(workshop, "price/DE", kind="money", amount="4.90", currency="EUR")
    await workshop.work(cut)
    assert await file(workshop, cut, "DE") == (
        200,
        "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\nNur 4,90\u00a0€.\n",
    )
    refused = await workshop.api.get(f"/v1/cuts/{cut}/captions/AT/de-DE.vtt")
    cells = await workshop.cells()
    assert (refused.status_code, refused.json()["done"], refused.json()["total"]) == (409, 1, 1)
    assert refused.json()["detail"] == f"1 of 1 cues are done; {cells[cut, 'AT', 'de-DE']['because']}"
    assert {market: cells[cut, market, "de-DE"]["state"] for market in ("DE", "AT")} == {
        "DE": "approved",
        "AT": "blocked",
    }


async def test_a_changed_fact_makes_exactly_the_releases_of_its_market_stale(offer: tuple[Workshop, str]) -> None:
    workshop, cut = offer
    await say(workshop, "price/DE", kind="money", amount="4.90", currency="EUR")
    await say(workshop, "price/AT", kind="money", amount="5.20", currency="EUR")
    await workshop.work(cut)
    await say(workshop, "price/AT", 2, kind="money", amount="5.50", currency="EUR")
    await say(workshop, "unused/DE", kind="number", number="3")
    assert {one["market"]: one["stale"] for one in await workshop.releases(cut)} == {"DE": False, "AT": True}
    await say(workshop, "price/AT", 3, kind="money", amount="5.20", currency="EUR")
    assert {one["market"]: one["stale"] for one in await workshop.releases(cut)} == {"DE": False, "AT": False}


async def test_a_changed_fact_releases_itself_once(offer: tuple[Workshop, str]) -> None:
    workshop, cut = offer
    await say(workshop, "price/DE", kind="money", amount="4.90", currency="EUR")
    await workshop.work(cut)
    await say(workshop, "price/DE", 1, kind="money", amount="3.90", currency="EUR")
    await workshop.work(cut)
    await workshop.work(cut)
    assert [(one["number"], one["stale"]) for one in await workshop.releases(cut)] == [(2, False), (1, True)]
    assert "3,90" in (await file(workshop, cut, "DE"))[1]


async def test_a_fact_that_is_named_no_more_blocks_nothing(offer: tuple[Workshop, str]) -> None:
    workshop, cut = offer
    (track,) = [
        one
        for one in (await workshop.read(f"/v1/sources/{workshop.source}/tracks"))["data"]
        if one["locale"] == "de-DE"
    ]
    (cue,) = (await workshop.read(f"/v1/tracks/{track['id']}/cues"))["data"]
    assert (await workshop.write(track["id"], cue["id"], "Jetzt neu.", cue["revision"])).status_code == 200
    await workshop.approve(track["id"])
    await workshop.work(cut)
    cells = await workshop.cells()
    assert cells[cut, "AT", "de-DE"]["state"] == "approved"
