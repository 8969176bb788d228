"""What an edit list of another program says, whichever form it came in: which stretch of which source falls where.

The readers (`edl`, `otio`, `cut_json`) give the names that their file has for a source; who
calls says which source of theirs each name means, and `segments` gives what `retime.conform` takes.

A dissolve or wipe is a cut at its middle, and the frame in the middle belongs to the incoming side: what is said while
two pictures are seen is heard from both, and a cue cannot be halved. Between black and a picture, the picture keeps
all of it. A freeze or a backward stretch shows no new speech; it takes its place in the cut and brings no cues.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction
from math import gcd
from typing import TypeVar

from msgspec import Struct

from service.timedtext.problems import LEFT_OUT, Problem, Unreadable
from service.timedtext.retime import Layer, Segment
from service.timedtext.timing import Rate, half_up

SourceT = TypeVar("SourceT", bound=Hashable)

MOST_BYTES = 8_000_000
MOST_TAKES = 10_000
UNSEEN = frozenset({"freeze", "reverse"})  # codes of problems: a stretch of the cut that shows no stretch of a source

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{2,4}$")


class Take(Struct, frozen=True):
    """A stretch of a source in the cut. `line` is where its file has it, `at` says so in words; `names` are what its
    source is called, the best name first. Frames of the source count at `rate`, `cut_in_frame` at the list's.

    `origin` is the frame number of the source's first frame; None where the list does not know it.
    """

    line: int
    at: str
    layer: Layer
    names: tuple[str, ...]
    rate: Rate
    in_frame: int
    out_frame: int
    cut_in_frame: int
    speed: Fraction = Fraction(1)
    origin: int | None = None


class EditList(Struct, frozen=True):
    """A cut at `rate`, each layer in playing order. `problems` are what the file had and this has not."""

    rate: Rate
    takes: tuple[Take, ...]
    title: str = ""
    problems: tuple[Problem, ...] = ()

    def sources(self) -> list[tuple[str, ...]]:
        """The names of each source, in order of appearance."""
        return list(dict.fromkeys(take.names for take in self.takes))


def plain_name(name: str) -> str:
    """A name without path, suffix and case, which make no source another."""
    bare = re.split(r"[/\\]", name.strip())[-1]
    return _SUFFIX.sub("", bare).casefold()


def segments(
    edit_list: EditList, source_of: Callable[[Take], tuple[SourceT, int | None]]
) -> tuple[list[Segment[int, SourceT]], dict[SourceT, Rate]]:
    """What `retime.conform` takes. `source_of` says which source a take is of, and the number of that source's first
    frame at the take's rate (None: as the list has it, otherwise 0).

    Where one source is counted at several rates, as picture in frames and sound in samples, the rate returned is one
    at which all of them are whole. Raises Unreadable for a take that begins before its source.
    """
    bound = [(take, *source_of(take)) for take in edit_list.takes]
    rates: dict[SourceT, Rate] = {}
    for take, source, _ in bound:
        rates[source] = _common(rates.get(source, take.rate), take.rate)
    found, faults, places = [], [], {"picture": 0, "sound": 0}
    for number, (take, source, start) in enumerate(bound):
        first = start if start is not None else take.origin or 0
        if take.in_frame < first:
            before = f"{take.at} begins {first - take.in_frame} frames before its source does"
            faults.append(Problem(take.line, "before_source", f"{before}; check the time code at which it starts"))
            continue
        fine = int(take.rate.frame_ms / rates[source].frame_ms)
        at, places[take.layer] = places[take.layer], places[take.layer] + 1
        stretch = (fine * (take.in_frame - first), fine * (take.out_frame - first), take.cut_in_frame)
        found.append(Segment(number, take.layer, at, source, *stretch, take.speed.numerator, take.speed.denominator))
    if faults:
        raise refused(faults)
    return found, rates


def refused(faults: Sequence[Problem]) -> Unreadable:
    """All that makes a list unreadable, as one exception."""
    return Unreadable(faults[0].line, faults[0].detail, tuple(faults))


def too_large(data: bytes) -> None:
    """Refuse what is larger than any edit list."""
    if len(data) > MOST_BYTES:
        raise Unreadable(1, f"an edit list has at most {MOST_BYTES} bytes, this file {len(data)}")


class Laid(Struct, frozen=True):
    """A take with the frame of the cut before which it ends."""

    take: Take
    cut_out_frame: int


def one_lane(channels: Iterable[tuple[str, Sequence[Laid]]]) -> tuple[list[Take], list[Problem]]:
    """Several channels of sound as one layer: the first channel, and of the others what lies where those before are
    silent. What sounds beside another is left out and named, unless it is the same stretch on another channel."""
    kept: list[Laid] = []
    problems = []
    for name, laid in channels:
        known = {_stretch(one.take) for one in kept}
        spans = sorted((one.take.cut_in_frame, one.cut_out_frame) for one in kept)
        beside = [one for one in laid if not _is_free(one, spans) and _stretch(one.take) not in known]
        kept += [one for one in laid if _is_free(one, spans)]
        if beside:
            at = beside[0].take
            count = f"{len(beside)} events" if len(beside) > 1 else at.at
            problems.append(
                Problem(at.line, LEFT_OUT, f"{count} of channel {name}: another channel sounds at the same time")
            )
    return [one.take for one in sorted(kept, key=lambda one: one.take.cut_in_frame)], problems


def _is_free(one: Laid, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(spans, (one.cut_out_frame,)) - 1  # the last that begins before it ends
    return at < 0 or spans[at][1] <= one.take.cut_in_frame


def _stretch(take: Take) -> tuple[object, ...]:
    return take.names, take.in_frame, take.out_frame, take.cut_in_frame


def _common(one: Rate, other: Rate) -> Rate:
    """A rate at which every frame of both is whole: the greatest common divisor of their frames' lengths."""
    if one == other:
        return one
    a, b = 1 / Fraction(one.num, one.den), 1 / Fraction(other.num, other.den)
    frame = Fraction(gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator)
    return Rate(frame.denominator, frame.numerator)


def fitted(in_frame: Fraction, out_frame: Fraction) -> tuple[int, int]:
    """A stretch on whole frames of its source, of at least one."""
    begin = half_up(in_frame)
    return begin, max(begin + 1, half_up(out_frame))
