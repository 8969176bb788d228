"""The films of cuts as stored, and what comparing them found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemas.ids import CutId, PersonId
from service.db.pool import Tx
from service.media.probe import MediaFacts
from service.videos.films import Check, Comparable, FilmStanding, Footage, Held, StoredFilm
from service.videos.records import queries


async def get_film(tx: Tx, cut: CutId) -> StoredFilm | None:
    """The film of a cut; None where it has none, or outside the walls."""
    return await tx.one(StoredFilm, queries.get_cut_film, cut)


async def list_held(tx: Tx, cuts: Sequence[CutId]) -> list[Held]:
    """Of these cuts, those whose releases wait for their film."""
    return await tx.all(Held, queries.list_held, list(cuts))


async def list_standings(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, FilmStanding]:
    """How the films of those of these cuts that have one stand to their edit lists."""
    return {one.cut_id: one for one in await tx.all(FilmStanding, queries.list_film_standings, list(cuts))}


async def lock_cut(tx: Tx, cut: CutId) -> None:
    """Wait until nobody else changes the cut, its film or its releases."""
    await tx.do(queries.lock_cut, cut)


async def replace_film(tx: Tx, cut: CutId, sha256: bytes, facts: MediaFacts, by: PersonId) -> None:
    """A new film of noted bytes in the place of the one before it."""
    await tx.do(queries.withdraw_film, cut)
    await tx.value(
        queries.insert_film,
        *(cut, sha256, facts.container, facts.video_codec, facts.audio_codec, facts.width_px, facts.height_px),
        *(facts.rate_num, facts.rate_den, facts.frames, facts.duration_ms, facts.faststart is not False, by),
    )
    await tx.do(queries.set_film, cut, sha256)


async def withdraw_film(tx: Tx, cut: CutId) -> None:
    """The cut has no film any more."""
    await tx.do(queries.withdraw_film, cut)
    await tx.do(queries.set_film, cut, None)


async def get_comparable(tx: Tx, cut: CutId) -> Comparable | None:
    """The film of a cut that waits to be compared; None when nothing waits."""
    return await tx.one(Comparable, queries.get_comparable, cut)


async def list_footage(tx: Tx, cut: CutId, edit_revision: int) -> list[Footage]:
    """The sources of one edit list."""
    return await tx.all(Footage, queries.list_footage, cut, edit_revision)


async def insert_check(tx: Tx, film: Comparable, check: Check) -> bool:
    """What comparing a film with one edit list came to; False when that was written already."""
    key = (film.cut_id, film.number, film.edit_revision)
    facts = (check.state, check.reason, check.pictures, check.sounds)
    if not await tx.do(queries.insert_film_check, *key, *facts):
        return False
    rows: list[tuple[Any, ...]] = [
        (
            *(film.cut_id, film.number, film.edit_revision, at, one.kind, one.segment_id, one.cut_frame),
            *(one.measured, one.expected, one.tolerance, one.detail),
        )
        for at, one in enumerate(check.findings)
    ]
    await tx.each(queries.insert_film_finding, rows)
    await tx.do(queries.count_change, film.cut_id, film.number)
    return True


async def accept_film(tx: Tx, film: StoredFilm, by: PersonId, reason: str) -> bool:
    """Whether there was something to accept that nobody had accepted."""
    if not await tx.do(queries.accept_film, film.cut_id, film.number, film.edit_revision, by, reason):
        return False
    await tx.do(queries.count_change, film.cut_id, film.number)
    return True
