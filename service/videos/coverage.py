"""Beat coverage: what a cut keeps of planned shots, through its edit list. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from msgspec import Struct

from schemas.coverage import NewPlacement
from schemas.ids import ShotId, SourceId
from schemas.vocabulary import Presence
from service.problems import Fault
from service.timedtext.timing import Rate
from service.videos.model import Edit, SourceFacts
from service.videos.projecting import Frames, Piece, lasting_ms, merged, picture, project


class Stand(Struct, frozen=True):
    """Frames of a source that show a shot. `master`: the source is the video's master; `rate` is the source's."""

    shot_id: ShotId
    source_id: SourceId
    in_frame: int
    out_frame: int
    master: bool
    rate: Rate


class Extent(Struct, frozen=True):
    """How much there is and how much of it is kept: in frames of the sources, and in exact milliseconds."""

    frames: int = 0
    kept_frames: int = 0
    whole_ms: Fraction = Fraction(0)
    kept_ms: Fraction = Fraction(0)
    on_screen_ms: Fraction = Fraction(0)

    def __add__(self, other: Extent) -> Extent:
        return Extent(
            self.frames + other.frames,
            self.kept_frames + other.kept_frames,
            self.whole_ms + other.whole_ms,
            self.kept_ms + other.kept_ms,
            self.on_screen_ms + other.on_screen_ms,
        )

    @property
    def state(self) -> Presence:
        """By frames, so that one lost frame of an hour is not rounded away."""
        if not self.frames:
            return Presence.UNPLACED
        if not self.kept_frames:
            return Presence.ABSENT
        return Presence.PRESENT if self.kept_frames == self.frames else Presence.TRIMMED

    @property
    def share(self) -> Fraction | None:
        """What is kept of the time; None of what is unplaced."""
        return self.kept_ms / self.whole_ms if self.frames else None


class Covered(Struct, frozen=True):
    """A shot in a cut: how much of it, in which source, and every piece in playing order, also of other sources."""

    extent: Extent
    source_id: SourceId | None
    pieces: list[Piece]


NOWHERE = Covered(Extent(), None, [])


def placement_faults(
    placements: Sequence[NewPlacement], source: SourceFacts, shots: Collection[ShotId]
) -> Iterator[Fault]:
    """Placements without frames, beyond the source, of a shot that is not the story's, or over one another."""
    taken: list[tuple[int, int, int]] = []
    for index, one in enumerate(placements):
        at = f"/placements/{index}"
        if one.shot_id not in shots:
            yield Fault(f"{at}/shot_id", "not_found", "the video's story plans no such shot")
        if one.out_frame <= one.in_frame:
            empty = f"it begins at frame {one.in_frame} and ends before frame {one.out_frame}; it has no frames"
            yield Fault(f"{at}/out_frame", "end_before_start", empty)
        else:
            taken.append((one.in_frame, one.out_frame, index))
        if one.out_frame > source.frames:
            beyond = f"{one.out_frame} is too far: the source ends at frame {source.frames}"
            yield Fault(f"{at}/out_frame", "beyond_source", beyond)
    yield from _overlaps(sorted(taken))


def _overlaps(taken: Sequence[tuple[int, int, int]]) -> Iterator[Fault]:
    """A fault for each one that begins before all earlier ones have ended. One frame shows one shot."""
    free, holder = 0, 0
    for begin, end, index in taken:
        if begin < free:
            detail = f"frame {begin} shows the shot of placement {holder} already, up to frame {free}"
            yield Fault(f"/placements/{index}/in_frame", "overlap", f"{detail}; a frame shows one shot")
        if end > free:
            free, holder = end, index


def cover(edit: Edit, stands: Iterable[Stand]) -> dict[ShotId, Covered]:
    """What a cut keeps of each shot that stands in a source."""
    ordered = sorted(stands, key=lambda one: (one.source_id.uuid, one.in_frame))
    places: dict[ShotId, list[Stand]] = {}
    for stand in ordered:
        places.setdefault(stand.shot_id, []).append(stand)
    pieces: dict[ShotId, list[Piece]] = {shot: [] for shot in places}
    for stand, piece in project(edit, picture(edit), ordered):
        pieces[stand.shot_id].append(piece)
    return {shot: _covered(places[shot], found, edit.cut.rate) for shot, found in pieces.items()}


def taken_from(edit: Edit, source: SourceId) -> list[Frames]:
    """The frames of a source that the picture of a cut shows, in their order and without repeats."""
    return merged((one.in_frame, one.out_frame) for one in picture(edit) if one.source_id == source)


def _covered(stands: Sequence[Stand], pieces: list[Piece], rate: Rate) -> Covered:
    """The shot in the source of which the cut keeps the largest share; the master where it keeps as much of several.

    (Different shares are different floats: no source has more than 2 ** 25 frames.)
    """
    takes = [list(ones) for _, ones in groupby(stands, key=attrgetter("source_id"))]
    kept, frames, take = max(
        ((_kept_frames(take[0].source_id, pieces), _frames(take), take) for take in takes),
        key=lambda measured: (measured[0] / measured[1], measured[2][0].master, measured[1]),
    )
    frame_ms = take[0].rate.frame_ms
    extent = Extent(frames, kept, frames * frame_ms, kept * frame_ms, lasting_ms(pieces, rate))
    return Covered(extent, take[0].source_id, pieces)


def _frames(take: Sequence[Stand]) -> int:
    return sum(stand.out_frame - stand.in_frame for stand in take)


def _kept_frames(source: SourceId, pieces: Iterable[Piece]) -> int:
    """Each frame once, however often it is shown."""
    shown = merged((piece.in_frame, piece.out_frame) for piece in pieces if piece.of.source_id == source)
    return sum(end - begin for begin, end in shown)
