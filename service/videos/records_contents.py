"""What stands in sources and cuts, as stored, and what of the brief it is read beside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct, to_builtins

from schemas.contents import MOST_MARKS, Box, Content, FilmFacts, MadeByAi, Mark, Meets, Reads, Uses
from schemas.films import FilmState
from schemas.ids import (
    BrandId,
    CampaignId,
    CutId,
    MarkId,
    PersonId,
    RequirementId,
    RightsId,
    SourceId,
    VideoId,
)
from schemas.videos import FrameRate
from service.db.pool import Tx
from service.db.problems import refusing
from service.videos.model import CutRow, SourceFacts
from service.videos.occurrences import Asked, Marked, Take, Window
from service.videos.problems import RequirementElsewhere, RightsElsewhere
from service.videos.records import CutKey, queries


class FilmRow(Struct, frozen=True):
    """The film of a cut as stored."""

    cut_id: CutId
    number: int
    sha256: str
    container: str
    video_codec: str
    audio_codec: str | None
    width_px: int
    height_px: int
    fps: FrameRate
    frames: int
    duration_ms: int
    size_bytes: int
    faststart: bool
    state: FilmState
    held: bool
    arrived_at: datetime
    since: datetime

    def shown(self) -> FilmFacts:
        """As the wire has it."""
        values = {name: getattr(self, name) for name in self.__struct_fields__ if name != "cut_id"}
        return FilmFacts(**values, bitrate_bps=self.size_bytes * 8000 // self.duration_ms)


class MarkRow(Struct, frozen=True):
    """A mark as stored."""

    id: MarkId
    brand_id: BrandId
    campaign_id: CampaignId
    video_id: VideoId
    kind: str
    source_id: SourceId | None
    cut_id: CutId | None
    what: Content
    in_frame: int
    out_frame: int
    begin_ms: int
    end_ms: int
    by: PersonId
    at: datetime

    def shown(self) -> Mark:
        """As the wire has it."""
        return Mark(**{name: getattr(self, name) for name in Mark.__struct_fields__})


async def list_takes(tx: Tx, cuts: Sequence[CutId]) -> list[Take]:
    """Those of these cuts that lie inside the walls, with their edit lists in force."""
    return await tx.all(Take, queries.list_takes, list(cuts)) if cuts else []


async def list_cut_ids(tx: Tx, video: VideoId) -> list[CutId]:
    """The cuts of a video, the longest first."""
    return [one.id for one in await tx.all(CutKey, queries.list_cut_ids, video)]


async def list_marked(tx: Tx, videos: Sequence[VideoId]) -> list[Marked]:
    """What stands in the sources and cuts of these videos."""
    return await tx.all(Marked, queries.list_marked, list(videos)) if videos else []


async def list_asked(tx: Tx, campaigns: Sequence[CampaignId]) -> list[Asked]:
    """What the briefs of these campaigns require."""
    return await tx.all(Asked, queries.list_asked, list(campaigns)) if campaigns else []


async def list_windows(tx: Tx, rights: Sequence[RightsId]) -> list[Window]:
    """These rights windows, withdrawn ones too."""
    return await tx.all(Window, queries.list_windows, list(rights)) if rights else []


async def list_film_facts(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, FilmFacts]:
    """The films of those of these cuts that have one."""
    rows = await tx.all(FilmRow, queries.list_film_facts, list(cuts)) if cuts else []
    return {one.cut_id: one.shown() for one in rows}


async def list_marks(tx: Tx, video: VideoId, home: SourceId | CutId) -> list[Mark]:
    """What stands in a source, or in a cut alone."""
    return await tx.all(Mark, queries.list_marks, video, home)


async def get_mark(tx: Tx, mark: MarkId) -> MarkRow | None:
    """The mark, unless it was withdrawn or lies outside the walls."""
    return await tx.one(MarkRow, queries.get_mark, mark)


async def insert_mark(
    tx: Tx, home: SourceFacts | CutRow, frames: tuple[int, int], what: Content, by: PersonId
) -> MarkId | None:
    """A new mark on a source or a cut; None when their video has as many as it may.

    RequirementElsewhere and RightsElsewhere when the campaign's brief has not what it names.
    """
    source, cut = (home.id, None) if isinstance(home, SourceFacts) else (None, home.id)
    place = (home.brand_id, home.campaign_id, home.video_id, source, cut, *frames)
    with refusing(mark_requirement=RequirementElsewhere, mark_rights=RightsElsewhere):
        found = await tx.value(queries.insert_mark, *place, *_columns(what), by, MOST_MARKS)
    return None if found is None else MarkId(found)


async def withdraw_mark(tx: Tx, mark: MarkId) -> bool:
    """Take it away; False when somebody did meanwhile."""
    return bool(await tx.do(queries.withdraw_mark, mark))


async def has_requirement(tx: Tx, campaign: CampaignId, requirement: RequirementId) -> bool:
    """Whether the campaign's brief requires this."""
    return bool(await tx.value(queries.has_requirement, campaign, requirement))


async def has_window(tx: Tx, campaign: CampaignId, rights: RightsId) -> bool:
    """Whether the campaign has this rights window."""
    return bool(await tx.value(queries.has_window, campaign, rights))


Columns = tuple[str, RequirementId | None, RightsId | None, str | None, str | None, object, str | None, str]


def _columns(what: Content) -> Columns:
    """Kind, requirement, rights, text, role, box, made, tool."""
    match what:
        case Meets():
            return "requirement", what.requirement_id, None, None, None, None, None, ""
        case Uses():
            return "rights", None, what.rights_id, None, None, None, None, ""
        case Reads():
            return "text", None, None, what.text.strip(), what.role, _box(what.box), None, ""
        case MadeByAi():
            return "ai", None, None, None, None, None, what.made, what.tool.strip()


def _box(box: Box | None) -> object:
    return None if box is None else to_builtins(box)
