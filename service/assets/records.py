"""Assets and uploads as stored."""

from __future__ import annotations

from datetime import timedelta

from schemas.ids import PersonId, UploadId
from service.assets.model import Asset, Due, Kept, Part, UploadRow
from service.db.pool import Tx
from service.db.queries import load

queries = load(__package__)


async def insert_asset(tx: Tx, kept: Kept, media_type: str) -> None:
    """Note kept bytes; noting them again changes nothing."""
    await tx.do(queries.insert_asset, kept.sha256, kept.size_bytes, media_type)


async def get_asset(tx: Tx, sha256: bytes) -> Asset | None:
    """What is known of the bytes of this hash."""
    return await tx.one(Asset, queries.get_asset, sha256)


async def lock_person(tx: Tx, person: PersonId) -> None:
    """Wait until nobody else begins an upload for this person."""
    await tx.do(queries.lock_person, person)


async def count_open_uploads(tx: Tx, person: PersonId) -> int:
    """How many uploads of a person still receive."""
    return int(await tx.value(queries.count_open_uploads, person))


async def insert_upload(tx: Tx, person: PersonId, length_bytes: int, metadata: str, lasts: timedelta) -> UploadRow:
    """A new upload of which nothing has arrived; one of no bytes has all of them."""
    state = "receiving" if length_bytes else "received"
    return await tx.only(UploadRow, queries.insert_upload, person, length_bytes, metadata, state, lasts)


async def get_upload(tx: Tx, upload: UploadId) -> UploadRow | None:
    """The upload, whoever sends it."""
    return await tx.one(UploadRow, queries.get_upload, upload)


async def lock_upload(tx: Tx, upload: UploadId) -> UploadRow | None:
    """The same, which nobody else changes until the transaction ends."""
    return await tx.one(UploadRow, queries.lock_upload, upload)


async def insert_part(tx: Tx, upload: UploadId, part: Part) -> None:
    """Note a part that the storage has."""
    await tx.do(queries.insert_part, upload, part.offset_bytes, part.size_bytes, part.id)


async def list_parts(tx: Tx, upload: UploadId) -> list[Part]:
    """The parts in their order."""
    return await tx.all(Part, queries.list_parts, upload)


async def update_arrived(tx: Tx, upload: UploadId, offset_bytes: int, lasts: timedelta) -> UploadRow:
    """So much has arrived; with the last byte it is received."""
    return await tx.only(UploadRow, queries.update_arrived, upload, offset_bytes, lasts)


async def update_composed(tx: Tx, upload: UploadId, sha256: bytes) -> bool:
    """It is composed; False when it did not wait for that any more."""
    return await tx.do(queries.update_composed, upload, sha256) == 1


async def update_ended(tx: Tx, upload: UploadId, state: str) -> bool:
    """It has ended; False when it had already."""
    return await tx.do(queries.update_ended, upload, state) == 1


async def update_expired(tx: Tx, upload: UploadId) -> bool:
    """Its time is over; False when it is not."""
    return await tx.do(queries.update_expired, upload) == 1


async def has_ended(tx: Tx, upload: UploadId) -> bool:
    """Whether its parts are of no use any more."""
    return bool(await tx.value(queries.has_ended, upload))


async def update_cleared(tx: Tx, upload: UploadId) -> None:
    """Its parts are out of the storage."""
    await tx.do(queries.delete_parts, upload)
    await tx.do(queries.update_cleared, upload)


async def delete_upload(tx: Tx, upload: UploadId, kept_for: timedelta) -> bool:
    """Forget an upload that ended longer ago than this; False when it did not."""
    return await tx.do(queries.delete_upload, upload, kept_for) == 1


async def list_uploads_to_tidy(tx: Tx, kept_for: timedelta, most: int) -> list[Due]:
    """What the hourly round has to look at, of all organizations."""
    return await tx.all(Due, queries.list_uploads_to_tidy, kept_for, most)
