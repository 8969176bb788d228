"""The ground of many checklists at once: everything that they are computed from, in a fixed number of queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

import msgspec

from schemas.contents import CutContents
from schemas.ids import CutId, ReleaseId
from service.accessibility import records
from service.accessibility.confirming import confirmed_in, today
from service.accessibility.model import (
    Ground,
    Judged,
    Pair,
    Place,
    Released,
    Sound,
    StoredAnswer,
    StoredMeasurement,
)
from service.accessibility.profiles import caption_key, sound_key
from service.captions.outdating import Change, Since, changes_under
from service.captions.releasing import stale_among
from service.db.pool import Tx
from service.rulebook import Rulebook
from service.rulebook.market_items import Confirmation, MarketItem, Regions
from service.videos.contents import contents_of

Told = TypeVar("Told", Judged, Sound)
Key = tuple[bytes, str, str, str]


async def gather(
    tx: Tx, rulebook: Rulebook, pairs: Sequence[Pair], contents: Mapping[CutId, CutContents] | None = None
) -> dict[Pair, Ground]:
    """The ground of each of these pairs that lies inside the walls and that its cut is for, in their order. `contents`
    of all these cuts is handed on by who has read it already."""
    places = await records.list_places(tx, pairs)
    if not places:
        return {}
    there = [(one.cut_id, one.market) for one in places]
    cuts = cuts_of(there)
    contents = await contents_of(tx, cuts) if contents is None else contents
    said = await records.list_said(tx, cuts)
    released, answers = _by_pair(await records.list_released(tx, there)), await _answers(tx, there)
    in_force = [one for of in released.values() for one in of if not one.withdrawn]
    stale, since = await _changes(tx, in_force, [one for of in answers.values() for one in of.values()])
    films = {cut: bytes.fromhex(of.state.film.sha256) for cut, of in contents.items() if of.state.film}
    measured = await _measured(tx, [*films.values(), *(one.file_sha256 for one in in_force)])
    return {
        pair: Ground(
            place=place,
            state=contents[place.cut_id].state,
            said=said[place.cut_id],
            releases=tuple(released.get(pair, ())),
            stale=stale,
            judged=_judged(rulebook, place, released.get(pair, ()), measured),
            texts=tuple(contents[place.cut_id].texts),
            ai=tuple(contents[place.cut_id].ai),
            sound=_sound(films.get(place.cut_id), measured),
            answers=answers.get(pair, {}),
            since=since,
        )
        for pair, place in zip(there, places, strict=True)
        if place.cut_id in contents
    }


async def items_by_market(tx: Tx, rulebook: Rulebook, markets: Iterable[str]) -> dict[str, tuple[MarketItem, ...]]:
    """What each market asks today, with what the organization's counsel confirmed."""
    day, said = today(), await confirmed_in(tx)
    return {market: _items(rulebook.regions, market, day, said) for market in dict.fromkeys(markets)}


@lru_cache(maxsize=4096)  # hashing what defines an item takes longer than asking for its state
def _items(
    regions: Regions, market: str, day: datetime.date, confirmed: frozenset[Confirmation]
) -> tuple[MarketItem, ...]:
    return regions.items_for(market, day, confirmed)


def _by_pair(found: Sequence[Released]) -> dict[Pair, list[Released]]:
    by: dict[Pair, list[Released]] = defaultdict(list)
    for one in found:
        by[one.cut_id, one.market].append(one)
    return by


async def _answers(tx: Tx, pairs: Sequence[Pair]) -> dict[Pair, dict[str, StoredAnswer]]:
    by: dict[Pair, dict[str, StoredAnswer]] = defaultdict(dict)
    for one in await records.list_standing_answers(tx, pairs):
        by[one.cut_id, one.market][one.item] = one
    return by


async def _changes(
    tx: Tx, in_force: Sequence[Released], answers: Sequence[StoredAnswer]
) -> tuple[dict[ReleaseId, tuple[Change, ...]], dict[tuple[str, str], tuple[Change, ...]]]:
    """What changed under the releases that are stale, and from the releases of answers to those that followed them."""
    now = {(one.cut_id, one.market, one.locale, one.kind): one.id for one in in_force}
    stale = await stale_among(tx, [one.id for one in in_force])
    wanted: list[Since] = [Since(one, None) for one in stale]
    for answer in answers:
        for was in answer.inputs.get("releases", ()):
            newer = now.get((answer.cut_id, answer.market, was["locale"], was["kind"]))
            if newer is not None and str(newer) != was["id"]:
                wanted.append(Since(ReleaseId.parse(was["id"]), newer))
    told = await changes_under(tx, list(dict.fromkeys(wanted)))
    return (
        {one: told.get(Since(one, None), ()) or (Change("other"),) for one in stale},
        {(str(one.then), str(one.now)): of for one, of in told.items() if one.now is not None},
    )


async def _measured(tx: Tx, of: Sequence[bytes]) -> dict[Key, StoredMeasurement]:
    found = await records.list_measurements(tx, list(dict.fromkeys(of)))
    return {(one.sha256, one.tool, one.tool_version, one.profile): one for one in found}


def _judged(
    rulebook: Rulebook, place: Place, released: Sequence[Released], measured: Mapping[Key, StoredMeasurement]
) -> dict[ReleaseId, Judged]:
    found = {one.id: measured.get((one.file_sha256, *caption_key(rulebook, place, one))) for one in released}
    return {release: _told(one, Judged) for release, one in found.items() if one is not None}


def _sound(film: bytes | None, measured: Mapping[Key, StoredMeasurement]) -> Sound | None:
    found = measured.get((film, *sound_key())) if film else None
    return None if found is None else _told(found, Sound)


def _told(one: StoredMeasurement, kind: type[Told]) -> Told:
    return msgspec.structs.replace(msgspec.convert(one.value, kind), at=one.at)


def cuts_of(pairs: Iterable[Pair]) -> list[CutId]:
    """Each cut once."""
    return list(dict.fromkeys(cut for cut, _ in pairs))
