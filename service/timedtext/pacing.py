"""The ends of cues within the rules of time: long enough to be read, a gap before the next, none that flickers.

Only ends move, for a text that begins late or early is out of step with what is said. No end moves over the next cue,
past a shot change it was not past before, or past the end of the film. Source: Netflix Timed Text Style Guide, General
Requirements (minimum duration, frame gap, shot changes).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from math import ceil, inf

from msgspec.structs import replace

from service.timedtext.counting import length
from service.timedtext.model import Cue
from service.timedtext.readability import Change, How
from service.timedtext.rules import Rules
from service.timedtext.timing import Rate


def pace(
    cues: Sequence[Cue], rules: Rules, rate: Rate, shots_ms: Sequence[int] = (), media_ms: int | None = None
) -> tuple[list[Cue], list[Change]]:
    """Cues in the order of their begins, with their ends moved; `shots_ms` in order."""
    pacer = _Pacer(rules, rate, shots_ms, media_ms)
    found: list[Cue] = []
    changes: list[Change] = []
    for index, (cue, after) in enumerate(pairwise([*cues, None])):
        if cue is not None:
            end_ms, how, says = pacer.end(cue, after)
            found.append(cue if end_ms == cue.end_ms else replace(cue, end_ms=end_ms))
            if how is not None:
                changes.append(Change(index, cue.id, how, says))
    return found, changes


class _Pacer:
    """The rules in milliseconds of one film."""

    def __init__(self, rules: Rules, rate: Rate, shots_ms: Sequence[int], media_ms: int | None) -> None:
        self._rules, self._shots = rules, shots_ms
        self._media_ms = inf if media_ms is None else media_ms
        self._gap_ms = rate.ms(rules.gap.min_frames)
        self._before_shot_ms = rate.ms(rules.shots.end_before_frames)

    def end(self, cue: Cue, after: Cue | None) -> tuple[int, How | None, str]:
        """Where the cue ends, what became of it, and why; nothing if it ends where it did."""
        latest = self._latest(after)
        if cue.end_ms > latest:
            if latest <= cue.begin_ms:
                return cue.end_ms, "left", "no room before the next cue or the end of the film"
            return int(latest), "shorter", f"{cue.end_ms - int(latest)} ms, for the gap before what follows"
        longest = min(latest, self._shot_behind(cue.end_ms), cue.begin_ms + self._rules.max_ms)
        end_ms = int(max(cue.end_ms, min(self._readable(cue), longest)))
        if after is not None and after.begin_ms - end_ms < self._rules.gap.close_below_ms and latest <= longest:
            end_ms = int(latest)
        if end_ms == cue.end_ms:
            return end_ms, None, ""
        chained = after is not None and end_ms == after.begin_ms - self._gap_ms
        return end_ms, "chained" if chained else "longer", f"{end_ms - cue.end_ms} ms"

    def _latest(self, after: Cue | None) -> float:
        return min(self._media_ms, inf if after is None else after.begin_ms - self._gap_ms)

    def _shot_behind(self, ms: int) -> float:
        """How far an end may move that is at `ms`: to just before the next shot change."""
        at = bisect_left(self._shots, ms)
        return max(ms, self._shots[at] - self._before_shot_ms) if at < len(self._shots) else inf

    def _readable(self, cue: Cue) -> int:
        """Where the cue may end at the earliest: after the shortest time, and what its text takes to read."""
        speed = self._rules.reading_speed_maximum
        units = sum(length(line, self._rules.limits.counting) for line in cue.text.split("\n"))
        reading = ceil(1000 * units / speed) if speed < inf else 0
        return cue.begin_ms + max(self._rules.min_ms, reading)
