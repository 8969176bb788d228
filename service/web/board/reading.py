"""Reading a campaign's board: the campaign, its story, its cuts on the master's time, its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from schemas.archetypes import Archetype
from schemas.board import Obstacle
from schemas.campaigns import Campaign
from schemas.captions import Cell as StoredCell
from schemas.checklists import Standing
from schemas.ids import CampaignId, CutId, VideoId
from schemas.post_tasks import PostTask
from schemas.posts import PlannedPost
from schemas.stories import Story
from schemas.videos import CutFacts
from service.board import records
from service.board.model import Given, Times
from service.board.obstacles import caption_obstacles
from service.board.reading import read_rooms
from service.campaigns.records import get_brand, get_campaign
from service.db.pool import Tx
from service.db.queries import Slice, Sort
from service.problems import Missing
from service.rulebook import Rulebook
from service.stories.archetypes import find_archetype
from service.stories.records import queries as stories
from service.videos.covering import kept_of_video
from service.videos.pictures import cut_posters
from service.web.board.bench import OnBench, bench
from service.web.cells import cells_from
from service.web.frame import Head
from service.web.matrix import Cell

MOST_STORIES = 100
FIRST = Sort("id", "uuid")


class Waiting(Struct, frozen=True):
    """Every cell by its key, the video of each cut, who was given what, and when texts moved last."""

    cells: Mapping[str, StoredCell]
    videos: Mapping[CutId, VideoId]
    given: list[Given]
    times: list[Times]


class Read(Struct, frozen=True):
    """What a board shows. `archetype` is the first story's, `tracks` the texts of cells by their keys."""

    head: Head
    campaign: Campaign
    stories: list[Story]
    archetype: Archetype | None
    bench: list[OnBench]
    cells: list[Cell]
    tracks: dict[str, str]
    standings: list[Standing]
    posts: list[PlannedPost]
    tasks: list[PostTask]
    waits: Waiting

    def waiting(self, cells: Iterable[Cell]) -> list[Obstacle]:
        """The same cells as the board's API tells them: with who has them, and since when they wait."""
        found = self.waits
        stored = [found.cells[cell.key] for cell in cells]
        return caption_obstacles(stored, found.videos, found.given, found.times)


async def read_board(tx: Tx, rulebook: Rulebook, campaign_id: CampaignId, public_url: str) -> Read:
    """All of it; Missing outside the walls."""
    campaign = await get_campaign(tx, campaign_id)
    brand = await get_brand(tx, campaign.brand_id) if campaign else None
    if campaign is None or brand is None:
        raise Missing
    head = Head(str(campaign.id), campaign.name, brand.name, brand.id)
    told = await stories_of(tx, campaign_id)
    archetype = await find_archetype(tx, rulebook, told[0].archetype, told[0].archetype_version) if told else None
    rooms = await read_rooms(tx, rulebook, campaign_id)
    videos = {cut.id: cut.video_id for cut in rooms.cuts}
    seen = [one for one in rooms.read if one.stored.cut_id in videos]
    pairs = cells_from(seen, rooms.cuts, public_url)
    tracks = {cell.key: str(stored.track_id) for stored, cell in pairs if stored.track_id}
    cells, shown = [cell for _, cell in pairs], await _bench(tx, rooms.cuts)
    stored = {cell.key: one.shown() for one, (_, cell) in zip(seen, pairs, strict=True)}
    given, times = await records.list_given(tx, campaign_id), await records.list_times(tx, campaign_id)
    waits = Waiting(stored, videos, given, times)
    last = (rooms.standings, rooms.posts, rooms.tasks)
    return Read(head, campaign, told, archetype, shown, cells, tracks, *last, waits)


async def stories_of(tx: Tx, campaign_id: CampaignId) -> list[Story]:
    """The stories of a campaign, the first one first."""
    part = Slice(FIRST, None, MOST_STORIES)
    return (await tx.page(Story, stories.list_stories, part, campaign_id))[:MOST_STORIES]


async def _bench(tx: Tx, cuts: Sequence[CutFacts]) -> list[OnBench]:
    """The cuts, each with what it keeps of its master."""
    kept = {}
    for video in dict.fromkeys(cut.video_id for cut in cuts):
        kept.update(await kept_of_video(tx, video))
    posters = {cut: poster.href for cut, poster in (await cut_posters(tx, [cut.id for cut in cuts])).items()}
    return bench(cuts, kept, posters)
