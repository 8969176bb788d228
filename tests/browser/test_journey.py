"""A person and a running Cutdown: sign in, find a release, take its file, see what went stale. All by keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from msgspec import Struct
from playwright.async_api import Browser, Page, expect

from service.db.provision import Access
from tests.browser.stage import opened
from tests.conftest import House
from tests.journeys.steps import approve, campaign_with_film, cut, made, released, translate
from tests.journeys.test_main_job import ARABIC, GERMAN, GERMAN_A, SOURCE
from tests.running import running


class Stage(Struct):
    """A campaign with one cut, released in English, German and Arabic; and who may see it."""

    address: str
    api: httpx.AsyncClient
    house: House
    campaign: str
    cut: str
    english: str

    @property
    def captions(self) -> str:
        """The campaign's page."""
        return f"/c/{self.campaign}/captions"

    def cell(self, market: str, locale: str, kind: str) -> str:
        """The name of the cut's cell in an address."""
        return f"{self.cut}.{market}.{locale}.{kind}"


@pytest.fixture
async def stage(access: Access, house: House, tmp_path: Path) -> AsyncIterator[Stage]:
    async with (
        running(access.app_url, tmp_path) as (address, _server, _worker),
        httpx.AsyncClient(base_url=address, headers=house.headers, timeout=30) as api,
    ):
        campaign, video, source = await campaign_with_film(api, tmp_path)
        one = await cut(api, video, source, "A", (0, 100, 1), (125, 190, 1))
        imported = await api.put(
            f"/v1/sources/{source}/captions/en-US", content=SOURCE, headers={"content-type": "text/vtt"}
        )
        english = (await made(imported))["id"]
        await translate(api, source, "de-DE", GERMAN)
        await translate(api, source, "ar-AE", ARABIC)
        await approve(api, english)
        await released(api, one, 3)
        yield Stage(address, api, house, campaign, one, english)


async def sign_in(page: Page, house: House, password: str = "") -> None:
    """Type both and press Enter; the first field has the focus."""
    await expect(page.get_by_label("Work email")).to_be_focused()
    await page.keyboard.type(house.email)
    await page.keyboard.press("Tab")
    await page.keyboard.type(password or house.password)
    await page.keyboard.press("Enter")


async def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(40):
        if await page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


async def test_a_person_takes_a_file_by_keyboard(browser: Browser, stage: Stage) -> None:
    async with opened(browser, stage.address) as (page, wrong):
        await page.goto("/")
        await sign_in(page, stage.house)
        await page.wait_for_url("**/wants")
        await tab_to(page, ".rail a[href='/campaigns']")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/campaigns")
        await tab_to(page, "a.title")
        assert await page.locator("tbody .mono").inner_text() == "3/3"
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**/c/{stage.campaign}")
        await tab_to(page, ".rail a[href$='/captions']")
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"**{stage.captions}")
        assert await page.locator(".head p").last.inner_text() == "All 3 releases are approved."

        await tab_to(page, "a.cell")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(page.locator("#detail-name")).to_be_focused()
        assert page.url.endswith(f"?cell={stage.cell('DE', 'de-DE', 'subtitles')}")
        await tab_to(page, ".detail a[download]")
        async with page.expect_download() as started:
            await page.keyboard.press("Enter")
        download = await started.value
        assert download.suggested_filename == "a.de-DE.vtt"
        assert Path(await download.path()).read_text() == GERMAN_A
        latest = await stage.api.get(await page.locator("#latest-1").input_value())
        assert latest.text == GERMAN_A

        await page.keyboard.press("Escape")
        await expect(page.locator("#detail")).to_have_count(0)
        async with page.expect_download() as started:
            await page.keyboard.press("d")
        assert Path(await (await started.value).path()).read_text() == GERMAN_A

        await page.locator(".account summary").focus()
        await page.keyboard.press("Enter")
        await tab_to(page, ".account-menu form[action='/signout'] button")
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/signin")
        await page.goto(stage.captions)
        assert page.url.endswith(f"/signin?next=%2Fc%2F{stage.campaign}%2Fcaptions")
        assert wrong == []


async def test_what_went_stale_is_shown_old_and_new(browser: Browser, stage: Stage) -> None:
    cue = (await stage.api.get(f"/v1/tracks/{stage.english}/cues")).json()["data"][2]
    address = f"/v1/tracks/{stage.english}/cues/{cue['id']}"
    await made(await stage.api.put(address, json={"text": "Is that my cup?"}, headers={"if-match": '"r1"'}), 200)
    async with opened(browser, stage.address) as (page, wrong):
        await page.goto(f"{stage.captions}?cell={stage.cell('DE', 'de-DE', 'subtitles')}")
        await sign_in(page, stage.house)
        await expect(page.locator("#detail")).to_be_visible()
        assert await page.locator(".head p").last.inner_text() == "0 of 3 releases are approved. 3 went stale."
        assert await page.locator(".changes del").all_text_contents() == ["removed: this"]
        assert await page.locator(".changes ins").all_text_contents() == ["added: that"]
        assert await page.locator(".changes [lang=en-US]").count() == 1
        await page.goto(f"{stage.captions}?cell={stage.cell('US', 'en-US', 'captions')}")
        assert await page.locator(".changes:not(.found-here) .meta").all_text_contents() == ["Cue 3: the text changed"]
        await page.goto("/campaigns")
        assert "3 releases are stale" in await page.locator("tbody").inner_text()
        assert wrong == []


@pytest.mark.parametrize("script", [True, False])
async def test_wrong_words_keep_the_address_typed(browser: Browser, stage: Stage, script: bool) -> None:
    async with opened(browser, stage.address, script=script) as (page, _):
        await page.goto("/signin?next=//elsewhere.example")
        await sign_in(page, stage.house, "not this one")
        await expect(page.get_by_role("alert")).to_contain_text("do not belong together")
        await expect(page.get_by_label("Work email")).to_have_value(stage.house.email)
        await expect(page.get_by_label("Password")).to_be_focused()
        await page.keyboard.type(stage.house.password)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/wants")
        (cookie,) = [one for one in await page.context.cookies() if one.get("name") == "cutdown"]
        assert cookie.get("httpOnly")
        assert cookie.get("sameSite") == "Lax"


async def test_an_ended_session_leads_to_sign_in_even_when_only_a_part_was_asked_for(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.address) as (page, _):
        await page.goto(stage.captions)
        await sign_in(page, stage.house)
        await page.wait_for_selector("[data-grid]")
        await page.context.clear_cookies(name="cutdown")
        await page.locator("a.cell").first.click()
        await page.wait_for_url("**/signin?next=*cell*")
