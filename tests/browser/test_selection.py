"""Many cells at once by keyboard alone; work given out and seen everywhere; a locale read, sent back and approved."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
from playwright.async_api import Browser, Page, expect

from tests.browser.stage import opened
from tests.browser.test_accessibility import violations
from tests.browser.whole import Whole


@asynccontextmanager
async def in_draft(whole: Whole, locale: str, words: str = "Noch einmal anders.") -> AsyncIterator[str]:
    """A track whose third text was written anew, and which is as it was afterwards."""
    track = whole.tracks[locale]
    cue = (await whole.read(f"/v1/tracks/{track}/cues"))["data"][2]

    async def write(text: str) -> None:
        now = await whole.read(f"/v1/tracks/{track}/cues/{cue['id']}")
        seen = {"if-match": f'"r{now["revision"]}"'}
        address = f"/v1/tracks/{track}/cues/{cue['id']}"
        (await whole.api.put(address, json={"text": text}, headers=seen)).raise_for_status()

    await write(words)
    try:
        yield track
    finally:
        await write(cue["text"])
        now = await whole.api.get(f"/v1/tracks/{track}")
        await whole.api.post(f"/v1/tracks/{track}/approve", headers={"if-match": now.headers["etag"]})


async def reach(page: Page, start: str) -> None:
    """Tab to the first cell of the matrix that starts like this."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if str(await page.evaluate("document.activeElement.id")).startswith(start):
            return
    raise AssertionError(f"Tab does not reach {start}")


async def test_cells_are_chosen_and_submitted_by_keyboard_alone(browser: Browser, whole: Whole) -> None:
    async with (
        in_draft(whole, "de-DE") as german,
        in_draft(whole, "pt-BR", "Outra vez, de outro jeito.") as portuguese,
        opened(browser, whole.address) as (page, wrong),
    ):
        await whole.enter(page)
        await page.goto(f"{whole.room('captions')}")
        bar = page.get_by_role("region", name="Selection")
        await expect(bar).to_be_hidden()
        await reach(page, "cell-")
        await page.keyboard.press("Space")
        await expect(bar).to_contain_text("Selected: 1")
        await page.keyboard.press("Escape")
        await expect(bar).to_be_hidden()
        await page.keyboard.press("Space")
        lines = await page.locator("[data-grid] tbody tr").count()
        for _ in range(lines - 1):
            await page.keyboard.press("Shift+ArrowDown")
        await expect(bar).to_contain_text(f"Selected: {lines}")
        assert await violations(page) == []
        submit = bar.get_by_role("button", name="Submit for review")
        await expect(submit).to_contain_text(f"3 of {lines}")  # German stands in two markets
        for _ in range(20):
            await page.keyboard.press("Tab")
            if await submit.evaluate("button => button === document.activeElement"):
                break
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status", name="What was done")).to_contain_text(
            f"Done: 3. Not done: {lines - 3}."
        )
        await expect(page.locator(".fared-good")).to_have_count(3)
        for track in (german, portuguese):
            assert (await whole.read(f"/v1/tracks/{track}"))["status"] == "in_review"
        assert wrong == []


async def test_work_that_is_given_shows_in_the_matrix_in_wants_you_and_in_the_calendar(
    browser: Browser, whole: Whole
) -> None:
    due = datetime.now(UTC).date() + timedelta(days=2)
    async with in_draft(whole, "ja-JP", "もう一度。") as _, opened(browser, whole.address) as (page, wrong):
        await whole.enter(page, as_="reviewer")
        await page.goto(whole.room("captions"))
        row = page.get_by_role("row").filter(has_text="ja-JP")
        await row.hover()
        await row.get_by_role("checkbox", name="Select all of ja-JP").check()
        bar = page.get_by_role("region", name="Selection")
        await bar.get_by_text("Assign …").click()
        await bar.get_by_label("Who").select_option(await somebody(whole, "reviewer"))
        await bar.get_by_label("Until").fill(due.isoformat())
        await bar.get_by_role("button", name="Assign", exact=True).click()
        await expect(row.locator(".duty time")).to_have_attribute("datetime", due.isoformat())
        await page.goto("/wants")
        item = page.locator("#wants li").filter(has_text="ja-JP").first
        await expect(item).to_contain_text("Due soon")
        await page.get_by_role("button", name="Make an address").click()
        address = await page.get_by_label("Address of your calendar", exact=True).input_value()
        async with httpx.AsyncClient() as anybody:
            events = (await anybody.get(address)).text
            assert f"DTSTART;VALUE=DATE:{due:%Y%m%d}" in events
            await page.get_by_role("button", name="End the address").click()
            await expect(page.locator("#toast")).to_contain_text("works no longer")
            assert (await anybody.get(address)).status_code == 404
        await item.get_by_role("link", name="Submit").click()
        await page.wait_for_url("**/masters/**")
        assert wrong == []
    for one in (await whole.read(f"/v1/videos/{whole.video}/assignments"))["data"]:
        if one["locale"] == "ja-JP":
            await whole.api.delete(f"/v1/assignments/{one['id']}")


async def somebody(whole: Whole, role: str) -> str:
    """The identifier of somebody of the demo."""
    everybody = (await whole.read("/v1/people", limit=100))["data"]
    return next(str(one["id"]) for one in everybody if one["email"] == whole.people[role])


async def test_a_locale_goes_back_with_a_remark_and_is_approved_after(browser: Browser, whole: Whole) -> None:
    async with in_draft(whole, "de-DE", "[Zug]") as track, opened(browser, whole.address, width=390) as (page, wrong):
        address = f"/v1/tracks/{track}"

        async def submit() -> None:
            now = await whole.api.get(address)
            await whole.api.post(f"{address}/submit", headers={"if-match": now.headers["etag"]})

        await submit()
        await whole.enter(page, as_="reviewer")
        await page.goto("/wants")
        await page.locator("#wants li").filter(has_text="de-DE").get_by_role("link", name="Review").click()
        await expect(page.locator("del")).to_be_visible()
        await page.get_by_role("button", name="Send back").click()
        await expect(page.get_by_role("alert")).to_contain_text("Say why")
        third = page.locator("#cue-3")
        await third.get_by_text("Remark").click()
        await third.get_by_role("textbox").fill("Rattert er?")
        await page.get_by_label("Or send it back").fill("Ein Geräusch fehlt.")
        await page.get_by_role("button", name="Send back").click()
        await expect(page.locator("#toast")).to_contain_text("went back")
        assert (await whole.read(address))["status"] == "draft"
        assert {one["text"] for one in (await whole.read(f"{address}/remarks"))["data"]} >= {"Rattert er?"}
        await submit()
        await page.goto(f"{whole.room('review')}/{track}")
        await expect(page.locator("#cue-3")).to_contain_text("Rattert er?")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        await page.get_by_role("button", name="Approve", exact=True).click()
        await expect(page.locator("#toast")).to_contain_text("is approved")
        assert (await whole.read(address))["status"] == "approved"
        assert wrong == []
