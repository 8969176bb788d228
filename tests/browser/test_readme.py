"""The README's first steps are run as they stand: its `curl` lines against a running Cutdown, with a real curl."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.browser.stage import ROOT
from tests.browser.test_journey import Stage, stage
from tests.journeys.steps import add_source
from tests.media.films import film

__all__ = ["stage"]  # the fixture

STEPS = (ROOT / "README.md").read_text().partition("## First steps")[2].partition("\n## ")[0]
BLOCKS = [one for one in re.findall(r"```sh\n(.*?)```", STEPS, re.DOTALL) if "curl" in one]

# A refusal ends the block, and a stream is listened to for two seconds only.
MANNERS = """set -euo pipefail
curl() {
  local code=0 patience=30
  [[ "$*" == */stream* ]] && patience=2
  command curl --silent --show-error --fail-with-body --max-time $patience "$@" || code=$?
  [ "$code" = 0 ] || { [ "$code" = 28 ] && [[ "$*" == */stream* ]]; }
}
"""
MASTER = "WEBVTT\n\n00:01.000 --> 00:03.000\nYou always pour the second one.\n"


def test_the_first_steps_have_lines_to_run() -> None:
    assert len(BLOCKS) >= 2
    assert shutil.which("curl")


@pytest.mark.parametrize("block", BLOCKS)
async def test_the_lines_of_the_readme_run(stage: Stage, tmp_path: Path, block: str) -> None:
    (tmp_path / "master.vtt").write_text(MASTER)
    [video] = (await stage.api.get("/v1/videos")).json()["data"]
    new = await add_source(stage.api, video["id"], film(tmp_path / "new.mp4", seconds=10.0), "insert")
    facts = {
        "CUTDOWN": stage.address,
        "KEY": stage.house.api_key,
        "CAMPAIGN": stage.campaign,
        "CUT": stage.cut,
        "SOURCE": new["id"],
    }
    ran = await asyncio.create_subprocess_exec(
        *("bash", "-c", MANNERS + block),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), **facts},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await ran.communicate()
    assert ran.returncode == 0, told.decode(errors="replace")
