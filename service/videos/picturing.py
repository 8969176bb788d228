"""Making what pages show of films: once for the bytes of a film, the poster first, the preview last.

Each part is kept, written down and told as soon as it is made; whoever goes on after a killed worker makes only what is
missing. What is half made lies in a file without a name, and is gone with its process.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec
from msgspec import Struct

from schemas.ids import CutId, SourceId
from schemas.pictures import Part, Pictures
from service.assets.actions import record as record_asset
from service.assets.model import Kept
from service.assets.store import Store
from service.assets.threads import beside
from service.campaigns.actions import require
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import Person, Scope
from service.jobs.queue import Order, enqueue, enqueue_all
from service.media import pictures as media
from service.media.child import Tell
from service.media.problems import UnreadableMedia
from service.problems import Missing
from service.videos import records_pictures as records
from service.videos.actions import get_source_facts
from service.videos.pictures import find_of_source
from service.videos.shot_changes import SHOTS_JOB

Maker = Callable[[Path, BinaryIO, int, Tell], Awaitable[Struct]]

STILLS_JOB, PREVIEW_JOB, POSTER_JOB = "videos.make_stills", "videos.make_preview", "videos.make_cut_poster"
TOLD_EVERY_S = 1.0
IDLE = timedelta(hours=2)  # a worker that said nothing for so long has ended
_ROUND = 500
_PIECE_BYTES = 1 << 20


async def _poster(film: Path, target: BinaryIO, duration_ms: int, _tell: Tell) -> Struct:
    return await media.poster(film, target, duration_ms)


class Making(Struct, frozen=True):
    """How a part is made, what it is, and from where to where it brings the whole."""

    maker: Maker
    media_type: str
    begin: float
    end: float


STILLS: dict[Part, Making] = {
    "poster": Making(_poster, "image/webp", 0.0, 0.03),
    "sheet": Making(media.sheet, "image/webp", 0.03, 0.2),
    "waveform": Making(media.waveform, "application/json", 0.2, 0.22),
}
PREVIEW: dict[Part, Making] = {"preview": Making(media.preview, "video/mp4", 0.22, 1.0)}


class Progress:
    """Writes down how far a part has come, once a second."""

    def __init__(self, db: Database, scope: Scope, sha256: bytes, making: Making) -> None:
        self._db, self._scope, self._sha256, self._making = db, scope, sha256, making
        self._next = 0.0

    async def __call__(self, share: float) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + TOLD_EVERY_S
        whole = self._making.begin + share * (self._making.end - self._making.begin)
        async with self._db.transaction(self._scope) as tx:
            await records.update_progress(tx, self._sha256, whole)


async def make_stills(db: Database, store: Store, scope: Scope, sha256: bytes) -> None:
    """Make the poster, the contact sheet and the waveform of a film, then have the preview made."""
    if await _make(db, store, scope, sha256, STILLS):
        async with db.transaction(scope) as tx:
            await enqueue(tx, PREVIEW_JOB, sha256.hex(), revision="1")


async def make_preview(db: Database, store: Store, scope: Scope, sha256: bytes) -> None:
    """Make the preview of a film, after which it has everything."""
    if await _make(db, store, scope, sha256, PREVIEW):
        async with db.transaction(scope) as tx:
            if await records.end(tx, sha256, "ready"):
                await _tell(tx, sha256, "pictures_ready", {})


async def _make(db: Database, store: Store, scope: Scope, sha256: bytes, parts: dict[Part, Making]) -> bool:
    """Make those of these parts that are missing; False when there is nothing to go on with."""
    async with db.transaction(scope) as tx:
        duration_ms = await records.get_film_length(tx, sha256)
        if duration_ms is None or not await records.begin(tx, sha256):
            return False
        made = await records.list_made_parts(tx, sha256)
    missing = {part: making for part, making in parts.items() if part not in made}
    try:
        async with store.local_path(scope.organization, sha256) as film:
            for part, making in missing.items():
                await _make_part(db, store, scope, sha256, film, duration_ms, part, making)
    except UnreadableMedia as error:
        async with db.transaction(scope) as tx:
            if await records.end(tx, sha256, "failed", error.reason):
                await _tell(tx, sha256, "pictures_failed", {"reason": error.reason})
        return False
    return True


async def _make_part(
    db: Database, store: Store, scope: Scope, sha256: bytes, film: Path, duration_ms: int, part: Part, making: Making
) -> None:
    tell = Progress(db, scope, sha256, making)
    kept, facts = await _kept(store, scope, lambda target: making.maker(film, target, duration_ms, tell))
    async with db.transaction(scope) as tx:
        if kept is not None:
            await record_asset(tx, kept, making.media_type)
        if await records.insert(tx, sha256, part, kept.sha256 if kept else None, facts):
            await records.update_progress(tx, sha256, making.end)
            await _tell(tx, sha256, "pictures_made", {"part": part})


async def _kept(
    store: Store, scope: Scope, make: Callable[[BinaryIO], Awaitable[Struct]]
) -> tuple[Kept | None, dict[str, Any]]:
    """What was made, in the store, with its facts; None where nothing was written."""
    target = cast(BinaryIO, await beside(tempfile.TemporaryFile))
    try:
        facts: dict[str, Any] = msgspec.to_builtins(await make(target))
        size = target.seek(0, 2)
        if not size:
            return None, facts
        target.seek(0)
        return await store.keep(scope.organization, _pieces(target), size), facts
    finally:
        await beside(target.close)


async def _pieces(file: BinaryIO) -> AsyncIterator[bytes]:
    while piece := await beside(file.read, _PIECE_BYTES):
        yield piece


async def _tell(tx: Tx, sha256: bytes, what: str, data: dict[str, Any]) -> None:
    """Note for everything that shows these bytes what happened to them."""
    for source in await records.list_sources_of_bytes(tx, sha256):
        await record(tx, None, f"source.{what}", source.id, source.brand_id, data)
    for cut in await records.list_cuts_of_bytes(tx, sha256):
        await record(tx, None, f"cut.{what}", cut.id, cut.brand_id, data)


async def make_cut_poster(db: Database, store: Store, scope: Scope, cut: CutId) -> None:
    """Make the picture with which a cut begins, unless that was done for this or another cut."""
    async with db.reading(scope) as tx:
        still = await records.get_still(tx, cut)
    if still is None:
        return
    kept: Kept | None = None
    facts: dict[str, Any] = {}
    reason = ""
    try:
        async with store.local_path(scope.organization, still.sha256) as film:
            kept, facts = await _kept(
                *(store, scope),
                lambda target: media.poster(film, target, still.duration_ms, still.frame),
            )
    except UnreadableMedia as error:
        reason = error.reason
    async with db.transaction(scope) as tx:
        if kept is not None:
            await record_asset(tx, kept, "image/webp")
        made = kept.sha256 if kept else None
        if await records.insert(tx, still.sha256, "poster", made, facts, still.frame, reason):
            what, data = ("failed", {"reason": reason}) if reason else ("made", {"part": "poster"})
            await record(tx, None, f"cut.pictures_{what}", cut, still.brand_id, data)


async def retry(tx: Tx, person: Person, source: SourceId) -> Pictures:
    """Have the pictures of a source made once more, where that failed."""
    require(person, "videos:write", (await get_source_facts(tx, source)).brand_id)
    sha256 = await records.get_source_bytes(tx, source)
    if sha256 is None:
        raise Missing
    if await records.begin_anew(tx, sha256):
        await enqueue(tx, STILLS_JOB, sha256.hex(), revision="1")
    return await find_of_source(tx, source)


async def order_missing(db: Database) -> int:
    """Have made what films lack that came before anybody made it, or whose worker ended; how much that is."""
    async with db.system() as tx:
        films = await records.list_films_without(tx, IDLE, _ROUND)
        cuts = await records.list_cuts_without(tx, _ROUND)
        sources = await records.list_sources_without_shots(tx, _ROUND)
        orders = [(one.org, Order(STILLS_JOB, one.sha256.hex(), "1")) for one in films]
        orders += [(one.org, Order(POSTER_JOB, one.cut_id, "1")) for one in cuts]
        orders += [(one.org, Order(SHOTS_JOB, one.source_id, "1")) for one in sources]
        await enqueue_all(tx, orders)
    return len(orders)
