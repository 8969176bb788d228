"""A real worker makes what pages show of a film, is killed in the middle, and another one goes on."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from service.db.pool import Database
from service.settings import ROOT, Settings
from tests.conftest import House
from tests.jobs.hands import eventually
from tests.media.films import film
from tests.studio import Caller, Json, events


@asynccontextmanager
async def worker(settings: Settings, place: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """A worker process, killed at the end; what it writes for a while goes to `place`."""
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "tests.jobs.laborer", "2.0", "1.0", str(place)],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "TMPDIR": str(place),
            "DATABASE_URL": settings.database_url,
            "CUTDOWN_STORAGE_URL": settings.storage_url,
            "CUTDOWN_DATA_DIR": str(place / "data"),
        },
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await process.wait()


def children_at(path: Path) -> list[str]:
    """The processes that read a film."""
    found = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            words = one.read_bytes().split(b"\0")
            found += [words[2].decode()] if os.fsencode(path) in words else []
    return found


PATIENCE_S = 100.0  # for work that gives way to everything else on this machine


async def test_a_killed_worker_leaves_nothing_and_another_goes_on(
    ada: Caller, db: Database, house: House, settings: Settings, tmp_path: Path
) -> None:
    long = film(tmp_path / "long.mp4", size="540x960", seconds=12.0)
    source = await ada.source((await ada.video())["id"], long)
    address = f"/v1/sources/{source['id']}/pictures"
    kept = Path(settings.storage_url.removeprefix("file://"))
    (stored,) = kept.glob(f"*/*/{source['sha256']}")

    async def previewing() -> bool:
        found: Json = await ada.read(address)
        return bool(found["waveform"]) and found["progress"] > 0.25

    async with worker(settings, tmp_path):
        await eventually(previewing, PATIENCE_S)
        assert len(children_at(stored)) in (1, 2)  # shots are looked for at the same time
    await eventually(lambda: not [one for one in children_at(stored) if one.endswith("preview_child.py")])
    half = await ada.read(address)
    assert (half["state"], half["preview"]) == ("making", None)
    parts = [one["data"]["part"] for one in await events(db, house, "source.pictures_made")]
    assert parts == ["poster", "sheet", "waveform"]

    async def is_ready() -> bool:
        return bool((await ada.read(address))["state"] == "ready")

    async with worker(settings, tmp_path):
        await eventually(is_ready, PATIENCE_S)
    whole = await ada.read(address)
    assert [whole[part] for part in parts] == [half[part] for part in parts]
    assert [one["data"]["part"] for one in await events(db, house, "source.pictures_made")] == [*parts, "preview"]
    assert len(await events(db, house, "source.pictures_ready")) == 1
    named = {whole[part]["href"].rpartition("=")[2] for part in (*parts, "preview")}
    lie = {one.name[:12] for one in kept.glob("*/*/*")}
    assert lie == named | {source["sha256"][:12]}
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("tmp")] == []
