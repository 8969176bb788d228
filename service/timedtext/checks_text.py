"""What a cue says and how much of it: room, reading speed, and texts that are missing or the same again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import inf

from service.timedtext.counting import Counting, length
from service.timedtext.findings import Fix, Found
from service.timedtext.model import Cue
from service.timedtext.rules import Rule, Rules

SAME_AGAIN_MS = 500  # between two cues of the same text that look like one


def units(text: str, counting: Counting) -> float:
    """What a text weighs in all its lines; line ends weigh nothing."""
    return sum(length(line, counting) for line in text.split("\n"))


class TextChecks:
    """The text rules of one track."""

    def __init__(self, rules: Rules, untranslated: Collection[str], sources: Mapping[str, str]) -> None:
        severities = rules.severities
        self._limits = rules.limits
        self._untranslated = untranslated
        self._sources = sources if "same_as_source" in severities else {}
        self._target = rules.reading_speed if "reading_speed" in severities else inf
        self._maximum = rules.reading_speed_maximum if "reading_speed_maximum" in severities else inf
        self._slowest = min(self._target, self._maximum)
        self._word_ms = rules.word_ms if "word_time" in severities else 0
        self._before: Cue | None = None

    def check(self, cue: Cue, found: Found) -> bool:
        """Whether there is a text to look at further; cues come by time."""
        text = cue.text
        if cue.id in self._untranslated:
            found.add(cue.id, "untranslated", 0, 1, "Not translated yet. Write its text in this language.")
            return False
        if not text.strip():
            says = "The cue has no text. Write it, or remove the cue."
            found.add(cue.id, "empty", 0, 1, says, Fix(cue.id, True, remove=True))
            return False
        self._room(cue, text, found)
        duration = cue.end_ms - cue.begin_ms
        if duration > 0 and len(text) * 1000 > self._slowest * duration:
            self._speed(cue, duration, found)
        if self._word_ms and 0 < duration < self._word_ms * len(text.split()):
            least = self._word_ms * len(text.split())
            found.add(cue.id, "word_time", duration, least, f"On screen for {duration} ms; its words need {least}.")
        if self._before is not None and self._before.text == text:
            self._same_again(cue, self._before, found)
        if self._sources and text.casefold() == self._sources.get(cue.id, "").casefold() and len(text.split()) > 1:
            says = "The text is that of the source. Translate it, or confirm it."
            found.add(cue.id, "same_as_source", 1, 0, says)
        self._before = cue
        return True

    def _room(self, cue: Cue, text: str, found: Found) -> None:
        limits = self._limits
        count = text.count("\n") + 1
        if count > limits.lines:
            says = f"{count} lines; at most {limits.lines}. Shorten the text or split the cue."
            found.add(cue.id, "lines", count, limits.lines, says)
        if len(text) > limits.chars_per_line:  # nothing weighs more than one
            long = [line for line in text.split("\n") if len(line) > limits.chars_per_line]
            longest = max((length(line, limits.counting) for line in long), default=0)
            if longest > limits.chars_per_line:
                says = f"A line of {longest:g} characters; at most {limits.chars_per_line}. Break or shorten it."
                found.add(cue.id, "chars_per_line", longest, limits.chars_per_line, says)

    def _speed(self, cue: Cue, duration: int, found: Found) -> None:
        speed = units(cue.text, self._limits.counting) * 1000 / duration
        rule: Rule = "reading_speed_maximum" if speed > self._maximum else "reading_speed"
        limit = self._maximum if speed > self._maximum else self._target
        if speed > limit:
            says = f"{speed:.1f} characters a second; at most {limit:g}. Shorten the text, or let it stand longer."
            found.add(cue.id, rule, round(speed, 1), limit, says)

    def _same_again(self, cue: Cue, before: Cue, found: Found) -> None:
        same_times = (cue.begin_ms, cue.end_ms) == (before.begin_ms, before.end_ms)
        if same_times or abs(cue.begin_ms - before.end_ms) < SAME_AGAIN_MS:
            says = "The same text as the cue above it. Join them, or remove one."
            fix = Fix(cue.id, True, remove=True) if same_times else None
            found.add(cue.id, "duplicate", 2, 1, says, fix)
