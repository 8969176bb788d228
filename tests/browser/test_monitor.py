"""The monitor over a real film whose frames say their numbers: at every time the right frame and the right words."""

from __future__ import annotations

from playwright.async_api import Browser, Page, expect

from tests.browser.stage import opened
from tests.browser.test_accessibility import violations
from tests.web.film import NUMBER
from tests.web.sample_film import CUT, FIRST

ON_SCREEN = f"""expected => {{
  const video = document.querySelector("video[data-live]");
  return video && !video.seeking && video.readyState >= 2 && ({NUMBER})(video) === expected;
}}"""


def number_at(frame: int) -> int:
    """What the film says at a frame of the cut."""
    source, begin, _, at, speed = [one for one in CUT if one[3] <= frame][-1]
    return FIRST[source] + begin + (frame - at) * speed


async def shows(page: Page, frame: int) -> None:
    """Wait until the frame is on screen; the clock must say its time."""
    await page.wait_for_function(ON_SCREEN, arg=number_at(frame))
    await expect(page.locator("[data-now]")).to_have_text(f"00:0{frame // 25}.{frame % 25 * 40:03}")


async def seek(page: Page, ms: int) -> None:
    """Ask for a time as other modules do."""
    await page.evaluate("ms => document.dispatchEvent(new CustomEvent('cutdown:seek', {detail: {ms}}))", ms)


async def test_every_time_shows_its_frame_and_its_words(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, wrong):
        await page.goto("/film?t=1.2")
        await shows(page, 30)
        for ms, frame, words in [
            (0, 0, ""),
            (200, 5, "Zwei Tassen.Gewohnheit."),
            (979, 24, ""),
            (1000, 25, "Du schenkst immer eine zweite ein."),
            (1960, 49, ""),
            (2000, 50, ""),
            (2040, 51, "Donaudampfschifffahrtsgesellschaftskapitänsmütze"),
            (2999, 74, ""),
        ]:
            await seek(page, ms)
            await shows(page, frame)
            caption = page.locator("[data-caption]")
            await expect(caption).to_have_text(words)
            assert await caption.is_visible() == bool(words)
        assert await page.locator("[data-caption]").get_attribute("lang") == "de-DE"
        assert wrong == []


async def test_steps_over_a_joint_and_the_address_follows(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, wrong):
        await page.goto("/film?t=0.96")
        await shows(page, 24)
        for key, frame in [(".", 25), (".", 26), (",", 25), (",", 24), ("Alt+ArrowDown", 25), ("Alt+ArrowDown", 51)]:
            await page.keyboard.press(key)
            await shows(page, frame)
        await page.get_by_role("button", name="Previous cue").click()
        await shows(page, 25)
        await page.wait_for_function("() => new URL(location).searchParams.get('t') === '1'")
        assert wrong == []


async def test_plays_the_cut_through_and_stops_at_its_end(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, wrong):
        await page.goto("/film")
        await shows(page, 0)
        assert await page.evaluate("[...document.querySelectorAll('video, audio')].every(one => one.paused)")
        await page.evaluate(
            f"""() => {{
              window.seen = new Set(); window.back = 0; let last = 0;
              document.addEventListener("cutdown:time", ({{detail}}) => {{
                const video = document.querySelector("video[data-live]");
                if (detail.ms < last) window.back += 1;
                last = detail.ms;
                if (video && detail.playing) window.seen.add(({NUMBER})(video));
              }});
            }}"""
        )
        await page.keyboard.press("Space")
        await expect(page.get_by_role("button", name="Pause")).to_be_visible()
        await expect(page.get_by_role("button", name="Play")).to_be_visible(timeout=20_000)
        await shows(page, 74)
        seen = set(await page.evaluate("[...window.seen]"))
        stretches = [{number_at(frame) for frame in range(first, first + 25)} for first in (0, 25, 50)]
        assert all(seen & stretch for stretch in stretches), "every stretch was played, not jumped over"
        assert await page.evaluate("window.back") <= 1, "time runs forward; the stop goes to the beginning of its frame"
        assert wrong == []


async def test_shuttles_both_ways(browser: Browser, samples: str) -> None:
    async with opened(browser, samples) as (page, wrong):
        await page.goto("/film")
        await shows(page, 0)
        for _ in range(2):
            await page.keyboard.press("l")
        await expect(page.locator("[data-rate]")).to_have_text("2.0×")
        await page.wait_for_function("() => document.querySelector('[data-now]').textContent > '00:01.100'")
        await page.keyboard.press("j")
        await expect(page.locator("[data-rate]")).to_have_text("-1.0×")
        await page.wait_for_function("() => document.querySelector('[data-now]').textContent < '00:00.900'")
        await page.keyboard.press("k")
        await expect(page.locator("[data-rate]")).to_have_text("1.0×")
        assert await page.evaluate("document.querySelector('video[data-live]').paused")
        assert wrong == []


async def test_words_are_seen_while_they_are_typed_and_tell_where_they_leave_the_safe_area(
    browser: Browser, samples: str
) -> None:
    async with opened(browser, samples) as (page, wrong):
        await page.goto("/film?t=0.4")
        await shows(page, 10)
        frame, caption = page.locator("[data-frame]"), page.locator("[data-caption]")
        await expect(frame).not_to_have_attribute("data-outside", "")
        for text, outside in [
            ("Kurz.", False),
            ("Unzertrennlichkeitsbescheinigungen\n" * 2, True),
            ("<b>eins</b>", False),
        ]:
            await page.evaluate(
                "text => document.dispatchEvent(new CustomEvent('cutdown:text', {detail: {id: 'cue-1', text}}))", text
            )
            await expect(caption).to_have_text(text.replace("\n", ""))
            await expect(page.locator("[data-frame][data-outside]")).to_have_count(int(outside))
        await page.get_by_role("button", name="Reels").click()
        await page.reload()
        await expect(page.get_by_role("button", name="Reels")).to_have_attribute("aria-pressed", "true")
        await expect(page.locator("[data-safe-label]")).to_have_text("Reels safe area · pack 2026-11-21")
        assert wrong == []


async def test_the_picture_keeps_its_proportions_and_axe_finds_nothing(browser: Browser, samples: str) -> None:
    for width, look in [(390, {}), (1024, {"scheme": "dark"}), (2560, {"language": "ar"})]:
        async with opened(browser, samples, width=width, **look) as (page, wrong):  # type: ignore[arg-type]
            await page.goto("/film?t=0.4")
            await shows(page, 10)
            box = await page.locator("[data-frame]").bounding_box()
            assert box
            assert abs(box["width"] / box["height"] - 9 / 16) < 0.005
            assert await violations(page) == []
            assert wrong == []
