"""The README's picture, of a running Cutdown with its demo: `python -m tests.browser.portrait DATA_DIR`.

DATA_DIR is the data directory of `cutdown up`; its `demo.json` says where to go and how to sign in.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from tests.browser.stage import ROOT, browsing

PICTURE = ROOT / ".readme" / "campaign.png"


async def portray(data: Path) -> None:
    """Sign in, open the demo's campaign, and take its picture."""
    demo = msgspec.json.decode((data / "demo.json").read_bytes())
    place = urlsplit(demo["file_url"])
    PICTURE.parent.mkdir(exist_ok=True)
    async with browsing() as browser:
        page = await browser.new_page(viewport={"width": 1440, "height": 810})
        await page.goto(f"{place.scheme}://{place.netloc}/signin")
        await page.get_by_role("textbox").first.fill(demo["email"])
        await page.locator("input[type=password]").fill(demo["password"])
        await page.keyboard.press("Enter")
        await page.get_by_role("link", name="The Same Cup").first.click()
        await page.get_by_role("grid").wait_for()
        await page.screenshot(path=PICTURE)


if __name__ == "__main__":
    asyncio.run(portray(Path(sys.argv[1])))
