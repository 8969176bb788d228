"""Market facts over HTTP: one value per fact and market, revisioned, behind both walls."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import House


async def campaign(api: httpx.AsyncClient) -> str:
    brand = (await api.post("/v1/brands", json={"name": "Aldermoor"})).json()
    markets = [{"market": "DE", "locales": ["de-DE"]}, {"market": "CH", "locales": ["de-CH", "fr-CH"]}]
    made = await api.post("/v1/campaigns", json={"brand_id": brand["id"], "name": "Cup", "markets": markets})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def say(api: httpx.AsyncClient, campaign_id: str, place: str, value: dict[str, Any], seen: int) -> httpx.Response:
    address = f"/v1/campaigns/{campaign_id}/facts/{place}"
    return await api.put(address, json={"value": value}, headers={"if-match": f'"r{seen}"'})


EURO = {"kind": "money", "amount": "4.90", "currency": "EUR"}


async def test_a_fact_is_shown_as_each_locale_of_the_market_writes_it(api: httpx.AsyncClient) -> None:
    campaign_id = await campaign(api)
    franc = {"kind": "money", "amount": "5.50", "currency": "CHF"}
    said = await say(api, campaign_id, "price/CH", franc, 0)
    assert said.status_code == 200, said.text
    assert said.json()["written"] == {"de-CH": "CHF\u00a05.50", "fr-CH": "5,50\u00a0CHF"}
    assert said.headers["etag"] == '"r1"'


async def test_values_of_markets_do_not_touch_each_other(api: httpx.AsyncClient) -> None:
    campaign_id = await campaign(api)
    await say(api, campaign_id, "price/DE", EURO, 0)
    await say(api, campaign_id, "price/CH", {"kind": "money", "amount": "5.50", "currency": "CHF"}, 0)
    listed = (await api.get(f"/v1/campaigns/{campaign_id}/facts")).json()["data"]
    assert [(one["key"], one["market"], one["value"]["amount"]) for one in listed] == [
        ("price", "CH", "5.50"),
        ("price", "DE", "4.90"),
    ]


async def test_a_stale_writer_is_told_the_value_now(api: httpx.AsyncClient) -> None:
    campaign_id = await campaign(api)
    await say(api, campaign_id, "price/DE", EURO, 0)
    late = await say(api, campaign_id, "price/DE", {**EURO, "amount": "3.90"}, 0)
    assert (late.status_code, late.json()["current"]["value"]["amount"]) == (412, "4.90")
    assert (await say(api, campaign_id, "price/DE", {**EURO, "amount": "3.90"}, 1)).status_code == 200


async def test_the_same_value_again_changes_nothing(api: httpx.AsyncClient) -> None:
    campaign_id = await campaign(api)
    first = await say(api, campaign_id, "price/DE", EURO, 0)
    again = await say(api, campaign_id, "price/DE", EURO, 1)
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    ("place", "value", "pointer", "code"),
    [
        ("price/FR", EURO, "", "not_planned"),
        ("Price/DE", EURO, "", "format"),
        ("price/DE", {**EURO, "amount": "4,90"}, "/value/amount", "format"),
        ("price/DE", {**EURO, "currency": "euro"}, "/value/currency", "format"),
        ("price/DE", {"kind": "text", "words": {"pt-BZ": "x"}}, "/value/words/pt-BZ", "unknown_locale"),
        ("price/DE", {"kind": "wish"}, "/value/kind", "choice"),
    ],
)
async def test_a_bad_value_names_its_place_and_changes_nothing(
    api: httpx.AsyncClient, place: str, value: dict[str, Any], pointer: str, code: str
) -> None:
    campaign_id = await campaign(api)
    refused = await say(api, campaign_id, place, value, 0)
    assert refused.status_code == 422, refused.text
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [(pointer, code)]
    assert (await api.get(f"/v1/campaigns/{campaign_id}/facts")).json()["data"] == []


async def test_another_organization_finds_nothing(api: httpx.AsyncClient, stranger: House) -> None:
    campaign_id = await campaign(api)
    await say(api, campaign_id, "price/DE", EURO, 0)
    api.headers.update(stranger.headers)
    assert (await api.get(f"/v1/campaigns/{campaign_id}/facts")).status_code == 404
    assert (await api.get(f"/v1/campaigns/{campaign_id}/facts/price/DE")).status_code == 404
    assert (await say(api, campaign_id, "price/DE", {**EURO, "amount": "0.01"}, 1)).status_code == 404


@pytest.mark.parametrize("kind", ["text", "legal"])
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ("Only {price}.", "names_fact", "write {price} in the captions instead"),
        (" \u200b\n", "unshowable", "at least one visible character"),
        ("one\u2028two", "unshowable", "U+2028"),
        ("one\x1btwo", "unshowable", "U+001B"),
    ],
)
async def test_words_that_no_caption_could_show_are_refused(
    api: httpx.AsyncClient, kind: str, words: str, code: str, says: str
) -> None:
    campaign_id = await campaign(api)
    refused = await say(api, campaign_id, "site/DE", {"kind": kind, "words": {"de-DE": "Gut.", "*": words}}, 0)
    assert refused.status_code == 422, refused.text
    (fault,) = refused.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/value/words/*", code)
    assert says in fault["detail"]


async def test_words_are_kept_without_the_spaces_around_them(api: httpx.AsyncClient) -> None:
    said = await say(api, await campaign(api), "site/DE", {"kind": "text", "words": {"*": "  {{so}} \r\n\n gut "}}, 0)
    assert said.json()["value"]["words"] == {"*": "{{so}}\ngut"}


async def test_a_currency_that_is_none_comes_with_a_suggestion(api: httpx.AsyncClient) -> None:
    refused = await say(api, await campaign(api), "price/DE", {**EURO, "currency": "EUX"}, 0)
    assert refused.status_code == 422, refused.text
    (fault,) = refused.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/value/currency", "unknown_currency")
    assert "Did you mean EUR?" in fault["detail"]
