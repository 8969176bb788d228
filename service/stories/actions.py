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
from service.stories.archetypes import choose_archetype
from service.stories.model import NOTHING, Telling, beat_faults, beats_of, told_with


async def create_story(tx: Tx, person: Person, rulebook: Rulebook, new: NewStory) -> Story:
    """A story of a campaign; without beats it gets those of its archetype."""
    brand = await records.get_campaign_brand(tx, new.campaign_id)
    faults = list(beat_faults(new.beats, NOTHING))
    if brand is None:
        faults.append(Fault("/campaign_id", "not_found", "there is no such campaign; list them at /v1/campaigns"))
    else:
        require(person, "campaigns:write", brand)
    archetype = await choose_archetype(tx, rulebook, new.archetype, new.archetype_version)
    if isinstance(archetype, Fault) or faults:
        raise Invalid(*([archetype] if isinstance(archetype, Fault) else []), *faults)
    story = await records.insert_story(tx, new, told_with(archetype))
    if story is None:
        raise Missing
    await records.replace_beats(tx, story, new.beats or beats_of(archetype))
    await record(tx, person, "story.created", story, brand)
    return await find_story(tx, story)


async def change_story(
    tx: Tx, person: Person, rulebook: Rulebook, story: StoryId, seen: int | None, change: StoryChange
) -> Story:
    """Change a story. Beats are replaced as a whole; those sent back with their id stay the ones they were."""
    current = await find_story(tx, story)
    require(person, "campaigns:write", current.brand_id)
    telling = await _telling(tx, rulebook, current, change)
    faults = [telling] if isinstance(telling, Fault) else []
    if not await records.update_story(tx, story, seen, change, None if isinstance(telling, Fault) else telling):
        raise PreconditionFailed.on(await find_story(tx, story))
    if change.beats is not UNSET:
        kept = await records.get_kept(tx, story)
        faults += beat_faults(change.beats, kept)
        if not faults:
            await records.replace_beats(tx, story, change.beats, kept)
    if faults:
        raise Invalid(*faults)
    await record(tx, person, "story.updated", story, current.brand_id)
    return await find_story(tx, story)


async def _telling(tx: Tx, rulebook: Rulebook, current: Story, change: StoryChange) -> Telling | Fault | None:
    """What the story is told with from now on; None where that stays as it is, be it withdrawn meanwhile."""
    key = current.archetype if change.archetype is UNSET else change.archetype
    version = None if change.archetype_version is UNSET else change.archetype_version
    if key == current.archetype and version in (None, current.archetype_version):
        return None
    found = await choose_archetype(tx, rulebook, key, version)
    return found if isinstance(found, Fault) else told_with(found)


async def find_story(tx: Tx, story: StoryId) -> Story:
    """The story with its beats; Missing outside the walls."""
    found = await records.get_story(tx, story)
    if found is None:
        raise Missing
    return found
