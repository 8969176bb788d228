"""The README's pictures, of the loaded demo: `python -m tests.browser.portrait`."""

from __future__ import annotations

import asyncio

from playwright.async_api import Page

from tests.browser.stage import ROOT, browsing, opened
from tests.browser.whole import Whole, on_its_own

PICTURES = ROOT / ".readme"
SETTLED_MS = 1_500  # for pictures and fonts, and the film at its cue


async def portray() -> None:
    """What an agency sees: board, matrix, editor, story, posts, a checklist; and a market's page on a phone."""
    PICTURES.mkdir(exist_ok=True)
    async with on_its_own() as whole, browsing() as browser:
        await _until_shown(whole)
        async with opened(browser, whole.address) as (page, _):
            await whole.enter(page)
            await _take(page, whole.room(), "board")
            await _take(page, whole.room("captions"), "captions")
            await _take(page, whole.room(f"captions/{whole.cuts['30 V']}/it-IT?cue=7"), "editor")
            await _take(page, whole.room("story"), "story")
            await _take(page, whole.room("posts"), "posts")
            await _take(page, whole.room(f"checklists/{whole.cuts['60 V']}/US"), "checklist")
        async with opened(browser, whole.address, width=390) as (phone, _):
            link = {"market": "MX", "label": "README"}
            made = await whole.api.post(f"/v1/campaigns/{whole.campaign}/market_links", json=link)
            await _take(phone, made.raise_for_status().json()["url"], "market")


async def _until_shown(whole: Whole) -> None:
    """Wait for the worker's pictures of every source and cut."""
    addresses = [f"/v1/sources/{whole.source}/pictures", *(f"/v1/cuts/{cut}/pictures" for cut in whole.cuts.values())]
    for _ in range(600):
        if all([(await whole.read(address))["state"] == "ready" for address in addresses]):
            return
        await asyncio.sleep(0.5)
    raise TimeoutError("the worker makes no pictures")


async def _take(page: Page, path: str, name: str) -> None:
    await page.goto(path)
    await page.wait_for_timeout(SETTLED_MS)
    await page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(portray())
