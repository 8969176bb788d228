"""Checklists as stored: answers and measurements, and the rows of earlier rooms that they are computed from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from schemas.checklists import Answer, AnswerStatus, SubjectKind
from schemas.ids import AnswerId, BrandId, CampaignId, CutId, OrganizationId, PersonId
from service.accessibility.model import Pair, Place, Released, Said, StoredAnswer, StoredMeasurement
from service.db.pool import Tx
from service.db.queries import Slice, Sort, load

queries = load(__package__)
MOST_TOLD = 2_000  # answers in one archive of evidence
MOST_UNMEASURED = 1_000  # cuts in one round; the rest waits for the next


class Unmeasured(Struct, frozen=True):
    """A cut of which something is not measured by the rules of now."""

    org: OrganizationId
    cut_id: CutId


class Written(Struct, frozen=True):
    """An answer to be written; its fields are the columns of `insert_answers` in their order."""

    brand_id: BrandId
    cut_id: CutId
    market: str
    item: str
    number: int
    status: AnswerStatus
    sentence: str
    role: str
    subject: SubjectKind
    subject_sha256: bytes | None
    inputs: dict[str, Any]
    item_hash: bytes


async def list_pairs(tx: Tx, campaign: CampaignId, market: str | None = None) -> list[Pair]:
    """The cuts of a campaign in the markets that they are for, in all or in one."""
    return [(CutId(row[0]), row[1]) for row in await tx.rows(queries.list_pairs, campaign, market)]


async def list_pairs_of_cut(tx: Tx, cut: CutId) -> list[Pair]:
    """A cut in the markets that it is for."""
    return [(CutId(row[0]), row[1]) for row in await tx.rows(queries.list_pairs_of_cut, cut)]


async def has_campaign(tx: Tx, campaign: CampaignId) -> bool:
    """Whether it lies inside the walls."""
    return bool(await tx.value(queries.has_campaign, campaign))


async def list_places(tx: Tx, pairs: Sequence[Pair]) -> list[Place]:
    """Those of these pairs that lie inside the walls and that the cut is for, in their order."""
    cuts, markets = _columns(pairs)
    return await tx.all(Place, queries.list_places, cuts, markets)


async def list_said(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, Said]:
    """What these cuts, which were found behind the wall, say."""
    return {one.cut_id: one for one in await tx.all(Said, queries.list_said, list(cuts))}


async def list_released(tx: Tx, pairs: Sequence[Pair]) -> list[Released]:
    cuts, markets = _columns(pairs)
    return await tx.all(Released, queries.list_released, cuts, markets)


async def list_standing_answers(tx: Tx, pairs: Sequence[Pair]) -> list[StoredAnswer]:
    """The newest answer to each item of these checklists."""
    cuts, markets = _columns(pairs)
    return await tx.all(StoredAnswer, queries.list_standing_answers, cuts, markets)


async def list_every_answer(tx: Tx, cut: CutId, market: str) -> list[Answer]:
    """Everything that was ever answered to a checklist, the newest first; at most `MOST_TOLD` of it."""
    newest = Slice(Sort("id", "uuid", descending=True), None, MOST_TOLD)
    return (await tx.page(Answer, queries.list_answers, newest, cut, market, None))[:MOST_TOLD]


async def get_answer(tx: Tx, answer: AnswerId) -> Answer | None:
    """The answer, unless it lies outside the walls."""
    return await tx.one(Answer, queries.get_answer, answer)


async def lock_cuts(tx: Tx, cuts: Sequence[CutId]) -> None:
    """Whoever answers for one of them next waits for this transaction."""
    await tx.rows(queries.lock_cuts, list(cuts))


async def insert_answers(tx: Tx, by: PersonId, rows: Sequence[Written]) -> None:
    """Many answers in one statement."""
    columns = [[getattr(one, name) for one in rows] for name in Written.__struct_fields__]
    await tx.do(queries.insert_answers, by, *columns)


async def list_measurements(tx: Tx, of: Sequence[bytes]) -> list[StoredMeasurement]:
    """What was measured of these bytes."""
    return await tx.all(StoredMeasurement, queries.list_measurements, list(of)) if of else []


async def insert_measurement(
    tx: Tx, sha256: bytes, tool: str, version: str, profile: str, value: dict[str, Any]
) -> bool:
    """Whether it was not there yet."""
    return await tx.do(queries.insert_measurement, sha256, tool, version, profile, value) == 1


async def list_unmeasured(tx: Tx, packs: dict[str, str], *tools: str) -> list[Unmeasured]:
    """Of all organizations. `packs` are those of now by locale; `tools` those of captions and sound, with versions."""
    locales, names = list(packs), list(packs.values())
    text, text_version, sound, sound_version = tools
    return await tx.all(
        Unmeasured,
        queries.list_unmeasured,
        locales,
        names,
        text,
        text_version,
        sound,
        sound_version,
        MOST_UNMEASURED,
    )


def _columns(pairs: Sequence[Pair]) -> tuple[list[CutId], list[str]]:
    return [cut for cut, _ in pairs], [market for _, market in pairs]
