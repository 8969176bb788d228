"""The closing loop by the keyboard alone: from a campaign's brief to posts that are live in three markets.

Every kind of gate refuses first, says why, and opens: the checklist is signed (Austria) and waived (the Emirates);
brief, film, captions and checklist close over another edit list and open over the one before; disclosure and the
platform's limits are said right; another text makes a second post of a film one of its own (Mexico); rights that do not
reach a market are opened by hand, with a reason (the Emirates).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.async_api import Browser, FilePayload, Locator, Page, expect
from playwright.async_api import TimeoutError as PlaywrightTimeout

from tests.browser.stage import opened
from tests.browser.test_accessibility import violations
from tests.browser.whole import Whole, whole_demo
from tests.conftest import Cluster, new_database

SLOT = "by_hand"
CUT, HANDLE = "06 V", "@AldermoorCoffee"
MARKETS = {"AT": "Austria", "MX": "Mexico", "AE": "United Arab Emirates"}
WAITING = ("CAP-02", "VIS-01", "VIS-02", "DIS-01")  # what posts in Austria wait for, one link's way from the next
SHORT = "Anzeige. Zwei Tassen, aus Gewohnheit."
SHORTER = 25  # frames
TABS = 200
COLUMN = "(one) => (one ?? document.activeElement).closest('td')?.cellIndex"
ON_IT = "one => one === document.activeElement && one.matches(':focus-visible')"


async def reach(page: Page, there: Locator) -> None:
    """Press Tab until the focus is there, and is seen."""
    await there.wait_for(state="attached")
    for _ in range(TABS):
        if await there.evaluate(ON_IT):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {there} of {page.url}")


async def press(page: Page, there: Locator, key: str = "Enter") -> None:
    """Go there with Tab, and press a key."""
    await reach(page, there)
    await page.keyboard.press(key)


async def write(page: Page, there: Locator, text: str) -> None:
    """Go there with Tab, and type over what stands there."""
    await reach(page, there)
    await page.keyboard.press("Control+A")
    await page.keyboard.insert_text(text)


async def go(page: Page, letter: str, room: str) -> None:
    """The two keys that open a room of the campaign."""
    for _ in range(5):  # a busy machine is slower than the keys' patience with each other
        await page.keyboard.press("g")
        await page.keyboard.press(letter)
        with suppress(PlaywrightTimeout):
            await page.wait_for_url(re.compile(rf"/c/\w+{room}$"), timeout=6_000)
            return
    raise AssertionError(f"g {letter} does not open {room} from {page.url}")


def gate(page: Page, kind: str) -> Locator:
    """One gate of the post that is open."""
    return page.locator(f"#gate-{kind}")


async def closed(page: Page, *names: str) -> None:
    """These gates of the post that is open are closed, and no other."""
    shut = page.locator(".gates > li:has(> svg.s-bad) > div > .ck-w")
    await expect(shut).to_have_text([f"{name} closed" for name in names])


async def open_post(page: Page, post: str) -> None:
    """From wherever, through the plan: the arrows find the card, Enter opens it beside, and then by itself."""
    await go(page, "p", "/posts")
    card = page.locator(f"#post-{post}")
    await reach(page, page.locator(".cal a.cell[tabindex='0']"))
    await page.keyboard.press("Control+Home")
    for _ in range(30):
        if await card.evaluate(ON_IT):
            break
        here = await page.evaluate(COLUMN)
        if here < await card.evaluate(COLUMN):
            await page.keyboard.press("ArrowRight")
        if await page.evaluate(COLUMN) == here:
            await page.keyboard.press("ArrowDown")
    await expect(card).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#detail-name")).to_be_focused()
    await press(page, page.get_by_role("link", name="Open the post"))
    await page.wait_for_url(f"**/posts/{post}")


@pytest.fixture
async def own(cluster: Cluster, tmp_path: Path) -> AsyncIterator[Whole]:
    """A stage of one's own: what is live stays on record."""
    async with new_database(cluster) as access, whole_demo(access, tmp_path) as loaded:
        yield loaded


@pytest.mark.timeout(600)
async def test_a_brief_becomes_live_posts_by_the_keyboard_alone(browser: Browser, own: Whole) -> None:
    async with opened(browser, own.address, width=1440) as (page, wrong):
        found: list[str] = []
        await _enter(page, own)
        await _brief(page, found)
        posts = await _plan(page, own, found)
        await _signed(page, posts["AT"], found)
        await _cut_anew(page, await _edit_list(own), posts["AT"])
        await _said(page, posts["AT"])
        await _mexico(page, posts["MX"])
        await _emirates(page, posts["AE"], found)
        for market, post in posts.items():
            await _live(page, post, market)
        await _seen(page, posts, found)
        assert found == []
        assert wrong == []


async def _enter(page: Page, whole: Whole) -> None:
    """Sign in, and find the campaign with the palette."""
    await page.goto("/signin")
    await expect(page.get_by_label("Work email")).to_be_focused()
    await page.keyboard.type(whole.people["producer"])
    await page.keyboard.press("Tab")
    await page.keyboard.type(whole.password)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/wants")
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("combobox")).to_be_focused()
    await page.keyboard.type("same cup")
    await expect(page.get_by_role("option").first).to_contain_text("The Same Cup")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/captions")
    await go(page, "b", "")


async def _brief(page: Page, found: list[str]) -> None:
    """What the client ordered, and that they approved it."""
    await expect(page.get_by_role("heading", level=1)).to_have_text("The Same Cup")
    await go(page, "r", "/brief")
    await expect(page.locator("#standing .chip")).to_have_text("Approved")
    found += await violations(page)


async def _plan(page: Page, whole: Whole, found: list[str]) -> dict[str, str]:
    """One cut on one channel in three markets, looked at first; the posts by market."""
    await go(page, "p", "/posts")
    await press(page, page.get_by_role("link", name="Plan posts"))
    await page.wait_for_url("**/posts/plan")
    await press(page, page.get_by_label(CUT, exact=True), "Space")
    await press(page, page.get_by_label(f"YouTube Shorts {HANDLE}"), "Space")
    for box in await page.locator("input[name=markets]").all():
        if await box.get_attribute("value") not in MARKETS:
            await press(page, box, "Space")
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    await reach(page, page.locator("#local-at"))
    await page.keyboard.type(f"{tomorrow:%m%d%Y}")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.type("0600PM")
    await expect(page.locator("#local-at")).to_have_value(f"{tomorrow}T18:00")
    await write(page, page.get_by_label("Slot", exact=True), SLOT)
    await page.keyboard.press("Enter")
    await expect(page.locator("#outcome")).to_have_text("3 posts would be planned")
    await expect(page.locator("#outcome")).to_be_focused()
    found += await violations(page)
    await press(page, page.get_by_role("button", name="Plan these posts"))
    await expect(page.locator("#outcome")).to_have_text("3 posts are planned")
    posts = {one["market"]: str(one["id"]) for one in await _ours(whole)}
    assert sorted(posts) == sorted(MARKETS)
    return posts


async def _signed(page: Page, post: str, found: list[str]) -> None:
    """The checklist keeps the post back, leads to what waits, and is signed item by item."""
    await open_post(page, post)
    await closed(page, "Checklist")
    await expect(gate(page, "checklist")).to_contain_text(
        "4 items are open: Captions for all speech, No harmful flashes"
    )
    await expect(page.locator("#verdict")).to_contain_text("Cannot go out. 1 gate is closed.")
    found += await violations(page)
    schedule = page.locator("#when").get_by_role("button", name="Schedule")
    await press(page, schedule)
    await expect(schedule).to_be_focused()
    await expect(page.locator(".head .chip")).to_have_text("Blocked")

    await press(page, gate(page, "checklist").get_by_role("link", name="Open the checklist"))
    await page.wait_for_url(f"**/AT#item-{WAITING[0]}")
    for item in WAITING:
        await press(page, page.locator(f"#item-{item} a.go"))
        await _answer(
            page, "For exactly", "Watched twice, with sound and without.", found if item == "VIS-01" else None
        )
        await expect(page.locator(f"#item-{item}.ck-signed")).to_contain_text("Watched twice, with sound and without.")

    await open_post(page, post)
    await closed(page)


async def _cut_anew(page: Page, edit_list: list[dict[str, Any]], post: str) -> None:
    """A shorter edit list is not what was ordered, filmed, captioned and signed; the one before is again."""
    for shorter_by, names in ((SHORTER, ("Brief", "Film", "Captions", "Checklist")), (0, ())):
        await go(page, "u", "/cuts")
        await press(page, page.get_by_role("link", name=CUT).first)
        await press(page, page.get_by_role("link", name="Replace by file"))
        async with page.expect_file_chooser() as chosen:
            await press(page, page.get_by_label("Edit list file"))
        await (await chosen.value).set_files([_as_file(edit_list, shorter_by)])
        await press(page, page.get_by_role("button", name="Look at it"))
        await expect(page.locator("#told")).to_contain_text("The list can be taken.")
        await press(page, page.get_by_role("button", name="Take this edit list"))
        await expect(page.locator("#toast")).to_contain_text("has a new edit list")
        await open_post(page, post)
        await closed(page, *names)


async def _said(page: Page, post: str) -> None:
    """What it discloses and says is refused, and then right."""
    for name in ("Disclosure", "Text"):
        await press(page, page.get_by_role("link", name=f"Override here {name}"))
        await page.wait_for_url(re.compile(rf"own=.*{name.lower()}"))
    counter = page.locator("#text [data-taken]")
    await write(page, page.get_by_label("Text", exact=True), "ä" * 2501)
    await expect(counter).to_have_text("5,022")
    for box in ("own_brand", "synthetic"):
        await press(page, page.locator(f"#f-{box}"), "Space")
    await press(page, page.get_by_role("button", name="Save what is said"))
    await expect(gate(page, "disclosure")).to_contain_text("AI made a part of it (a voice); the post does not say so.")
    await expect(gate(page, "platform")).to_contain_text("Text: 5,022 bytes of UTF-8, at most 5,000 bytes of UTF-8.")
    await closed(page, "Disclosure", "Platform's limits")

    await press(page, gate(page, "platform").get_by_role("link", name="Open what it says"))
    await page.wait_for_url("**#text")
    await write(page, page.get_by_label("Text", exact=True), SHORT)
    await expect(counter).to_have_text("57")
    await press(page, page.locator("#f-synthetic"), "Space")
    await press(page, page.get_by_role("button", name="Save what is said"))
    await expect(page.locator("#verdict")).to_contain_text("It can be scheduled.")
    await closed(page)


async def _mexico(page: Page, post: str) -> None:
    """The film is on the channel with this text already; with another text it may go there again."""
    await open_post(page, post)
    await closed(page, "Posted before")
    await expect(gate(page, "duplicate")).to_contain_text("This film with this text is on the channel already")
    await press(page, page.get_by_role("link", name="Override here Text"))
    await write(page, page.get_by_label("Text", exact=True), "Publicidad. La misma taza, otra mañana.")
    await press(page, page.get_by_role("button", name="Save what is said"))
    await expect(gate(page, "duplicate")).to_contain_text("This film is on the channel already")
    await closed(page)


async def _emirates(page: Page, post: str, found: list[str]) -> None:
    """Rights that end elsewhere are opened by hand with a reason; an item that fails is waived with one."""
    await open_post(page, post)
    await closed(page, "Rights", "Checklist")
    await expect(gate(page, "rights")).to_contain_text("(music) is cleared for Austria, Brazil, Germany")
    await press(page, gate(page, "rights").locator("summary"))
    await write(page, gate(page, "rights").get_by_role("textbox"), "Kettle Songs cleared it; the paper follows.")
    await press(page, gate(page, "rights").get_by_role("button"))
    await expect(gate(page, "rights")).to_contain_text("Opened by Ada")
    await closed(page, "Checklist")

    await press(page, gate(page, "checklist").get_by_role("link", name="Open the checklist"))
    await press(page, page.locator("#item-DIS-01 .ck-w a"))
    await press(page, page.locator("#item-DIS-01").get_by_role("link", name="Waive with a reason"))
    await _answer(page, "As Ada", "The caption of the post says it.", found)
    await expect(page.locator("#item-DIS-01.ck-waived")).to_contain_text("The caption of the post says it.")
    await open_post(page, post)
    await closed(page)


async def _answer(page: Page, told: str, sentence: str, found: list[str] | None) -> None:
    """The dialog says for exactly which bytes and in whose name, and takes a sentence."""
    dialog = page.locator("dialog#sign:modal")
    await expect(dialog.get_by_role("heading")).to_be_focused()
    await expect(dialog).to_contain_text(told)
    await expect(dialog.locator(".hash")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    if found is not None:
        found += await violations(page)
    await write(page, page.locator("#sentence"), sentence)
    await press(page, dialog.locator("button[type=submit]"))


async def _live(page: Page, post: str, market: str) -> None:
    """Scheduled, and recorded by hand once it is there."""
    await open_post(page, post)
    await press(page, page.locator("#when").get_by_role("button", name="Schedule"))
    await expect(page.locator("#verdict")).to_contain_text("It goes out as planned.")
    await write(page, page.get_by_label("Address of the post"), f"https://www.youtube.com/shorts/{SLOT}{market}")
    await page.keyboard.press("Enter")
    await expect(page.locator(".head .chip")).to_have_text("Live")
    await expect(page.locator("#verdict")).to_contain_text("It is live")


async def _seen(page: Page, posts: dict[str, str], found: list[str]) -> None:
    """All three stand on the calendar and on the board."""
    await go(page, "p", "/posts")
    for post in posts.values():
        await expect(page.locator(f".cal #post-{post}.p-live")).to_be_visible()
    found += await violations(page)
    await go(page, "b", "")
    for name in MARKETS.values():
        row = page.locator(".mk tbody tr").filter(has_text=name)
        await expect(row.locator(".progress").last).to_contain_text(re.compile(r"[1-9]/"))
    found += await violations(page)


async def _edit_list(whole: Whole) -> list[dict[str, Any]]:
    """The stretches of the cut, as they are written."""
    cut = await whole.read(f"/v1/cuts/{whole.cuts[CUT]}")
    return [{name: value for name, value in one.items() if name != "cut_in_frame"} for one in cut["segments"]]


def _as_file(edit_list: list[dict[str, Any]], shorter_by: int) -> FilePayload:
    """An edit list with its last stretches that much shorter, in frames."""
    last = max(one["out_frame"] for one in edit_list)
    said = [one | {"out_frame": one["out_frame"] - shorter_by * (one["out_frame"] == last)} for one in edit_list]
    return {"name": "cut.json", "mimeType": "application/json", "buffer": msgspec.json.encode({"segments": said})}


async def _ours(whole: Whole) -> list[dict[str, Any]]:
    plan = (await whole.read(f"/v1/campaigns/{whole.campaign}/plan"))["data"]
    return [one for one in plan if one["slot"] == SLOT]
