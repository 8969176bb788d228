"""The pure rules of captions: how texts are compared, how a cut's track comes together, and what a release froze."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from schemas.captions import File, Kind, Release, ReleaseStatus, Stream
from schemas.ids import (
    BrandId,
    CampaignId,
    CueId,
    CutId,
    PersonId,
    ReleaseId,
    SegmentId,
    SourceId,
    TrackId,
    VideoId,
)
from service.captions.cells import SPOKEN
from service.rulebook.timed_text import Aspect
from service.timedtext.model import Cue, Document

ENGINE = "timedtext/2"
STREAMS: dict[Kind, Stream] = {
    "captions": "speech",
    "subtitles": "speech",
    "forced": "speech",
    "descriptions": "description",
}
Incomplete = Literal["omit", "source"]
_encode = msgspec.json.Encoder().encode


class Home(Struct, frozen=True):
    """What cues are timed on: a source or one cut, and its source track once captions were imported."""

    id: UUID
    source_id: SourceId | None
    cut_id: CutId | None
    brand_id: BrandId
    video_id: VideoId
    duration_ms: int
    track_id: TrackId | None
    locale: str | None
    kind: Kind | None

    @property
    def word(self) -> str:
        """What it is called."""
        return "cut" if self.source_id is None else "source"


class StoredTrack(Struct, frozen=True):
    """A track as its writers lock it."""

    id: TrackId
    home_id: UUID
    source_id: SourceId | None
    cut_id: CutId | None
    brand_id: BrandId
    locale: str
    kind: Kind
    is_source: bool
    revision: int
    timing_revision: int
    original_sha256: bytes | None


class CutFacts(Struct, frozen=True):
    """A cut, as far as captions are concerned."""

    id: CutId
    brand_id: BrandId
    video_id: VideoId
    campaign_id: CampaignId
    code: str
    aspect: Aspect
    edit_revision: int
    fps_num: int
    fps_den: int
    frames: int

    @property
    def duration_ms(self) -> int:
        """Rounded up to the millisecond, so that a cue to the last frame fits."""
        return -(-self.frames * self.fps_den * 1000 // self.fps_num)


class SegmentOfCut(Struct, frozen=True):
    """A stretch of a source in a cut, with the source's rate."""

    segment_id: SegmentId
    layer: Literal["picture", "sound"]
    position: int
    source_id: SourceId
    in_frame: int
    out_frame: int
    cut_in_frame: int
    speed_num: int
    speed_den: int
    fps_num: int
    fps_den: int


class TimedCue(Struct, frozen=True):
    """A cue on the time of its source."""

    cue_id: CueId
    source_id: SourceId
    begin_ms: int
    end_ms: int
    stream: Stream


class OwnCue(Struct, frozen=True):
    """A cue of one cut, on the time of that cut."""

    cue_id: CueId
    begin_ms: int
    end_ms: int


class TimingState(Struct, frozen=True):
    """How often the timing of a home was changed."""

    home_id: UUID
    timing_revision: int


class StoredConform(Struct, frozen=True):
    """What conform found, and whether it saw the newest edit list."""

    cut_id: CutId
    edit_revision: int
    timing_revisions: dict[str, int]
    dropped: int
    newest: bool


class Target(Struct, frozen=True):
    """A locale of a market that a cut must have."""

    market: str
    position: int
    locale: str
    kind: Kind


class Wanted(Struct, frozen=True):
    """A cut's captions in one locale and kind. None: every cue of the cut, in no language."""

    cut_id: CutId
    locale: str | None
    kind: Kind | None


class Projected(Struct, frozen=True):
    """A cue as it stands in a cut, with its text in one locale (None: none yet).

    `fresh`: the text translates what the source says now. `approved`: so does the whole track, and it was approved.
    `overridden`: this cut does something differently with it. `contested`: it wanted to, and somebody must decide.
    """

    cue_id: CueId
    segment_id: SegmentId
    begin_ms: int
    end_ms: int
    how: Literal["whole", "clipped", "split"]
    settings: str
    source_text: str
    source_markup: str
    text: str | None
    markup: str | None
    fresh: bool
    approved: bool
    hidden: bool = False
    overridden: bool = False
    contested: bool = False


class Placed(Struct, frozen=True):
    """A cue as it stands in a cut, in whatever language."""

    cut_id: CutId
    home_id: UUID
    stream: Stream
    cue_id: CueId
    segment_id: SegmentId
    begin_ms: int
    end_ms: int
    how: Literal["whole", "clipped", "split"]
    settings: str


class Worded(Struct, frozen=True):
    """A text, with what is known of its track."""

    locale: str
    kind: Kind
    is_source: bool
    approved: bool
    cue_id: UUID
    text: str
    markup: str
    text_hash: bytes
    source_hash: bytes | None


class TrackInput(Struct, frozen=True):
    """A track that went into a release, at the revisions it had."""

    track_id: TrackId
    track_revision: int
    timing_revision: int
    is_source: bool
    locale: str
    approved_by: PersonId | None


class NewestRelease(Struct, frozen=True):
    """The last release beside one to be made: of the same, withdrawn; the last one of the same, withdrawn."""

    id: ReleaseId
    same: bool
    withdrawn: bool
    same_withdrawn: bool


class Suspect(Struct, frozen=True):
    """A release of which an input was changed."""

    id: ReleaseId
    campaign_id: CampaignId
    cut_id: CutId
    market: str
    locale: str
    kind: Kind
    pack: str
    input_hash: bytes


class FactUse(Struct, frozen=True):
    """A cut that names a fact in a locale and kind."""

    cut_id: CutId
    locale: str
    kind: Kind
    fact_key: str


class StoredRelease(Struct, frozen=True):
    """A release without the question whether it is stale."""

    id: ReleaseId
    brand_id: BrandId
    cut_id: CutId
    market: str
    locale: str
    kind: Kind
    number: int
    status: ReleaseStatus
    done: int
    total: int
    files: list[File]
    approved_by: PersonId | None
    approved_at: datetime | None
    withdrawn_at: datetime | None
    created_at: datetime

    def shown(self, stale: bool) -> Release:
        """As the wire has it."""
        values = {name: getattr(self, name) for name in self.__struct_fields__ if name != "brand_id"}
        return Release(**values, stale=stale)


def normalised(text: str) -> str:
    """What counts as the same text: composed (NFC), white space folded."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def text_hash(text: str) -> bytes:
    """16 bytes that are equal for equal normalised texts (BLAKE2b)."""
    return hashlib.blake2b(normalised(text).encode(), digest_size=16).digest()


def project(wanted: Sequence[Wanted], placed: Iterable[Placed], worded: Iterable[Worded]) -> list[list[Projected]]:
    """The captions of each wanted cut and locale: its cues in their order, with their texts there."""
    standing: dict[CutId, list[tuple[Placed, bytes]]] = defaultdict(list)
    for cue in placed:
        standing[cue.cut_id].append((cue, cue.cue_id.bytes))  # bytes, because a driver's UUID is slow to look up
    said: dict[bytes, Worded] = {}
    translated: dict[tuple[str | None, Kind | None], dict[bytes, Worded]] = defaultdict(dict)
    for text in worded:
        key = text.cue_id.bytes
        translated[text.locale, text.kind][key] = text
        if text.is_source:
            said[key] = text
    return [
        [
            _projected(cue, said[key], translated[one.locale, one.kind].get(key) or _already(said[key], one))
            for cue, key in standing[one.cut_id]
            if key in said and (one.kind is None or cue.stream == STREAMS[one.kind])
        ]
        for one in wanted
    ]


def _already(said: Worded, wanted: Wanted) -> Worded | None:
    """What the source says, where that is in the wanted language: a market's end card, or a cut's own text."""
    return said if said.locale == wanted.locale and {said.kind, wanted.kind} <= SPOKEN else None


def _projected(cue: Placed, said: Worded, here: Worded | None) -> Projected:
    place = (cue.cue_id, cue.segment_id, cue.begin_ms, cue.end_ms, cue.how, cue.settings, said.text, said.markup)
    if here is None:
        return Projected(*place, None, None, False, False)
    return Projected(
        *place, here.text, here.markup, here.is_source or here.source_hash == said.text_hash, here.approved
    )


def input_hash(rows: Sequence[Projected], locale: str, kind: Kind, pack: str) -> bytes:
    """Everything that decides what the captions of a cut say. Equal: a release is not stale."""
    parts = [
        (r.cue_id.bytes, r.segment_id.bytes, r.begin_ms, r.end_ms, r.settings, r.text, r.markup, r.fresh)
        for r in rows
        if not r.hidden
    ]
    return hashlib.sha256(_encode([ENGINE, pack, locale, kind, parts])).digest()


def document(rows: Sequence[Projected], locale: str, incomplete: Incomplete = "omit") -> Document:
    """The captions as a reader gets them. Cues without a fresh text are left out, or stand in the source language."""
    cues = []
    for row in rows:
        if row.hidden:
            continue
        if row.text is not None and row.fresh:
            cues.append(Cue("", row.begin_ms, row.end_ms, row.text, row.settings, row.markup or ""))
        elif incomplete == "source":
            cues.append(Cue("", row.begin_ms, row.end_ms, row.source_text, row.settings, row.source_markup))
    return Document(tuple(cues), locale)


def completeness(rows: Sequence[Projected]) -> tuple[int, int]:
    """How many cues of a cut have a fresh text, of how many. A cue in two pieces counts once."""
    done = {row.cue_id for row in rows if row.text is not None and row.fresh}
    return len(done), len({row.cue_id for row in rows})


def untouched(rows: Sequence[Projected]) -> bool:
    """Whether the cut kept every cue whole and as it is, so that nobody has to look at it again."""
    return all(row.how == "whole" and not row.overridden for row in rows)
