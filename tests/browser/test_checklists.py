"""Checklists in a browser: signed with the keys alone, many at once, without scripts, and from a market's link."""

from __future__ import annotations

from typing import Any
from zipfile import ZipFile

from playwright.async_api import Browser, Page, expect

from tests.browser.stage import opened
from tests.browser.test_market import a_link
from tests.browser.whole import Whole


async def answer_of(whole: Whole, cut: str, market: str, item: str) -> dict[str, Any]:
    """An item as the API has it."""
    checklist = await whole.read(f"/v1/cuts/{whole.cuts[cut]}/checklists/{market}")
    return next(one for one in checklist["items"] if one["item"] == item)


async def sign(page: Page, sentence: str) -> None:
    """Fill the dialog that is open and send it, with the keys."""
    await page.locator("dialog#sign:modal").wait_for()
    await page.keyboard.press("Tab")
    while await page.evaluate("document.activeElement.id") != "sentence":
        await page.keyboard.press("Tab")
    await page.keyboard.press("Control+A")
    await page.keyboard.type(sentence)
    while await page.evaluate("document.activeElement.type") != "submit":
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")


async def test_an_item_is_read_and_signed_by_keyboard_and_taken_back(browser: Browser, whole: Whole) -> None:
    address = whole.room(f"checklists/{whole.cuts['30 V']}/FR")
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page)
        await page.goto(f"{address}?item=REP-01")
        await page.locator("#item-REP-01 .btn.act").focus()
        await page.keyboard.press("Enter")
        await page.locator("dialog#sign:modal").wait_for()
        await page.keyboard.press("Escape")
        await expect(page.locator("#sign")).to_have_count(0)
        assert "do=" not in page.url
        await page.locator("#item-REP-01 .btn.act").focus()
        await page.keyboard.press("Enter")
        await sign(page, "I watched it twice with the panel.")
        await expect(page.locator("#item-REP-01.ck-signed")).to_contain_text("I watched it twice with the panel.")
        signed = await answer_of(whole, "30 V", "FR", "REP-01")
        assert (signed["state"], signed["answer"]["subject_sha256"]) == ("signed", signed["subject_sha256"])
        await page.locator("#toast button[type=submit]").click()
        await expect(page.locator("#item-REP-01.ck-open")).to_be_visible()
        assert (await answer_of(whole, "30 V", "FR", "REP-01"))["state"] == "open"
        assert wrong == []


async def test_one_item_is_signed_for_many_cells_and_each_says_how_it_fared(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page)
        await page.goto(whole.room("checklists?item=CW-01&market=FR"))
        cells = page.locator("td a.cell")
        await cells.first.focus()
        await page.keyboard.press("Space")
        await page.keyboard.press("Shift+ArrowRight")
        await expect(page.get_by_role("region", name="Selection")).to_contain_text("Selected: 2")
        first = await page.locator("[data-cell]").first.get_attribute("value")
        assert first is not None
        cut, market, subject, _ = first.split(".")
        body = {"item": "CW-01", "status": "signed", "subject_sha256": subject}
        sooner = await whole.api.post(f"/v1/cuts/{cut}/checklists/{market}/answers", json=body)
        assert sooner.status_code == 201
        await page.keyboard.press("a")
        await page.keyboard.type("Seen with sound.")
        await page.locator("[data-verb=signed]").click()
        await expect(page.locator("#fared")).to_contain_text("Answered: 1. Not answered: 1.")
        await expect(page.locator("#fared")).to_contain_text("answered it at this moment")
        await expect(page.locator("td.fared-bad, td.fared-good")).to_have_count(2)
        assert wrong == []


async def test_without_scripts_a_waiver_without_a_reason_is_refused_beside_its_field(
    browser: Browser, whole: Whole
) -> None:
    async with opened(browser, whole.address, script=False) as (page, wrong):
        await whole.enter(page)
        await page.goto(whole.room(f"checklists/{whole.cuts['30 V']}/DE?item=CAP-02&do=waived"))
        field = page.locator("#sentence")
        await field.fill("   ")
        await page.locator("#sign button[type=submit]").click()
        await expect(page.locator("#sign [role=alert]")).to_have_text("Say why: this needs a reason.")
        assert (await answer_of(whole, "30 V", "DE", "CAP-02"))["answer"] is None
        assert wrong == [] or all("422" in one for one in wrong)


async def test_the_playhead_moves_by_keys_and_the_address_keeps_it(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page)
        await page.goto(whole.room(f"checklists/{whole.cuts['30 V']}/DE?t=4"))
        head = page.get_by_role("slider", name="Playhead")
        await head.focus()
        await page.keyboard.press("Shift+ArrowRight")
        await page.keyboard.press("ArrowRight")
        await expect(head).to_have_attribute("aria-valuetext", "00:05.100")
        await expect(page.locator("#moments .chosen b")).to_have_text("00:05.100")
        assert page.url.endswith("?t=5.1")
        assert wrong == []


async def test_a_market_sees_what_waits_for_its_name_and_signs_in_to_sign(browser: Browser, whole: Whole) -> None:
    path, _ = await a_link(whole, "IT")
    async with opened(browser, whole.address, width=390) as (page, wrong):
        await page.goto(f"{path}?lang=en")
        section = page.get_by_role("region", name="To be signed")
        await section.get_by_role("link").first.click()
        assert "/signin?next=" in page.url
        await page.locator("input[name=email]").fill(whole.people["producer"])
        await page.locator("input[name=password]").fill(whole.password)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Italy")
        assert wrong == []


async def test_the_evidence_comes_as_a_file(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page)
        await page.goto(whole.room(f"checklists/{whole.cuts['30 V']}/MX"))
        async with page.expect_download() as begun:
            await page.get_by_role("link", name="Download the evidence").click()
        sent = await begun.value
        assert sent.suggested_filename == "30 V.MX.evidence.zip"
        assert {"manifest.json", "checklist.json", "answers.json"} <= set(ZipFile(await sent.path()).namelist())
        assert wrong == []
