"""What follows from uploads by itself: a received one is composed, one that is over loses its parts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import structlog

from schemas.ids import OrganizationId, UploadId
from service.assets import records
from service.assets.model import Part
from service.assets.store import Store
from service.assets.uploading import clear
from service.db.pool import Database
from service.events.actions import record
from service.events.model import Event
from service.events.subscriptions import on
from service.identity import Scope
from service.jobs.queue import Order
from service.jobs.registry import Job, job

log = structlog.get_logger(__name__)

REMEMBERED = timedelta(days=7)  # how long an upload that ended can be asked for: 410 before, 404 afterwards
_ROUND = 500


@on("upload.completed")
def after_arrival(event: Event) -> list[Order]:
    """All parts have arrived."""
    return [Order("assets.compose", event.subject, revision="1")]


@on("upload.terminated", "upload.expired")
def after_end(event: Event) -> list[Order]:
    """Nobody wants the parts any more."""
    return [Order("assets.clear", event.subject, revision="1")]


@job("assets.compose", at_once=2, limit_s=3600)
async def compose(db: Database, job: Job) -> None:
    """Put the parts together, one after the other and never in memory; equal files of an organization are one."""
    upload, store = UploadId.parse(job.subject), job.tool(Store)
    async with db.reading(job.scope) as tx:
        row = await records.get_upload(tx, upload)
        parts = await records.list_parts(tx, upload)
    if row is None or row.state in ("terminated", "expired"):
        return
    if row.sha256 is None:
        organization = job.scope.organization
        kept = await store.keep(organization, _bytes_of(store, organization, upload, parts), row.length_bytes)
        if kept.size_bytes != row.length_bytes:
            raise ValueError(f"the parts of {upload} come to {kept.size_bytes} of {row.length_bytes} bytes")
        async with db.transaction(job.scope) as tx:
            if not await records.update_composed(tx, upload, kept.sha256):
                return
            await record(tx, None, "upload.composed", upload, None)
    await clear(db, store, job.scope, upload)


@job("assets.clear")
async def clear_parts(db: Database, job: Job) -> None:
    """Remove the parts of an upload that is over."""
    await clear(db, job.tool(Store), job.scope, UploadId.parse(job.subject))


async def tidy_uploads(db: Database, store: Store) -> int:
    """The hourly round: expire what nothing came for, remove parts that stayed behind, forget what ended long ago; how
    many uploads it dealt with."""
    async with db.system() as tx:
        due = await records.list_uploads_to_tidy(tx, REMEMBERED, _ROUND)
    for one in due:
        scope = Scope(one.org)
        async with db.transaction(scope) as tx:
            if await records.update_expired(tx, one.id):
                await record(tx, None, "upload.expired", one.id, None)
                continue
        await clear(db, store, scope, one.id)
        async with db.transaction(scope) as tx:
            await records.delete_upload(tx, one.id, REMEMBERED)
    return len(due)


async def _bytes_of(
    store: Store, organization: OrganizationId, upload: UploadId, parts: Sequence[Part]
) -> AsyncIterator[bytes]:
    for part in parts:
        async for piece in await store.read_part(organization, upload, part.id):
            yield piece
