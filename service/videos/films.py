"""What comparing a cut's film with its edit list takes and gives. Pure."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from schemas.films import AcceptedFilm, Film, FilmFinding, FilmState, FindingKind
from schemas.ids import BrandId, CutId, PersonId, SegmentId, SourceId
from schemas.videos import FrameRate
from schemas.vocabulary import Aspect
from service.timedtext.timing import Rate


class StoredFilm(Struct, frozen=True):
    """The film of a cut as stored, with what was found."""

    cut_id: CutId
    number: int
    sha256: str
    size_bytes: int
    media_type: str
    container: str
    video_codec: str
    audio_codec: str | None
    width_px: int
    height_px: int
    fps: FrameRate
    frames: int
    duration_ms: int
    faststart: bool
    edit_revision: int
    state: FilmState
    held: bool
    reason: str
    pictures: int
    sounds: int
    findings: list[FilmFinding]
    compared_at: datetime | None
    accepted_by: PersonId | None
    accepted_at: datetime | None
    accepted_reason: str | None
    revision: int
    created_at: datetime

    def shown(self) -> Film:
        """As the wire has it."""
        values = {name: getattr(self, name) for name in self.__struct_fields__ if not name.startswith("accepted_")}
        accepted = None
        if self.accepted_by and self.accepted_at and self.accepted_reason:
            accepted = AcceptedFilm(by=self.accepted_by, at=self.accepted_at, reason=self.accepted_reason)
        return Film(**values, accepted=accepted)


class Held(Struct, frozen=True):
    """A cut whose releases wait for its film: it is still being compared, differs, or cannot be read."""

    cut_id: CutId
    state: FilmState
    reason: str
    findings: int

    @property
    def because(self) -> str:
        """The same in words."""
        if self.state == "pending":
            return "the uploaded film is being compared with the edit list"
        if self.state == "unreadable":
            return f"the uploaded film could not be compared with the edit list: {self.reason}"
        differs = "1 place" if self.findings == 1 else f"{self.findings} places"
        return f"the uploaded film differs from the edit list in {differs}"


class FilmStanding(Struct, frozen=True):
    """A cut's film in short. `held`: the releases of the cut wait for it; `findings` counts where it differs."""

    cut_id: CutId
    state: FilmState
    held: bool
    findings: int
    accepted: bool
    sha256: str


class Comparable(Struct, frozen=True):
    """A film that waits to be compared, and what its cut should look like."""

    cut_id: CutId
    brand_id: BrandId
    number: int
    sha256: bytes
    frames: int
    duration_ms: int
    width_px: int
    height_px: int
    rate: Rate
    aspect: Aspect
    edit_revision: int


class Footage(Struct, frozen=True):
    """The bytes of a source."""

    id: SourceId
    sha256: bytes
    frames: int


class Finding(Struct, frozen=True):
    """Something in which a film differs; what the numbers count is the kind's (`schemas.films.FindingKind`)."""

    kind: FindingKind
    detail: str
    segment_id: SegmentId | None = None
    cut_frame: int | None = None
    measured: float | None = None
    expected: float | None = None
    tolerance: float | None = None


class Check(Struct, frozen=True):
    """What comparing came to: the findings, and how many pictures and sounds were compared."""

    state: FilmState
    findings: list[Finding] = []
    pictures: int = 0
    sounds: int = 0
    reason: str = ""
