"""Measuring what cuts show, after every change and whenever the rules change, so that the matrix need only look it up.

A count is stored with the hash of everything it was found from; what has not moved is not measured again.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Collection, Sequence

from msgspec import Struct

from schemas.ids import CutId
from service.captions import records, records_checks
from service.captions.judging import judge, list_shown, pack_of
from service.captions.model import ENGINE, CutFacts, Projected, Target, input_hash
from service.db.pool import Database
from service.identity import Scope
from service.jobs.queue import Order, enqueue_all
from service.rulebook import Rulebook
from service.videos.shot_changes import shots_of_cut


class Counted(Struct, frozen=True):
    """What was found for a target."""

    target: Target
    pack: str
    input_hash: bytes
    errors: int
    warnings: int
    conflicts: int


async def check_cut(
    db: Database, rulebook: Rulebook, scope: Scope, cut_id: CutId, locales: Collection[str] | None = None
) -> int:
    """Measure the captions of a cut in these locales (None: all) of its markets, where they moved; how many did."""
    async with db.reading(scope) as tx:
        cut = await records.get_cut(tx, cut_id)
        if cut is None:
            return 0
        targets = [one for one in await records.list_targets(tx, cut_id) if locales is None or one.locale in locales]
        known = {(k.market, k.locale, k.kind): k.input_hash for k in await records_checks.list_checks(tx, [cut_id])}
        tracks = await list_shown(tx, cut, targets)
        shots = (await shots_of_cut(tx, cut_id)).shots_ms
    moved = [
        (target, rows)
        for target, (rows, _) in zip(targets, tracks, strict=True)
        if known.get((target.market, target.locale, target.kind)) != _hash(rulebook, cut, target, rows, shots)
    ]
    found = await asyncio.to_thread(_count, rulebook, cut, moved, shots) if moved else []
    if not found:
        return 0
    async with db.transaction(scope) as tx:
        locked = await records.lock_cut(tx, cut_id)
        if locked is None:
            return 0
        tracks = await list_shown(tx, locked, [one.target for one in found])
        now = [
            (one, _hash(rulebook, locked, one.target, rows, shots))
            for one, (rows, _) in zip(found, tracks, strict=True)
        ]
        still = [one for one, hashed in now if hashed == one.input_hash]  # else the event of that change comes back
        for one in still:
            facts = (one.pack, ENGINE, one.input_hash, one.errors, one.warnings, one.conflicts)
            await records_checks.upsert_check(tx, locked, one.target, *facts)
    return len(still)


async def order_outdated(db: Database, rulebook: Rulebook) -> int:
    """Have everything measured again that was measured by other rules than those of now; how many cuts that are."""
    packs = {language.tag: pack_of(rulebook, language.tag) for language in rulebook.languages}
    async with db.system() as tx:
        outdated = await records_checks.list_outdated(tx, packs, ENGINE)
        revision = hashlib.sha256(repr(sorted(packs.items())).encode() + ENGINE.encode()).hexdigest()[:16]
        await enqueue_all(tx, [(one.org, Order("captions.check_cut", one.cut_id, revision)) for one in outdated])
    return len(outdated)


def _count(
    rulebook: Rulebook, cut: CutFacts, moved: Sequence[tuple[Target, Sequence[Projected]]], shots: Sequence[int]
) -> list[Counted]:
    found = []
    for target, rows in moved:
        judged = judge(rulebook, cut, target.locale, target.kind, rows, shots)
        hashed = _hash(rulebook, cut, target, rows, shots)
        pack = pack_of(rulebook, target.locale)
        found.append(Counted(target, pack, hashed, judged.errors, judged.warnings, _contested(rows)))
    return found


def _hash(rulebook: Rulebook, cut: CutFacts, target: Target, rows: Sequence[Projected], shots: Sequence[int]) -> bytes:
    """Of all that the findings and conflicts come from."""
    said = input_hash(rows, target.locale, target.kind, pack_of(rulebook, target.locale))
    film = f"{cut.aspect} {cut.duration_ms} {cut.fps_num}/{cut.fps_den} {list(shots)} {_contested(rows)}"
    return hashlib.sha256(said + film.encode()).digest()


def _contested(rows: Sequence[Projected]) -> int:
    return sum(row.contested for row in rows)
