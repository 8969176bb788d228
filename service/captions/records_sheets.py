"""A locale as its editor sees it, as stored: the homes of its cues, their tracks, and every cue with both its texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from schemas.captions import Kind, Origin
from schemas.ids import BrandId, CampaignId, CueId, CutId, PersonId, SourceId, TrackId, VideoId
from service.db.pool import Tx
from service.db.queries import load

queries = load(__package__)


class SheetTrack(Struct, frozen=True):
    """A home's own language (`origin`), and its track in the locale of the sheet; None before one was opened."""

    home_id: UUID
    source_id: SourceId | None
    cut_id: CutId | None
    brand_id: BrandId
    video_id: VideoId
    campaign_id: CampaignId
    duration_ms: int
    origin_id: TrackId
    origin_locale: str
    origin_revision: int
    timing_revision: int
    track_id: TrackId | None
    kind: Kind | None
    is_source: bool
    revision: int
    approved_revision: int | None
    approved_by: PersonId | None
    approved_at: datetime | None
    submitted: bool

    @property
    def status(self) -> str:
        """`missing`, `draft`, `in_review` or `approved`."""
        if self.track_id is None:
            return "missing"
        if self.approved_revision is not None and self.approved_revision == self.revision:
            return "approved"
        return "in_review" if self.submitted else "draft"


class SheetCue(Struct, frozen=True):
    """A cue on the time of its home, with what its own language says."""

    id: CueId
    home_id: UUID
    begin_ms: int
    end_ms: int
    timing_revision: int
    speaker: str
    source_text: str
    source_hash: bytes


class SheetText(Struct, frozen=True):
    """What a track says of a cue. `source_hash` is of what it translates."""

    cue_id: UUID
    text: str
    origin: Origin
    by: UUID | None
    by_name: str | None
    written_at: datetime
    revision: int
    source_hash: bytes | None
    is_source: bool


class OlderSource(Struct, frozen=True):
    """What a cue's source said once."""

    cue_id: UUID
    text: str


class SheetLine(Struct, frozen=True):
    """A cue with both its texts. `text` is None while there is none here, then `revision` is 0; `fresh`: it translates
    what the source says now, and not what it said in `translated_from`."""

    id: CueId
    home_id: UUID
    begin_ms: int
    end_ms: int
    timing_revision: int
    speaker: str
    source_text: str
    text: str | None
    origin: Origin | None
    by: UUID | None
    by_name: str | None
    written_at: datetime | None
    revision: int
    fresh: bool
    translated_from: str | None


class CutOfCue(Struct, frozen=True):
    """A cut that shows a cue."""

    id: CutId
    code: str
    name: str


async def list_homes_of_cut(tx: Tx, cut: CutId) -> list[UUID]:
    return [row[0] for row in await tx.rows(queries.list_homes_of_cut, cut)]


async def list_sheet_tracks(tx: Tx, homes: Sequence[UUID], locale: str) -> list[SheetTrack]:
    """The longest home first, which is the master."""
    return await tx.all(SheetTrack, queries.list_sheet_tracks, list(homes), locale)


async def list_sheet_lines(tx: Tx, homes: Sequence[UUID], tracks: Sequence[TrackId]) -> list[SheetLine]:
    """In order of time. Two queries and no join of both languages, which costs PostgreSQL a search for each cue."""
    cues = await tx.all(SheetCue, queries.list_sheet_cues, list(homes))
    texts = {one.cue_id.bytes: one for one in await tx.all(SheetText, queries.list_sheet_texts, list(tracks))}
    pairs = [(cue, texts.get(cue.id.bytes)) for cue in cues]
    stale = [(cue.id, text.source_hash) for cue, text in pairs if text is not None and not _fresh(cue, text)]
    older: dict[bytes, str] = {}
    if stale:
        found = await tx.all(OlderSource, queries.list_older_sources, *map(list, zip(*stale, strict=True)))
        older = {one.cue_id.bytes: one.text for one in found}
    return [_line(cue, text, older.get(cue.id.bytes)) for cue, text in pairs]


def _fresh(cue: SheetCue, text: SheetText | None) -> bool:
    return text is not None and (text.is_source or text.source_hash == cue.source_hash)


def _line(cue: SheetCue, text: SheetText | None, older: str | None) -> SheetLine:
    place = (cue.id, cue.home_id, cue.begin_ms, cue.end_ms, cue.timing_revision, cue.speaker, cue.source_text)
    if text is None:
        return SheetLine(*place, None, None, None, None, None, 0, False, None)
    said = (text.text, text.origin, text.by, text.by_name, text.written_at, text.revision)
    return SheetLine(*place, *said, _fresh(cue, text), older)


async def list_cuts_of_cue(tx: Tx, cue: CueId) -> list[CutOfCue]:
    return await tx.all(CutOfCue, queries.list_cuts_of_cue, cue)
