"""Pictures of every screen in every look, to be looked at: `python -m tests.browser.shoot OUT_DIR [NAME]`.

The rooms over the loaded demo, as people meet them, and over sample data what the demo cannot show; those whose
`screen.look` contains NAME, or all of them.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.async_api import Page, TimeoutError

from tests.browser.rooms import ROOMS
from tests.browser.stage import browsing, opened, serving
from tests.browser.whole import on_its_own
from tests.web.samples import HEAD

CAPTIONS = HEAD.href
SCREENS = {
    "signin": "/signin",
    "invitation": "/invitation/open",
    "invitation-short": "/invitation/short",
    "link-ended": "/invitation/ended",
    "reset": "/reset/open",
    "campaigns": "/campaigns",
    "campaigns-empty": "/campaigns?empty=true",
    "matrix": CAPTIONS,
    "matrix-stale": f"{CAPTIONS}?status=stale",
    "matrix-three": f"{CAPTIONS}?cuts=3",
    "cell-stale": f"{CAPTIONS}?cuts=6&cell=cut_05.DE.de-DE.subtitles",
    "cell-findings": f"{CAPTIONS}?cell=cut_04.AE.ar-AE.subtitles",
    "cell-missing": f"{CAPTIONS}?cell=cut_07.US.es-US.subtitles",
    "import": "/c/cmp_01/import",
    "import-refused": "/c/cmp_01/import?look=repairable",
    "import-unreadable": "/c/cmp_01/import?look=unreadable",
    "import-fits": "/c/cmp_01/import?look=fits",
    "import-taken": "/c/cmp_01/import?look=taken",
    "missing": "/c/nothing/captions",
}
LOOKS: dict[str, dict[str, Any]] = {
    f"{width}{'.' if name else ''}{name}": {"width": width, **how}
    for width in (390, 1024, 1440, 2560)
    for name, how in {
        "": {},
        "dark": {"scheme": "dark"},
        "ar": {"language": "ar"},
    }.items()
} | {f"1440.{language}": {"width": 1440, "language": language} for language in ("de", "ja")}


async def shoot(folder: Path, only: str = "") -> None:
    """One picture per screen and look."""
    folder.mkdir(parents=True, exist_ok=True)
    async with serving("tests.web.sample_app:create") as address, browsing() as browser:
        for look, how in LOOKS.items():
            async with opened(browser, address, **how) as (page, _):
                await _photograph(page, folder, look, {f"sample-{name}": path for name, path in SCREENS.items()}, only)
    async with on_its_own() as whole, browsing() as browser:
        rooms = {name: where(whole) for name, where in ROOMS.items()}
        for look, how in LOOKS.items():
            async with opened(browser, whole.address, **how) as (page, _):
                await whole.enter(page)
                await _photograph(page, folder, look, rooms, only)


async def _photograph(page: Page, folder: Path, look: str, screens: dict[str, str], only: str) -> None:
    for screen, path in screens.items():
        name = f"{screen}.{look}"
        if only not in name:
            continue
        await page.goto(path)
        with suppress(TimeoutError):  # a live page is never idle
            await page.wait_for_load_state("networkidle", timeout=2_000)
        await page.screenshot(path=folder / f"{name}.png", full_page=look.startswith("390"))


if __name__ == "__main__":
    asyncio.run(shoot(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
