"""The rows that say which bytes are kept."""

from __future__ import annotations

import hashlib

from service.assets import actions, records
from service.assets.model import Kept
from service.db.pool import Database
from service.identity import Scope
from tests.jobs.hands import new_organization

KEPT = Kept(hashlib.sha256(b"film").digest(), 4)


async def test_recording_the_same_bytes_again_changes_nothing(db: Database, scope: Scope) -> None:
    async with db.transaction(scope) as tx:
        await actions.record(tx, KEPT, "video/mp4")
    async with db.transaction(scope) as tx:
        await actions.record(tx, KEPT, "text/plain")
        asset = await records.get_asset(tx, KEPT.sha256)
    assert asset is not None
    assert (asset.sha256, asset.size_bytes, asset.media_type) == (KEPT.sha256, 4, "video/mp4")


async def test_another_organization_does_not_know_the_asset(db: Database, scope: Scope) -> None:
    async with db.transaction(scope) as tx:
        await actions.record(tx, KEPT, "video/mp4")
    async with db.reading(Scope(await new_organization(db))) as tx:
        assert await records.get_asset(tx, KEPT.sha256) is None
