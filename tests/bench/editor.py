"""How smooth the caption editor is with 1,500 cues in a real Chromium: `python -m tests.bench.editor`.

A film of 25 minutes with a cue a second and a translation of each, its preview made by a real worker, at 1440 × 900.
BENCH_TURNS times (5) the cue list is scrolled from one end towards the other, a text is typed, and the film is played.
Frames are counted by `requestAnimationFrame`. What a frame costs is the processor time of the page's main thread in it,
from a trace: neighbours disturb it less than the clock. Printed are medians of the turns.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from imageio_ffmpeg import get_ffmpeg_exe  # type: ignore[import-untyped]
from msgspec import Struct
from playwright.async_api import Browser, CDPSession, Page

from service.demo.content import content
from tests.browser.stage import browsing, opened
from tests.browser.whole import SMALL, Whole, on_its_own

TURNS = int(os.environ.get("BENCH_TURNS", "5"))
CUES = 1500
BUDGET_MS = 1000 / 60
CATEGORIES = "devtools.timeline,disabled-by-default-devtools.timeline"
FRAMES = """() => {
  window.frames60 = [];
  let before = performance.now();
  const next = (now) => {
    window.frames60.push(now - before);
    before = now;
    window.going = requestAnimationFrame(next);
  };
  window.going = requestAnimationFrame((now) => { before = now; next(now); });
}"""
SENTENCES = (
    "Sie schenkt immer eine zweite ein.",
    "Das ist meine Tasse, oder deine?",
    "Dieselbe Tasse, eine andere Küche.",
)
Deed = Callable[[Page, CDPSession], Awaitable[None]]


class Turn(Struct, frozen=True):
    """Frames a second, and the shares of frames that came late and that cost too much of the processor; the dearest."""

    per_second: float
    late: float
    dear: float
    median_ms: float
    most_ms: float


async def scroll(page: Page, tools: CDPSession) -> None:
    """Three seconds of a turning wheel over the cue list."""
    box = await page.locator("#cue-list").bounding_box()
    assert box
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    gesture = {**place, "yDistance": -9000, "speed": 3000, "gestureSourceType": "mouse"}
    await tools.send("Input.synthesizeScrollGesture", gesture)


async def write(page: Page, tools: CDPSession) -> None:
    """A sentence in place of what stands there, typed as fast as people can."""
    field = page.locator("li.is-now textarea[name=text]")
    await field.fill("")
    await field.press_sequentially(" ".join(SENTENCES), delay=30, timeout=120_000)


async def play(page: Page, tools: CDPSession) -> None:
    """Three seconds of the film, with the list going along."""
    await page.get_by_role("button", name="Play").click()
    await page.wait_for_timeout(3000)
    await page.get_by_role("button", name="Pause").click()


async def measured(page: Page, deed: Deed) -> Turn:
    """Do it once and look at every frame of it."""
    tools = await page.context.new_cdp_session(page)
    heard: list[dict[str, Any]] = []
    ended = asyncio.Event()
    tools.on("Tracing.dataCollected", lambda part: heard.extend(part["value"]))
    tools.on("Tracing.tracingComplete", lambda _: ended.set())
    await tools.send(
        "Tracing.start",
        {
            "transferMode": "ReportEvents",
            "categories": "toplevel,disabled-by-default-devtools.timeline,devtools.timeline",
        },
    )
    await page.evaluate(FRAMES)
    await deed(page, tools)
    frames: list[float] = await page.evaluate("() => { cancelAnimationFrame(window.going); return window.frames60; }")
    await tools.send("Tracing.end")
    await ended.wait()
    await tools.detach()
    costs = costs_of(heard)
    return Turn(
        1000 * len(frames) / sum(frames),
        sum(one > 1.5 * BUDGET_MS for one in frames) / len(frames),
        sum(one > BUDGET_MS for one in costs) / len(costs),
        statistics.median(costs),
        max(costs),
    )


def costs_of(events: list[dict[str, Any]]) -> list[float]:
    """Milliseconds of the processor that the page's main thread spent from one frame to the next."""
    threads = {(one["pid"], one["tid"]) for one in events if one["name"] == "FireAnimationFrame"}
    own = sorted((one for one in events if (one["pid"], one["tid"]) in threads), key=lambda one: float(one["ts"]))
    marks = [one["ts"] for one in own if one["name"] == "FireAnimationFrame"]
    spent = [0.0] * (len(marks) + 1)
    at = 0
    for one in own:
        while at < len(marks) and one["ts"] >= marks[at]:
            at += 1
        if one["name"] == "RunTask":
            spent[at] += one.get("tdur", 0) / 1000
    return spent[1:]


def long_film() -> bytes:
    """A moving test picture, a tone that beeps every second, as long as there are cues."""
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder, "long.mp4")
        picture = ["-f", "lavfi", "-i", f"testsrc2=size=180x320:rate=5:duration={CUES}"]
        sound = ["-f", "lavfi", "-i", f"sine=frequency=220:beep_factor=4:duration={CUES}"]
        codec = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
        subprocess.run([get_ffmpeg_exe(), "-v", "error", *picture, *sound, *codec, str(film)], check=True)
        return film.read_bytes()


async def captioned(whole: Whole, film: bytes) -> str:
    """The film with its captions and their translation; the address of its editor."""
    api = whole.api
    video = (await api.post("/v1/videos", json={"story_id": whole.story, "title": "Long"})).raise_for_status().json()
    asked, headers = {"role": "master", "name": "long"}, {"content-type": "video/mp4"}
    sent = await api.post(f"/v1/videos/{video['id']}/sources", params=asked, content=film, headers=headers)
    source = sent.raise_for_status().json()["id"]
    for locale in ("en-US", "de-DE"):
        lines = (f"{clock(at, 0)} --> {clock(at, 900)}\n{SENTENCES[at % 3][:24]} {at}\n" for at in range(CUES))
        body, kind = "WEBVTT\n\n" + "\n".join(lines), {"content-type": "text/vtt"}
        (await api.put(f"/v1/sources/{source}/captions/{locale}", content=body, headers=kind)).raise_for_status()
    for _ in range(600):
        if (await whole.read(f"/v1/sources/{source}/pictures"))["state"] in ("ready", "failed"):
            return whole.room(f"masters/{source}/de-DE")
        await asyncio.sleep(1)
    raise TimeoutError("the preview is not made after ten minutes")


def clock(second: int, ms: int) -> str:
    """A time as WebVTT writes it."""
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{ms:03}"


async def turn(browser: Browser, whole: Whole, address: str) -> dict[str, Turn]:
    """Everything once, on a fresh page."""
    async with opened(browser, whole.address) as (page, _):
        await whole.enter(page)
        await page.goto(f"{address}?cue=700")
        await page.wait_for_selector("[data-monitor][data-ready]")
        await page.wait_for_load_state("networkidle")
        return {deed.__name__: await measured(page, deed) for deed in (scroll, write, play)}


async def main() -> None:
    """Print what was measured."""
    film = long_film()
    async with on_its_own(content().small(*SMALL)) as whole, browsing() as browser:
        address = await captioned(whole, film)
        turns = [await turn(browser, whole, address) for _ in range(TURNS)]
    sys.stdout.write(
        "| | frames a second | late | over 16.7 ms of processor | median ms | dearest ms |\n|---|---|---|---|---|---|\n"
    )
    for deed in turns[0]:
        of_deed = [one[deed] for one in turns]
        middle = {name: statistics.median(getattr(one, name) for one in of_deed) for name in Turn.__struct_fields__}
        sys.stdout.write(
            f"| {deed} | {middle['per_second']:.1f} | {middle['late']:.1%} | {middle['dear']:.1%} |"
            f" {middle['median_ms']:.1f} | {middle['most_ms']:.1f} |\n"
        )
    sys.stdout.write(json.dumps({"turns": TURNS, "load": os.getloadavg()[0]}) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
