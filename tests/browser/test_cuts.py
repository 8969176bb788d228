"""Sources and cuts in a real browser: films come in whatever happens to the line, cuts are made, shown and changed."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.stage import opened
from tests.browser.whole import Whole
from tests.media.films import film


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of several parts: MP4 lets a box of anything stand at its end."""
    path = film(tmp_path_factory.mktemp("large") / "end card.mp4", size="180x320", seconds=2)
    ballast = b"".join(hashlib.sha256(number.to_bytes(4, "big")).digest() for number in range(60_000))
    path.write_bytes(path.read_bytes() + (len(ballast) + 8).to_bytes(4, "big") + b"free" + ballast)
    return path


async def choose(page: Page, whole: Whole, path: Path, name: str) -> None:
    """Fill in the form that takes a source."""
    await page.goto(whole.room("upload"))
    await page.locator("#role").select_option("insert")
    await page.locator("#name").fill(name)
    await page.locator("#file").set_input_files(path)


async def sent_as(whole: Whole, page: Page) -> str:
    """The sha256 of the source that the page shows."""
    await page.wait_for_url("**/sources/src_*")
    found = await whole.read(f"/v1/sources/{page.url.rpartition('/')[2]}")
    return str(found["sha256"])


async def test_an_upload_survives_a_lost_connection_and_a_closed_page(
    browser: Browser, whole: Whole, large: Path
) -> None:
    """Two parts go up, the line breaks for the next; the page is left; the same file goes on from where it was."""
    async with opened(browser, whole.address) as (page, _):
        await whole.enter(page)
        offsets: list[int] = []
        broken = 0

        async def line(route: Route) -> None:
            nonlocal broken
            if route.request.method == "PATCH":
                offsets.append(int(route.request.headers["upload-offset"]))
            if len(offsets) > 2 and route.request.method in ("PATCH", "HEAD"):
                broken += 1
                await route.abort("connectionreset")
            else:
                await route.continue_()

        await page.route("**/v1/uploads/*", line)
        await choose(page, whole, large, "interrupted")
        await page.get_by_role("button", name="Upload", exact=True).click()
        await expect(page.locator("[data-said]")).to_contain_text("The connection is lost")
        assert broken
        await page.unroute("**/v1/uploads/*")
        again: list[int] = []

        async def listening(route: Route) -> None:
            if route.request.method == "PATCH":
                again.append(int(route.request.headers["upload-offset"]))
            await route.continue_()

        await page.route("**/v1/uploads/*", listening)
        await choose(page, whole, large, "interrupted")
        await expect(page.locator("[data-left]")).to_contain_text("have arrived before")
        await page.get_by_role("button", name="Upload", exact=True).click()
        assert await sent_as(whole, page) == hashlib.sha256(large.read_bytes()).hexdigest()
        assert offsets[:2] == [0, 262144]
        assert again[0] == offsets[2] > 262144


async def test_a_paused_upload_goes_on_and_known_bytes_are_not_sent(
    browser: Browser, whole: Whole, large: Path, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh.mp4"
    fresh.write_bytes(large.read_bytes() + b"\0\0\0\x08free")
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page)
        held = asyncio.Event()

        async def hold(route: Route) -> None:
            if route.request.method == "PATCH" and not held.is_set():
                held.set()
            else:
                await route.continue_()

        await page.route("**/v1/uploads/*", hold)
        await choose(page, whole, fresh, "paused")
        await page.get_by_role("button", name="Upload", exact=True).click()
        await asyncio.wait_for(held.wait(), 60)
        await page.get_by_role("button", name="Pause").click()
        await expect(page.locator("[data-said]")).to_contain_text("Paused at")
        await page.get_by_role("button", name="Go on").click()
        assert await sent_as(whole, page) == hashlib.sha256(fresh.read_bytes()).hexdigest()
        await choose(page, whole, fresh, "once more")
        await page.get_by_role("button", name="Upload", exact=True).click()
        await expect(page.locator("[data-left]")).to_have_text(
            "These bytes are here already: paused. Nothing was sent."
        )
        assert wrong == []


async def test_a_file_that_is_no_film_is_refused_with_its_reason(
    browser: Browser, whole: Whole, tmp_path: Path
) -> None:
    lie = tmp_path / "lie.mp4"
    lie.write_bytes(b"this is no film" * 20_000)
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page)
        await choose(page, whole, lie, "lie")
        await page.get_by_role("button", name="Upload", exact=True).click()
        alert = page.get_by_role("alert")
        await expect(alert).to_contain_text("This file is not a film that can be read.")
        await expect(alert).to_contain_text("Nothing was changed.")
        await expect(page.locator("#name")).to_have_value("lie")
        assert wrong == []


async def test_a_cut_is_made_of_ins_and_outs_and_gets_its_film_without_a_script(
    browser: Browser, whole: Whole, tmp_path: Path
) -> None:
    async with opened(browser, whole.address, width=390, script=False) as (page, wrong):
        await whole.enter(page)
        await page.goto(whole.room("cuts/new"))
        await page.get_by_label("Code").fill("02 T")
        await page.get_by_label("Name", exact=True).fill("Two seconds")
        await page.get_by_label("In of stretch 1").fill("0:01")
        await page.get_by_label("Out of stretch 1").fill("0:00.5")
        await page.get_by_role("button", name="Make the cut").click()
        await expect(page.get_by_text("It ends before it begins.")).to_be_visible()
        await page.get_by_label("Out of stretch 1").fill("00:00:03:00")
        await page.get_by_role("button", name="Make the cut").click()
        await expect(page.locator("h1")).to_contain_text("Two seconds")
        cut = page.url.rpartition("/")[2]
        try:
            assert (await whole.read(f"/v1/cuts/{cut}"))["frames"] == 50
            await page.get_by_role("link", name="Upload its film").click()
            await page.locator("#file").set_input_files(film(tmp_path / "wrong.mp4", size="180x320", seconds=1))
            await page.get_by_role("button", name="Upload", exact=True).click()
            await expect(page.locator("#toast")).to_contain_text("The film is here.")
            await expect(page.locator("#its-film")).to_contain_text("edit list 0:02")
            await page.get_by_text("Take the film back").click()
            await page.get_by_role("button", name="Take back this film").click()
            await expect(page.locator("#its-film")).to_contain_text("No film yet")
        finally:
            await whole.api.patch(f"/v1/cuts/{cut}", json={"code": f"x{cut[-6:]}"}, headers={"if-match": "*"})
        assert wrong == []


async def test_an_edit_list_is_looked_at_and_then_taken(browser: Browser, whole: Whole, tmp_path: Path) -> None:
    """A reel that no source is called after is told which one it is; nothing changes before it is taken."""
    stretch = {"layer": "picture", "source_id": whole.source, "in_frame": 0, "out_frame": 50}
    facts = {"code": "99 E", "name": "Edited", "aspect": "9:16", "fps": {"num": 25}, "segments": [stretch]}
    made = (await whole.api.post(f"/v1/videos/{whole.video}/cuts", json=facts)).raise_for_status().json()
    edl = tmp_path / "edit.edl"
    edl.write_text(
        "TITLE: EDITED\nFCM: NON-DROP FRAME\n\n"
        "001  REEL1    V     C        00:00:00:00 00:00:02:00 00:00:00:00 00:00:02:00\n"
        "002  REEL1    V     C        00:00:04:00 00:00:05:00 00:00:02:00 00:00:03:00\n"
    )
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page)
        await page.goto(whole.room(f"cuts/{made['id']}/edit"))
        await page.locator("#file").set_input_files(edl)
        await page.get_by_role("button", name="Look at it").click()
        await expect(page.locator(".findings").first).to_contain_text("cannot be told from its name")
        await page.get_by_label("REEL1 means").select_option(whole.source)
        await page.get_by_role("button", name="Look again").click()
        await expect(page.get_by_text("The list can be taken.")).to_be_visible()
        assert (await whole.read(f"/v1/cuts/{made['id']}"))["frames"] == 50
        await page.get_by_role("button", name="Take this edit list").click()
        await expect(page.locator("#toast")).to_contain_text("has a new edit list of 2 segments")
        taken = await whole.read(f"/v1/cuts/{made['id']}")
        assert [one["in_frame"] for one in taken["segments"]] == [0, 100]
        assert taken["segments"][0]["id"] == made["segments"][0]["id"]
        await page.locator(".edits a").nth(2).click()
        await expect(page.locator("[data-now]")).to_have_text("00:02.000")
        assert wrong == []
    await whole.api.patch(f"/v1/cuts/{made['id']}", json={"code": f"x{made['id'][-6:]}"}, headers={"if-match": "*"})


async def test_two_people_change_a_cut(browser: Browser, whole: Whole) -> None:
    """What the other wrote stands beside what was typed; afterwards everything is as it was."""
    cut = whole.cuts["06 V"]
    before = await whole.read(f"/v1/cuts/{cut}")
    async with opened(browser, whole.address) as (page, _):
        await whole.enter(page)
        await page.goto(whole.room(f"cuts/{cut}"))
        await page.get_by_label("Name", exact=True).fill("Mine")
        await whole.api.patch(f"/v1/cuts/{cut}", json={"name": "Theirs"}, headers={"if-match": "*"})
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_text("Now: Theirs")).to_be_visible()
        await page.get_by_role("button", name="Save").click()
        await expect(page.locator("h1")).to_contain_text("Mine")
        await page.get_by_role("button", name="Undo").click()
        await expect(page.locator("h1")).to_contain_text("Theirs")
        await whole.api.patch(f"/v1/cuts/{cut}", json={"name": before["name"]}, headers={"if-match": "*"})
