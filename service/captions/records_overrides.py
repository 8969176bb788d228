"""Overrides as stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from schemas.ids import BrandId, CueId, CutId, OverrideId, PersonId, SegmentId
from service.captions.merging import Field, StoredOverride
from service.captions.model import Wanted
from service.db.pool import Tx
from service.db.queries import load

queries = load(__package__)


class CountedCut(Struct, frozen=True):
    """A cut and how often its overrides were changed."""

    cut_id: CutId
    brand_id: BrandId
    override_revision: int


class CountedPlace(Struct, frozen=True):
    """A cue in a cut, and how often what is derived there and its overrides were changed."""

    cue_id: UUID
    segment_id: UUID
    revision: int


class Overridden(Struct, frozen=True):
    """That a cut has overrides in a track, or (None) in every language."""

    cut_id: CutId
    locale: str | None
    kind: str | None


async def list_overrides(tx: Tx, cuts: Sequence[CutId], locales: Sequence[str]) -> list[StoredOverride]:
    """Those of these cuts that hold in every language or in these."""
    return await tx.all(StoredOverride, queries.list_overrides, list(cuts), list(locales))


async def list_overridden(tx: Tx, cuts: Sequence[CutId]) -> list[Overridden]:
    return await tx.all(Overridden, queries.list_overridden, list(cuts))


async def get_override(tx: Tx, override: OverrideId) -> StoredOverride | None:
    return await tx.one(StoredOverride, queries.get_override, override)


async def list_revisions(tx: Tx, wanted: Wanted) -> dict[tuple[UUID, UUID], int]:
    """By cue and segment."""
    places = await tx.all(CountedPlace, queries.list_place_revisions, wanted.cut_id, wanted.locale, wanted.kind)
    return {(one.cue_id, one.segment_id): one.revision for one in places}


async def get_override_revision(tx: Tx, cut: CutId) -> int:
    """How often the overrides of a cut were changed."""
    return await tx.value(queries.get_override_revision, cut) or 0


async def lock_overrides(tx: Tx, cut: CutId) -> CountedCut | None:
    """Writers of one cut's overrides stand in line here."""
    return await tx.one(CountedCut, queries.open_cut_captions, cut)


async def replace_overrides(
    tx: Tx,
    cut: CountedCut,
    place: tuple[CueId, SegmentId],
    track: tuple[str | None, str | None],
    changes: Iterable[tuple[Field, Any, Any]],
    by: PersonId,
) -> int:
    """New (field, base, value) in one place; a value of None takes the override back. The cut's new count."""
    (cue, segment), (locale, kind), revision = place, track, cut.override_revision + 1
    rows = [
        (cut.cut_id, cue, segment, locale, kind, field, base, value, revision, by) for field, base, value in changes
    ]
    await tx.each(queries.upsert_override, rows)
    await tx.do(queries.count_overrides, cut.cut_id, revision)
    return revision
