"""The cells of a campaign's matrix (cuts × locales of markets), counted from sets of cues; and what each one shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import asdict

from schemas.captions import Cell, CellState, File, Kind
from schemas.ids import CampaignId, CutId, ReleaseId, TrackId


class Standing(Struct, frozen=True):
    """How far a campaign is. In step, for each cut in a locale of a market: the newest release, whether it is approved,
    and whether a text there translates an older source."""

    campaign_id: CampaignId
    releases: list[ReleaseId | None]
    approved: list[bool]
    outdated: list[bool]

    def counted(self, stale: set[ReleaseId]) -> tuple[int, int, int]:
        """All places, the approved and the stale ones, when these releases are stale."""
        old = [late or release in stale for release, late in zip(self.releases, self.outdated, strict=True)]
        approved = sum(yes and not late for yes, late in zip(self.approved, old, strict=True))
        return len(self.releases), approved, sum(old)


class Place(Struct, frozen=True):
    """A cut in a locale of a market, with the track of its master and the one of the locale."""

    cut_id: CutId
    market: str
    locale: str
    kind: Kind
    is_source: bool
    submitted: bool
    text_approved: bool
    origin_id: TrackId | None
    track_id: TrackId | None
    release_id: ReleaseId | None
    release_number: int | None
    approved_at: datetime | None
    files: list[File]


class CuesOfCut(Struct, frozen=True):
    """The cues that stand in a cut. (As bytes: the driver's UUIDs are slow members of sets.)"""

    cut_id: CutId
    cues: list[bytes]


class TextsOfTrack(Struct, frozen=True):
    """The cues that have a text in a track: one for what the master says now, or for what it said before."""

    track_id: TrackId
    fresh: list[bytes]
    outdated: list[bytes]


class Hindrance(Struct, frozen=True):
    """What besides its texts keeps a cell from being released: facts without words, cues whose overrides wait for a
    decision."""

    missing_facts: frozenset[str] = frozenset()
    conflicts: int = 0


NOTHING = Hindrance()


class StoredCell(Place, frozen=True):
    """A cut in a locale of a market, as counted."""

    done: int
    stale: int
    total: int

    def shown(self, release_stale: bool, hindrance: Hindrance = NOTHING) -> Cell:
        """As the wire has it, with its one state and the reason in words."""
        state, because = self._state(release_stale)
        if hindrance != NOTHING and state != "missing":
            state, because = "blocked", self._obstacle(hindrance)
        return Cell(
            cut_id=self.cut_id,
            market=self.market,
            locale=self.locale,
            kind=self.kind,
            state=state,
            done=self.done,
            total=self.total,
            because=because,
            release_id=self.release_id,
            release_number=self.release_number,
            approved_at=self.approved_at,
            files=self.files,
        )

    def _obstacle(self, hindrance: Hindrance) -> str:
        reasons = []
        if hindrance.conflicts:
            cues = "1 cue" if hindrance.conflicts == 1 else f"{hindrance.conflicts} cues"
            reasons.append(f"{cues} of this cut changed under an override; decide at /v1/cuts/{self.cut_id}/overrides")
        if hindrance.missing_facts:
            named = ", ".join(f"{{{key}}}" for key in sorted(hindrance.missing_facts))
            reasons.append(f"{named} has no value in {self.market} that {self.locale} can write")
        return "; ".join(reasons)

    def _state(self, release_stale: bool) -> tuple[CellState, str]:
        if self.stale:
            return "stale", f"{self.stale} of {self.total} cues translate an older source text"
        if self.release_id and release_stale:
            return "stale", "the captions changed after this release"
        if self.release_id and self.approved_at:
            return "approved", ""
        if self.release_id:
            return "in_review", "cues were clipped, split or overridden in this cut; somebody must look at them"
        if self.done == 0 or self.total == 0:
            return "missing", "no cue has a text yet"
        if self.done < self.total:
            return "draft", f"{self.total - self.done} of {self.total} cues have no text"
        if self.submitted:
            return "in_review", "the locale waits for approval"
        return "draft", "the release is being made" if self.text_approved else "the locale was not submitted"


def counted(places: Sequence[Place], cuts: Iterable[CuesOfCut], tracks: Iterable[TextsOfTrack]) -> list[StoredCell]:
    """Each place with its counts. The cues of a cut count when the master has a text for them."""
    standing = {cut.cut_id: frozenset(cut.cues) for cut in cuts}
    texts = {track.track_id: (frozenset(track.fresh), frozenset(track.outdated)) for track in tracks}
    nothing: tuple[frozenset[bytes], frozenset[bytes]] = (frozenset(), frozenset())
    cells = []
    for place in places:
        said, _ = texts.get(place.origin_id, nothing) if place.origin_id else nothing
        fresh, outdated = texts.get(place.track_id, nothing) if place.track_id else nothing
        here = standing.get(place.cut_id, nothing[0]) & said
        facts = asdict(place)
        cells.append(StoredCell(**facts, done=len(here & fresh), stale=len(here & outdated), total=len(here)))
    return cells
