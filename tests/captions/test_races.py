"""What is written while a release is made makes it stale; it is never lost between two reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from service.captions import records
from tests.captions.workshop import Workshop, webvtt


async def test_a_text_written_while_a_release_is_made_makes_it_stale(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await workshop.open(tmp_path, {"DE": ["de-DE"]}, 4.0)
    cut = await workshop.cut("A", (0, 100))
    await workshop.captions(webvtt(("0.5 2", "One.")))
    track = await workshop.translate("de-DE", "Eins.")
    await workshop.approve(track["id"])
    (cue,) = (await workshop.read(f"/v1/tracks/{track['id']}/cues"))["data"]
    ask = records.get_newest_release

    async def written_meanwhile(*args: Any) -> Any:
        answer = await workshop.write(track["id"], cue["id"], "Eins!", cue["revision"])
        assert answer.status_code == 200
        return await ask(*args)

    with monkeypatch.context() as patch:
        patch.setattr(records, "get_newest_release", written_meanwhile)
        await workshop.work(cut)
    assert [(one["number"], one["stale"]) for one in await workshop.releases(cut)] == [(1, True)]
