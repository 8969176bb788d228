"""Whoever works for some markets fetches the files of these, whatever is remembered and whichever way it goes."""

from __future__ import annotations

import httpx
import pytest

from tests.captions.published import Published


async def key_for(published: Published, *markets: str) -> httpx.AsyncClient:
    """A key that may read files in these markets."""
    new = {"name": f"for {', '.join(markets)}", "scopes": ["files:read"], "markets": list(markets)}
    secret = (await published.workshop.make("/v1/keys", **new))["secret"]
    nobody = published.nobody
    headers = {"authorization": f"Bearer {secret}"}
    return httpx.AsyncClient(transport=nobody._transport, base_url=nobody.base_url, headers=headers)


@pytest.mark.parametrize("way", ["handed out", "by the application"])
async def test_a_key_fetches_files_of_its_markets_only(published: Published, way: str) -> None:
    extra = {} if way == "handed out" else {"range": "bytes=0-"}
    american, german = await key_for(published, "US", "FR"), await key_for(published, "DE")
    for _ in range(2):
        for address in (await published.file(), published.latest):
            assert (await american.get(address, headers=extra)).status_code in (200, 206)
            assert (await german.get(address, headers=extra)).status_code == 404
            assert (await published.workshop.api.get(address, headers=extra)).status_code in (200, 206)


async def test_what_is_not_released_is_not_shown_across_markets_either(published: Published) -> None:
    german, american = await key_for(published, "DE"), await key_for(published, "US")
    address = published.latest.replace("US/en-US", "DE/de-DE")
    assert (await german.get(address)).status_code in (404, 409)
    for query in ({}, {"incomplete": "source"}):
        assert (await american.get(address, params=query)).status_code == 404


async def test_what_anybody_may_have_a_key_of_another_market_may_have_too(published: Published) -> None:
    german = await key_for(published, "DE")
    await published.deliver_publicly()
    answer = await german.get(published.latest)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
