"""What a checklist is computed from: the rows of this room and of those before it, as one ground for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from schemas.captions import Kind
from schemas.checklists import Answer, AnswerStatus, SubjectKind
from schemas.contents import AiInCut, CutState, TextInCut
from schemas.ids import AnswerId, BrandId, CampaignId, CutId, PersonId, ReleaseId
from service.captions.outdating import Change
from service.media.loudness import Loudness
from service.rulebook.timed_text import Aspect

Pair = tuple[CutId, str]


class Place(Struct, frozen=True):
    """A cut in a market that it is for, with the locales of the market."""

    cut_id: CutId
    market: str
    brand_id: BrandId
    campaign_id: CampaignId
    code: str
    name: str
    aspect: Aspect
    fps_num: int
    fps_den: int
    frames: int
    locales: list[str]

    @property
    def duration_ms(self) -> int:
        """Rounded up to the millisecond, as captions count it."""
        return -(-self.frames * self.fps_den * 1000 // self.fps_num)


class Said(Struct, frozen=True):
    """How many cues of a cut say something. `captioned`: somebody approved those of what it is made of, so that none
    means that nothing is said."""

    cut_id: CutId
    cues: int
    captioned: bool


class Released(Struct, frozen=True):
    """The newest approved release of a cut in a locale and kind of a market; withdrawn, nothing stands in for it. `at`
    is when it was approved, or withdrawn."""

    id: ReleaseId
    cut_id: CutId
    market: str
    locale: str
    kind: Kind
    number: int
    pack: str
    document_sha256: bytes
    file_sha256: bytes
    file_bytes: int
    withdrawn: bool
    at: datetime


class StoredMeasurement(Struct, frozen=True):
    """What was measured of bytes."""

    sha256: bytes
    tool: str
    tool_version: str
    profile: str
    value: dict[str, Any]
    at: datetime


class StoredAnswer(Struct, frozen=True):
    """An answer as stored."""

    id: AnswerId
    cut_id: CutId
    market: str
    item: str
    number: int
    status: AnswerStatus
    sentence: str
    role: str
    subject: SubjectKind
    subject_sha256: bytes | None
    inputs: dict[str, Any]
    item_hash: bytes
    by: PersonId
    person: str
    at: datetime

    def shown(self) -> Answer:
        """As the wire has it."""
        return Answer(
            id=self.id,
            cut_id=self.cut_id,
            market=self.market,
            item=self.item,
            number=self.number,
            status=self.status,
            sentence=self.sentence,
            role=self.role,
            by=self.by,
            person=self.person,
            at=self.at,
            subject=self.subject,
            subject_sha256=self.subject_sha256.hex() if self.subject_sha256 else None,
            item_hash=self.item_hash.hex(),
        )


class RuleUse(Struct, frozen=True):
    """How often captions break one rule, and where: each place as (begin ms, end ms, measured, text, sentence)."""

    count: int
    limit: float
    worst: float
    places: tuple[tuple[int, int, float, str, str], ...] = ()


class Judged(Struct, frozen=True):
    """What was measured of the captions of a release: how many cues, and what they break, by rule."""

    cues: int
    rules: dict[str, RuleUse]
    at: datetime | None = None


class Sound(Struct, frozen=True):
    """What was measured of a film's sound; `reason` says why it could not be."""

    loudness: Loudness | None = None
    reason: str = ""
    at: datetime | None = None


class Ground(Struct, frozen=True):
    """Everything that the checklist of one cut in one market is computed from.

    `stale` says of releases what changed under them; `judged` what their captions break; `sound` is None while nobody
    has measured the film; `since` names what changed between the releases of an answer and those of now.
    """

    place: Place
    state: CutState
    said: Said
    releases: tuple[Released, ...] = ()
    stale: Mapping[ReleaseId, tuple[Change, ...]] = {}
    judged: Mapping[ReleaseId, Judged] = {}
    texts: tuple[TextInCut, ...] = ()
    ai: tuple[AiInCut, ...] = ()
    sound: Sound | None = None
    answers: Mapping[str, StoredAnswer] = {}
    since: Mapping[tuple[str, str], tuple[Change, ...]] = {}

    @property
    def in_force(self) -> tuple[Released, ...]:
        """The releases that are not withdrawn."""
        return tuple(one for one in self.releases if not one.withdrawn)

    @property
    def missing(self) -> list[str]:
        """The locales of the market without captions in force."""
        there = {one.locale for one in self.in_force if one.kind in ("captions", "subtitles")}
        return [locale for locale in self.place.locales if locale not in there]

    @property
    def silent(self) -> bool:
        """Whether nothing is said in the cut, as far as its approved captions know."""
        return self.said.captioned and self.said.cues == 0
