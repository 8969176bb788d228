"""Reading a story with its film: beats, shots, what is said, what each cut keeps."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from schemas.archetypes import Archetype
from schemas.coverage import VideoCoverage
from schemas.ids import CampaignId, SourceId, StoryId
from schemas.pictures import Sheet
from schemas.shot_lists import ShotList
from schemas.stories import Story
from schemas.videos import Video
from service.captions.shot_list import shot_list_of
from service.db.pool import Tx
from service.db.queries import Slice, Sort
from service.problems import Missing
from service.rulebook import Rulebook
from service.stories.archetypes import find_archetype
from service.videos.covering import cover_video
from service.videos.pictures import pictures_of
from service.videos.records import queries as videos
from service.web.board.reading import stories_of
from service.web.frame import Head, head_of

MOST_VIDEOS = 20


class Read(Struct, frozen=True):
    """A campaign's stories, and the one that is shown with its film; None where there is no story, or no film."""

    head: Head
    stories: list[Story]
    story: Story | None = None
    archetype: Archetype | None = None
    shots: ShotList | None = None
    coverage: VideoCoverage | None = None
    sheet: Sheet | None = None


async def read_story(tx: Tx, rulebook: Rulebook, campaign_id: CampaignId, asked: str) -> Read:
    """The story that an address asks for, else the campaign's first; Missing outside the walls."""
    head, told = await head_of(tx, campaign_id), await stories_of(tx, campaign_id)
    story = chosen(told, asked)
    if story is None:
        return Read(head, told)
    archetype = await find_archetype(tx, rulebook, story.archetype, story.archetype_version)
    shots = await shot_list_of(tx, story.id)
    coverage = await _coverage(tx, campaign_id, story.id)
    master = coverage.master.source_id if coverage and coverage.master else None
    sheet = await _sheet(tx, master) if master else None
    return Read(head, told, story, archetype, shots, coverage, sheet)


def chosen(stories: Sequence[Story], asked: str) -> Story | None:
    """The story with this id, the first one where none is asked for; Missing for one that is not there."""
    if not asked:
        return stories[0] if stories else None
    for one in stories:
        if str(one.id) == asked:
            return one
    raise Missing


async def _coverage(tx: Tx, campaign_id: CampaignId, story: StoryId) -> VideoCoverage | None:
    """Of the story's first film that has a master, else of its first."""
    part = Slice(Sort("id", "uuid"), None, MOST_VIDEOS)
    found = [
        await cover_video(tx, one.id) for one in await tx.page(Video, videos.list_videos, part, campaign_id, story)
    ]
    return next((one for one in found if one.master), found[0] if found else None)


async def _sheet(tx: Tx, master: SourceId) -> Sheet | None:
    pictures = (await pictures_of(tx, [master])).get(master)
    return pictures.sheet if pictures else None
