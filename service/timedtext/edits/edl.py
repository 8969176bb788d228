"""CMX 3600 edit decision lists, as editing programs write them today: one picture, several channels of sound.

An event is `number reel channels transition [frames] source-in source-out record-in record-out`. What is read besides:
FCM, M2 (constant speed), the comments that name a clip or file. The list does not say its rate; who calls does. The
first frame of the cut is the earliest record time. Everything that would have to be guessed is refused with its line:
keys, several pictures, stretches whose lengths disagree, time code that does not exist or changes its kind.

Time code is drop frame where it is written with `;`; in a list that never does, FCM decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from service.timedtext import timecode
from service.timedtext.edits.edl_lanes import Event, lane
from service.timedtext.edits.model import (
    MOST_TAKES,
    EditList,
    Laid,
    Take,
    one_lane,
    refused,
    too_large,
)
from service.timedtext.model import split_lines
from service.timedtext.problems import LEFT_OUT, Problem, Unreadable
from service.timedtext.timing import Rate

LONGEST_LINE = 1000
MOST_FAULTS = 100  # that are named
MOST_CHANNELS = 32

_EVENT = re.compile(r"(\d+)\s+(\S+)\s+(\S+)\s+(C|D|W\d{3}|K\s?[BO]?)\b\s*(\d+)?\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)")
_M2 = re.compile(r"M2\s+(.+?)\s+([+-]?\d*\.?\d+)\s+(\S+)")
_COMMENT = re.compile(
    r"\*?\s*(FROM CLIP NAME|TO CLIP NAME|FROM CLIP|FROM FILE|CLIP NAME|SOURCE FILE)\s*(?:IS)?:\s*(.+)"
)
_KNOWN = ("TITLE:", "FCM:", "*", "M2", "SPLIT", "AUD", "GPI", "TRL", "EFFECTS", "DLEDL", "FINAL CUT PRO", ">>>", "REEL")
_CHANNEL = re.compile(r"V\d*|A{1,2}\d*(?:-\d+)?|B|NONE")


def read(data: bytes, rate: Rate) -> EditList:
    """The list, at the rate that its time code counts; raises Unreadable with every line that cannot be taken."""
    too_large(data)
    lines = split_lines(_text(data))
    reading = _Reading(rate, any(";" in line for line in lines if line[:1].isdigit()))
    for number, line in enumerate(lines, 1):
        reading.take(number, line.strip())
        if len(reading.faults) == MOST_FAULTS:
            break
    if reading.faults:
        raise refused(reading.faults)
    if not reading.events:
        raise Unreadable(1, "it has no event, which is a line such as 001 REEL V C 00:00:00:00 …; is this an EDL?")
    return _laid(reading)


def _text(data: bytes) -> str:
    """UTF-8, otherwise the eight bits of the programs that know nothing else."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


@dataclass
class _Reading:
    """What was met so far."""

    rate: Rate
    marked: bool
    title: str = ""
    drop: bool | None = None
    events: list[Event] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, number: int, line: str) -> None:
        if len(line) > LONGEST_LINE:
            self._fault(number, "line", f"the line has {len(line)} characters; at most {LONGEST_LINE} are read")
        elif line[:1].isdigit():
            self._event(number, line)
        elif line.startswith("TITLE:"):
            self.title = line[6:].strip()
        elif line.startswith("FCM:"):
            self._count(number, line)
        elif line.startswith("M2"):
            self._speed(number, line)
        elif named := _COMMENT.fullmatch(line):
            self._name(named[1], named[2].strip())
        elif line and not line.startswith(_KNOWN) and len(self.problems) < 20:
            self.problems.append(Problem(number, LEFT_OUT, f"{line[:40]!r} is no event and no comment that is known"))

    def _fault(self, number: int, code: str, detail: str) -> None:
        self.faults.append(Problem(number, code, detail))

    def _count(self, number: int, line: str) -> None:
        drop = "NON" not in line
        if drop and not timecode.can_drop(self.rate):
            said = f"{line} belongs to 30000/1001 or 60000/1001 frames a second"
            self._fault(number, "rate", f"{said}; the list is read at {self.rate}")
        elif self.drop not in (None, drop) and self.events and not self.marked:
            self._fault(number, "fcm", "the kind of time code changes here; write drop frame with ; in every time code")
        self.drop = drop

    def _event(self, number: int, line: str) -> None:
        shape = _EVENT.fullmatch(line)
        if shape is None:
            wanted = "001 REEL V C and four time codes, or 001 REEL V D 024 and four time codes"
            return self._fault(number, "event", f"an event is {wanted}; this line is not")
        name, reel, channels, kind, length, *times = shape.groups()
        if kind.startswith("K"):
            detail = "a key lays two pictures over each other; render it and list the film that results"
            return self._fault(number, "key", detail)
        if (kind == "C") == (length is not None):
            return self._fault(number, "event", f"{kind} {length or 'without a length'} is no transition")
        lanes = self._channels(number, channels)
        if len(self.events) == MOST_TAKES:
            return self._fault(number, "too_many", f"an edit list has at most {MOST_TAKES} events")
        counted = [self._frames(number, time) for time in times]
        if None in counted or lanes is None:
            return None
        a, b, c, d = [one for one in counted if one is not None]
        if b < a or d < c:
            return self._fault(number, "reversed", "it ends before it begins; a list that passes midnight is not read")
        self.events.append(Event(number, int(name), reel, lanes, kind, int(length or 0), a, b, c, d))
        return None

    def _frames(self, number: int, text: str) -> int | None:
        drop = timecode.is_drop(text)
        if drop and self.drop is False:
            self._fault(number, "fcm", f"{text} is drop frame and FCM says that the list is not; correct one of them")
            return None
        try:
            return timecode.frames(text, self.rate, drop=drop or (not self.marked and self.drop is True))
        except timecode.NoTimeCode as error:
            self._fault(number, "time_code", str(error))
            return None

    def _channels(self, number: int, text: str) -> tuple[str, ...] | None:
        """The lanes that an event goes to: `V`, and one name for each channel of sound."""
        found: list[str] = []
        for part in text.upper().split("/"):
            if not _CHANNEL.fullmatch(part):
                self._fault(number, "channel", f"{text} is no channel; they are V, A, A2, AA, B and such as A2/V")
                return None
            if part.startswith("V") and part not in ("V", "V1"):
                detail = f"{part} lies over the first picture; flatten the picture to one track, or send OTIO"
                self._fault(number, "channel", detail)
                return None
            found += _LANES.get(part, (part,))
        return tuple(found)

    def _speed(self, number: int, line: str) -> None:
        shape = _M2.fullmatch(line)
        if shape is None:
            return self._fault(number, "m2", "a speed is M2, reel, frames a second and a time code; this line is not")
        near = [one for one in self.events[-2:] if self.events and one.number == self.events[-1].number]
        event = next((one for one in near if one.reel == shape[1]), near[-1] if near else None)
        if event is None:
            return self._fault(number, "m2", "it comes before any event; it belongs below the event that it is about")
        event.fps, event.fps_line = Fraction(shape[2]), number
        return None

    def _name(self, what: str, name: str) -> None:
        near = [one for one in self.events[-2:] if one.number == self.events[-1].number] if self.events else []
        if not near:
            return
        event = near[0] if what == "FROM CLIP NAME" else near[-1]
        if what == "FROM CLIP NAME" and len(near) == 1 and event.kind != "C":
            return  # it is the name of what was there before
        event.clip_names.append(name)


_LANES = {"A": ("A1",), "V1": ("V",), "B": ("V", "A1"), "AA": ("A1", "A2"), "NONE": ()}


def _laid(reading: _Reading) -> EditList:
    """The events in their lanes, from the earliest on."""
    names = sorted({name for event in reading.events for name in event.lanes}, key=lambda one: (one != "V", one))
    if len(names) > MOST_CHANNELS:
        raise Unreadable(1, f"it has {len(names)} channels; at most {MOST_CHANNELS} are read")
    zero = min(event.record_in for event in reading.events)
    groups = [list(group) for _, group in groupby(reading.events, key=lambda one: one.number)]
    groups.sort(key=lambda group: group[0].record_in)
    lanes: dict[str, list[Laid]] = {}
    for name in names:
        found, problems, faults = lane(_of_lane(groups, name), reading.rate, zero, name == "V")
        lanes[name] = found
        reading.problems += problems
        reading.faults += faults
    if reading.faults:
        raise refused(sorted(set(reading.faults), key=lambda one: one.line))
    sound, left_out = one_lane((name, laid) for name, laid in lanes.items() if name != "V")
    takes: list[Take] = [one.take for one in lanes.get("V", ())] + sound
    problems = sorted({*reading.problems, *left_out}, key=lambda one: one.line)
    return EditList(reading.rate, tuple(takes), reading.title, tuple(problems))


def _of_lane(groups: Iterable[list[Event]], name: str) -> Iterator[list[Event]]:
    for group in groups:
        if here := [event for event in group if name in event.lanes]:
            yield here
