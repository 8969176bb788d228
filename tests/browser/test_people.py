"""People, keys and one's own account, as they are used: an invitation that becomes a person, a key that works."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.async_api import Browser, expect

from tests.browser.stage import opened
from tests.browser.whole import Whole

PASSWORD = "four words said twice"


@pytest.mark.timeout(300)
async def test_somebody_is_invited_joins_within_their_role_and_is_removed(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address) as (admin, wrong):
        await whole.enter(admin)
        await admin.goto("/people")
        await admin.get_by_label("Work email").fill("noor@northpier.example")
        await admin.get_by_label("Name", exact=True).fill("Noor Haddad")
        await admin.get_by_label("Role").select_option("localizer")
        await admin.get_by_label("Brand").select_option(whole.brand)
        await admin.get_by_role("button", name="Make an invitation").click()
        link = await admin.locator("#address").input_value()
        async with opened(browser, whole.address) as (guest, quiet):
            await guest.goto(link)
            await guest.get_by_label("New password").fill(PASSWORD)
            await guest.get_by_role("button", name="Join and sign in").click()
            await guest.wait_for_url(lambda url: "/invitation/" not in url)
            await guest.goto("/people")
            await expect(guest.get_by_text("Roles are given and taken by administrators.")).to_be_visible()
            assert await guest.get_by_role("button", name="Make an invitation").count() == 0
            await guest.goto(whole.room("markets"))
            await expect(guest.get_by_text("Links are made and revoked by")).to_be_visible()
            await guest.goto("/keys")
            assert await guest.locator("input[name=scopes][value='tracks:approve']").count() == 0
            await admin.goto("/people")
            await admin.get_by_role("link", name="Noor Haddad").click()
            await admin.get_by_text("Remove …").click()
            await admin.get_by_role("button", name="Remove Noor Haddad").click()
            await expect(admin.locator("#toast")).to_contain_text("Noor Haddad is removed")
            await guest.goto("/people")
            await expect(guest).to_have_url(re.compile("/signin"))
            assert quiet == []
        await admin.goto("/people")
        await admin.get_by_role("link", name="Ada Lindqvist").click()
        refused = admin.get_by_role("button", name="Take back")
        await expect(refused).to_have_attribute("aria-disabled", "true")
        assert wrong == []


@pytest.mark.timeout(240)
async def test_a_key_works_until_it_is_revoked(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page)
        await page.goto("/keys")
        await page.get_by_label("What it is for").fill("Shop system")
        await page.get_by_label("Germany").check()
        await page.get_by_role("button", name="Make the key").click()
        secret = await page.locator("#secret").input_value()
        bearer = {"authorization": f"Bearer {secret}"}
        async with httpx.AsyncClient(base_url=whole.address, headers=bearer) as shop:
            files = f"/v1/campaigns/{whole.campaign}/markets"
            assert (await shop.get(f"{files}/DE/files.zip")).status_code == 200
            assert (await shop.get(f"{files}/JP/files.zip")).status_code == 404
            assert (await shop.get("/v1/people")).status_code == 403
            await page.goto("/keys")
            assert secret not in await page.content()
            row = page.locator("tr", has_text="Shop system")
            await row.get_by_text("Revoke …").click()
            await row.get_by_role("button", name="Revoke now").click()
            await expect(page.locator("tr", has_text="Shop system")).to_contain_text("Revoked")
            assert (await shop.get(f"{files}/DE/files.zip")).status_code == 401
        assert wrong == []


@pytest.mark.timeout(240)
async def test_language_and_theme_follow_a_person_to_another_browser(browser: Browser, whole: Whole) -> None:
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page, as_="reviewer")
        await page.goto("/me")
        await page.locator("select[name=language]").select_option("ar")
        await page.get_by_label("Dark").check()
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.locator("html")).to_have_attribute("dir", "rtl")
        async with opened(browser, whole.address, language="de") as (other, quiet):
            await whole.enter(other, as_="reviewer")
            await expect(other.locator("html")).to_have_attribute("data-theme", "dark")
            await expect(other.locator("html")).to_have_attribute("lang", "ar")
            await other.locator(".account summary").click()
            await other.locator("button[name=language][value=en]").click()
            await other.goto("/me")
            await other.get_by_role("button", name="Sign out everywhere else").click()
            await expect(other.locator("#sessions li")).to_have_count(1)
            assert quiet == []
        await page.goto("/me")
        await expect(page).to_have_url(re.compile("/signin"))
        assert wrong == []
