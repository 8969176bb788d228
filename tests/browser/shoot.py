"""Pictures of every screen, to be looked at: `python -m tests.browser.shoot OUT_DIR [NAME]`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from tests.browser.stage import browsing, opened, serving
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
    "1440": {"width": 1440},
    "1440.dark": {"width": 1440, "scheme": "dark"},
    "1440.ar": {"width": 1440, "language": "ar"},
    "1024": {"width": 1024},
    "390": {"width": 390},
    "390.dark": {"width": 390, "scheme": "dark"},
    "390.ar": {"width": 390, "language": "ar"},
    "1440.de": {"width": 1440, "language": "de"},
    "1440.ja": {"width": 1440, "language": "ja"},
}


async def shoot(folder: Path, only: str = "") -> None:
    """One picture per screen and look; those whose name contains `only`."""
    folder.mkdir(parents=True, exist_ok=True)
    async with serving("tests.web.sample_app:create") as address, browsing() as browser:
        for look, how in LOOKS.items():
            async with opened(browser, address, **how) as (page, _):
                for screen, path in SCREENS.items():
                    name = f"{screen}.{look}"
                    if only not in name:
                        continue
                    await page.goto(path)
                    await page.wait_for_load_state("networkidle")
                    await page.screenshot(path=folder / f"{name}.png", full_page=how["width"] == 390)


if __name__ == "__main__":
    asyncio.run(shoot(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""))
