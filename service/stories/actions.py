"""What people do with stories. Every rule is enforced here, inside the caller's transaction."""

from __future__ import annotations

from msgspec import UNSET

from schemas.ids import StoryId
from schemas.stories import NewStory, Story, StoryChange
from service.campaigns.actions import require
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Invalid, Missing, PreconditionFailed
from service.rulebook import Rulebook
from service.stories import records
from service.stories.model import NOTHING, archetype_faults, beat_faults, beats_of


async def create_story(tx: Tx, person: Person, rulebook: Rulebook, new: NewStory) -> Story:
    """A story of a campaign; without beats it gets those of its archetype."""
    faults = [*archetype_faults(rulebook.archetypes, new.archetype), *beat_faults(new.beats, NOTHING)]
    brand = await records.get_campaign_brand(tx, new.campaign_id)
    if brand is None:
        faults.append(Fault("/campaign_id", "not_found", "there is no such campaign; list them at /v1/campaigns"))
    else:
        require(person, "campaigns:write", brand)
    if faults:
        raise Invalid(*faults)
    story = await records.insert_story(tx, new)
    if story is None:
        raise Missing
    await records.replace_beats(tx, story, new.beats or beats_of(rulebook.archetypes[new.archetype]))
    await record(tx, person, "story.created", story, brand)
    return await find_story(tx, story)


async def change_story(
    tx: Tx, person: Person, rulebook: Rulebook, story: StoryId, seen: int | None, change: StoryChange
) -> Story:
    """Change a story. Beats are replaced as a whole; those sent back with their id stay the ones they were."""
    current = await find_story(tx, story)
    require(person, "campaigns:write", current.brand_id)
    if not await records.update_story(tx, story, seen, change):
        raise PreconditionFailed.on(await find_story(tx, story))
    faults = [] if change.archetype is UNSET else archetype_faults(rulebook.archetypes, change.archetype)
    if change.beats is not UNSET:
        kept = await records.get_kept(tx, story)
        faults += beat_faults(change.beats, kept)
        if not faults:
            await records.replace_beats(tx, story, change.beats, kept)
    if faults:
        raise Invalid(*faults)
    await record(tx, person, "story.updated", story, current.brand_id)
    return await find_story(tx, story)


async def find_story(tx: Tx, story: StoryId) -> Story:
    """The story with its beats; Missing outside the walls."""
    found = await records.get_story(tx, story)
    if found is None:
        raise Missing
    return found
