"""Edit lists as the service has them: `{"fps": {"num": 25, "den": 1}, "segments": [{"layer": "picture", "source_id": …,
"in_frame": 0, "out_frame": 75, "speed": {"num": 1, "den": 1}, "cut_in_frame": 0}]}`.

What `GET /v1/cuts/{id}` answers is one; members that a cut has besides are passed over. A source is named by any text.
`"source_fps": {"NAME": {"num": 24}}` says how a source counts that has another rate than the cut. Without
`cut_in_frame` a segment begins where its layer ends so far.
"""

from __future__ import annotations

from fractions import Fraction

import msgspec
from msgspec import Struct, field

from service.timedtext.edits.model import MOST_TAKES, EditList, Take, refused, too_large
from service.timedtext.problems import Problem, Unreadable
from service.timedtext.retime import Layer
from service.timedtext.timing import Rate, half_up


class _Ratio(Struct):
    num: int
    den: int = 1

    def positive(self) -> bool:
        return 0 < self.num <= 1_000_000 and 0 < self.den <= 1_000_000


class _Segment(Struct):
    layer: Layer
    source_id: str
    in_frame: int
    out_frame: int
    speed: _Ratio = field(default_factory=lambda: _Ratio(1))
    cut_in_frame: int | None = None


class _List(Struct):
    segments: list[_Segment]
    fps: _Ratio | None = None
    source_fps: dict[str, _Ratio] = {}
    name: str = ""


def read(data: bytes, rate: Rate | None = None) -> EditList:
    """The list, in a cut at `rate` where it does not say its own; raises Unreadable with every segment that is wrong,
    counted from 0."""
    too_large(data)
    try:
        said = msgspec.json.decode(data, type=_List)
    except msgspec.ValidationError as error:
        raise Unreadable(1, f"it is JSON, but no edit list: {error}") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(1, f"it is no JSON that can be read: {error}") from None
    if not all(one.positive() for one in (*said.source_fps.values(), *([said.fps] if said.fps else []))):
        raise Unreadable(1, "a rate is a positive fraction such as 24000/1001, of numbers up to a million")
    if said.fps is None and rate is None:
        raise Unreadable(1, 'it does not say the rate of the cut; add "fps": {"num": 25, "den": 1}')
    cut = rate if said.fps is None and rate is not None else Rate(said.fps.num, said.fps.den) if said.fps else Rate(25)
    faults = _faults(said)
    if faults:
        raise refused(faults)
    takes: list[Take] = []
    ends: dict[Layer, int] = {"picture": 0, "sound": 0}
    for number, one in enumerate(said.segments):
        fps = said.source_fps.get(one.source_id)
        source = Rate(fps.num, fps.den) if fps else cut
        begin = ends[one.layer] if one.cut_in_frame is None else one.cut_in_frame
        speed = Fraction(one.speed.num, one.speed.den)
        lasts = (one.out_frame - one.in_frame) * source.frame_ms / speed / cut.frame_ms
        if begin < ends[one.layer]:
            faults.append(_fault(number, f"begins at frame {begin} of the cut, which its layer has already"))
        ends[one.layer] = begin + half_up(lasts)
        stretch = (one.in_frame, one.out_frame, begin, speed)
        takes.append(Take(1, f"segment {number}", one.layer, (one.source_id,), source, *stretch))
    if faults:
        raise refused(faults)
    takes.sort(key=lambda take: take.layer)
    return EditList(cut, tuple(takes), said.name)


def _faults(said: _List) -> list[Problem]:
    """What is wrong with each segment by itself."""
    if not 1 <= len(said.segments) <= MOST_TAKES:
        return [Problem(1, "segments", f"it has {len(said.segments)} segments; an edit list has 1 to {MOST_TAKES}")]
    found = []
    for number, one in enumerate(said.segments):
        if not 0 <= one.in_frame < one.out_frame < 2**40:
            found.append(_fault(number, f"has no frames: {one.in_frame} to {one.out_frame}"))
        if not one.speed.positive():
            found.append(_fault(number, f"has the speed {one.speed.num}/{one.speed.den}, which is none"))
        if one.cut_in_frame is not None and not 0 <= one.cut_in_frame < 2**40:
            found.append(_fault(number, f"begins at frame {one.cut_in_frame} of the cut"))
    return found


def _fault(number: int, what: str) -> Problem:
    return Problem(1, "segment", f"segment {number} {what}")
