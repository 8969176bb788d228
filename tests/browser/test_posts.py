"""The plan as people use it: by keyboard, with a gate that refuses and one that is opened, to what is on record."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.stage import opened
from tests.browser.whole import Whole

HANDLE = "@aldermoor.kitchen"
WATCH = """() => new MutationObserver(() => { window.gone ||= !document.getElementById("detail-name"); })
    .observe(document.body, { childList: true, subtree: true })"""
UNPROCESSABLE = "422 (Unprocessable Entity)"


async def _channel(page: Page, whole: Whole) -> None:
    """A channel in Berlin, as somebody adds it; with a zone that does not exist first."""
    await page.goto(whole.room("posts/channels"))
    await page.get_by_label("Platform", exact=True).select_option("tiktok")
    await page.get_by_label("Handle, as the platform shows it").fill(HANDLE)
    await page.get_by_label("Name", exact=True).fill("Aldermoor Kitchen")
    await page.get_by_label("Clock that its posts are planned by").fill("Europe/Bonn")
    await page.get_by_role("button", name="Add the channel").click()
    await expect(page.get_by_text("There is no time zone of this name.")).to_be_visible()
    await page.get_by_label("Clock that its posts are planned by").fill("Europe/Berlin")
    await page.get_by_role("button", name="Add the channel").click()
    await expect(page.locator("#toast")).to_contain_text(HANDLE)


async def _plan(page: Page, whole: Whole) -> None:
    """Two posts at a time that the clock skips: looked at, mended, planned."""
    await page.goto(whole.room("posts/plan"))
    for code in ("15 A", "60 V"):
        await page.get_by_label(code, exact=True).check()
    await page.get_by_label(f"TikTok {HANDLE}").check()
    for box in await page.locator("input[name=markets]").all():
        await box.set_checked(await box.get_attribute("value") == "DE")
    await page.get_by_label("Day and time, on the clock of each channel").fill("2027-03-28T02:30")
    await page.get_by_label("Slot", exact=True).fill("kitchen")
    await page.get_by_role("button", name="Look first").click()
    await page.get_by_role("button", name="Take 03:00").click()
    await expect(page.locator("#outcome")).to_contain_text("2 posts would be planned")
    await page.get_by_role("button", name="Plan these posts").click()
    await expect(page.locator("#outcome")).to_contain_text("2 posts are planned")


async def _posts(whole: Whole) -> dict[str, dict[str, Any]]:
    found = (await whole.read(f"/v1/campaigns/{whole.campaign}/plan"))["data"]
    return {one["cut"]: one for one in found if one["handle"] == HANDLE}


@pytest.mark.timeout(300)
async def test_posts_are_planned_refused_opened_and_recorded(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address, width=1440) as (page, wrong):
        await whole.enter(page)
        await _channel(page, whole)
        await _plan(page, whole)
        await page.goto(whole.room())
        await page.keyboard.press("g")
        await page.keyboard.press("p")
        await page.wait_for_url("**/posts")
        await page.goto(whole.room("posts?from=2027-03-26"))
        first = page.locator(".cal a.cell").first
        await first.focus()
        await page.keyboard.press("ArrowDown")
        await expect(page.locator(".cal a.cell").nth(1)).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator("#detail-name")).to_be_focused()
        await expect(page.locator("#verdict")).to_contain_text("Cannot go out.")
        await expect(page.get_by_role("button", name="Schedule")).to_have_attribute("aria-disabled", "true")
        way = page.locator("#gate-checklist").get_by_role("link", name="Open the checklist").first
        await expect(way).to_have_attribute("href", re.compile(r"/checklists/cut_\w+/DE#item-"))
        await page.keyboard.press("Escape")
        await expect(page.locator(".cal a.cell").nth(1)).to_be_focused()
        await expect(page.locator("#detail")).to_have_count(0)
        await _open_every_gate(page, whole)
        await _record(page, whole)
        for post in (await _posts(whole)).values():
            if post["status"] in ("planned", "scheduled"):
                seen = {"if-match": f'"r{post["revision"]}"'}
                (await whole.api.delete(f"/v1/posts/{post['id']}", headers=seen)).raise_for_status()
        assert [one for one in wrong if UNPROCESSABLE not in one] == []


async def _open_every_gate(page: Page, whole: Whole) -> None:
    """What is disclosed is said in its place; every other closed gate is opened by hand, with a reason."""
    post = (await _posts(whole))["60 V"]
    await page.goto(whole.room(f"posts/{post['id']}?own=disclosure,text,hashtags"))
    await page.get_by_label("It promotes the channel's own business").check()
    await page.get_by_label("Text", exact=True).fill("Ein Platz ist frei. ☕")
    await page.get_by_label("Hashtags", exact=True).fill("#kaffee")
    await expect(page.locator("[data-taken]").first).to_have_text("29")
    await page.get_by_role("button", name="Save what is said").click()
    await expect(page.locator("#toast")).to_contain_text("It says so now.")
    while await (asked := page.locator("details.override summary")).count():
        await asked.first.click()
        form = page.locator("details.override[open] form")
        await form.get_by_role("textbox").fill("The paper follows on Monday.")
        left = await asked.count()
        await form.get_by_role("button").click()
        await expect(asked).to_have_count(left - 1)
    await expect(page.locator("#verdict")).to_contain_text("It can be scheduled.")
    await page.locator("#when").get_by_role("button", name="Schedule").click()
    await expect(page.locator(".head .chip")).to_have_text(re.compile("Scheduled|With a warning"))


async def _record(page: Page, whole: Whole) -> None:
    """Nobody knows first; then it is found, and then it is taken down."""
    await page.get_by_text("Somebody tried, and nobody knows …").click()
    await page.get_by_label("What happened").fill("The app closed while it was sending.")
    await page.get_by_role("button", name="Its outcome is unknown").click()
    await expect(page.locator("#verdict")).to_contain_text("Nobody knows whether it is there.")
    await page.goto(whole.room("posts"))
    here = page.locator(".strip").filter(has_text="Germany")
    await here.get_by_role("link", name="It is live: give the address").click()
    await page.locator("#record").get_by_role("button", name="Record it as live").click()
    await expect(page.get_by_text("Give the address of the post, a picture that proves it, or a note.")).to_be_visible()
    await page.get_by_label("Address of the post").fill("https://www.tiktok.com/@aldermoor.kitchen/video/73")
    await page.locator("#record").get_by_role("button", name="Record it as live").click()
    await expect(page.locator(".head .chip")).to_have_text("Live")
    await page.get_by_text("It was taken down …").click()
    await page.get_by_label("Why", exact=True).fill("It was a test.")
    await page.get_by_role("button", name="Record that it was taken down").click()
    await expect(page.locator("#verdict")).to_contain_text("It was taken down.")


async def test_what_was_fetched_for_the_page_before_does_not_close_the_next(browser: Browser, whole: Whole) -> None:
    """Something happens, a post is opened meanwhile, and only then the page without it arrives."""
    late, arrives = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        if "x-cutdown-live" in route.request.headers and not late.is_set():
            late.set()
            await arrives.wait()
        await route.continue_()

    async with opened(browser, whole.address, width=1440) as (page, wrong):
        await whole.enter(page)
        await page.goto(whole.room("posts"))
        await page.locator("html[data-stream=open]").wait_for()
        await page.route("**/posts", hold)
        brief = f"/v1/campaigns/{whole.campaign}/brief"
        words = {name: (await whole.read(brief))[name] for name in ("product_role", "note")}
        for note in (f"{words['note']} More light.", words["note"]):
            body, seen = words | {"note": note}, {"if-match": "*"}
            (await whole.api.put(brief, json=body, headers=seen)).raise_for_status()
        await asyncio.wait_for(late.wait(), 30)
        await page.locator(".cal a.cell").first.click()
        await expect(page.locator("#detail-name")).to_be_visible()
        await page.evaluate(WATCH)
        async with page.expect_response(lambda answer: "x-cutdown-live" in answer.request.headers):
            arrives.set()
        await page.wait_for_timeout(500)
        assert not await page.evaluate("window.gone")
        await expect(page.locator("#detail-name")).to_be_visible()
        assert wrong == []
