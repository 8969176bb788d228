"""A campaign and its story are made in the client: by keyboard alone, and without JavaScript."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.browser.stage import opened
from tests.browser.whole import Whole

pytestmark = pytest.mark.timeout(120)


async def to(page: Page, **what: Any) -> None:
    """Press Tab until the control that somebody looks for has the focus; radio buttons are reached by arrows."""
    wanted = page.get_by_role(what["role"], name=what["name"], exact=True).first
    for _ in range(80):
        if await wanted.evaluate("one => one === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {what}")


@asynccontextmanager
async def signed_in(browser: Browser, whole: Whole, **how: Any) -> AsyncIterator[tuple[Page, list[str]]]:
    async with opened(browser, whole.address, **how) as (page, wrong):
        await whole.enter(page)
        yield page, wrong


async def test_a_campaign_and_its_story_are_made_by_keyboard_alone(browser: Browser, whole: Whole) -> None:
    async with signed_in(browser, whole) as (page, wrong):
        await page.goto("/campaigns")
        await to(page, role="link", name="New campaign")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/campaigns/new")
        await page.keyboard.type("Night bus")  # the field has the focus
        await to(page, role="combobox", name="Add a market")
        while await page.locator("#pick").input_value() != "CH":  # a slow machine takes a pause for another word
            await page.wait_for_timeout(1200)
            await page.keyboard.type("Switzerland")
        await to(page, role="button", name="Add")
        await page.keyboard.press("Enter")
        await page.get_by_role("heading", name="Switzerland").wait_for()
        assert await page.evaluate("document.activeElement.textContent") == "Switzerland"
        await to(page, role="checkbox", name="Italian (Switzerland)")
        await page.keyboard.press("Space")  # not this one
        await to(page, role="button", name="Make the campaign")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/c/cmp_*")
        campaign = page.url.rpartition("/")[2]
        made = await whole.read(f"/v1/campaigns/{campaign}")
        assert made["name"] == "Night bus"
        assert made["markets"] == [{"market": "CH", "locales": ["de-CH", "fr-CH"], "public_delivery": False}]

        await to(page, role="link", name="Write the story")
        await page.keyboard.press("Enter")
        await to(page, role="radio", name="Fantasy/Abstract")
        await page.keyboard.press("Space")
        await to(page, role="textbox", name="Premise")
        await page.keyboard.type("What if the last bus never stopped?")
        await to(page, role="button", name="Make the story")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/story/edit?story=*")
        await to(page, role="button", name="Plan a shot")
        await page.keyboard.press("Enter")
        await page.get_by_label("Length").first.wait_for()
        await to(page, role="textbox", name="Length")
        await page.keyboard.press("Control+a")
        await page.keyboard.type("1,5")
        await page.keyboard.press("Enter")  # saves
        await page.wait_for_url("**/story?story=*")
        [story] = (await whole.read("/v1/stories", **{"filter[campaign_id]": campaign}))["data"]
        assert story["premise"] == "What if the last bus never stopped?"
        assert story["archetype"] == "fantasy_abstract"
        assert [shot["planned_ms"] for beat in story["beats"] for shot in beat["shots"]] == [1500]
        assert await page.get_by_role("heading", level=1).inner_text() == story["premise"]
        assert wrong == []


async def test_forms_keep_what_was_typed_and_work_without_javascript(browser: Browser, whole: Whole) -> None:
    aside = {"brand_id": whole.brand, "name": "Aside"}
    campaign = (await whole.api.post("/v1/campaigns", json=aside)).raise_for_status().json()["id"]
    new = {"campaign_id": campaign, "title": "Aside", "archetype": "slice_of_life"}
    story = (await whole.api.post("/v1/stories", json=new)).raise_for_status().json()
    async with signed_in(browser, whole, script=False) as (page, _):
        await page.goto(f"/c/{campaign}/story/edit?story={story['id']}")
        await page.get_by_label("Premise").fill("What if it rained?")
        await page.get_by_label("Ends").first.fill("soon")
        await page.get_by_role("button", name="Move beat 2 up").click()
        assert await page.get_by_label("Premise").input_value() == "What if it rained?"
        assert await page.get_by_label("What happens").first.input_value() == story["beats"][1]["title"]
        await page.get_by_role("button", name="Save the story").click()
        wrong = page.locator(".wrong")
        assert "Write seconds" in await wrong.first.inner_text()
        assert await page.get_by_label("Ends").nth(1).input_value() == "soon"
        assert await page.get_by_label("Ends").nth(1).get_attribute("aria-invalid") == "true"
        assert (await whole.read(f"/v1/stories/{story['id']}"))["revision"] == 1

        await page.get_by_role("button", name="Move beat 2 up").click()
        await page.get_by_label("Ends").first.fill("0:02.5")
        # somebody else is faster
        change = {"emotion": "longing"}
        other = await whole.api.patch(f"/v1/stories/{story['id']}", json=change, headers={"if-match": '"r1"'})
        assert other.status_code == 200
        await page.get_by_role("button", name="Save the story").click()
        clash = page.get_by_role("alert")
        assert "longing" in await clash.inner_text()
        assert await page.get_by_label("Premise").input_value() == "What if it rained?"
        await page.get_by_role("button", name="Use mine").click()
        await page.wait_for_url("**/story?story=*")
        saved = await whole.read(f"/v1/stories/{story['id']}")
        assert (saved["premise"], saved["emotion"]) == ("What if it rained?", "")
        assert saved["beats"][0]["end_ms"] == 2500
        assert [beat["id"] for beat in saved["beats"]] == [beat["id"] for beat in story["beats"]]

        await page.get_by_role("button", name="Undo").click()
        await page.wait_for_url("**/story?story=*")
        assert (await whole.read(f"/v1/stories/{story['id']}"))["emotion"] == "longing"


async def test_the_board_says_what_the_api_says(browser: Browser, whole: Whole) -> None:
    cells = (await whole.read(f"/v1/campaigns/{whole.campaign}/matrix"))["data"]
    async with signed_in(browser, whole) as (page, wrong):
        await page.goto(whole.room())
        rows = page.locator(".mk tbody tr")
        shown = [
            (
                await row.locator(".tag").inner_text(),
                (await row.locator(".progress .mono").first.inner_text()).replace("\n", ""),
            )
            for row in await rows.all()
        ]
        markets = list(dict.fromkeys(cell["market"] for cell in cells))
        expected = []
        for market in markets:
            here = [cell["state"] == "approved" for cell in cells if cell["market"] == market]
            expected.append((market, f"{sum(here)}/{len(here)}"))
        assert shown == expected
        codes = await page.locator(".bench .bench-n .mono:first-child").all_inner_texts()
        assert set(whole.cuts) <= set(codes)
        for link in await page.locator(".wants a, .bench a").all():
            address = await link.get_attribute("href")
            answer = await page.request.get(f"{whole.address}{address}")
            assert answer.status == 200, address
        assert wrong == []


async def test_a_fact_is_said_in_its_place_and_taken_back(browser: Browser, whole: Whole) -> None:
    async with signed_in(browser, whole, width=390) as (page, wrong):
        await page.goto(whole.room("facts"))
        await page.get_by_label("Name in braces").fill("offer_day")
        await page.get_by_label("Kind").select_option("date")
        await page.get_by_role("button", name="Begin").click()
        await page.get_by_label("Day").fill("2026-11-30")
        await page.get_by_role("button", name="Save").click()
        await page.wait_for_url("**/facts#offer_day.*")
        market = page.url.rpartition(".")[2]
        address = f"/v1/campaigns/{whole.campaign}/facts/offer_day/{market}"
        said = await whole.read(address)
        assert said["value"]["day"] == "2026-11-30"
        place = page.locator(f"[id='offer_day.{market}']")
        assert set(said["written"].values()) <= set(await place.locator("bdi").all_inner_texts())
        await place.get_by_role("link").click()
        await page.get_by_label("Day").fill("2026-12-24")
        await page.get_by_role("button", name="Save").click()
        await page.get_by_role("button", name="Undo").click()
        await page.get_by_role("status").get_by_text("offer_day").wait_for()
        assert (await whole.read(address))["value"]["day"] == "2026-11-30"
        assert wrong == []
