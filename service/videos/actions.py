"""What people do with videos, sources and cuts. Every rule is enforced here, inside the caller's transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec import UNSET

from schemas.ids import CutId, OrganizationId, SourceId, VideoId
from schemas.videos import (
    Cut,
    CutChange,
    EditList,
    FrameRate,
    ImportedCut,
    NewCut,
    NewSegment,
    NewVideo,
    Source,
    Video,
    VideoChange,
)
from schemas.vocabulary import SourceRole
from service.assets.actions import record as record_asset
from service.assets.model import Kept
from service.assets.store import Store
from service.campaigns.actions import require
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.media.probe import MediaFacts, probe
from service.media.problems import UnreadableMedia
from service.problems import Fault, Invalid, Missing, PreconditionFailed
from service.rulebook import Rulebook
from service.rulebook.problems import UnknownMarket
from service.timedtext.edits.model import EditList as Listed
from service.timedtext.timing import Rate
from service.videos import records
from service.videos.edit_import import Naming, draft
from service.videos.edit_list import Layout, lay_out
from service.videos.model import MEDIA_TYPES, OTHER_MEDIA_TYPE, Edit, SourceFacts
from service.videos.problems import NotAFilm, SecondMaster, StoryElsewhere

T = TypeVar("T")


def _there(found: T | None) -> T:
    if found is None:
        raise Missing
    return found


# Videos ----------------------------------------------------------------------------------------------


async def find_video(tx: Tx, video: VideoId) -> Video:
    """The video; Missing outside the walls."""
    return _there(await records.get_video(tx, video))


async def create_video(tx: Tx, person: Person, new: NewVideo) -> Video:
    """A video of a story, still without sources."""
    place = await records.get_story_place(tx, new.story_id)
    if place is None:
        raise Invalid(Fault("/story_id", "not_found", "there is no such story; list them at /v1/stories"))
    require(person, "videos:write", place.brand_id)
    video = _there(await records.insert_video(tx, new.story_id, new.title))
    await record(tx, person, "video.created", video.id, video.brand_id)
    return video


async def change_video(tx: Tx, person: Person, video: VideoId, seen: int | None, change: VideoChange) -> Video:
    """Change a video's title or story."""
    current = await find_video(tx, video)
    require(person, "videos:write", current.brand_id)
    if change.story_id is not UNSET:
        place = await records.get_story_place(tx, change.story_id)
        if place is None or place.campaign_id != current.campaign_id:
            raise StoryElsewhere
    changed = await records.update_video(tx, video, seen, change.title, change.story_id)
    if changed is None:
        raise PreconditionFailed.on(await find_video(tx, video))
    await record(tx, person, "video.updated", video, changed.brand_id)
    return changed


# A probe is a process that may use a gigabyte: two at once, the others wait.
_PROBES = asyncio.Semaphore(2)

# Sources ---------------------------------------------------------------------------------------------


async def expect_source(tx: Tx, person: Person, video: VideoId, role: SourceRole, *, may_repeat: bool) -> None:
    """Refuse an upload before its bytes come, where it could only be refused afterwards.

    One that may repeat an earlier request is not refused for what that request did.
    """
    current = await find_video(tx, video)
    require(person, "videos:write", current.brand_id)
    if role is SourceRole.MASTER and not may_repeat and await records.has_master(tx, video):
        raise SecondMaster


async def measure(store: Store, organization: OrganizationId, kept: Kept) -> MediaFacts:
    """What kept bytes are as a film; NotAFilm when they cannot be one. Takes seconds: never inside a transaction."""
    async with _PROBES, store.local_path(organization, kept.sha256) as path:
        try:
            facts = await probe(path)
        except UnreadableMedia as error:
            raise NotAFilm.because(error) from None
    try:
        msgspec.convert({"num": facts.rate_num, "den": facts.rate_den}, FrameRate)
        even = facts.constant_rate
    except msgspec.ValidationError:
        even = False
    if not even:
        raise NotAFilm(
            "The frames do not come evenly, so a frame number would not stand for one time. "
            "Export the film at a constant rate of 1 to 240 frames per second and send that file.",
            reason="uneven_rate",
        )
    return facts


async def add_source(
    tx: Tx, person: Person, video: VideoId, role: SourceRole, name: str, kept: Kept, facts: MediaFacts
) -> Source:
    """Add a measured film to a video."""
    current = await find_video(tx, video)
    require(person, "videos:write", current.brand_id)
    await record_asset(tx, kept, MEDIA_TYPES.get(facts.container, OTHER_MEDIA_TYPE))
    source = _there(await records.insert_source(tx, video, role, name, kept.sha256, facts))
    await record(tx, person, "source.created", source, current.brand_id, {"sha256": kept.sha256.hex()})
    return _there(await records.get_source(tx, source))


async def get_source_facts(tx: Tx, source: SourceId) -> SourceFacts:
    """A source as what is timed on it needs it; Missing outside the walls."""
    return _there(await records.get_source_facts(tx, source))


async def sources_of(tx: Tx, video: VideoId) -> list[SourceFacts]:
    """The same of every source of a video, oldest first."""
    return await records.list_source_facts(tx, video)


async def cuts_with_source(tx: Tx, source: SourceId) -> list[CutId]:
    """The cuts whose edit list in force takes something from the source."""
    return await records.list_cuts_with_source(tx, source)


# Cuts ------------------------------------------------------------------------------------------------


async def find_cut(tx: Tx, cut: CutId) -> Cut:
    """The cut with its edit list in force; Missing outside the walls."""
    return _there(await records.get_cut(tx, cut))


async def segments_of(tx: Tx, cut: CutId, edit_revision: int | None = None) -> Edit:
    """A cut with the segments of the edit list in force, or of an earlier one; Missing outside the walls."""
    row = _there(await records.get_cut_row(tx, cut))
    segments = await records.list_segments(tx, cut, edit_revision or row.edit_revision)
    return Edit(row, [one.timed() for one in segments], {one.source_id: one.source_rate for one in segments})


async def create_cut(tx: Tx, person: Person, rulebook: Rulebook, video: VideoId, new: NewCut) -> Cut:
    """A cut of a video with its first edit list. Everything that is wrong is said at once."""
    current = await find_video(tx, video)
    require(person, "videos:write", current.brand_id, new.market)
    rate = Rate(new.fps.num, new.fps.den)
    market, faults = _canonical_market(rulebook, new.market)
    if new.parent_cut_id is not None and not await records.has_cut(tx, video, new.parent_cut_id):
        faults.append(Fault("/parent_cut_id", "not_found", "this video has no such cut"))
    layout = await _lay_out(tx, video, None, new.segments, rate)
    if faults or layout.faults:
        raise Invalid(*faults, *layout.faults)
    cut = _there(await records.insert_cut(tx, video, new, market, rate, layout.frames))
    await records.insert_segments(tx, video, cut, 1, layout.segments)
    await record(tx, person, "cut.created", cut, current.brand_id, {"edit_revision": 1})
    return await find_cut(tx, cut)


async def change_cut(
    tx: Tx, person: Person, rulebook: Rulebook, cut: CutId, seen: int | None, change: CutChange
) -> Cut:
    """Change a cut's facts."""
    current = await _cut_to_change(tx, person, cut, seen)
    market, faults = _canonical_market(rulebook, change.market or None)
    if market is not None:
        require(person, "videos:write", current.brand_id, market)
        change = msgspec.structs.replace(change, market=market)
    parent = change.parent_cut_id
    if parent is not UNSET and parent is not None:
        await records.lock_video(tx, current.video_id)
        if not await records.has_cut(tx, current.video_id, parent):
            faults.append(Fault("/parent_cut_id", "not_found", "this video has no such cut"))
        elif await records.descends_from(tx, parent, cut):
            faults.append(Fault("/parent_cut_id", "cycle", "that cut is this one, or is made from it"))
    if faults:
        raise Invalid(*faults)
    if not await records.update_cut(tx, cut, seen, change):
        raise PreconditionFailed.on(await find_cut(tx, cut))
    await record(tx, person, "cut.updated", cut, current.brand_id)
    return await find_cut(tx, cut)


async def replace_edit_list(tx: Tx, person: Person, cut: CutId, seen: int | None, edit: EditList) -> Cut:
    """Give a cut a new edit list; the old one stays beside it."""
    current = await _cut_to_change(tx, person, cut, seen)
    rate = Rate(current.fps.num, current.fps.den)
    layout = await _lay_out(tx, current.video_id, cut, edit.segments, rate)
    if layout.faults:
        raise Invalid(*layout.faults)
    edit_revision = await records.update_edit(tx, cut, seen, layout.frames)
    if edit_revision is None:
        raise PreconditionFailed.on(await find_cut(tx, cut))
    await records.insert_segments(tx, current.video_id, cut, edit_revision, layout.segments)
    await record(tx, person, "cut.edited", cut, current.brand_id, {"edit_revision": edit_revision})
    return await find_cut(tx, cut)


async def import_edit_list(
    tx: Tx, person: Person, cut: CutId, seen: int | None, edit_list: Listed, naming: Naming
) -> ImportedCut:
    """Give a cut the edit list of another program. Every stretch that cannot be taken is said with its line."""
    current = await _cut_to_change(tx, person, cut, seen)
    rate = Rate(current.fps.num, current.fps.den)
    drafted = draft(edit_list, rate, await records.list_source_facts(tx, current.video_id), naming, current.segments)
    if drafted.faults:
        raise Invalid(*drafted.faults)
    try:
        edited = await replace_edit_list(tx, person, cut, seen, EditList(segments=drafted.segments))
    except Invalid as refused:
        raise Invalid(*(drafted.in_file(fault) for fault in refused.faults)) from None
    left_out = [one.detail for one in edit_list.problems]
    return ImportedCut(**msgspec.structs.asdict(edited), left_out=left_out)


async def _cut_to_change(tx: Tx, person: Person, cut: CutId, seen: int | None) -> Cut:
    """The cut, if the person may change it and saw it as it is."""
    current = await find_cut(tx, cut)
    require(person, "videos:write", current.brand_id, current.market)
    if seen is not None and seen != current.revision:
        raise PreconditionFailed.on(current)
    return current


async def _lay_out(tx: Tx, video: VideoId, cut: CutId | None, segments: Sequence[NewSegment], rate: Rate) -> Layout:
    sources = {source.id: source for source in await records.list_source_facts(tx, video)}
    asked = [segment.id for segment in segments if segment.id is not None]
    known = await records.list_known_segments(tx, cut, asked) if cut is not None and asked else set()
    return lay_out(segments, rate, sources, known)


def _canonical_market(rulebook: Rulebook, market: str | None) -> tuple[str | None, list[Fault]]:
    if market is None:
        return None, []
    try:
        return rulebook.markets.canonical(market), []
    except UnknownMarket as error:
        return None, [Fault("/market", "unknown_market", str(error))]
