"""A film's preview as Chromium plays it: from the session's cookie, by ranges, and to the frame."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Browser

from tests.browser.stage import opened
from tests.browser.whole import Whole
from tests.jobs.hands import eventually

SEEK = """
async ({address, frames, rate}) => {
  const film = document.createElement("video");
  film.muted = true;
  film.src = address;
  document.body.append(film);
  await new Promise((ready, failed) => { film.oncanplay = ready; film.onerror = () => failed(film.error.message); });
  const shown = [];
  for (const frame of frames) {
    const presented = new Promise(done => film.requestVideoFrameCallback((_, facts) => done(facts.mediaTime)));
    film.currentTime = (frame + 0.5) / rate;
    shown.push((await presented) * rate);
  }
  return {shown, lasts: film.duration, size: [film.videoWidth, film.videoHeight]};
}
"""


async def test_chromium_finds_every_frame_of_a_preview(browser: Browser, whole: Whole) -> None:
    address = f"/v1/sources/{whole.source}/pictures"

    async def is_ready() -> bool:
        return bool((await whole.read(address))["state"] == "ready")

    await eventually(is_ready, patience_s=100)
    preview, source = (await whole.read(address))["preview"], await whole.read(f"/v1/sources/{whole.source}")
    rate = source["fps"]["num"] / source["fps"]["den"]
    frames = [0, 1, 2, 13, 100, 101, 102, 101, 555, source["frames"] - 1]
    async with opened(browser, whole.address) as (page, wrong):
        await whole.enter(page)
        asked = {"address": preview["href"], "frames": frames, "rate": rate}
        seen: dict[str, Any] = await page.evaluate(SEEK, asked)
        assert [round(frame, 2) for frame in seen["shown"]] == frames
        assert (round(seen["lasts"] * 1000), seen["size"]) == (
            preview["duration_ms"],
            [preview["width_px"], preview["height_px"]],
        )
        assert wrong == []
