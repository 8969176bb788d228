"""The brief written by keyboard, and its client without an account: reads, watches, says it of a frame, approves."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, expect

from tests.browser.stage import opened
from tests.browser.test_accessibility import LOOKS, violations
from tests.browser.whole import Whole

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@asynccontextmanager
async def another_brief(whole: Whole) -> AsyncIterator[None]:
    """The brief with another note, so that what its client said holds no longer; approved again at the
    end."""
    address = f"/v1/campaigns/{whole.campaign}/brief"
    words = {name: (await whole.read(address))[name] for name in ("product_role", "note")}

    async def write(note: str) -> None:
        answer = await whole.api.put(address, json=words | {"note": note}, headers={"if-match": "*"})
        answer.raise_for_status()

    await write(f"{words['note']} And the cup stays in the picture.")
    try:
        yield
    finally:
        await write(words["note"])
        word = {"word": "approved", "content_sha256": (await whole.read(address))["content_sha256"]}
        (await whole.api.post(f"{address}/decisions", json=word)).raise_for_status()


@pytest.mark.timeout(240)
async def test_a_client_watches_comments_on_a_frame_and_approves(browser: Browser, whole: Whole) -> None:
    body = {"label": "Jonas"}
    made = (await whole.api.post(f"/v1/campaigns/{whole.campaign}/guest_links", json=body)).raise_for_status().json()
    path = made["url"].removeprefix(whole.address)
    async with opened(browser, whole.address, width=390) as (page, wrong):
        await page.goto(path)
        await page.get_by_role("link", name="The empty chair", exact=True).click()
        await page.locator("[data-monitor][data-ready]").wait_for()
        field = page.get_by_label("At", exact=True)
        for _ in range(30):
            await page.get_by_role("button", name="Next frame").click()
        await expect(field).to_have_value("00:01.200")
        await page.locator("#comment-name").fill("Jonas Keller")
        await page.get_by_label("Comment on this frame").fill("The cup is too dark here.")
        await page.get_by_role("button", name="Comment", exact=True).press("Enter")
        said = page.locator(".g-comments li").filter(has_text="The cup is too dark here.")
        await expect(said).to_contain_text("Jonas Keller")
        await said.get_by_role("link").click()
        await expect(page.locator("[data-now]")).to_have_text("00:01.200")
        await page.get_by_role("button", name="Approve the cut").press("Enter")  # the name is remembered
        await expect(page.locator(".m-top .state")).to_have_text("Approved by Jonas Keller (guest)")
        cut = whole.cuts["15 A"]
        assert (await whole.read(f"/v1/cuts/{cut}/comments"))["data"][0]["frame"] == 30
        await page.get_by_role("link", name="The Same Cup").click()
        async with another_brief(whole):
            await page.reload()
            await page.get_by_role("button", name="Approve the brief").press("Enter")
            await expect(page.locator(".lead")).to_contain_text("Approved by Jonas Keller")
        assert wrong == []
    for how in LOOKS.values():
        async with opened(browser, whole.address, **how) as (page, wrong):
            for there in (path, f"{path}/{whole.cuts['15 A']}"):
                await page.goto(there)
                assert (await violations(page), await page.evaluate(SIDEWAYS), wrong) == ([], 0, [])


@pytest.mark.timeout(120)
async def test_a_requirement_is_written_and_withdrawn_by_keyboard(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address, width=1440) as (page, wrong):
        await whole.enter(page)
        await page.goto(whole.room("brief"))
        await page.get_by_role("link", name="Add a requirement").press("Enter")
        kind = page.get_by_label("What it asks for")
        await kind.wait_for()
        await kind.select_option("say")
        await page.get_by_label("In one line").fill("The city is named")
        await page.get_by_label("Seconds on screen, at least").fill("")
        await page.get_by_label("In one line").press("Enter")
        await expect(page.get_by_text("Something must stand here.")).to_be_visible()
        await page.get_by_label("Words, one phrase a line").fill("Lisbon")
        await page.get_by_role("button", name="Save").press("Enter")
        row = page.locator("li[id^=req_]").filter(has_text="The city is named")
        await expect(row).to_contain_text("Lisbon")
        await expect(page.locator("#standing")).to_contain_text(re.compile("Requirement added|not asked|asked by"))
        await row.locator("summary").press("Enter")
        await row.get_by_role("button", name="Withdraw").press("Enter")
        await expect(row).to_have_count(0)
        assert [one for one in wrong if "422" not in one] == []
