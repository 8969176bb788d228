"""What people see and do with checklists.

`standing` is what later rooms ask: how far cuts are in markets, for as many of them as there are in a fixed number of
queries.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import msgspec

from schemas.checklists import (
    Answer,
    Checklist,
    ChecklistRow,
    ChecklistRows,
    Loudness,
    Measurements,
    ReleaseInForce,
    Standing,
)
from schemas.contents import CutContents
from schemas.ids import AnswerId, CampaignId, CutId
from service.accessibility import records
from service.accessibility.gathering import gather, items_by_market
from service.accessibility.model import Ground, Pair, Sound, StoredMeasurement
from service.accessibility.problems import UnknownItem
from service.accessibility.profiles import sound_key
from service.accessibility.states import Stand, shown, standing_of, stands
from service.db.pool import Tx
from service.problems import Missing
from service.rulebook import Rulebook
from service.videos.contents import cut_states

AT_ONCE = 20  # more checklists than this are computed beside the event loop


async def standing(
    tx: Tx, rulebook: Rulebook, pairs: Sequence[Pair], *, contents: Mapping[CutId, CutContents] | None = None
) -> dict[Pair, Standing]:
    """How far each of these cuts is in its market; pairs outside the walls, or that a cut is not for, are left out.
    What is known already of the `contents` of all these cuts is not read again."""
    worked = await _worked(tx, rulebook, pairs, contents)
    return {pair: standing_of(ground, items) for pair, (ground, items) in worked.items()}


async def checklist_of(tx: Tx, rulebook: Rulebook, cut: CutId, market: str) -> Checklist:
    """One checklist; Missing outside the walls, and where the cut is not for the market."""
    return (await looked_at(tx, rulebook, cut, market))[0]


async def looked_at(tx: Tx, rulebook: Rulebook, cut: CutId, market: str) -> tuple[Checklist, Ground]:
    """The same with everything that it was computed from, for who draws it."""
    found = (await _worked(tx, rulebook, [(cut, market)])).get((cut, market))
    if found is None:
        raise Missing
    ground, items = found
    place, film = ground.place, ground.state.film
    checklist = Checklist(
        cut_id=cut,
        market=market,
        campaign_id=place.campaign_id,
        code=place.code,
        name=place.name,
        duration_ms=place.duration_ms,
        packs=[pack.code for pack in rulebook.regions.packs_of(market)],
        written_for=rulebook.regions.is_written_for(market),
        edit_sha256=ground.state.edit_sha256,
        film_sha256=film.sha256 if film else None,
        releases=_releases(ground),
        standing=standing_of(ground, items),
        items=[shown(one) for one in items],
    )
    return checklist, ground


async def checklists_of(
    tx: Tx,
    rulebook: Rulebook,
    campaign: CampaignId,
    market: str | None = None,
    item: str | None = None,
    *,
    contents: Mapping[CutId, CutContents] | None = None,
) -> ChecklistRows:
    """Every checklist of a campaign, or those of one market; with one item of each, where one is asked for. What is
    known already of the `contents` of all cuts is not read again."""
    if item is not None and item not in rulebook.regions.catalog:
        raise UnknownItem(item)
    pairs = await records.list_pairs(tx, campaign, market)
    if not pairs and not await records.has_campaign(tx, campaign):
        raise Missing
    rows = [
        ChecklistRow(
            code=ground.place.code,
            standing=standing_of(ground, items),
            item=next((shown(one) for one in items if one.item.id == item), None),
        )
        for ground, items in (await _worked(tx, rulebook, pairs, contents)).values()
    ]
    return ChecklistRows(data=rows)


async def find_answer(tx: Tx, answer: AnswerId) -> Answer:
    """One answer as it was given; Missing outside the walls."""
    found = await records.get_answer(tx, answer)
    if found is None:
        raise Missing
    return found


async def measurements_of(tx: Tx, cut: CutId) -> Measurements:
    """What was measured of the film of a cut; Missing outside the walls."""
    state = (await cut_states(tx, [cut])).get(cut)
    if state is None:
        raise Missing
    film = bytes.fromhex(state.film.sha256) if state.film else None
    found = next((one for one in await records.list_measurements(tx, [film] if film else []) if _is_sound(one)), None)
    sound = msgspec.convert(found.value, Sound) if found else Sound()
    return Measurements(
        cut_id=cut,
        film_sha256=state.film.sha256 if state.film else None,
        tool=found.tool if found else None,
        tool_version=found.tool_version if found else None,
        at=found.at if found else None,
        loudness=_loudness(sound),
        reason=sound.reason,
    )


def _is_sound(one: StoredMeasurement) -> bool:
    return (one.tool, one.tool_version, one.profile) == sound_key()


def _loudness(sound: Sound) -> Loudness | None:
    if sound.loudness is None:
        return None
    return Loudness(**{name: getattr(sound.loudness, name) for name in Loudness.__struct_fields__})


async def _worked(
    tx: Tx, rulebook: Rulebook, pairs: Sequence[Pair], contents: Mapping[CutId, CutContents] | None = None
) -> dict[Pair, tuple[Ground, list[Stand]]]:
    """Each checklist with its ground and every item as it stands."""
    grounds = await gather(tx, rulebook, pairs, contents)
    asked = await items_by_market(tx, rulebook, (market for _, market in grounds))

    def computed() -> dict[Pair, tuple[Ground, list[Stand]]]:
        return {pair: (ground, stands(asked[pair[1]], ground)) for pair, ground in grounds.items()}

    return await asyncio.to_thread(computed) if len(grounds) > AT_ONCE else computed()


def _releases(ground: Ground) -> list[ReleaseInForce]:
    return [
        ReleaseInForce(
            release_id=one.id,
            locale=one.locale,
            kind=one.kind,
            number=one.number,
            stale=one.id in ground.stale,
            sha256=one.document_sha256.hex(),
        )
        for one in ground.in_force
    ]
