"""The palette by keyboard alone, over sample things and over the loaded demo."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.browser.stage import opened
from tests.browser.test_accessibility import LOOKS, violations
from tests.browser.whole import Whole


@pytest.mark.parametrize("look", ["390-light", "1440-dark", "1440-rtl"])
async def test_a_thing_is_found_and_opened_by_keys(browser: Browser, samples: str, look: str) -> None:
    async with opened(browser, samples, **LOOKS[look]) as (page, wrong):
        await page.goto("/film")
        await page.keyboard.press("Control+k")
        field = page.get_by_role("combobox")
        await expect(field).to_be_focused()
        await expect(page.get_by_role("option")).to_have_count(10)
        await field.press_sequentially("de 15")
        await expect(page.get_by_role("option")).to_have_count(2)
        assert await violations(page) == []
        await field.press("ArrowDown")
        await expect(page.get_by_role("option", selected=True)).to_contain_text("15 B · de-DE")
        chosen = await page.get_by_role("option", selected=True).get_attribute("id")
        await expect(field).to_have_attribute("aria-activedescendant", chosen or "")
        await field.press("Escape")
        await expect(field).to_be_hidden()
        await page.locator("a.seek").click()
        await field.fill("60 h de")
        await expect(page.get_by_role("option")).to_have_count(1)
        await field.press("Enter")
        await page.wait_for_url("**/film?cut=cut_02")
        assert wrong == []


async def test_without_a_module_it_is_a_page(browser: Browser, samples: str) -> None:
    async with opened(browser, samples, script=False) as (page, wrong):
        await page.goto("/campaigns")
        await page.locator("a.seek").click()
        await page.get_by_role("searchbox").fill("de 06")
        await page.get_by_role("button", name="Search").click()
        await expect(page.get_by_role("main").get_by_role("listitem")).to_have_text(["06 V · de-DE Bumper"])
        assert wrong == []


async def test_the_demos_captions_are_found_from_inside_their_campaign(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page)
        await page.goto(whole.room("captions"))
        await page.keyboard.press("Control+k")
        code, cut = next(one for one in whole.cuts.items() if "DE" not in one[0])  # which would name the language
        await page.get_by_role("combobox").fill(f"de {code}")
        option = page.get_by_role("dialog").get_by_role("option").first  # the page has options of its own
        await expect(option).to_contain_text(f"{code} · de-DE")
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**/captions/{cut}/de-DE*")
        assert wrong == []
