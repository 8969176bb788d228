"""What people do with the films of cuts: upload one, take it back, accept that it differs; and whose releases wait."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.films import Film
from schemas.ids import CutId
from schemas.videos import Cut
from service.assets.actions import record as record_asset
from service.assets.model import Kept
from service.assets.store import Store
from service.campaigns.actions import require
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import Person, Scope
from service.media.probe import MediaFacts
from service.problems import Missing, PreconditionFailed
from service.videos import records_films as records
from service.videos.actions import find_cut, segments_of
from service.videos.comparing import compare
from service.videos.films import Held, StoredFilm
from service.videos.model import MEDIA_TYPES, OTHER_MEDIA_TYPE
from service.videos.problems import FilmHasNothingToAccept


async def expect_film(tx: Tx, person: Person, cut: CutId) -> Cut:
    """Refuse an upload before its bytes come, where it could only be refused afterwards."""
    current = await find_cut(tx, cut)
    require(person, "videos:write", current.brand_id, current.market)
    return current


async def film_cut(tx: Tx, person: Person, cut: CutId, kept: Kept, facts: MediaFacts) -> tuple[Film, bool]:
    """Give a cut its film, and whether that is another one. The same bytes again change nothing."""
    current = await expect_film(tx, person, cut)
    await records.lock_cut(tx, cut)
    known = await records.get_film(tx, cut)
    if known is not None and known.sha256 == kept.sha256.hex():
        return known.shown(), False
    await record_asset(tx, kept, MEDIA_TYPES.get(facts.container, OTHER_MEDIA_TYPE))
    await records.replace_film(tx, cut, kept.sha256, facts, person.id)
    film = await find_film(tx, cut)
    await record(tx, person, "cut.filmed", cut, current.brand_id, {"number": film.number, "sha256": film.sha256})
    return film.shown(), True


async def find_film(tx: Tx, cut: CutId) -> StoredFilm:
    """The film of a cut; Missing where it has none, and outside the walls."""
    found = await records.get_film(tx, cut)
    if found is None:
        raise Missing
    return found


async def take_back(tx: Tx, person: Person, cut: CutId, seen: int | None) -> None:
    """A cut without its film: nothing is compared, and its releases wait for nothing."""
    current = await expect_film(tx, person, cut)
    film = await _as_seen(tx, cut, seen)
    await records.withdraw_film(tx, cut)
    await record(tx, person, "cut.film_withdrawn", cut, current.brand_id, {"number": film.number})


async def accept(tx: Tx, person: Person, cut: CutId, seen: int | None, reason: str) -> Film:
    """Say that a film is right in spite of its findings. It holds for this film and this edit list.

    It needs the right to approve captions, not the one to upload films: four eyes see what was cut.
    """
    current = await find_cut(tx, cut)
    require(person, "tracks:approve", current.brand_id, current.market)
    film = await _as_seen(tx, cut, seen)
    if not await records.accept_film(tx, film, person.id, reason.strip()):
        raise FilmHasNothingToAccept("it was accepted already" if film.accepted_at else f"the film is {film.state}")
    data = {"number": film.number, "edit_revision": film.edit_revision, "reason": reason.strip()}
    await record(tx, person, "cut.film_accepted", cut, current.brand_id, data)
    return (await find_film(tx, cut)).shown()


async def held_among(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, Held]:
    """Of these cuts, which were found behind the wall, those whose releases wait for their film. One query."""
    return {one.cut_id: one for one in await records.list_held(tx, cuts)} if cuts else {}


async def compare_film(db: Database, store: Store, scope: Scope, cut: CutId) -> None:
    """Compare a cut's film with the edit list in force, unless that was done. What moved meanwhile brings us back."""
    async with db.reading(scope) as tx:
        film = await records.get_comparable(tx, cut)
        if film is None:
            return
        edit = await segments_of(tx, cut, film.edit_revision)
        footage = await records.list_footage(tx, cut, film.edit_revision)
    check = await compare(store, scope.organization, film, edit, footage)
    async with db.transaction(scope) as tx:
        await records.lock_cut(tx, cut)
        now = await records.get_comparable(tx, cut)
        if now is None or (now.number, now.edit_revision) != (film.number, film.edit_revision):
            return
        if await records.insert_check(tx, film, check):
            data = {"number": film.number, "edit_revision": film.edit_revision, "state": check.state}
            await record(tx, None, "cut.film_compared", cut, film.brand_id, data)


async def _as_seen(tx: Tx, cut: CutId, seen: int | None) -> StoredFilm:
    await records.lock_cut(tx, cut)
    film = await find_film(tx, cut)
    if seen is not None and seen != film.revision:
        raise PreconditionFailed.on(film.shown())
    return film
