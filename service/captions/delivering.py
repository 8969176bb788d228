"""Which caption file an address means, for whom, without asking the database each time, and never for long.

What was found for somebody's walls is remembered for those walls alone, so who may see what is decided by the
statements and nowhere else. It is believed for four seconds at most (`service/memory.py`). Triggers of the database
tell on `cutdown_delivery` which cut or campaign to look at again: when a release is made, approved or withdrawn, and
when a campaign's markets change. After every gap in listening all is forgotten.

Nobody in particular has no walls: a door function names the organization of a file, and only where its market is
public. Such questions take a few connections at a time, so that a flood of them leaves the others to those who work.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from uuid import UUID

from service.assets.store import Store
from service.captions import records
from service.captions.files import DELIVERED, Address, ByKey, Delivery, Latest, StoredFile, in_format, read_address
from service.captions.releasing import stale_among
from service.db.listen import Listener
from service.db.pool import Database, Tx
from service.identity import Scope
from service.memory import Memory

CHANNEL = "cutdown_delivery"
LONGEST_S = 4.0
FRESH_S = 1.0
MOST_BYTES = 32 << 20
SMALL_BYTES = 256 << 10
_OVERHEAD_BYTES = 4 << 10  # what an entry takes besides the file
STRANGERS_AT_ONCE = 2


class Deliveries:
    """The files that were asked for lately.

    With `longest_s` 0 the database is asked each time where a file is and who may have it; what cannot do harm is
    taken over all the same: its bytes, and for FRESH_S whether its release is stale.
    """

    def __init__(
        self,
        db: Database,
        store: Store,
        *,
        longest_s: float = LONGEST_S,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db = db
        self._store = store
        self._clock = clock
        self._memory = Memory[tuple[str, Scope | None], Delivery](longest_s, most_bytes, _weight, clock=clock)
        self._strangers = asyncio.Semaphore(STRANGERS_AT_ONCE)
        self.listener = Listener(db.url, (CHANNEL,), self._hear, self._memory.forget_all, name="cutdown delivery")

    def known(self, path: str, scope: Scope | None) -> Delivery | None:
        """What is remembered for these walls; None says nothing: `find` then."""
        return self._memory.known((path, scope))

    async def find(self, path: str, scope: Scope | None) -> Delivery | None:
        """The file at a path as these walls show it (None: as anybody may have it), withdrawn or not.

        None where there is none. Raises Unavailable and BytesLost.
        """
        return await self._memory.find((path, scope), partial(self._look, path, scope))

    def forget(self, of: UUID) -> None:
        """Look again at the files of a cut or a campaign."""
        self._memory.forget(lambda one: of in (one.file.cut_id.uuid, one.file.campaign_id.uuid))

    def forget_all(self) -> None:
        """Look again at everything."""
        self._memory.forget_all()

    async def _look(self, path: str, scope: Scope | None, last: Delivery | None) -> Delivery | None:
        began, address = self._clock(), read_address(path)
        if address is None:
            return None
        walls = scope or await self._public(address)
        if walls is None:
            return None
        async with self._db.reading(walls) as tx:
            file = await _stored(tx, address)
            if file is None:
                return None
            if last is not None and _same(last.file, file) and began - last.looked_at < FRESH_S:
                return last
            stale = None if scope is None else bool(await stale_among(tx, [file.release_id]))
        if isinstance(address, Latest) and address.format not in DELIVERED:
            file, body = await self._made(walls, file, address.format, last)
        else:
            body = await self._body(walls, file, last)
        return Delivery(walls.organization, file, address, stale=stale, body=body, looked_at=began)

    async def _public(self, address: Address) -> Scope | None:
        """The organization that delivers this to anybody."""
        async with self._strangers, self._db.system() as tx:
            if isinstance(address, ByKey):
                organization = await records.find_public_file(tx, address.file_key)
            else:
                organization = await records.find_public_cut(tx, address.cut_id, address.market)
        return None if organization is None else Scope(organization)

    async def _body(self, walls: Scope, file: StoredFile, last: Delivery | None) -> bytes | None:
        """The bytes of a small file; the same bytes are not read again."""
        if file.size_bytes > SMALL_BYTES or file.withdrawn_at is not None:
            return None
        if last is not None and last.body is not None and last.file.sha256 == file.sha256:
            return last.body
        return await self._store.read_bytes(walls.organization, file.sha256)

    async def _made(
        self, walls: Scope, file: StoredFile, format: str, last: Delivery | None
    ) -> tuple[StoredFile, bytes | None]:
        """A format that is not kept, made of the release's WebVTT."""
        if last is not None and last.body is not None and _same(last.file, file):
            return last.file, last.body
        webvtt = await self._store.read_bytes(walls.organization, file.sha256)
        return await asyncio.to_thread(in_format, file, format, webvtt)

    def _hear(self, _channel: str, payload: str) -> None:
        try:
            self.forget(UUID(payload))
        except ValueError:
            self.forget_all()


@asynccontextmanager
async def delivering(db: Database, store: Store, longest_s: float) -> AsyncIterator[Deliveries]:
    """Deliveries that listen."""
    deliveries = Deliveries(db, store, longest_s=longest_s)
    listening = asyncio.create_task(deliveries.listener.run())
    try:
        yield deliveries
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def _stored(tx: Tx, address: Address) -> StoredFile | None:
    if isinstance(address, ByKey):
        file = await records.get_file(tx, address.file_key)
        return file if file is not None and file.url.endswith(f"/{address.name}") else None
    kept = address.format if address.format in DELIVERED else "vtt"
    return await records.get_latest_file(tx, address.cut_id, address.market, address.locale, kept)


def _same(made: StoredFile, file: StoredFile) -> bool:
    """Whether the first is the second, or the same release in another format."""
    return made == file or (made.release_id, made.withdrawn_at) == (file.release_id, file.withdrawn_at)


def _weight(delivery: Delivery) -> int:
    return _OVERHEAD_BYTES + len(delivery.body or b"")
