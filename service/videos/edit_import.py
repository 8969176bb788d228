"""An edit list of another program as one of ours: its names mean sources of the video, its stretches become segments.
Pure.

A segment that the cut has already, the same stretch of the same source at the same speed, stays itself, so what hangs
on it stays too. Frames of sound that is counted in samples are rounded to the source's.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from schemas.ids import SegmentId, SourceId
from schemas.videos import MOST_SEGMENTS, NewSegment, Segment, Speed
from schemas.vocabulary import Layer
from service.problems import Fault
from service.timedtext import timecode
from service.timedtext.edits.model import UNSEEN, EditList, Take, plain_name
from service.timedtext.timing import Rate, half_up
from service.videos.edit_list import pace
from service.videos.model import SourceFacts

_SAMPLES = 1000  # frames a second, from which on a rate counts sound


class Naming(Struct, frozen=True):
    """What the caller says of the names in a list, which are plain (`plain_name`): which source one means, and the time
    code of that source's first frame; under "" the one of all others."""

    sources: Mapping[str, SourceId]
    starts: Mapping[str, str]


class Drafted(Struct, frozen=True):
    """The segments for `edit_list.lay_out`, each with the take that it comes from, or all that is wrong."""

    segments: list[NewSegment]
    takes: list[Take]
    faults: list[Fault]

    def in_file(self, fault: Fault) -> Fault:
        """A fault of a segment as one of the line that it comes from."""
        _, _, rest = fault.pointer.partition("/segments/")
        number = rest.partition("/")[0]
        if not number.isdecimal():
            return fault
        take = self.takes[int(number)]
        return Fault(at_line(take), fault.code, f"{take.at}: {fault.detail}")


def at_line(take: Take) -> str:
    """Where a fault of a take points: the line of the file."""
    return f"/lines/{take.line}"


def draft(
    edit_list: EditList, rate: Rate, sources: Sequence[SourceFacts], naming: Naming, current: Sequence[Segment]
) -> Drafted:
    """The list for a cut at `rate` of a video with these sources, whose edit list now is `current`."""
    unseen = [one for one in edit_list.problems if one.code in UNSEEN]
    faults = [Fault(f"/lines/{one.line}", one.code, _way_out(one.detail)) for one in unseen]
    if len(edit_list.takes) > MOST_SEGMENTS:
        many = f"it has {len(edit_list.takes)} stretches; a cut has at most {MOST_SEGMENTS}"
        faults.append(Fault("", "too_many", many))
        return Drafted([], [], faults)
    kept = _kept(current)
    free: dict[str, int] = {}
    segments, takes = [], []
    for take in edit_list.takes:
        meant = _meant(take, sources, naming)
        stretch = meant if isinstance(meant, str) else _stretch(take, meant, naming)
        if isinstance(stretch, str) or isinstance(meant, str):
            code = "source" if isinstance(meant, str) else "frames"
            faults.append(Fault(at_line(take), code, f"{take.at}: {stretch}"))
            continue
        begin = max(take.cut_in_frame, free.get(take.layer, 0))
        free[take.layer] = begin + half_up((stretch[1] - stretch[0]) * pace(take.speed, meant.rate, rate))
        identity = kept[take.layer, meant.id, *stretch, take.speed]
        segments.append(
            NewSegment(
                id=identity.popleft() if identity else None,
                layer=Layer(take.layer),
                source_id=meant.id,
                in_frame=stretch[0],
                out_frame=stretch[1],
                speed=Speed(take.speed.numerator, take.speed.denominator),
                cut_in_frame=begin,
            )
        )
        takes.append(take)
    return Drafted(segments, takes, faults)


def _way_out(detail: str) -> str:
    return f"{detail}; render it, add the film as a source and list that"


def _kept(current: Sequence[Segment]) -> defaultdict[tuple[object, ...], deque[SegmentId]]:
    """The segments that there are, by what makes one the same."""
    found: defaultdict[tuple[object, ...], deque[SegmentId]] = defaultdict(deque)
    for one in current:
        speed = Fraction(one.speed.num, one.speed.den)
        found[one.layer.value, one.source_id, one.in_frame, one.out_frame, speed].append(one.id)
    return found


def _meant(take: Take, sources: Sequence[SourceFacts], naming: Naming) -> SourceFacts | str:
    """The source of a take, by its name or as our own JSON says it, by its id; in words why it cannot be told."""
    plain = [plain_name(name) for name in take.names]
    told = {naming.sources[name] for name in plain if name in naming.sources}
    found = [one for one in sources if (one.id in told if told else {plain_name(one.name), str(one.id)} & set(plain))]
    if len(found) == 1:
        return found[0]
    called = " or ".join(take.names)
    say = f"say which with ?source={take.names[0]}=src_…"
    if found:
        return f"{len(found)} sources are called {called}; {say}"
    known = ", ".join(one.name for one in sources) or "none"
    return f"no source of this video is called {called}; {say}. The video has {known}"


def _stretch(take: Take, source: SourceFacts, naming: Naming) -> tuple[int, int] | str:
    """The frames of the source, from 0; in words why they cannot be told."""
    try:
        first = _first_frame(take, naming)
    except timecode.NoTimeCode as error:
        return f"the start of its source: {error}"
    found = list(_frames(take, source.rate, first))
    if len(found) < 2:
        counts = f"the list counts at {take.rate} and the source at {source.rate}"
        return f"{counts}; send OTIO, which says the rate of each clip, or JSON"
    if found[0] < 0:
        before = f"it begins {-found[0]} frames before its source"
        return f"{before}; say the time code of the source's first frame with ?start="
    return found[0], max(found[0] + 1, found[1])


def _first_frame(take: Take, naming: Naming) -> int:
    names = [*map(plain_name, take.names), ""]
    start = next((naming.starts[name] for name in names if name in naming.starts), None)
    if start is None:
        return take.origin or 0
    return timecode.frames(start, take.rate, drop=timecode.is_drop(start))


def _frames(take: Take, rate: Rate, first: int) -> Iterator[int]:
    """In and out at the source's own rate; nothing for a time between its frames, unless sound is counted."""
    for frame in (take.in_frame - first, take.out_frame - first):
        exact = take.rate.exact_ms(frame) / rate.frame_ms
        if exact.denominator == 1 or take.rate.num >= _SAMPLES * take.rate.den:
            yield half_up(exact)
