"""The events of one channel of a CMX 3600 list as takes: transitions become cuts, speeds become fractions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from msgspec.structs import replace

from service.timedtext import timecode
from service.timedtext.edits.model import Laid, Take, fitted
from service.timedtext.problems import Problem
from service.timedtext.retime import Layer
from service.timedtext.timing import Rate

BLACK = frozenset({"BL", "BLACK", "BARS"})
UNNAMED = frozenset({"AX", "AUX"})  # a reel that stands for any file
_ROUNDED = Fraction(1, 500)  # how much of a stretch a speed of a few decimals may be off


@dataclass
class Event:
    """A line of a list. Times are frames after 00:00:00:00; `fps` is what an M2 line below it says."""

    line: int
    number: int
    reel: str
    lanes: tuple[str, ...]
    kind: str
    length: int
    source_in: int
    source_out: int
    record_in: int
    record_out: int
    fps: Fraction | None = None
    fps_line: int = 0
    clip_names: list[str] = field(default_factory=list)

    @property
    def is_black(self) -> bool:
        return self.reel.upper() in BLACK

    @property
    def names(self) -> tuple[str, ...]:
        """What its source is called: the reel, where that is one, and the names of the clip."""
        named = tuple(dict.fromkeys(self.clip_names))
        return named if named and self.reel.upper() in UNNAMED else tuple(dict.fromkeys((self.reel, *named)))


class _Fault(Exception):
    """A code and why an event cannot be placed."""


Found = tuple[list[Laid], list[Problem], list[Problem]]


def lane(groups: Iterable[list[Event]], rate: Rate, zero: int, picture: bool) -> Found:
    """The takes of one channel, what it leaves out, and what is wrong with it. Each group has the one or two lines of
    an event, and they come by record time; `zero` is the record time of the first frame of the cut."""
    made = _Lane(rate, zero, picture)
    for group in groups:
        before = None
        for event in group:
            try:
                made.put(event, before)
            except _Fault as fault:
                made.faults.append(Problem(event.line, fault.args[0], fault.args[1]))
            before = event
    return made.laid, made.problems, made.faults


@dataclass
class _Lane:
    rate: Rate
    zero: int
    picture: bool
    laid: list[Laid] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    free: int = 0
    last: Event | None = None  # the event that `laid` ends with, unless black or a freeze came after it

    def put(self, event: Event, before: Event | None) -> None:
        """Add an event; `before` is the line of the same event from which it comes."""
        begin, end = event.record_in - self.zero, event.record_out - self.zero
        if begin < self.free:
            taken = timecode.label(self.free + self.zero, self.rate, drop=False)
            raise _Fault("overlap", f"its record time is taken up to {taken} (counted without drops)")
        speed = self._speed(event)
        if event.length > end - begin:
            raise _Fault("transition", f"its transition lasts {event.length} frames and the event {end - begin}")
        if begin == end:
            return
        self.free = end
        outgoing, late = self._middle(event, before)
        if outgoing and before is not None and not self._goes_on(before):
            self._lay(before, speed=Fraction(1), begin=begin, end=begin + outgoing, late=0)
        elif outgoing:
            self._hold(outgoing)
        if event.is_black:
            self.last = None
            return
        if speed <= 0:
            self.problems.append(_unseen(event, speed))
            self.last = None
            return
        self._lay(event, speed, begin + late, end, late)

    def _middle(self, event: Event, before: Event | None) -> tuple[int, int]:
        """How many frames of a transition the outgoing side keeps, and after how many the incoming one begins."""
        if not event.length:
            return 0, 0
        from_black = before.is_black if before is not None else self.last is None or self._gap(event)
        if from_black:
            return 0, 0
        if event.is_black:
            return event.length, event.length
        return event.length // 2, event.length // 2

    def _gap(self, event: Event) -> bool:
        return not self.laid or self.laid[-1].cut_out_frame != event.record_in - self.zero

    def _goes_on(self, before: Event) -> bool:
        """Whether the line from which a transition comes goes on with what was there."""
        last = self.last
        if last is None or not self.laid or self.laid[-1].cut_out_frame != before.record_out - self.zero:
            return False
        return last is before or (last.reel == before.reel and last.source_out == before.source_in)

    def _hold(self, frames: int) -> None:
        """Let what was there go on for so many frames more."""
        laid = self.laid[-1]
        more = round(frames * laid.take.speed)
        self.laid[-1] = Laid(replace(laid.take, out_frame=laid.take.out_frame + more), laid.cut_out_frame + frames)

    def _lay(self, event: Event, speed: Fraction, begin: int, end: int, late: int) -> None:
        if begin == end:
            return
        in_frame = event.source_in + late * speed
        taken = fitted(in_frame, in_frame + (end - begin) * speed)
        exact = Fraction(taken[1] - taken[0], end - begin)
        layer: Layer = "picture" if self.picture else "sound"
        at = f"event {event.number:03}"
        take = Take(event.line, at, layer, event.names, self.rate, *taken, begin, exact)
        self.laid.append(Laid(take, end))
        self.last = event

    def _speed(self, event: Event) -> Fraction:
        """The speed of an event; raises _Fault where its lengths disagree."""
        lasts, shown = event.source_out - event.source_in, event.record_out - event.record_in
        if event.is_black:
            return Fraction(1)
        if event.fps is None:
            if lasts != shown:
                said = f"{lasts} frames of the source fill {shown} of the cut and no M2 line gives a speed"
                raise _Fault("lengths", f"{said}; write the list again with its speeds, or send OTIO")
            return Fraction(1)
        speed = _share(event.fps, self.rate)
        if speed <= 0 or not shown:
            return speed
        wanted = shown * speed
        if abs(lasts - wanted) <= 1 + shown * speed * _ROUNDED and lasts:
            return Fraction(lasts, shown)
        if lasts == shown:  # written by programs that leave the source's length as it is without the speed
            return speed
        said = f"{lasts} frames of the source fill {shown} of the cut, which is no speed of {float(speed):g}"
        raise _Fault("lengths", f"{said} (line {event.fps_line})")


def _share(fps: Fraction, rate: Rate) -> Fraction:
    """A speed in frames a second as a share of the list's: 60.0 of 29.97 is 2, and so is 59.94."""
    counted = timecode.nominal(rate)
    exact = Fraction(rate.num, rate.den)
    ratio = fps / exact
    whole = round(ratio)
    return Fraction(whole) if exact != counted and abs(ratio - whole) < Fraction(1, 2000) else fps / counted


def _unseen(event: Event, speed: Fraction) -> Problem:
    code, what = ("freeze", "a freeze") if speed == 0 else ("reverse", "a stretch played backwards")
    return Problem(event.line, code, f"event {event.number:03} is {what}: it shows no new speech and brings no cues")
