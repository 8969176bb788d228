"""Every screen over real data, in every look: axe and the console find nothing, nothing scrolls sideways."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.browser.rooms import ROOMS
from tests.browser.stage import opened
from tests.browser.test_accessibility import LOOKS, violations
from tests.browser.whole import Whole

LIGHT = 150_000  # bytes of script and style, as they are sent
SENT = """performance.getEntriesByType('resource').filter(one => /[.](js|css)$/.test(one.name))
  .map(one => [new URL(one.name).pathname, one.encodedBodySize])"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("look", ["1440-light", "390-dark", "1440-rtl", "390-rtl"])
async def test_every_room_is_sound(browser: Browser, whole: Whole, look: str) -> None:
    async with opened(browser, whole.address, **LOOKS[look]) as (page, wrong):
        await whole.enter(page)
        found = []
        for name, where in ROOMS.items():
            answer = await page.goto(where(whole))
            assert answer is not None
            assert answer.status == 200, name
            found += await violations(page)
            assert await page.evaluate(SIDEWAYS) <= 0, f"{name} scrolls sideways"
        assert found == []
        assert wrong == []


@pytest.mark.timeout(300)
async def test_every_room_fits_four_hundred_percent(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address, width=320, language="de") as (page, _):
        await whole.enter(page)
        for name, where in ROOMS.items():
            await page.goto(where(whole))
            assert await page.evaluate(SIDEWAYS) <= 0, f"{name} scrolls sideways"


async def test_every_room_is_light_and_its_code_is_kept_for_a_year(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address) as (page, _):
        await whole.enter(page)
        for name, where in ROOMS.items():
            await page.goto(where(whole))
            sent = await page.evaluate(SENT)
            assert 10_000 < sum(size for _, size in sent) < LIGHT, name
            for path, _ in sent:
                answer = await whole.api.head(path)
                assert answer.headers["cache-control"] == "public, max-age=31536000, immutable", path
