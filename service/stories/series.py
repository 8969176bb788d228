"""What people do with series: a campaign's stories as episodes, put in order, moved and taken out."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from schemas.ids import CampaignId, SeriesId, StoryId
from schemas.series import (
    MOST_EPISODES,
    Episode,
    EpisodeChange,
    EpisodeInSeries,
    InsertedEpisode,
    NewEpisode,
    NewSeries,
    Series,
    SeriesChange,
)
from service.campaigns.actions import require
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Invalid, Missing, PreconditionFailed
from service.stories import records
from service.stories.running_order import as_told, changed, episode_faults, inserted


async def find_series(tx: Tx, series: SeriesId) -> Series:
    """The series with its episodes; Missing outside the walls."""
    found = await records.get_series(tx, series)
    if found is None:
        raise Missing
    return found


async def find_episode(tx: Tx, series: SeriesId, story: StoryId) -> EpisodeInSeries:
    """An episode and its neighbours; Missing when the story is not one of the series."""
    found = await find_series(tx, series)
    at = _episode(found, story).number - 1
    around = [None, *found.episodes, None]
    return EpisodeInSeries(
        series_id=series,
        series_title=found.title,
        count=len(found.episodes),
        before=around[at],
        episode=found.episodes[at],
        after=around[at + 2],
        revision=found.revision,
    )


async def create_series(tx: Tx, person: Person, new: NewSeries) -> Series:
    """A series of a campaign's stories. Everything that is wrong is said at once."""
    brand = await records.get_campaign_brand(tx, new.campaign_id)
    if brand is None:
        raise Invalid(Fault("/campaign_id", "not_found", "there is no such campaign; list them at /v1/campaigns"))
    require(person, "campaigns:write", brand)
    await _check(tx, new.campaign_id, None, new.episodes)
    series = await records.insert_series(tx, new)
    if series is None:
        raise Missing
    await records.replace_episodes(tx, series, new.campaign_id, new.episodes)
    await record(tx, person, "series.created", series, brand)
    return await find_series(tx, series)


async def change_series(tx: Tx, person: Person, series: SeriesId, seen: int | None, change: SeriesChange) -> Series:
    """Change a series; its episodes, when they are sent, are replaced as a whole."""
    current = await _series_to_change(tx, person, series, seen)
    if change.episodes is not UNSET:
        await _check(tx, current.campaign_id, series, change.episodes)
        await records.replace_episodes(tx, series, current.campaign_id, change.episodes)
    await records.update_series(tx, series, change)
    await record(tx, person, "series.updated", series, current.brand_id)
    return await find_series(tx, series)


async def withdraw_series(tx: Tx, person: Person, series: SeriesId, seen: int | None) -> None:
    """End a series. Its stories stay, and may become episodes of another one."""
    current = await _series_to_change(tx, person, series, seen)
    await records.withdraw_series(tx, series)
    await record(tx, person, "series.withdrawn", series, current.brand_id)


async def insert_episode(tx: Tx, person: Person, series: SeriesId, new: InsertedEpisode) -> EpisodeInSeries:
    """Put a story into a series; the episodes after it move up by one."""
    current = await _series_to_change(tx, person, series, None)
    known = await records.list_tellable(tx, current.campaign_id, [new.story_id])
    there = [one.story_id for one in current.episodes]
    faults = [
        Fault("/story_id", code, detail) for _, code, detail in episode_faults([new.story_id], known, series, there)
    ]
    if len(there) == MOST_EPISODES:
        faults.append(Fault("", "too_many", f"the series has {MOST_EPISODES} episodes, and may not have more"))
    if faults:
        raise Invalid(*faults)
    episode = NewEpisode(story_id=new.story_id, previously=new.previously, cliffhanger=new.cliffhanger)
    await _write(tx, person, current, inserted(as_told(current.episodes), episode, new.number))
    return await find_episode(tx, series, new.story_id)


async def change_episode(
    tx: Tx, person: Person, series: SeriesId, story: StoryId, seen: int | None, change: EpisodeChange
) -> EpisodeInSeries:
    """Change what an episode says, or move it."""
    current = await _series_to_change(tx, person, series, seen)
    _episode(current, story)
    await _write(tx, person, current, changed(as_told(current.episodes), story, change))
    return await find_episode(tx, series, story)


async def remove_episode(tx: Tx, person: Person, series: SeriesId, story: StoryId, seen: int | None) -> Series:
    """Take a story out of a series; the episodes after it move down by one."""
    current = await _series_to_change(tx, person, series, seen)
    _episode(current, story)
    await _write(tx, person, current, [one for one in as_told(current.episodes) if one.story_id != story])
    return await find_series(tx, series)


def _episode(series: Series, story: StoryId) -> Episode:
    """The story as an episode of the series; Missing when it is none."""
    for one in series.episodes:
        if one.story_id == story:
            return one
    raise Missing


async def _series_to_change(tx: Tx, person: Person, series: SeriesId, seen: int | None) -> Series:
    """The series, locked, if the person may change it and saw it as it is."""
    await records.lock_series(tx, series)
    current = await find_series(tx, series)
    require(person, "campaigns:write", current.brand_id)
    if seen not in (None, current.revision):
        raise PreconditionFailed.on(current)
    return current


async def _check(tx: Tx, campaign: CampaignId, series: SeriesId | None, episodes: Sequence[NewEpisode]) -> None:
    stories = [one.story_id for one in episodes]
    known = await records.list_tellable(tx, campaign, stories)
    faults = [
        Fault(f"/episodes/{index}/story_id", code, detail)
        for index, code, detail in episode_faults(stories, known, series)
    ]
    if faults:
        raise Invalid(*faults)


async def _write(tx: Tx, person: Person, series: Series, episodes: Sequence[NewEpisode]) -> None:
    await records.replace_episodes(tx, series.id, series.campaign_id, episodes)
    await records.update_series(tx, series.id, SeriesChange())
    await record(tx, person, "series.updated", series.id, series.brand_id)
