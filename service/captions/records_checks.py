"""How captions stand to the rules, as stored."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from schemas.ids import CutId, OrganizationId
from service.captions.cells import StoredCheck
from service.captions.model import CutFacts, Target
from service.db.pool import Tx
from service.db.queries import load

queries = load(__package__)
MOST_OUTDATED = 2_000  # cuts in one round; the rest waits for the next


class Outdated(Struct, frozen=True):
    """A cut that was checked by rules which hold no more."""

    org: OrganizationId
    cut_id: CutId


async def list_checks(tx: Tx, cuts: Sequence[CutId]) -> list[StoredCheck]:
    return await tx.all(StoredCheck, queries.list_checks, list(cuts))


async def upsert_check(
    tx: Tx,
    cut: CutFacts,
    target: Target,
    pack: str,
    engine: str,
    input_hash: bytes,
    errors: int,
    warnings: int,
    conflicts: int,
) -> None:
    place = (cut.brand_id, cut.id, target.market, target.locale, target.kind)
    await tx.do(queries.upsert_check, *place, pack, engine, input_hash, errors, warnings, conflicts)


async def list_outdated(tx: Tx, packs: dict[str, str], engine: str) -> list[Outdated]:
    """Of all organizations; `packs` are those of now by locale."""
    locales, names = list(packs), list(packs.values())
    return await tx.all(Outdated, queries.list_outdated_checks, locales, names, engine, MOST_OUTDATED)
