"""Small things that people stumbled over: each stays as it was mended."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.browser.stage import opened
from tests.browser.whole import Whole

EDL = """TITLE: X
FCM: NON-DROP FRAME

001  AX       V     C        00:00:00:00 00:00:02:00 00:00:00:00 00:00:02:00
"""


async def test_sign_in_goes_from_the_email_to_the_password(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address) as (page, _):
        await page.goto(f"{whole.address}/signin")
        await page.locator("#email").focus()
        await page.keyboard.press("Tab")
        await expect(page.locator("#password")).to_be_focused()


async def test_an_empty_film_is_said_to_be_empty_and_not_sent(browser: Browser, whole: Whole, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.mp4"
    nothing.touch()
    async with opened(browser, whole.address) as (page, _):
        await whole.enter(page)
        await page.goto(whole.room("upload"))
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.method))
        await page.locator("#file").set_input_files(nothing)
        await page.locator("#upload button[type=submit]").click()
        await expect(page.locator("[data-left]")).to_contain_text("nothing.mp4 is empty")
        assert "POST" not in sent


async def test_an_unknown_reel_is_asked_for_below_and_platforms_have_names(
    browser: Browser, whole: Whole, tmp_path: Path
) -> None:
    path = tmp_path / "x.edl"
    path.write_text(EDL)
    async with opened(browser, whole.address) as (page, _):
        await whole.enter(page)
        await page.goto(whole.room("cuts/new"))
        await page.locator("#f-code").fill("02 X")
        await page.locator("#f-name").fill("Unknown reel")
        await page.locator("#file").set_input_files(path)
        await page.locator("button[value=make]").click()
        await expect(page.locator(".findings")).to_contain_text("Choose below what it means.")
        await expect(page.locator(".findings")).not_to_contain_text("?source=")
        await expect(page.locator("label[for=is-0]")).to_contain_text("AX")
        tick, name = page.locator(".broad .i").first, page.locator(".broad bdi").first
        across = [await one.bounding_box() for one in (tick, name)]
        assert across[0]
        assert across[1]
        assert abs(across[0]["y"] - across[1]["y"]) < across[1]["height"]
        assert across[0]["x"] < across[1]["x"]
        await page.goto(whole.room("cuts"))
        await expect(page.locator(".cuts .for").filter(has_text="Instagram Reels").first).to_be_visible()
        await expect(page.locator(".cuts .for").filter(has_text="_")).to_have_count(0)
