"""What there is to show of films, as stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct

from schemas.ids import BrandId, CutId, OrganizationId, SourceId
from schemas.pictures import Part, PicturesState
from service.db.pool import Tx
from service.videos.records import queries

WHOLE = -1  # instead of a frame: the poster that stands for the whole film


class Made(Struct, frozen=True):
    """A part that is made: the sha256 of its bytes in hexadecimal, and its size and the like. `frame` is the one that a
    cut's poster shows, or `WHOLE`."""

    part: Part
    frame: int
    made: str
    facts: dict[str, Any]


class OfSource(Struct, frozen=True):
    """What is made of a source."""

    id: SourceId
    state: PicturesState
    progress: float
    reason: str
    made: list[Made]


class OfCut(Struct, frozen=True):
    """What is made of a cut."""

    id: CutId
    state: PicturesState
    progress: float
    reason: str
    made: list[Made]


class ShownSource(Struct, frozen=True):
    """A source that has certain bytes."""

    id: SourceId
    brand_id: BrandId


class ShownCut(Struct, frozen=True):
    """A cut whose film certain bytes are."""

    id: CutId
    brand_id: BrandId


class Still(Struct, frozen=True):
    """The frame that stands for a cut, what it shows after a third of its time, in the bytes of its source."""

    brand_id: BrandId
    sha256: bytes
    frame: int
    duration_ms: int


class Bytes(Struct, frozen=True):
    """The bytes of a part."""

    sha256: bytes
    size_bytes: int
    media_type: str


class Bare(Struct, frozen=True):
    """A film of which nothing is made."""

    org: OrganizationId
    sha256: bytes


class BareCut(Struct, frozen=True):
    """A cut without a poster."""

    org: OrganizationId
    cut_id: CutId


class BareSource(Struct, frozen=True):
    """A source whose shots nobody looked for."""

    org: OrganizationId
    source_id: SourceId


async def list_of_sources(tx: Tx, sources: Sequence[SourceId]) -> list[OfSource]:
    """What is made of those of these sources that lie inside the walls."""
    return await tx.all(OfSource, queries.list_source_pictures, list(sources)) if sources else []


async def list_of_cuts(tx: Tx, cuts: Sequence[CutId]) -> list[OfCut]:
    """What is made of those of these cuts that lie inside the walls."""
    return await tx.all(OfCut, queries.list_cut_pictures, list(cuts)) if cuts else []


async def get_source_bytes(tx: Tx, source: SourceId) -> bytes | None:
    """The sha256 of a source's film, unless it lies outside the walls."""
    found: bytes | None = await tx.value(queries.get_source_bytes, source)
    return found


async def get_source_picture(tx: Tx, source: SourceId, part: Part) -> Bytes | None:
    """The bytes of a part of a source; None while it is not made, and outside the walls."""
    return await tx.one(Bytes, queries.get_source_picture, source, part)


async def get_cut_picture(tx: Tx, cut: CutId, part: Part) -> Bytes | None:
    """The same of a cut."""
    return await tx.one(Bytes, queries.get_cut_picture, cut, part)


async def get_film_length(tx: Tx, sha256: bytes) -> int | None:
    """How many milliseconds a film lasts; None when nothing has it any more."""
    found: int | None = await tx.value(queries.get_source_length, sha256)
    return found or await tx.value(queries.get_film_length, sha256)


async def begin(tx: Tx, sha256: bytes) -> bool:
    """Say that a film is worked on; False when that is over."""
    return bool(await tx.value(queries.begin_pictures, sha256))


async def begin_anew(tx: Tx, sha256: bytes) -> bool:
    """The same of a film of which not everything could be made; False when it is not one."""
    return await tx.do(queries.retry_pictures, sha256) == 1


async def update_progress(tx: Tx, sha256: bytes, share: float) -> None:
    """How far the work has come."""
    await tx.do(queries.update_progress, sha256, share)


async def end(tx: Tx, sha256: bytes, state: PicturesState, reason: str = "") -> bool:
    """The work is over; False when it was already."""
    return await tx.do(queries.end_pictures, sha256, state, reason) == 1


async def list_made_parts(tx: Tx, sha256: bytes) -> set[Part]:
    """The parts of a film that are made."""
    return {row["part"] for row in await tx.rows(queries.list_made_parts, sha256)}


async def insert(
    tx: Tx, sha256: bytes, part: Part, made: bytes | None, facts: dict[str, Any], frame: int = WHOLE, reason: str = ""
) -> bool:
    """A part that was made, or `None` and the reason why there is none; False when it was written already."""
    return await tx.do(queries.insert_picture, sha256, part, frame, made, reason, facts) == 1


async def list_sources_of_bytes(tx: Tx, sha256: bytes) -> list[ShownSource]:
    """The sources that have these bytes."""
    return await tx.all(ShownSource, queries.list_sources_of_bytes, sha256)


async def list_cuts_of_bytes(tx: Tx, sha256: bytes) -> list[ShownCut]:
    """The cuts whose film these bytes are."""
    return await tx.all(ShownCut, queries.list_cuts_of_bytes, sha256)


async def get_still(tx: Tx, cut: CutId) -> Still | None:
    """The frame that stands for a cut; None when its poster is made or cannot be."""
    return await tx.one(Still, queries.get_still, cut)


async def list_films_without(tx: Tx, idle: timedelta, most: int) -> list[Bare]:
    """Films of all organizations of which nothing is made, or at which nobody has worked for so long."""
    return await tx.all(Bare, queries.list_films_without_pictures, idle, most)


async def list_cuts_without(tx: Tx, most: int) -> list[BareCut]:
    """Cuts of all organizations that have no poster."""
    return await tx.all(BareCut, queries.list_cuts_without_poster, most)


async def list_sources_without_shots(tx: Tx, most: int) -> list[BareSource]:
    """Sources of all organizations whose shots nobody looked for."""
    return await tx.all(BareSource, queries.list_sources_without_shots, most)
