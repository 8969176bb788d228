"""Every screen in every look: axe and the console find nothing, nothing scrolls sideways or comes from elsewhere."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

from service.web import shelf
from tests.browser.shoot import SCREENS
from tests.browser.stage import opened

AXE = Path(shelf.HERE, "node_modules/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS: dict[str, dict[str, Any]] = {
    f"{width}-{name}": {"width": width, **how}
    for width in (390, 1440)
    for name, how in {
        "light": {"scheme": "light"},
        "dark": {"scheme": "dark"},
        "rtl": {"language": "ar"},
    }.items()
}


async def violations(page: Page) -> list[str]:
    """What axe finds, each with the first element it means."""
    await page.evaluate(AXE)
    found = await page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", RULES)
    return [f"{page.url}: {one['id']} {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


@pytest.mark.parametrize("look", LOOKS)
async def test_axe_finds_nothing_on_any_screen(browser: Browser, samples: str, look: str) -> None:
    async with opened(browser, samples, **LOOKS[look]) as (page, wrong):
        found = []
        for path in SCREENS.values():
            await page.goto(path)
            if path == SCREENS["campaigns"]:
                await page.locator(".account summary").click()
            found += await violations(page)
        assert found == []
        assert wrong == []


@pytest.mark.parametrize("language", ["en", "de", "ar"])
async def test_a_page_at_four_hundred_percent_has_no_sideways_scroll(
    browser: Browser, samples: str, language: str
) -> None:
    async with opened(browser, samples, width=320, language=language) as (page, _):
        for path in SCREENS.values():
            await page.goto(path)
            width = await page.evaluate("document.documentElement.scrollWidth")
            assert width <= 320, path


async def test_a_page_is_whole_in_forced_colours_and_without_motion(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, wrong):
        await page.emulate_media(forced_colors="active", reduced_motion="reduce")
        await page.goto(SCREENS["cell-stale"])
        borders = await page.evaluate(
            "[...document.querySelectorAll('.btn, .chip, .mx td .cell')].map(e => getComputedStyle(e).borderTopStyle)"
        )
        assert borders
        assert set(borders) <= {"solid", "dashed"}
        lasting = await page.evaluate("getComputedStyle(document.querySelector('.btn')).transitionDuration")
        assert lasting in {"0s", "0ms"}
        assert wrong == []


async def test_the_first_visit_stays_light(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, _):
        sizes: dict[str, int] = {}
        pending: list[asyncio.Task[None]] = []

        async def weigh(url: str, sent: Any) -> None:
            sizes[url] = (await sent.sizes())["responseBodySize"]

        page.on("requestfinished", lambda sent: pending.append(asyncio.ensure_future(weigh(sent.url, sent))))
        await page.goto(SCREENS["matrix"])
        await page.wait_for_load_state("networkidle")
        await asyncio.gather(*pending)
        code = sum(size for url, size in sizes.items() if url.endswith((".js", ".css")))
        assert 10_000 < code < 150_000
