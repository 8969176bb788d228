"""The caption editor over real data: two people on one text, a connection that drops, a server that is killed, keys."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.stage import opened
from tests.browser.whole import Whole, whole_demo
from tests.conftest import Cluster, new_database
from tests.running import until_ready


async def of_own(whole: Whole, locale: str, texts: int | None = None) -> str:
    """A locale that no other test looks at, with as many texts as asked for (None: all); its track."""
    made = await whole.api.post(f"/v1/sources/{whole.source}/tracks", json={"locale": locale})
    track = str(made.raise_for_status().json()["id"])
    for number, cue in enumerate(await cues(whole, track), start=1):
        if texts is None or number <= texts:
            address, seen = f"/v1/tracks/{track}/cues/{cue['id']}", {"if-match": '"r0"'}
            (await whole.api.put(address, json={"text": f"Line {number}."}, headers=seen)).raise_for_status()
    return track


async def cues(whole: Whole, track: str) -> list[dict[str, Any]]:
    """The cues of a track in order of time."""
    found: list[dict[str, Any]] = (await whole.read(f"/v1/tracks/{track}/cues", limit=100))["data"]
    return found


def master(whole: Whole, locale: str, query: str = "") -> str:
    """The editor on the master."""
    return f"{whole.room('masters')}/{whole.source}/{locale}{query}"


@asynccontextmanager
async def editing(
    browser: Browser, whole: Whole, locale: str, as_: str = "producer", query: str = "", **look: Any
) -> AsyncIterator[tuple[Page, list[str]]]:
    """Somebody at the editor."""
    async with opened(browser, whole.address, **look) as (page, wrong):
        await whole.enter(page, as_)
        await page.goto(master(whole, locale, query))
        yield page, wrong


async def write(page: Page, number: int, text: str) -> None:
    """Click into a cue and type at the end of its text."""
    await page.locator(f"#cue-{number} .tgt").click()
    await expect(page.locator(f"#cue-{number} textarea")).to_be_focused()
    await page.keyboard.type(text)


async def test_two_editors_of_one_text_choose(browser: Browser, whole: Whole) -> None:
    track = await of_own(whole, "is-IS")
    async with (
        editing(browser, whole, "is-IS") as (ada, wrong),
        editing(browser, whole, "is-IS", "editor") as (jonas, also_wrong),
    ):
        await write(ada, 1, " Ada was here.")
        await expect(ada.locator("#standing [data-saved]")).to_contain_text("Saved")
        await expect(jonas.locator("#cue-1 .tgt")).to_contain_text("Ada was here.")  # without a reload
        await jonas.route("**/v1/events/stream**", lambda route: route.abort())
        await jonas.reload()
        await write(ada, 2, " Ada again.")
        await ada.keyboard.press("Control+Enter")
        await expect(ada.locator("#cue-2 .tgt")).to_contain_text("Ada again.")
        await write(jonas, 2, " Jonas too.")
        await jonas.keyboard.press("Escape")
        dialog = jonas.get_by_role("dialog")
        await expect(dialog).to_contain_text("Ada Lindqvist saved this cue first")
        await expect(dialog).to_contain_text("Line 2. Ada again.")
        await dialog.get_by_role("button", name="Keep editing mine").click()
        await expect(jonas.locator("#cue-2 .theirs")).to_contain_text("Ada again.")
        await expect(jonas.locator("#cue-2 textarea")).to_have_value("Line 2. Jonas too.")
        assert (await cues(whole, track))[1]["text"] == "Line 2. Ada again."  # nothing is taken from anybody unasked
        await jonas.keyboard.type("!")
        await jonas.keyboard.press("Escape")
        await expect(jonas.locator("#standing [data-saved]")).to_contain_text("Saved")
        assert (await cues(whole, track))[1]["text"] == "Line 2. Jonas too.!"
        assert wrong == []
        assert [one for one in also_wrong if "/v1/events/stream" not in one and "412" not in one] == []


async def test_what_is_typed_while_the_connection_is_lost_arrives(browser: Browser, whole: Whole) -> None:
    track = await of_own(whole, "et-EE")
    async with editing(browser, whole, "et-EE") as (page, _):
        await page.context.set_offline(True)
        await write(page, 3, " Written in a tunnel.")
        await expect(page.locator("#cue-3 [data-saving]")).to_contain_text("connection lost")
        await page.keyboard.type(" Twice.")
        assert (await cues(whole, track))[2]["text"] == "Line 3."
        await page.context.set_offline(False)
        await expect(page.locator("#cue-3 [data-saving]")).to_contain_text("Saved")
        assert (await cues(whole, track))[2]["text"] == "Line 3. Written in a tunnel. Twice."


@pytest.mark.timeout(180)
async def test_a_server_that_is_killed_costs_a_pause_and_no_letter(
    browser: Browser, cluster: Cluster, tmp_path: Path
) -> None:
    async with new_database(cluster) as access, whole_demo(access, tmp_path) as whole:
        track = await of_own(whole, "lv-LV")
        async with editing(browser, whole, "lv-LV") as (page, _):
            await write(page, 2, " Before.")
            await expect(page.locator("#standing [data-saved]")).to_contain_text("Saved")
            await whole.server.stop(signal.SIGKILL)
            await page.keyboard.type(" While it is gone.")
            await expect(page.locator("#standing [data-saved]")).to_contain_text("connection lost")
            await write(page, 4, " Another cue.")
            await page.wait_for_function(
                "() => Object.keys(localStorage).filter(k => k.startsWith('cutdown:text')).length === 2"
            )
            await whole.server.start()
            await until_ready(whole.address)
            await expect(page.locator("#standing [data-saved]")).to_contain_text("Saved", timeout=20_000)
            await page.wait_for_function("() => Object.keys(localStorage).every(k => !k.startsWith('cutdown:text'))")
            await whole.server.stop(signal.SIGKILL)
            await write(page, 5, " Typed, then closed.")
            await whole.server.start()
            await until_ready(whole.address)
            await page.reload()
            await page.wait_for_function("() => Object.keys(localStorage).every(k => !k.startsWith('cutdown:text'))")
        said = [one["text"] for one in await cues(whole, track)]
        assert [said[1], said[3], said[4]] == [
            "Line 2. Before. While it is gone.",
            "Line 4. Another cue.",
            "Line 5. Typed, then closed.",
        ]


async def test_a_locale_is_translated_and_approved_by_keys_alone(browser: Browser, whole: Whole) -> None:
    async with editing(browser, whole, "lt-LT", query="?show=untranslated") as (page, wrong):
        lines = await page.locator("#cue-list > li").count()
        assert lines > 10
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        for number in range(1, lines + 1):
            await expect(page.locator(f"#cue-{number} textarea")).to_be_focused()
            await page.keyboard.type(f"Riga {number}.")
            await page.keyboard.press("Control+Enter")
        await expect(page.locator("#cue-tools .seg a", has_text="Not translated")).to_contain_text("0")
        await page.keyboard.press("Shift+Enter")
        await expect(page.locator("#standing .chip")).to_have_text("Approved")
        assert wrong == []


async def test_the_editor_works_without_scripts(browser: Browser, whole: Whole) -> None:
    track = await of_own(whole, "sl-SI")
    async with editing(browser, whole, "sl-SI", query="?cue=2", script=False) as (page, wrong):
        await page.locator("#cue-2 textarea").fill("Rivi kaksi.")
        first = (await cues(whole, track))[1]
        await whole.api.put(
            f"/v1/tracks/{track}/cues/{first['id']}",
            json={"text": "Meanwhile."},
            headers={"if-match": f'"r{first["revision"]}"'},
        )
        await page.get_by_role("button", name="Save", exact=True).click()
        await expect(page.get_by_role("alert").first).to_contain_text("before you")
        await expect(page.locator("#cue-2 textarea")).to_have_value("Rivi kaksi.")
        await page.get_by_role("button", name="Use mine").click()
        await expect(page.locator("#toast")).to_contain_text("Saved.")
        assert (await cues(whole, track))[1]["text"] == "Rivi kaksi."
        await page.get_by_role("button", name="Bring back").first.click()
        assert (await cues(whole, track))[1]["text"] == "Meanwhile."
        assert wrong == []


async def test_a_phone_writes_a_cue(browser: Browser, whole: Whole) -> None:
    track = await of_own(whole, "hr-HR", 1)
    async with editing(browser, whole, "hr-HR", width=390) as (page, wrong):
        await page.locator("#cue-2 .tgt").tap()
        await page.locator("#cue-2 textarea").fill("Linje to.")
        await page.locator("#cue-3 .tgt").tap()
        await expect(page.locator("#cue-2 .tgt")).to_contain_text("Linje to.")
        await expect(page.locator("#cue-2")).not_to_contain_text("Not translated")
        assert (await cues(whole, track))[1]["text"] == "Linje to."
        assert wrong == []
