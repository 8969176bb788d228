"""Stories as stored, with their beats and shots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import UNSET, Struct

from schemas.ids import BeatId, BrandId, CampaignId, ShotId, StoryId
from schemas.stories import NewStory, PlacedShot, PlannedShot, Story, StoryBeat, StoryChange
from service.db.pool import Tx
from service.db.problems import refusing
from service.db.queries import load
from service.stories.model import NOTHING, Kept
from service.stories.problems import ShotInUse

queries = load(__package__)


class BeatPlace(Struct, frozen=True):
    """Where a beat stands in its story."""

    id: BeatId
    position: int


class ShotPlace(Struct, frozen=True):
    """Where a shot stands in its story."""

    id: ShotId
    position: int


async def get_campaign_brand(tx: Tx, campaign: CampaignId) -> BrandId | None:
    """Whose campaign it is, unless it lies outside the walls."""
    found = await tx.value(queries.get_campaign_brand, campaign)
    return None if found is None else BrandId(found)


async def insert_story(tx: Tx, new: NewStory) -> StoryId | None:
    """A new story without beats; None when there is no such campaign."""
    values = (new.title, new.archetype, new.premise, new.emotion, new.conflict, new.treatment)
    found = await tx.value(queries.insert_story, new.campaign_id, *values)
    return None if found is None else StoryId(found)


async def get_story(tx: Tx, story: StoryId) -> Story | None:
    """The story with its beats, unless it lies outside the walls."""
    return await tx.one(Story, queries.get_story, story)


async def get_kept(tx: Tx, story: StoryId) -> Kept:
    """Which beats and shots a story has now."""
    return await tx.only(Kept, queries.get_kept, story)


async def update_story(tx: Tx, story: StoryId, seen: int | None, change: StoryChange) -> bool:
    """Change what is set, but for the beats; False when it was not at the revision seen."""
    pairs: list[Any] = []
    for value in (change.title, change.archetype, change.premise, change.emotion, change.conflict, change.treatment):
        pairs += [value is not UNSET, None if value is UNSET else value]
    return await tx.value(queries.update_story, story, seen, *pairs) is not None


async def replace_beats(tx: Tx, story: StoryId, beats: Sequence[StoryBeat], kept: Kept = NOTHING) -> None:
    """Make these the story's beats and shots in place of `kept`. ShotInUse when a film shows one that goes."""
    columns = ("id", "kind", "title", "begin_ms", "end_ms")
    places = await tx.all(BeatPlace, queries.put_beats, story, *([getattr(b, name) for b in beats] for name in columns))
    beat_ids = {place.position: place.id for place in places}
    shots = [(beat_ids[index], shot) for index, beat in enumerate(beats) for shot in beat.shots]
    shot_ids = await _put_shots(tx, story, shots) if shots else []
    if kept.shots:
        placed = await tx.all(PlacedShot, queries.list_placed_others, story, shot_ids)
        if placed:
            raise ShotInUse(placed)
        with refusing(shot_placement_shot=ShotInUse):
            await tx.do(queries.delete_other_shots, story, shot_ids)
    if kept.beats:
        await tx.do(queries.delete_other_beats, story, list(beat_ids.values()))


async def _put_shots(tx: Tx, story: StoryId, shots: Sequence[tuple[BeatId, PlannedShot]]) -> list[ShotId]:
    columns = ("size", "movement", "planned_ms", "dialogue")
    values = ([getattr(shot, name) for _, shot in shots] for name in columns)
    ids, beats = [shot.id for _, shot in shots], [beat for beat, _ in shots]
    return [place.id for place in await tx.all(ShotPlace, queries.put_shots, story, ids, beats, *values)]
