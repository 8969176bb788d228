"""What people do with uploads: begin one, send its parts, end it, use it. Only who sends an upload sees it, and the
administrators of the whole organization do (an upload has no brand).

A part lies in the storage before its row is written, and where the row is refused the part is removed again.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from schemas.ids import UploadId
from schemas.uploads import Upload
from schemas.vocabulary import UploadState
from service.assets import records
from service.assets.arriving import Arriving
from service.assets.model import Kept, Part, UploadRow
from service.assets.problems import TooManyUploads, UploadGone, UploadNotReady, WrongOffset
from service.assets.store import Store
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import Person, Role, Scope
from service.problems import Missing, TooLarge

LASTS = timedelta(hours=24)
MOST_OPEN = 20
_OVER = ("terminated", "expired")


async def begin(tx: Tx, person: Person, length_bytes: int, metadata: str) -> UploadRow:
    """A new upload of this person. TooManyUploads when they have too many unfinished ones."""
    await records.lock_person(tx, person.id)
    if await records.count_open_uploads(tx, person.id) >= MOST_OPEN:
        raise TooManyUploads(f"{MOST_OPEN} uploads of yours are unfinished; finish or end one", most=MOST_OPEN)
    row = await records.insert_upload(tx, person.id, length_bytes, metadata, LASTS)
    if not length_bytes:
        await record(tx, person, "upload.completed", row.id, None)
    return row


async def find(tx: Tx, person: Person, upload: UploadId) -> UploadRow:
    """The upload. Missing for whoever may not see it, UploadGone when it is over."""
    return _seen(person, await records.get_upload(tx, upload))


async def receive(
    db: Database, store: Store, person: Person, upload: UploadId, offset_bytes: int, arriving: Arriving
) -> UploadRow:
    """Keep what arrives, part after part, each in a transaction of its own. WrongOffset when another request was first;
    then its parts stay, and of this one's those before."""
    async with db.reading(person.scope) as tx:
        row = await find(tx, person, upload)
    _require_offset(row, offset_bytes)
    organization = person.scope.organization
    while await arriving.more():
        part, left = uuid4(), row.length_bytes - row.offset_bytes
        if not left:
            raise TooLarge(f"the file has {row.length_bytes} bytes", limit_bytes=0)
        size = await store.keep_part(organization, upload, part, arriving.part(), left)
        try:
            async with db.transaction(person.scope) as tx:
                row = await _append(tx, person, upload, Part(row.offset_bytes, size, part))
        except (Missing, UploadGone, WrongOffset):  # after any other failure the row may be there all the same
            await store.drop_part(organization, upload, part)
            raise
    return row


async def end(tx: Tx, person: Person, upload: UploadId) -> None:
    """Give an upload up. Missing and UploadGone as `find`."""
    await find(tx, person, upload)
    if not await records.update_ended(tx, upload, "terminated"):
        raise UploadGone("somebody ended it just now")
    await record(tx, person, "upload.terminated", upload, None)


async def use(tx: Tx, person: Person, upload: UploadId) -> Kept:
    """The composed bytes. UploadNotReady while parts are missing or are still being put together."""
    row = await find(tx, person, upload)
    if row.sha256 is not None:
        return Kept(row.sha256, row.length_bytes)
    if row.state == UploadState.RECEIVED:
        raise UploadNotReady("its parts are still being put together", state=row.state, headers={"retry-after": "2"})
    raise UploadNotReady(f"{row.length_bytes - row.offset_bytes} bytes are missing", state=row.state)


def shown(row: UploadRow) -> Upload:
    """An upload as the wire has it."""
    return Upload(
        id=row.id,
        state=UploadState(row.state),
        length_bytes=row.length_bytes,
        offset_bytes=row.offset_bytes,
        metadata=row.metadata,
        sha256=None if row.sha256 is None else row.sha256.hex(),
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


async def clear(db: Database, store: Store, scope: Scope, upload: UploadId) -> None:
    """Remove the parts of an upload that has ended or is composed; of any other one nothing."""
    async with db.reading(scope) as tx:
        if not await records.has_ended(tx, upload):
            return
    await store.drop_parts(scope.organization, upload)
    async with db.transaction(scope) as tx:
        await records.update_cleared(tx, upload)


def _seen(person: Person, row: UploadRow | None) -> UploadRow:
    if row is None or (row.person_id != person.id and not _administers_all(person)):
        raise Missing
    if row.state in _OVER:
        raise UploadGone("it was ended" if row.state == "terminated" else "nothing arrived for 24 hours")
    return row


def _administers_all(person: Person) -> bool:
    grants = (grant for grant in person.grants if grant.brand is None and grant.market is None)
    whole = person.scope.brands is None and person.may("people:manage")
    return whole and any(grant.role is Role.ADMIN for grant in grants)


def _require_offset(row: UploadRow, offset_bytes: int) -> None:
    if row.offset_bytes != offset_bytes:
        raise WrongOffset(
            f"{row.offset_bytes} bytes have arrived",
            offset_bytes=row.offset_bytes,
            headers={"Upload-Offset": str(row.offset_bytes)},
        )


async def _append(tx: Tx, person: Person, upload: UploadId, part: Part) -> UploadRow:
    row = _seen(person, await records.lock_upload(tx, upload))
    _require_offset(row, part.offset_bytes)
    await records.insert_part(tx, upload, part)
    row = await records.update_arrived(tx, upload, part.offset_bytes + part.size_bytes, LASTS)
    if row.state == UploadState.RECEIVED:
        await record(tx, person, "upload.completed", upload, None)
    return row
