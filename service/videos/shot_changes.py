"""Where shots begin: found once in every source, told for a source and, through its edit list, for a cut."""

from __future__ import annotations

from msgspec import Struct

from schemas.ids import CutId, SourceId
from schemas.shots import CutShots, ShotsState, SourceShots
from service.assets.store import Store
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import Scope
from service.media.problems import UnreadableMedia
from service.media.shots import Change, shots
from service.problems import Missing
from service.timedtext.retime import shots_in_cut
from service.videos import records_shots as records
from service.videos.actions import segments_of
from service.videos.model import Edit

SHOTS_JOB = "videos.find_shots"


class Found(Struct, frozen=True):
    """What looking for shots came to."""

    state: ShotsState
    reason: str = ""
    changes: tuple[Change, ...] = ()


async def shots_of_source(tx: Tx, source: SourceId) -> SourceShots:
    """Where the shots of a source begin; Missing outside the walls."""
    found = await records.get_shots(tx, source)
    if found is None:
        raise Missing
    return found


async def shots_of_cut(tx: Tx, cut: CutId) -> CutShots:
    """When the picture of a cut changes; Missing outside the walls. `pending` while a source of it is not looked at."""
    edit = await segments_of(tx, cut)
    return await shots_of_edit(tx, edit)


async def shots_of_edit(tx: Tx, edit: Edit) -> CutShots:
    """The same of a cut that was read already: what checks of its captions take as `shots_ms`."""
    shown = {one.source_id for one in edit.segments if one.layer == "picture"}
    known = {one.source_id: one.frames for one in await records.list_shots_of(tx, sorted(shown, key=str))}
    found = shots_in_cut(known, edit.segments, edit.cut.rate, edit.source_rates)
    return CutShots(cut_id=edit.cut.id, state="found" if shown <= known.keys() else "pending", shots_ms=list(found))


async def find_shots(db: Database, store: Store, scope: Scope, source: SourceId) -> None:
    """Look for the shots of a source, unless that was done. A film that cannot be decoded has none, with the reason."""
    async with db.reading(scope) as tx:
        unseen = await records.get_unseen(tx, source)
    if unseen is None:
        return
    try:
        async with store.local_path(scope.organization, unseen.sha256) as path:
            found = Found("found", changes=(await shots(path)).changes)
    except UnreadableMedia as error:
        found = Found("unreadable", error.reason)
    async with db.transaction(scope) as tx:
        if await records.insert_shots(tx, source, found.state, found.reason, found.changes):
            data = {"state": found.state, "changes": len(found.changes)}
            await record(tx, None, "source.shots_found", source, unseen.brand_id, data)
