"""What there is to show of films, as stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from schemas.ids import CutId, SourceId
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


async def list_of_sources(tx: Tx, sources: Sequence[SourceId]) -> list[OfSource]:
    """What is made of those of these sources that lie inside the walls."""
    return await tx.all(OfSource, queries.list_source_pictures, list(sources)) if sources else []


async def list_of_cuts(tx: Tx, cuts: Sequence[CutId]) -> list[OfCut]:
    """What is made of those of these cuts that lie inside the walls."""
    return await tx.all(OfCut, queries.list_cut_pictures, list(cuts)) if cuts else []
