"""The stage that the browser tests share is whole: everybody of the demo gets in, and sees its campaign."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from service.demo.content import content
from tests.browser.stage import opened
from tests.browser.whole import Whole


async def test_the_stage_has_what_the_demo_promises(whole: Whole) -> None:
    demo = content()
    assert set(whole.cuts) == {cut.key for cut in demo.cuts}
    assert set(whole.tracks) == {demo.source_locale, *demo.locales}


@pytest.mark.parametrize("role", ["producer", "marketer"])
async def test_somebody_gets_in_and_finds_the_campaign(browser: Browser, whole: Whole, role: str) -> None:
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page, as_=role)
        await page.goto(whole.room("captions"))
        await expect(page.get_by_role("grid")).to_be_visible()
        assert wrong == []
