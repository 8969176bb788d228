"""Videos, sources and cuts as stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from schemas.coverage import NewPlacement, Placements
from schemas.ids import CampaignId, CutId, SegmentId, ShotId, SourceId, StoryId, VideoId
from schemas.videos import Cut, CutChange, CutFacts, NewCut, Source, Video
from schemas.vocabulary import SourceRole
from service.db.pool import Tx
from service.db.problems import refusing, two_changes_met
from service.db.queries import load
from service.media.probe import MediaFacts
from service.timedtext.timing import Rate
from service.videos.coverage import Stand
from service.videos.edit_list import Laid
from service.videos.model import (
    CutRow,
    Edit,
    EditRow,
    Film,
    PlannedBeat,
    SegmentRow,
    SourceFacts,
    StoryPlace,
    StoryStand,
    Unfilmed,
)
from service.videos.problems import (
    CutCodeTaken,
    ParentElsewhere,
    SecondMaster,
    ShotElsewhere,
    ShotsPlaced,
    StoryElsewhere,
)

queries = load(__package__)


class SegmentKey(Struct, frozen=True):
    """A segment's identity."""

    id: SegmentId


class ShotKey(Struct, frozen=True):
    """A planned shot's identity."""

    id: ShotId


class CutKey(Struct, frozen=True):
    """A cut's identity."""

    id: CutId


async def get_story_place(tx: Tx, story: StoryId) -> StoryPlace | None:
    """The brand and campaign of a story, unless it lies outside the walls."""
    return await tx.one(StoryPlace, queries.get_story_place, story)


async def list_unfilmed(tx: Tx, campaign: CampaignId) -> list[Unfilmed]:
    """The stories of a campaign that have no video yet."""
    return await tx.all(Unfilmed, queries.list_unfilmed, campaign)


async def insert_video(tx: Tx, story: StoryId, title: str) -> Video | None:
    """A new video without sources; None when there is no such story."""
    return await tx.one(Video, queries.insert_video, story, title)


async def get_video(tx: Tx, video: VideoId) -> Video | None:
    """The video, unless it lies outside the walls."""
    return await tx.one(Video, queries.get_video, video)


async def update_video(
    tx: Tx, video: VideoId, seen: int | None, title: str | UnsetType, story: StoryId | UnsetType
) -> Video | None:
    """Change what is set; None when it was not at the revision seen.

    StoryElsewhere for another campaign's story, ShotsPlaced while shots of the present one stand in the sources.
    """
    with refusing(video_story=StoryElsewhere, shot_placement_video=ShotsPlaced):
        return await tx.one(Video, queries.update_video, video, seen, *_pairs(title, story))


async def lock_video(tx: Tx, video: VideoId) -> None:
    """Wait until nobody else changes which cut is whose parent."""
    await tx.do(queries.lock_video, video)


async def insert_source(
    tx: Tx, video: VideoId, role: SourceRole, name: str, sha256: bytes, facts: MediaFacts
) -> SourceId | None:
    """A new source of noted bytes; None when there is no such video, SecondMaster when it has one."""
    with refusing(source_one_master=SecondMaster):
        found = await tx.value(
            queries.insert_source,
            *(video, role, name, sha256, facts.container, facts.video_codec, facts.audio_codec),
            *(facts.width_px, facts.height_px, facts.rate_num, facts.rate_den, facts.frames, facts.duration_ms),
            facts.faststart is not False,
        )
    return None if found is None else SourceId(found)


async def has_master(tx: Tx, video: VideoId) -> bool:
    """Whether the video has its master."""
    return bool(await tx.value(queries.has_master, video))


async def get_source(tx: Tx, source: SourceId) -> Source | None:
    """The source, unless it lies outside the walls."""
    return await tx.one(Source, queries.get_source, source)


async def get_source_facts(tx: Tx, source: SourceId) -> SourceFacts | None:
    """What is timed on a source needs, unless it lies outside the walls."""
    return await tx.one(SourceFacts, queries.get_source_facts, source)


async def list_source_facts(tx: Tx, video: VideoId) -> list[SourceFacts]:
    """The same of every source of a video."""
    return await tx.all(SourceFacts, queries.list_source_facts, video)


async def insert_cut(tx: Tx, video: VideoId, new: NewCut, market: str | None, rate: Rate, frames: int) -> CutId | None:
    """A new cut at edit list 1; None when there is no such video."""
    with refusing(cut_code_once=CutCodeTaken, cut_parent=ParentElsewhere):
        found = await tx.value(
            queries.insert_cut,
            *(video, new.code, new.name, new.aspect, new.purpose, market, new.platform),
            *(rate.num, rate.den, frames, new.parent_cut_id),
        )
    return None if found is None else CutId(found)


async def insert_segments(tx: Tx, video: VideoId, cut: CutId, edit_revision: int, segments: Sequence[Laid]) -> None:
    """The segments of a new edit list."""
    rows: list[tuple[Any, ...]] = [
        (
            *(cut, video, edit_revision, one.segment_id, one.layer, one.position, one.source_id),
            *(one.in_frame, one.out_frame, one.speed.numerator, one.speed.denominator, one.cut_in_frame),
        )
        for one in segments
    ]
    await tx.each(queries.insert_segment, rows)


async def list_known_segments(tx: Tx, cut: CutId, asked: Sequence[SegmentId]) -> set[SegmentId]:
    """Which of these the cut has, or had."""
    return {one.id for one in await tx.all(SegmentKey, queries.list_known_segments, cut, asked)}


async def get_cut(tx: Tx, cut: CutId) -> Cut | None:
    """The cut with its edit list in force, unless it lies outside the walls."""
    return await tx.one(Cut, queries.get_cut, cut)


async def list_sources_of_campaign(tx: Tx, campaign: CampaignId) -> list[SourceFacts]:
    """Every source of a campaign, masters first."""
    return await tx.all(SourceFacts, queries.list_sources_of_campaign, campaign)


async def list_media_of_campaign(tx: Tx, campaign: CampaignId) -> list[Source]:
    """The same as measured."""
    return await tx.all(Source, queries.list_media_of_campaign, campaign)


async def list_videos_of_campaign(tx: Tx, campaign: CampaignId) -> list[Video]:
    """Every video of a campaign, oldest first."""
    return await tx.all(Video, queries.list_videos_of_campaign, campaign)


async def list_cuts_of_campaign(tx: Tx, campaign: CampaignId) -> list[CutFacts]:
    """Every cut of a campaign, without its segments."""
    return await tx.all(CutFacts, queries.list_cuts_of_campaign, campaign)


async def has_cut_for(tx: Tx, cut: CutId, campaign: CampaignId, market: str) -> bool:
    """Whether a cut is one of a campaign, and made for a market."""
    return bool(await tx.value(queries.has_cut_for, cut, campaign, market))


async def get_cut_row(tx: Tx, cut: CutId) -> CutRow | None:
    """What is timed on a cut needs, unless it lies outside the walls."""
    return await tx.one(CutRow, queries.get_cut_row, cut)


async def list_segments(tx: Tx, cut: CutId, edit_revision: int) -> list[SegmentRow]:
    """One edit list of a cut, the picture first."""
    return await tx.all(SegmentRow, queries.list_segments, cut, edit_revision)


async def list_cuts_with_source(tx: Tx, source: SourceId) -> list[CutId]:
    """The cuts that take something from the source now."""
    return [one.id for one in await tx.all(CutKey, queries.list_cuts_with_source, source)]


async def descends_from(tx: Tx, cut: CutId, ancestor: CutId) -> bool:
    """Whether the cut is the ancestor, or stands below it."""
    return bool(await tx.value(queries.descends_from, cut, ancestor))


async def has_cut(tx: Tx, video: VideoId, cut: CutId) -> bool:
    """Whether this is a cut of the video."""
    return bool(await tx.value(queries.has_cut, video, cut))


async def update_cut(tx: Tx, cut: CutId, seen: int | None, change: CutChange) -> bool:
    """Change what is set; False when it was not at the revision seen."""
    values = (change.code, change.name, change.aspect, change.purpose, change.market, change.platform)
    with refusing(cut_code_once=CutCodeTaken, cut_parent=ParentElsewhere):
        found = await tx.value(queries.update_cut, cut, seen, *_pairs(*values, change.parent_cut_id))
    return found is not None


async def update_edit(tx: Tx, cut: CutId, seen: int | None, frames: int) -> int | None:
    """The number of a new edit list of this length; None when the cut was not at the revision seen."""
    number: int | None = await tx.value(queries.update_edit, cut, seen, frames)
    return number


async def get_placements(tx: Tx, source: SourceId) -> Placements | None:
    """Which shots stand in a source, unless it lies outside the walls."""
    return await tx.one(Placements, queries.get_placements, source)


async def replace_placements(tx: Tx, there: Placements, seen: int | None, placements: Sequence[NewPlacement]) -> bool:
    """Put these in place of those that are there; False when they were not at the revision seen.

    ShotElsewhere when the story lost one of the shots meanwhile, Busy when the video got another story.
    """
    if await tx.value(queries.count_placing, there.source_id, seen) is None:
        return False
    await tx.do(queries.delete_placements, there.source_id)
    columns = ([getattr(one, name) for one in placements] for name in ("shot_id", "in_frame", "out_frame"))
    with refusing(shot_placement_shot=ShotElsewhere, shot_placement_video=two_changes_met):
        await tx.do(queries.insert_placements, there.source_id, there.video_id, there.story_id, *columns)
    return True


async def list_shots(tx: Tx, story: StoryId) -> set[ShotId]:
    """The shots that a story plans."""
    return {one.id for one in await tx.all(ShotKey, queries.list_shots, story)}


async def get_film(tx: Tx, video: VideoId) -> Film | None:
    """The video with its story and master, unless it lies outside the walls."""
    return await tx.one(Film, queries.get_film, video)


async def list_beats(tx: Tx, story: StoryId) -> list[PlannedBeat]:
    """What a story plans, in its order."""
    return await tx.all(PlannedBeat, queries.list_beats, story)


async def list_stands(tx: Tx, video: VideoId) -> list[Stand]:
    """Where planned shots stand in the sources of a video."""
    return await tx.all(Stand, queries.list_stands, video)


async def list_stands_of_story(tx: Tx, story: StoryId) -> list[StoryStand]:
    """Where the shots of a story stand, the masters first, each in the order of its frames."""
    return await tx.all(StoryStand, queries.list_stands_of_story, story)


async def list_edits(tx: Tx, video: VideoId) -> list[Edit]:
    """The picture of every cut of a video, the longest cut first."""
    return [row.edit() for row in await tx.all(EditRow, queries.list_edits, video)]


def _pairs(*values: Any) -> list[Any]:
    pairs: list[Any] = []
    for value in values:
        pairs += [value is not UNSET, None if value is UNSET else value]
    return pairs
