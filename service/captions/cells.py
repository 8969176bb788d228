"""The cells of a campaign's matrix (cuts × locales of markets), counted from sets of cues; and what each one shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import asdict, replace

from schemas.captions import Cell, CellState, File, Kind, LocaleFindings
from schemas.ids import CampaignId, CutId, ReleaseId, TrackId
from service.videos.films import Held

SPOKEN: set[Kind] = {"captions", "subtitles"}  # kinds that say what is said: one stands in for the other


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
    withdrawn_number: int | None


class SideTrack(Struct, frozen=True):
    """A track of a cut besides its master's: the cut's own, or one of its inserts and dubs."""

    cut_id: CutId
    track_id: TrackId
    locale: str
    kind: Kind
    is_source: bool
    submitted: bool
    text_approved: bool

    def serves(self, place: Place) -> bool:
        """Whether its texts are seen there. What is said in the very language stands as it is."""
        kinds = {self.kind, place.kind}
        return self.locale == place.locale and (len(kinds) == 1 or (self.is_source and kinds <= SPOKEN))


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
    decision, the film of the cut."""

    missing_facts: frozenset[str] = frozenset()
    conflicts: int = 0
    film: Held | None = None

    @property
    def blocks(self) -> bool:
        """Whether somebody must do something. A film that is still being compared only takes its time."""
        return bool(self.missing_facts or self.conflicts or (self.film and self.film.state != "pending"))


class StoredCheck(Struct, frozen=True):
    """What was counted for a cut in a locale of a market, of what, and by which rules."""

    cut_id: CutId
    market: str
    locale: str
    kind: Kind
    pack: str
    engine: str
    input_hash: bytes
    errors: int
    warnings: int


NOTHING = Hindrance()


class StoredCell(Place, frozen=True):
    """A cut in a locale of a market, as counted."""

    done: int
    stale: int
    total: int

    def shown(self, release_stale: bool, hindrance: Hindrance = NOTHING, check: StoredCheck | None = None) -> Cell:
        """As the wire has it, with its one state and the reason in words."""
        state, because = self._state(release_stale, check)
        if hindrance.blocks and state != "missing":
            state, because = "blocked", self._obstacle(hindrance)
        elif hindrance.film and state == "draft" and self.text_approved:
            because = hindrance.film.because
        if self.withdrawn_number:
            because = "; ".join(filter(None, (f"release {self.withdrawn_number} was withdrawn", because)))
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
            errors=check.errors if check else None,
            warnings=check.warnings if check else None,
            pack=check.pack if check else None,
        )

    def _obstacle(self, hindrance: Hindrance) -> str:
        reasons = []
        if hindrance.conflicts:
            cues = "1 cue" if hindrance.conflicts == 1 else f"{hindrance.conflicts} cues"
            reasons.append(f"{cues} of this cut changed under an override; decide at /v1/cuts/{self.cut_id}/overrides")
        if hindrance.missing_facts:
            named = ", ".join(f"{{{key}}}" for key in sorted(hindrance.missing_facts))
            reasons.append(f"{named} has no value in {self.market} that {self.locale} can write")
        if hindrance.film and hindrance.film.state != "pending":
            reasons.append(hindrance.film.because)
        return "; ".join(reasons)

    def _state(self, release_stale: bool, check: StoredCheck | None) -> tuple[CellState, str]:
        if self.stale:
            return "stale", f"{self.stale} of {self.total} cues translate an older source text"
        if self.release_id and release_stale:
            return "stale", "the captions changed after this release"
        if self.release_id and self.approved_at:
            return "approved", ""
        if self.release_id:
            if check is not None and check.errors:
                return "in_review", f"{check.errors} findings break a rule in this cut; somebody must look"
            return (
                "in_review",
                "cues were clipped, split or overridden, or break a rule in this cut; somebody must look",
            )
        if self.done == 0 or self.total == 0:
            return "missing", "no cue has a text yet"
        if self.done < self.total:
            return "draft", f"{self.total - self.done} of {self.total} cues have no text"
        if self.submitted:
            return "in_review", "the locale waits for approval"
        if self.text_approved and self.withdrawn_number:
            return "blocked", "a newer one is needed: change what was wrong, or release it again"
        return "draft", "the release is being made" if self.text_approved else "the locale was not submitted"


def by_locale(checks: Iterable[StoredCheck]) -> list[LocaleFindings]:
    """How each locale and kind stands to its rules, in the order in which they first appear."""
    found: dict[tuple[str, Kind], list[StoredCheck]] = defaultdict(list)
    for check in checks:
        found[check.locale, check.kind].append(check)
    return [
        LocaleFindings(
            locale=locale,
            kind=kind,
            packs=sorted({one.pack for one in here}),
            tracks=len(here),
            failing=sum(one.errors > 0 for one in here),
            errors=sum(one.errors for one in here),
            warnings=sum(one.warnings for one in here),
        )
        for (locale, kind), here in found.items()
    ]


_NOTHING: frozenset[bytes] = frozenset()
_Texts = Mapping[TrackId | None, tuple[frozenset[bytes], frozenset[bytes]]]


def counted(
    places: Sequence[Place], cuts: Iterable[CuesOfCut], sides: Iterable[SideTrack], tracks: Iterable[TextsOfTrack]
) -> list[StoredCell]:
    """Each place with its counts. The cues of a cut count when there is a text for them in their own language."""
    standing = {cut.cut_id: frozenset(cut.cues) for cut in cuts}
    texts: _Texts = {track.track_id: (frozenset(track.fresh), frozenset(track.outdated)) for track in tracks}
    beside: dict[CutId, list[SideTrack]] = defaultdict(list)
    for side in sides:
        beside[side.cut_id].append(side)
    return [_cell(place, standing.get(place.cut_id, _NOTHING), beside.get(place.cut_id, []), texts) for place in places]


def _cell(place: Place, standing: frozenset[bytes], sides: Sequence[SideTrack], texts: _Texts) -> StoredCell:
    nothing = (_NOTHING, _NOTHING)
    origins = [place.origin_id, *(side.track_id for side in sides if side.is_source)]
    here = standing & _NOTHING.union(*(texts.get(one, nothing)[0] for one in origins))
    if place.track_id is None:
        place = replace(place, kind=next((side.kind for side in sides if side.locale == place.locale), place.kind))
    parts = [(place.track_id, place.submitted, place.text_approved)]
    parts += [(side.track_id, side.submitted, side.text_approved) for side in sides if side.serves(place)]
    done = here & _NOTHING.union(*(texts.get(one, nothing)[0] for one, *_ in parts))
    stale = (here & _NOTHING.union(*(texts.get(one, nothing)[1] for one, *_ in parts))) - done
    asked = [part for part in parts if here & texts.get(part[0], nothing)[0]] or parts[:1]
    facts = asdict(place) | {"submitted": all(one[1] for one in asked), "text_approved": all(one[2] for one in asked)}
    return StoredCell(**facts, done=len(done), stale=len(stale), total=len(here))
