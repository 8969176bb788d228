"""Placing planned shots in the frames of a source."""

from __future__ import annotations

from schemas.coverage import NewPlacements, Placements
from schemas.ids import SourceId, StoryId
from service.campaigns.actions import require
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Invalid, Missing, PreconditionFailed
from service.videos import records
from service.videos.actions import get_source_facts
from service.videos.coverage import placement_faults
from service.videos.model import StoryStand


async def find_placements(tx: Tx, source: SourceId) -> Placements:
    """Which shots stand in a source; Missing outside the walls."""
    found = await records.get_placements(tx, source)
    if found is None:
        raise Missing
    return found


async def stands_of_story(tx: Tx, story: StoryId) -> list[StoryStand]:
    """Where the shots of a story stand in its films, the masters first."""
    return await records.list_stands_of_story(tx, story)


async def place_shots(tx: Tx, person: Person, source: SourceId, seen: int | None, new: NewPlacements) -> Placements:
    """Say anew which shot stands where in a source. Everything that is wrong is said at once."""
    facts = await get_source_facts(tx, source)
    require(person, "videos:write", facts.brand_id)
    there = await find_placements(tx, source)
    if seen is not None and seen != there.revision:
        raise PreconditionFailed.on(there)
    faults = list(placement_faults(new.placements, facts, await records.list_shots(tx, there.story_id)))
    if faults:
        raise Invalid(*faults)
    if not await records.replace_placements(tx, there, seen, new.placements):
        raise PreconditionFailed.on(await find_placements(tx, source))
    placed = await find_placements(tx, source)
    facts_of_event = {"placement_revision": placed.revision, "video_id": str(facts.video_id)}
    await record(tx, person, "source.shots_placed", source, facts.brand_id, facts_of_event)
    return placed
