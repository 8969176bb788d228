"""What changed under a release: the cue, the fact, the edit list that makes it older than its captions.

Whether a release is stale is decided by the hash of all that goes into it (`releasing.stale_among`); this only names
what moved, so what was changed and changed back is not named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from schemas.ids import ReleaseId
from service.captions.records import queries
from service.db.pool import Tx

MOST = 5
ChangeCode = Literal["edit", "cue", "timing", "fact", "override", "pack", "other"]
_ORDER: tuple[ChangeCode, ...] = ("fact", "cue", "override", "timing", "edit", "pack", "other")  # the closest first


class Since(Struct, frozen=True):
    """From the making of a release to the making of a later one of the same captions; None: to now."""

    then: ReleaseId
    now: ReleaseId | None


class Change(Struct, frozen=True):
    """Something that changed. `key` names a fact, `text` is what a cue says now, `begin_ms` is in the cut."""

    code: ChangeCode
    key: str = ""
    text: str = ""
    begin_ms: int | None = None


class _Row(Struct, frozen=True):
    then_id: ReleaseId
    now_id: ReleaseId | None
    code: ChangeCode
    key: str
    text: str
    begin_ms: int | None


async def changes_under(tx: Tx, wanted: Sequence[Since]) -> dict[Since, tuple[Change, ...]]:
    """What changed in each of these times, at most `MOST` of it, the closest to the words first. One query."""
    if not wanted:
        return {}
    rows = await tx.all(_Row, queries.list_changes_under, [one.then for one in wanted], [one.now for one in wanted])
    found: dict[Since, list[Change]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: (_ORDER.index(one.code), one.begin_ms or 0)):
        found[Since(row.then_id, row.now_id)].append(Change(row.code, row.key, row.text, row.begin_ms))
    return {one: tuple(dict.fromkeys(changes))[:MOST] for one, changes in found.items()}
