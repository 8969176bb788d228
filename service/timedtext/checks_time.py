"""When cues come and go: durations, gaps, overlaps, shot changes, and the end of the film.

Source: Netflix Timed Text Style Guide, General Requirements (frame gaps, shot changes, 5/6 s to 7 s).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import inf

from service.timedtext.checks_text import units
from service.timedtext.findings import Fix, Found
from service.timedtext.model import Cue
from service.timedtext.rules import Rules
from service.timedtext.timing import Rate

TRIMMED_UNSEEN_MS = 500  # of an overlap; longer ones are for a person


class TimeChecks:
    """The time rules of one track, for a film of this rate, these shot changes and this length."""

    def __init__(self, rules: Rules, rate: Rate, shots_ms: Sequence[int], media_ms: int | None) -> None:
        self._counting = rules.limits.counting
        self._frame_ms = 1000 * rate.den / rate.num
        self._media_ms = inf if media_ms is None else media_ms
        self._min_ms = rules.min_ms if "minimum_duration" in rules.severities else 0
        self._max_ms = rules.max_ms if "maximum_duration" in rules.severities else inf
        self._fastest = rules.reading_speed_maximum if "reading_speed_maximum" in rules.severities else inf
        a_second = round(rate.num / rate.den)
        self._gap_frames = rules.gap.min_frames if "gap" in rules.severities else 0
        self._kept_frames = rules.gap.min_frames
        self._gap_ms = round(rules.gap.min_frames * self._frame_ms)
        closed = "chaining" in rules.severities
        self._chained_frames = a_second * rules.gap.close_below_ms // 1000 - 1 if closed else 0
        zones = rules.shots
        self._shots = shots_ms if "shot_change" in rules.severities else ()
        self._snap = zones.snap_frames * a_second // 24
        self._clear = zones.clear_frames * a_second // 24
        self._ends_before_ms = round(zones.end_before_frames * self._frame_ms)

    def check(self, cue: Cue, latest: Cue | None, after: Cue | None, found: Found) -> None:
        """`latest` is the earlier cue that ends last, `after` the next one; each None at the track's ends."""
        begin_ms, end_ms = cue.begin_ms, cue.end_ms
        duration = end_ms - begin_ms
        if duration <= 0:
            found.add(cue.id, "duration", duration, 1, "The cue does not end after it begins. Correct its times.")
        elif duration < self._min_ms:
            says = (
                f"On screen for {duration} ms; at least {self._min_ms}. Let it stand longer, or join it to a neighbour."
            )
            found.add(cue.id, "minimum_duration", duration, self._min_ms, says, self._longer(cue, after))
        elif duration > self._max_ms:
            says = f"On screen for {duration} ms; at most {self._max_ms:g}. Split it."
            found.add(cue.id, "maximum_duration", duration, self._max_ms, says)
        if latest is not None and begin_ms < latest.end_ms:
            self._overlap(cue, latest, found)
        if end_ms > self._media_ms:
            self._beyond(cue, found)
        if self._shots:
            self._shot_changes(cue, latest, after, found)
        if after is not None and (latest is None or end_ms >= latest.end_ms):
            gap = self._frames(end_ms, after.begin_ms)
            closed = gap < self._gap_frames or self._kept_frames < gap <= self._chained_frames
            if closed and after.begin_ms >= end_ms:
                self._gap(cue, after, gap, found)

    def _frames(self, end_ms: int, begin_ms: int) -> int:
        return int((begin_ms - end_ms) / self._frame_ms + 0.5)

    def _flickers(self, end_ms: int, begin_ms: int) -> bool:
        """Whether a gap from here to there is one that is closed."""
        return self._kept_frames < self._frames(end_ms, begin_ms) <= self._chained_frames

    def _bears(self, cue: Cue, begin_ms: int, end_ms: int) -> bool:
        """Whether the cue could stand from here to there without breaking another rule."""
        duration = end_ms - begin_ms
        if not max(self._min_ms, 1) <= duration <= self._max_ms or end_ms > self._media_ms:
            return False
        return self._fastest == inf or units(cue.text, self._counting) * 1000 <= self._fastest * duration

    def _overlap(self, cue: Cue, latest: Cue, found: Found) -> None:
        over = latest.end_ms - cue.begin_ms
        says = f"Begins {over} ms before the cue above it ends. Move one of them."
        end_ms = cue.begin_ms - self._gap_ms
        fix = None
        if end_ms > latest.begin_ms:
            safe = over <= TRIMMED_UNSEEN_MS and self._bears(latest, latest.begin_ms, end_ms)
            fix = Fix(latest.id, safe, end_ms=end_ms)
        found.add(cue.id, "overlap", cue.begin_ms, latest.end_ms, says, fix)

    def _beyond(self, cue: Cue, found: Found) -> None:
        media_ms = int(self._media_ms)
        says = f"Ends {cue.end_ms - media_ms} ms after the film. Shorten or remove it."
        fix = None
        if cue.begin_ms < media_ms:
            fix = Fix(cue.id, self._bears(cue, cue.begin_ms, media_ms), end_ms=media_ms)
        found.add(cue.id, "beyond_end", cue.end_ms, media_ms, says, fix)

    def _longer(self, cue: Cue, after: Cue | None) -> Fix | None:
        end_ms = self._settled(cue.begin_ms + self._min_ms, after)
        return Fix(cue.id, True, end_ms=end_ms) if self._bears(cue, cue.begin_ms, end_ms) else None

    def _settled(self, end_ms: int, after: Cue | None) -> int:
        """Where a cue ends that should end here: a gap to the next one that would be closed is closed at once."""
        if after is None:
            return end_ms
        gap = self._frames(end_ms, after.begin_ms)
        return after.begin_ms - self._gap_ms if gap < max(self._gap_frames, self._chained_frames + 1) else end_ms

    def _gap(self, cue: Cue, after: Cue, gap: int, found: Found) -> None:
        end_ms = after.begin_ms - self._gap_ms
        safe = self._bears(cue, cue.begin_ms, end_ms) and not self._crossed(cue.end_ms, end_ms)
        fix = Fix(cue.id, safe, end_ms=end_ms) if end_ms > cue.begin_ms else None
        if gap < self._gap_frames:
            says = f"{_frames(gap)} before the next cue; at least {self._gap_frames}. End it earlier."
            found.add(cue.id, "gap", gap, self._gap_frames, says, fix)
        elif not self._crossed(cue.end_ms, after.begin_ms):  # else the shot change says where it ends
            kept = self._kept_frames
            says = f"{gap} frames before the next cue flicker. Let it stand until {kept} frames before."
            found.add(cue.id, "chaining", gap, kept, says, fix)

    def _crossed(self, begin_ms: int, end_ms: int) -> bool:
        """Whether there is a shot change after the one and not after the other time."""
        return bisect_right(self._shots, begin_ms) < bisect_right(self._shots, end_ms)

    def _shot_changes(self, cue: Cue, latest: Cue | None, after: Cue | None, found: Found) -> None:
        nearest = bisect_left(self._shots, cue.begin_ms)
        if nearest < len(self._shots):
            self._early(cue, self._shots[nearest], latest, found)
        nearest = bisect_left(self._shots, cue.end_ms)
        behind = self._shots[nearest - 1] if nearest else -inf
        ahead = self._shots[nearest] if nearest < len(self._shots) else inf
        if cue.begin_ms < behind and cue.end_ms - behind < (self._clear - 0.5) * self._frame_ms:
            frames = round((cue.end_ms - behind) / self._frame_ms)
            says = f"Ends {_frames(frames)} after a shot change. End it before, or let it stand longer."
            fix = Fix(cue.id, False, end_ms=int(behind) - self._ends_before_ms)
            found.add(cue.id, "shot_change", frames, self._clear, says, fix)
        elif (ahead - cue.end_ms) < (self._clear - 0.5) * self._frame_ms:
            self._short_of(cue, int(ahead), after, found)

    def _early(self, cue: Cue, shot_ms: int, latest: Cue | None, found: Found) -> None:
        """A beginning just before a shot change."""
        frames = round((shot_ms - cue.begin_ms) / self._frame_ms)
        if not 0 < frames < self._clear or shot_ms < self._clear * self._frame_ms:  # the film itself begins a shot
            return
        if frames <= self._snap:
            begin_ms = shot_ms
            says = f"Begins {_frames(frames)} before a shot change. Begin it with the shot."
        else:
            begin_ms = round(shot_ms - self._clear * self._frame_ms)
            says = f"Begins {frames} frames before a shot change. Begin it {self._clear} frames before."
        free = latest is None or (
            latest.end_ms <= begin_ms - self._gap_ms
            and (self._flickers(latest.end_ms, cue.begin_ms) or not self._flickers(latest.end_ms, begin_ms))
        )
        fix = Fix(cue.id, free and self._bears(cue, begin_ms, cue.end_ms), begin_ms=begin_ms)
        found.add(cue.id, "shot_change", frames, self._clear, says, fix)

    def _short_of(self, cue: Cue, shot_ms: int, after: Cue | None, found: Found) -> None:
        """An end just before a shot change."""
        end_ms = shot_ms - self._ends_before_ms
        if end_ms - cue.end_ms < 0.5 * self._frame_ms:
            return
        frames = round((shot_ms - cue.end_ms) / self._frame_ms)
        says = f"Ends {_frames(frames)} before a shot change. Let it stand until just before it."
        safe = self._settled(end_ms, after) == end_ms and self._bears(cue, cue.begin_ms, end_ms)
        found.add(cue.id, "shot_change", frames, self._clear, says, Fix(cue.id, safe, end_ms=end_ms))


def _frames(count: int) -> str:
    return f"{count} frame" if count == 1 else f"{count} frames"
