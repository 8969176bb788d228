"""Stories as stored, with their beats and shots; archetypes of the organization's own; series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import astuple

from schemas.archetypes import Archetype, NewArchetypeVersion
from schemas.ids import BeatId, BrandId, CampaignId, PersonId, SeriesId, ShotId, StoryId
from schemas.series import NewEpisode, NewSeries, Series, SeriesChange
from schemas.stories import NewStory, PlacedShot, PlannedShot, Story, StoryBeat, StoryChange
from service.db.pool import Tx
from service.db.problems import refusing
from service.db.queries import load
from service.stories.model import NOTHING, Kept, Telling
from service.stories.problems import ArchetypeKeyTaken, EpisodeElsewhere, ShotInUse

queries = load(__package__)


class Tellable(Struct, frozen=True):
    """A story of a campaign, and the series that it is an episode of."""

    id: StoryId
    series_id: SeriesId | None


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


async def insert_story(tx: Tx, new: NewStory, telling: Telling) -> StoryId | None:
    """A new story without beats; None when there is no such campaign."""
    values = (new.premise, new.emotion, new.conflict, new.treatment)
    found = await tx.value(queries.insert_story, new.campaign_id, new.title, *astuple(telling), *values)
    return None if found is None else StoryId(found)


async def get_story(tx: Tx, story: StoryId) -> Story | None:
    """The story with its beats, unless it lies outside the walls."""
    return await tx.one(Story, queries.get_story, story)


async def get_kept(tx: Tx, story: StoryId) -> Kept:
    """Which beats and shots a story has now."""
    return await tx.only(Kept, queries.get_kept, story)


async def update_story(tx: Tx, story: StoryId, seen: int | None, change: StoryChange, telling: Telling | None) -> bool:
    """Change what is set, but for the beats; False when it was not at the revision seen. No telling: it stays."""
    pairs: list[Any] = []
    for value in (change.title, change.premise, change.emotion, change.conflict, change.treatment):
        pairs += [value is not UNSET, None if value is UNSET else value]
    pairs += [telling is not None, *((None, None, None) if telling is None else astuple(telling))]
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


async def list_archetypes(tx: Tx, most: int) -> list[Archetype]:
    """The organization's own by name, each in its newest version."""
    return await tx.all(Archetype, queries.list_archetypes, most)


async def get_archetype(tx: Tx, key: str, version: int | None) -> Archetype | None:
    """One of the organization's own, in its newest version unless another is named."""
    return await tx.one(Archetype, queries.get_archetype, key, version)


async def count_archetypes(tx: Tx) -> int:
    """How many of its own the organization has."""
    return int(await tx.value(queries.count_archetypes))


async def insert_archetype(tx: Tx, key: str, *, built_in: bool) -> None:
    """Take a key for one of the organization's own. ArchetypeKeyTaken when it is, be it by a built-in one."""
    if built_in:
        raise ArchetypeKeyTaken
    with refusing(archetype_once=ArchetypeKeyTaken):
        await tx.do(queries.insert_archetype, key)


async def insert_version(tx: Tx, key: str, version: int, new: NewArchetypeVersion, by: PersonId) -> None:
    """What a version says."""
    words = (new.name, new.summary, new.brand_role, new.when_to_use, new.guidance, new.source)
    await tx.do(queries.insert_version, key, version, *words, msgspec.to_builtins(new.beats), by)


async def update_archetype(tx: Tx, key: str, seen: int, version: int) -> bool:
    """Make this its newest version; False when it was not at the revision seen."""
    return await tx.value(queries.update_archetype, key, seen, version) is not None


async def withdraw_archetype(tx: Tx, key: str, seen: int) -> bool:
    """End it; False when it was not at the revision seen."""
    return await tx.value(queries.withdraw_archetype, key, seen) is not None


async def insert_series(tx: Tx, new: NewSeries) -> SeriesId | None:
    """A new series without episodes; None when there is no such campaign."""
    characters = msgspec.to_builtins(new.characters)
    found = await tx.value(queries.insert_series, new.campaign_id, new.title, new.premise, characters)
    return None if found is None else SeriesId(found)


async def lock_series(tx: Tx, series: SeriesId) -> None:
    """Wait until nobody else changes it."""
    await tx.do(queries.lock_series, series)


async def get_series(tx: Tx, series: SeriesId) -> Series | None:
    """The series with its episodes, unless it lies outside the walls."""
    return await tx.one(Series, queries.get_series, series)


async def update_series(tx: Tx, series: SeriesId, change: SeriesChange) -> None:
    """Change what is set of a locked series, but for the episodes; counts the change."""
    pairs: list[Any] = []
    for value in (change.title, change.premise, change.characters):
        pairs += [value is not UNSET, None if value is UNSET else msgspec.to_builtins(value)]
    await tx.do(queries.update_series, series, *pairs)


async def withdraw_series(tx: Tx, series: SeriesId) -> None:
    """End a series; its stories are free for another one."""
    await tx.do(queries.withdraw_series, series)
    await tx.do(queries.delete_other_episodes, series, [])


async def list_tellable(tx: Tx, campaign: CampaignId, stories: Sequence[StoryId]) -> dict[StoryId, SeriesId | None]:
    """Which of these stories the campaign has, each with the series that it is an episode of."""
    return {one.id: one.series_id for one in await tx.all(Tellable, queries.list_tellable, campaign, stories)}


async def replace_episodes(tx: Tx, series: SeriesId, campaign: CampaignId, episodes: Sequence[NewEpisode]) -> None:
    """Make these the episodes of a locked series. EpisodeElsewhere when a story became one of another meanwhile."""
    columns = [[getattr(one, name) for one in episodes] for name in ("story_id", "previously", "cliffhanger")]
    await tx.do(queries.delete_other_episodes, series, columns[0])
    with refusing(episode_story_once=EpisodeElsewhere):
        await tx.do(queries.put_episodes, series, campaign, *columns)
