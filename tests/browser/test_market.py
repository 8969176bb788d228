"""A marketer with a phone and nothing but the market's link; and who gave it to them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, expect

from tests.browser.stage import opened
from tests.browser.test_accessibility import LOOKS, violations
from tests.browser.whole import Whole

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def a_link(whole: Whole, market: str) -> tuple[str, dict[str, Any]]:
    """The path of a new link of the campaign, and what the API says of it."""
    body = {"market": market, "label": f"Marketing {market}"}
    made = (await whole.api.post(f"/v1/campaigns/{whole.campaign}/market_links", json=body)).raise_for_status().json()
    return made["url"].removeprefix(whole.address), made


@pytest.mark.timeout(240)
async def test_a_marketer_downloads_everything_on_a_phone_until_the_link_is_revoked(
    browser: Browser, whole: Whole
) -> None:
    path, link = await a_link(whole, "DE")
    async with opened(browser, whole.address, width=390, language="fr") as (page, wrong):
        answer = await page.goto(path)
        assert answer is not None
        headers = await answer.all_headers()
        assert (headers["referrer-policy"], headers["x-robots-tag"][:7]) == ("no-referrer", "noindex")
        await expect(page.locator("html")).to_have_attribute("lang", "de")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Deutschland")
        async with page.expect_download() as expected:
            await page.get_by_role("link", name="Alle freigegebenen Dateien, ZIP").click()
        download = await expected.value
        assert download.suggested_filename.endswith(".DE.zip")
        with zipfile.ZipFile(await download.path()) as archive:
            assert archive.testzip() is None
            files = json.loads(archive.read("manifest.json"))["files"]
            assert {one["locale"] for one in files} == {"de-DE"}
            for one in files:
                assert hashlib.sha256(archive.read(one["file"])).hexdigest() == one["sha256"]
        shown = page.locator(".files li .s-ok")
        assert await shown.count() == len(files) // 2
        await page.get_by_role("link", name="VTT", exact=True).click()
        async with page.expect_download() as single:
            await page.locator(".files a.btn").first.click()
        assert (await single.value).suggested_filename.endswith(".de-DE.vtt")
        await page.locator(".files h4 a").first.click()
        await expect(page.locator(".m-cues li").first).to_be_visible()
        assert await page.locator(".m-cues p").first.get_attribute("lang") == "de-DE"
        await page.go_back()
        ended = await whole.api.delete(f"/v1/campaigns/{whole.campaign}/market_links/{link['id']}")
        assert ended.status_code == 204
        await page.get_by_role("link", name="Alle freigegebenen Dateien, ZIP").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Dieser Link funktioniert nicht mehr")
        await expect(page.get_by_text("Ada Lindqvist")).to_be_visible()
        assert wrong == []


@pytest.mark.timeout(240)
@pytest.mark.parametrize("look", ["390-light", "390-dark", "1440-rtl"])
async def test_the_pages_behind_a_link_are_sound(browser: Browser, whole: Whole, look: str) -> None:
    path, _ = await a_link(whole, "AE")
    async with opened(browser, whole.address, **LOOKS[look]) as (page, wrong):
        found = []
        await page.goto(path)
        read = await page.locator(".files h4 a").first.get_attribute("href")
        for there in (path, read or "", "/m/nothing"):
            await page.goto(there)
            found += await violations(page)
            assert await page.evaluate(SIDEWAYS) <= 0, there
        assert found == []
        assert wrong == []


async def test_a_link_reaches_its_own_market_and_nothing_else(whole: Whole) -> None:
    path, _ = await a_link(whole, "DE")
    cells = (await whole.read(f"/v1/campaigns/{whole.campaign}/matrix"))["data"]
    approved = {(one["cut_id"], one["market"], one["locale"]) for one in cells if one["state"] == "approved"}
    assert {market for _, market, _ in approved} > {"DE"}
    async with httpx.AsyncClient(base_url=whole.address) as nobody:
        for cut, _, locale in approved:
            answer = await nobody.get(f"{path}/{cut}/{locale}.srt")
            assert answer.status_code == (200 if (cut, "DE", locale) in approved else 404)
        assert (await nobody.get(f"{path[:-1]}{'A' if path[-1] != 'A' else 'B'}/files.zip")).status_code == 404
        assert (await nobody.get(f"/v1/campaigns/{whole.campaign}/markets/DE/files.zip")).status_code == 401


@pytest.mark.timeout(240)
async def test_a_producer_makes_a_link_that_is_shown_once_and_revokes_it(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page)
        await page.goto(whole.room("markets"))
        market = page.locator("section#JP")
        await market.locator("details.make-ask summary").click()
        await market.get_by_label("Who gets a link").fill("Tokyo office")
        await market.get_by_role("button", name="Make the link").click()
        address = await page.locator("#address").input_value()
        assert address.startswith(f"{whole.address}/m/")
        await page.locator("button[data-copy=address]").click()
        assert await page.evaluate("navigator.clipboard.readText()") == address
        await page.goto(whole.room("markets"))
        assert address not in await page.content()
        row = page.locator("tr", has_text="Tokyo office")
        await row.get_by_text("Revoke …").click()
        await row.get_by_role("button", name="Revoke now").click()
        await expect(page.locator("#toast")).to_contain_text("Tokyo office is revoked")
        await expect(page.locator("tr", has_text="Tokyo office")).to_contain_text("Revoked")
        assert wrong == []
    async with httpx.AsyncClient() as nobody:
        assert (await nobody.get(address)).status_code == 410
