"""The matrix by keyboard, its detail, and what the address remembers."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.stage import opened
from tests.web.samples import HEAD

CELL = "cut_05.DE.de-DE.subtitles"


async def focused(page: Page) -> str:
    """The identifier of what has the focus."""
    return str(await page.evaluate("document.activeElement.id"))


async def tab_to(page: Page, identifier: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(40):
        if await focused(page) == identifier:
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {identifier}")


@pytest.mark.parametrize(
    ("language", "onwards", "back"), [("en", "ArrowRight", "ArrowLeft"), ("ar", "ArrowLeft", "ArrowRight")]
)
async def test_arrows_move_by_cell_in_the_direction_of_the_page(
    browser: Browser, samples: str, language: str, onwards: str, back: str
) -> None:
    async with opened(browser, samples, language=language) as (page, wrong):
        await page.goto(HEAD.href)
        await tab_to(page, "cell-cut_01.US.en-US.captions")
        for key, cell in [
            (onwards, "cut_02.US.en-US.captions"),
            ("ArrowDown", "cut_02.US.es-US.subtitles"),
            (back, "cut_01.US.es-US.subtitles"),
            (back, "cut_01.US.es-US.subtitles"),
            ("ArrowUp", "cut_01.US.en-US.captions"),
            ("ArrowUp", "cut_01.US.en-US.captions"),
            ("End", "cut_08.US.en-US.captions"),
            ("Home", "cut_01.US.en-US.captions"),
            ("Control+End", "cut_08.KR.ko-KR.subtitles"),
            ("Control+Home", "cut_01.US.en-US.captions"),
        ]:
            await page.keyboard.press(key)
            assert await focused(page) == f"cell-{cell}", key
        assert wrong == []


async def test_a_gap_is_stepped_over(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, _):
        await page.goto(HEAD.href)
        await page.locator('[id="cell-cut_08.MX.es-MX.subtitles"]').focus()
        await page.keyboard.press("ArrowDown")
        assert await focused(page) == "cell-cut_08.AE.en-AE.captions"


async def test_the_grid_is_one_tab_stop(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, _):
        await page.goto(HEAD.href)
        await tab_to(page, "cell-cut_01.US.en-US.captions")
        await page.keyboard.press("End")
        await page.keyboard.press("Tab")
        assert not await page.evaluate("document.querySelector('[data-grid]').contains(document.activeElement)")
        await page.keyboard.press("Shift+Tab")
        assert await focused(page) == "cell-cut_08.US.en-US.captions"


async def test_enter_opens_a_cell_and_escape_leads_back_to_it(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, wrong):
        await page.goto(f"{HEAD.href}?status=stale")
        await tab_to(page, f"cell-{CELL}")
        await page.keyboard.press("Enter")
        await expect(page.locator("#detail-name")).to_be_focused()
        assert page.url.endswith(f"?status=stale&cell={CELL}")
        assert await page.locator("[aria-selected=true]").count() == 1
        assert await page.locator(".changes del").first.text_content() == "removed: this"
        assert await page.locator(".changes ins").first.text_content() == "added: that"
        await page.keyboard.press("Escape")
        await expect(page.locator("#detail")).to_have_count(0)
        assert await focused(page) == f"cell-{CELL}"
        assert page.url.endswith("?status=stale")
        await page.go_back()
        await expect(page.locator("#detail")).to_have_count(1)
        assert wrong == []


async def test_a_filter_is_swapped_in_and_keeps_the_focus(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, wrong):
        await page.goto(HEAD.href)
        await page.evaluate("window.stayed = true")
        await page.locator("#tab-blocked").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("#tab-blocked")).to_have_attribute("aria-current", "true")
        assert page.url.endswith("?status=blocked")
        assert await focused(page) == "tab-blocked"
        assert await page.evaluate("window.stayed")
        assert wrong == []


async def test_the_address_of_the_latest_file_is_copied(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, _):
        await page.goto(f"{HEAD.href}?cell={CELL}")
        await page.get_by_role("button", name="Copy the WebVTT address").click()
        await expect(page.get_by_role("status")).to_have_text("Copied.")
        copied = await page.evaluate("navigator.clipboard.readText()")
        assert copied == "https://cutdown.example.com/v1/cuts/cut_05/captions/DE/de-DE.vtt"


async def test_d_downloads_the_file_of_the_cell(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, _):
        await page.goto(HEAD.href)
        await page.locator('[id="cell-cut_01.US.en-US.captions"]').focus()
        async with page.expect_download() as started:
            await page.keyboard.press("d")
        assert (await started.value).suggested_filename == "cut_01.en-US.vtt"


async def test_the_menu_closes_on_escape_and_gives_the_focus_back(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, _):
        await page.goto(f"{HEAD.href}?cell={CELL}")
        await page.locator(".account summary").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(".account-menu")).to_be_visible()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Escape")
        await expect(page.locator(".account-menu")).to_be_hidden()
        assert await page.evaluate("document.activeElement.tagName") == "SUMMARY"
        await expect(page.locator("#detail")).to_have_count(1)


async def test_without_scripts_a_filter_and_a_cell_are_links(browser: Browser, samples: str) -> None:
    async with opened(browser, samples, script=False) as (page, _):
        await page.goto(HEAD.href)
        await page.locator("#tab-stale").click()
        await page.locator(f'[id="cell-{CELL}"]').click()
        await expect(page.locator("#detail")).to_be_visible()
        assert page.url.endswith(f"?status=stale&cell={CELL}")
        assert await page.locator("button[data-copy]:visible").count() == 0
        await page.locator(".account summary").click()
        await page.get_by_role("button", name="Dark").click()
        assert await page.locator("html").get_attribute("data-theme") == "dark"


async def test_the_way_to_the_import_leads_to_its_page(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, _):
        await page.goto(HEAD.href)
        await page.get_by_role("link", name="Import captions").click()
        await expect(page.get_by_role("heading", level=1, name="Import captions")).to_be_visible()
        await expect(page.locator("input[type=file]")).to_be_visible()
