"""Marks, comments and the client's word in a real browser: by keyboard, without JavaScript, bound to what is seen."""

from __future__ import annotations

from playwright.async_api import Browser, Page, expect

from tests.browser.stage import opened
from tests.browser.whole import Whole

NAME = "Advertisement, by keyboard"


async def new_cut(whole: Whole, code: str) -> str:
    """A cut of the first four seconds of the master."""
    segment = {"layer": "picture", "source_id": whole.source, "in_frame": 0, "out_frame": 100}
    made = {"code": code, "name": "Marked", "aspect": "9:16", "fps": {"num": 25}, "segments": [segment]}
    answer = await whole.api.post(f"/v1/videos/{whole.video}/cuts", json=made)
    return str(answer.raise_for_status().json()["id"])


async def press(page: Page, *keys: str) -> None:
    for key in keys:
        await page.keyboard.press(key)


async def test_words_are_marked_by_keyboard_and_taken_away_and_put_back(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address) as (page, _):
        await whole.enter(page)
        await page.goto(whole.room(f"sources/{whole.source}"))
        await expect(page.locator("[data-monitor][data-ready]")).to_be_visible()
        await press(page, *("." * 5), "i", *("." * 10), "o", "m")
        await expect(page.locator("#mark-what")).to_be_focused()
        await page.keyboard.type("Words")
        await expect(page.locator("#mark-in")).to_have_value("00:00.200")
        await expect(page.locator("#mark-out")).to_have_value("00:00.640")
        await press(page, "Tab")
        await page.keyboard.type(NAME)
        await press(page, "Control+Enter")
        row = page.locator("#mark-rows li", has_text=NAME)
        await expect(row.locator("a")).to_have_text("00:00:00:05 – 00:00:00:16")
        marks = (await whole.read(f"/v1/sources/{whole.source}/marks"))["marks"]
        (made,) = [one for one in marks if one["what"].get("text") == NAME]
        assert (made["in_frame"], made["out_frame"], made["what"]["role"]) == (5, 16, "disclosure")
        await row.get_by_role("button").focus()
        await press(page, "Enter")
        await expect(row).to_have_count(0)
        await page.get_by_role("button", name="Undo").click()
        await expect(row.locator("a")).to_have_text("00:00:00:05 – 00:00:00:16")
        await row.get_by_role("button").click()
        await expect(row).to_have_count(0)


async def test_without_javascript_a_mark_is_typed_and_what_is_wrong_stands_beside_its_field(
    browser: Browser, whole: Whole
) -> None:
    cut = await new_cut(whole, "M 1")
    async with opened(browser, whole.address, script=False) as (page, _):
        await whole.enter(page)
        await page.goto(whole.room(f"cuts/{cut}"))
        await page.locator("#marks details > summary").click()
        await page.locator("#mark-what").select_option("text")
        await page.locator("#mark-text").fill("4,90 €")
        await page.locator("#mark-role").select_option("price")
        await page.locator("#mark-out").fill("0:09")
        await page.get_by_role("button", name="Mark it").click()
        await expect(page.locator("#mark-out-w")).to_have_text("The film ends at 00:00:04:00.")
        await expect(page.locator("#mark-text")).to_have_value("4,90 €")
        await page.locator("#mark-out").fill("0:02")
        await page.get_by_role("button", name="Mark it").click()
        await expect(page.locator("#mark-rows li")).to_contain_text("4,90 €")
    contents = await whole.read(f"/v1/cuts/{cut}/contents")
    assert [(one["text"], one["begin_ms"], one["end_ms"]) for one in contents["texts"]] == [("4,90 €", 0, 2000)]


async def test_a_comment_is_of_the_frame_that_is_seen_and_an_approval_falls_with_the_cut(
    browser: Browser, whole: Whole
) -> None:
    cut = await new_cut(whole, "M 2")
    async with opened(browser, whole.address) as (page, _):
        await whole.enter(page)
        await page.goto(whole.room(f"cuts/{cut}"))
        await expect(page.locator("[data-monitor][data-ready]")).to_be_visible()
        await press(page, *("." * 12), "c")
        await page.keyboard.type("Warmer, please.")
        await press(page, "Control+Enter")
        comment = page.locator(".comments li", has_text="Warmer, please.")
        await expect(comment.locator("a")).to_have_text("00:00:00:12")
        await comment.get_by_role("button", name="Resolve").click()
        await expect(page.get_by_text("1 resolved comment")).to_be_visible()
        await page.get_by_role("button", name="Ask for changes").click()
        await expect(page.locator("#note-w")).to_have_text("Say what should be different.")
        await page.get_by_role("button", name="Approve this cut").click()
        state = page.locator("#client header .state")
        await expect(state).to_have_text("Approved by the client")
        mark = {"what": {"kind": "text", "text": "Ad", "role": "disclosure"}}
        (await whole.api.post(f"/v1/cuts/{cut}/marks", json=mark)).raise_for_status()
        await page.reload()
        await expect(state).to_have_text("Approved, but changed since: another edit")
