"""The timeline under the monitor: seeking, choosing and moving cues by pointer and by keys, and the keys themselves."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.browser.stage import opened
from tests.browser.test_accessibility import violations
from tests.browser.test_monitor import seek, shows
from tests.browser.whole import Whole

HEARD = """() => {
  window.heard = [];
  for (const name of ["go", "timing"]) {
    document.addEventListener(`cutdown:${name}`, (event) => window.heard.push([name, event.detail]));
  }
}"""


async def begin(page: Page, address: str = "/film?t=0.4", frame: int = 10) -> None:
    """Open the film and note what the timeline tells."""
    await page.goto(address)
    await shows(page, frame)
    await page.evaluate(HEARD)


async def heard(page: Page) -> list[Any]:
    """What was told since the last time."""
    told: list[Any] = await page.evaluate("window.heard.splice(0)")
    return told


async def place(page: Page, ms: float) -> tuple[float, float]:
    """Where a time lies in the lane of the texts; the whole film of three seconds is seen."""
    svg = await page.locator("svg.tl").bounding_box()
    assert svg
    return svg["x"] + ms / 3000 * svg["width"], svg["y"] + 165


async def test_a_click_seeks_and_chooses_the_cue_under_it(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, wrong):
        await begin(page)
        await page.mouse.click(*await place(page, 1410))
        await shows(page, 35)
        assert await heard(page) == [["go", {"id": "cue-2"}]]
        head = page.get_by_role("slider", name="Playhead")
        await expect(head).to_have_attribute("aria-valuetext", "00:01.400")
        for key, frame in [("ArrowRight", 36), ("ArrowLeft", 35), ("Shift+ArrowRight", 60), ("Home", 0), ("End", 74)]:
            await head.press(key)
            await shows(page, frame)
        assert await violations(page) == []
        assert wrong == []


async def test_an_edge_is_dragged_to_the_shot_beside_it(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, wrong):
        await begin(page)
        await page.mouse.move(*await place(page, 1798))
        await page.mouse.down()
        await page.mouse.move(*await place(page, 1900))
        await page.mouse.move(*await place(page, 1993), steps=3)
        await page.mouse.up()
        assert (await heard(page))[-1] == ["timing", {"id": "cue-2", "begin_ms": 1000, "end_ms": 2000}]
        await page.mouse.move(*await place(page, 2042))
        await page.mouse.down()
        await page.mouse.move(*await place(page, 1500), steps=3)
        await page.mouse.up()
        moved = {"id": "cue-3", "begin_ms": 2000, "end_ms": 2900}
        assert (await heard(page))[-1] == ["timing", moved], "a cue begins no earlier than the one before it ends"
        await page.mouse.down()
        await page.mouse.move(*await place(page, 2600), steps=3)
        await page.keyboard.press("Escape")
        await page.mouse.up()
        assert "timing" not in [name for name, _ in await heard(page)]
        assert wrong == []


async def test_keys_set_the_edges_of_the_current_cue_at_the_playhead(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, wrong):
        await begin(page)
        await page.evaluate("document.dispatchEvent(new CustomEvent('cutdown:cue', {detail: {id: 'cue-1'}}))")
        await page.keyboard.press("[")
        assert await heard(page) == [["timing", {"id": "cue-1", "begin_ms": 400, "end_ms": 960}]]
        for _ in range(3):
            await page.keyboard.press(".")
        await page.keyboard.press("]")
        assert await heard(page) == [["timing", {"id": "cue-1", "begin_ms": 400, "end_ms": 520}]]
        await shows(page, 13)
        await expect(page.locator("[data-caption]")).to_be_hidden()
        assert wrong == []


async def test_only_what_the_view_shows_is_drawn(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, wrong):
        await page.goto("/film?cues=1500")
        blocks = page.locator("[data-lane=text]")
        await expect(blocks).to_have_count(20)
        await page.keyboard.press("-")
        await expect(blocks).to_have_count(40)
        await page.keyboard.press("+")
        await expect(blocks).to_have_count(20)
        await seek(page, 1_200_000)
        await expect(page.locator("[data-block=cue-1200][data-lane=text] text")).to_have_text("Zeile 1200")
        await expect(blocks).to_have_count(20)
        await expect(page.get_by_role("img", name="1500 cues in 25:00.000")).to_be_visible()
        assert wrong == []


async def test_the_sheet_names_the_keys_of_its_page_and_lets_them_be_changed(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, wrong):
        await begin(page)
        await page.keyboard.press("?")
        sheet = page.get_by_role("dialog", name="Shortcuts")
        await expect(sheet.get_by_role("heading", level=3).first).to_have_text("Film")
        assert await violations(page) == []
        await sheet.get_by_role("button", name=". Next frame").click()
        await page.keyboard.press("?")
        await expect(sheet.get_by_role("status")).to_have_text("Not changed: these keys are for “Shortcuts”.")
        await sheet.get_by_role("button", name=". Next frame").click()
        await page.keyboard.press("n")
        await expect(sheet.get_by_role("button", name="N Next frame")).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(sheet).to_be_hidden()
        await page.keyboard.press(".")
        await page.keyboard.press("n")
        await shows(page, 11)
        await page.reload()
        await page.keyboard.press("?")
        await sheet.get_by_role("checkbox", name="Single letters").uncheck()
        await page.keyboard.press("Escape")
        await page.keyboard.press("n")
        await page.keyboard.press("Alt+ArrowDown")
        await shows(page, 25)
        await page.get_by_role("button", name="Shortcuts").click()
        await sheet.get_by_role("button", name="As they were at first").click()
        await expect(sheet.get_by_role("button", name=". Next frame")).to_be_visible()
        assert wrong == []


async def test_two_letters_lead_to_a_room_but_not_out_of_a_field(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, _):
        await page.goto("/film")
        await page.evaluate("document.querySelector('main').append(document.createElement('textarea'))")
        await page.locator("textarea").press_sequentially("gc, .")
        assert await page.locator("textarea").input_value() == "gc, ."
        await page.locator("[data-now]").click()
        await page.keyboard.press("g")
        await page.keyboard.press("c")
        await page.wait_for_url("**/captions")


async def test_an_edge_that_was_moved_is_saved_and_one_that_is_refused_goes_back(
    browser: Browser, whole: Whole
) -> None:
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page)
        await page.goto(f"{whole.room('masters')}/{whole.source}/en-US?cue=2")
        row = page.locator("#cue-2")
        begin, end = int(str(await row.get_attribute("data-begin"))), str(await row.get_attribute("data-end"))
        await expect(page.locator("[data-monitor]")).to_have_attribute("data-ready", "")
        await seek(page, begin + 400)
        await page.keyboard.press("[")
        await expect(row).to_have_attribute("data-begin", str(begin + 400))
        await page.reload()
        await expect(row).to_have_attribute("data-begin", str(begin + 400))
        await page.locator("[role=slider].playhead").wait_for()
        wish = {"id": await row.get_attribute("data-cue"), "begin_ms": begin, "end_ms": 1}
        await page.evaluate("detail => document.dispatchEvent(new CustomEvent('cutdown:timing', {detail}))", wish)
        await expect(page.get_by_role("status").filter(has_text="ends after it begins")).to_be_visible()
        await seek(page, begin)
        await page.keyboard.press("[")
        await expect(row).to_have_attribute("data-begin", str(begin))
        await expect(row).to_have_attribute("data-end", end)
        assert [one for one in wrong if "422" not in one] == []
