"""The demo's films on their way: rendered, sent as sources, cut, and one cut's own film beside its edit list."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

from service.demo import film
from service.demo.captions import PATIENCE_S, PAUSE_S
from service.demo.client import Client, DemoFailed, Ledger
from service.demo.content import Content, Cut, Film
from service.demo.export import export

MP4 = {"content-type": "video/mp4"}

Result = TypeVar("Result")
Say = Callable[[str], None]


class Stopped(Exception):
    """The load ends while a film is being made."""


async def rendered(ledger: Ledger, demo: Content, wanted: Film, directory: Path, say: Say) -> Path:
    """A film's file, which is rendered unless an earlier load has done it, or has sent it already."""
    path = directory / wanted.file_name
    if not path.exists() and _source(wanted) not in ledger.made:
        await _making(say, lambda progress: film.render(wanted, demo.speakers, directory, progress))
    return path


async def add(client: Client, wanted: Film, path: Path, video: str, say: Say) -> str:
    """The source made of a film; its id."""
    name = _source(wanted)
    if name not in client.ledger.made:
        say(f"Uploading {wanted.name}, {path.stat().st_size / 1e6:.1f} MB")
        query = {"role": wanted.role, "name": wanted.name}
        sent = {"params": query, "content": _pieces(path), "headers": MP4}
        await client.once(name, "POST", f"/v1/videos/{video}/sources", **sent)
    return str(client.ledger.made[name]["id"])


def _source(wanted: Film) -> str:
    return f"source {wanted.name}"


async def cut(client: Client, demo: Content, planned: Cut, video: str, sources: dict[str, str]) -> str:
    """A cut by its edit list, for picture and sound alike; its id. `sources` are ids by the name of the film."""
    segments = [
        {"layer": layer, "source_id": sources[of.name], "in_frame": into, "out_frame": out, "cut_in_frame": begin}
        for layer in ("picture", "sound")
        for of, into, out, begin in demo.placed(planned)
    ]
    made = await client.make(
        f"cut {planned.key}",
        f"/v1/videos/{video}/cuts",
        code=planned.key,
        name=planned.name,
        purpose=planned.purpose,
        aspect=planned.aspect,
        platform=planned.platform,
        market=planned.market,
        fps={"num": demo.master.rate_num, "den": demo.master.rate_den},
        segments=segments,
    )
    return str(made["id"])


async def film_cut(client: Client, demo: Content, planned: Cut, cut_id: str, directory: Path, say: Say) -> None:
    """Give a cut its own film, made of the sources as an editor's export is."""
    name = f"film {planned.key}"
    if name not in client.ledger.made:
        path = await _making(say, lambda progress: export(demo, planned, directory, progress))
        address = f"/v1/cuts/{cut_id}/film"
        await client.once(name, "PUT", address, content=_pieces(path), headers=MP4)


async def until_compared(client: Client, cut_id: str) -> None:
    """Wait for the worker to have compared a cut's film with its edit list."""
    for _ in range(int(PATIENCE_S / PAUSE_S)):
        if (await client.read(f"/v1/cuts/{cut_id}/film"))["state"] != "pending":
            return
        await asyncio.sleep(PAUSE_S)
    raise DemoFailed(f"the film of {cut_id} was not compared within {PATIENCE_S:g} s; is the worker running?")


async def _making(say: Say, make: Callable[[film.Progress], Result]) -> Result:
    """Make a film in a thread, say how far it is at every tenth, and stop it when the load is stopped."""
    stop, last = threading.Event(), -1

    def progress(share: float, what: str) -> None:
        nonlocal last
        if stop.is_set():
            raise Stopped
        if int(share * 10) > last:
            last = int(share * 10)
            say(f"{what} {share:4.0%}")

    making = asyncio.create_task(asyncio.to_thread(make, progress))
    try:
        return await asyncio.shield(making)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.gather(making, return_exceptions=True)
        raise


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, 1 << 20):
            yield piece
