"""How a cue is written: the corrections of its language, and markup that the language has no use for."""

from __future__ import annotations

import re
from math import inf

from service.timedtext.checks_text import units
from service.timedtext.corrections import Correction, corrections, occasions
from service.timedtext.counting import length
from service.timedtext.cuetext import escape
from service.timedtext.findings import Fix, Found
from service.timedtext.markup import plain
from service.timedtext.model import Cue
from service.timedtext.rules import Rules

_ITALICS = re.compile(r"</?i(?:[.\s][^>]*)?>")


class WritingChecks:
    """The rules of one track about its letters and marks."""

    def __init__(self, rules: Rules) -> None:
        typography, direction = rules.typography, rules.direction
        self._limits = rules.limits
        self._corrections = [one for one in corrections(typography, direction) if one.rule in rules.severities]
        self._occasion = occasions(typography, direction) if self._corrections else None
        self._italics = typography.italics or "italics" not in rules.severities
        self._fastest = rules.reading_speed_maximum if "reading_speed_maximum" in rules.severities else inf

    def check(self, cue: Cue, found: Found) -> None:
        if self._occasion is not None and self._occasion.search(cue.text):
            text, markup = cue.text, cue.markup
            for one in self._corrections:
                text, markup = self._correct(cue, one, text, markup, found)
            cue = Cue(cue.id, cue.begin_ms, cue.end_ms, text, cue.settings, markup)
        if not self._italics and "<i" in cue.markup:
            markup = _as_kept(cue.text, _ITALICS.sub("", cue.markup))
            says = "This language has no italics in captions. Leave them out."
            found.add(cue.id, "italics", 1, 0, says, Fix(cue.id, True, text=cue.text, markup=markup))

    def _correct(self, cue: Cue, one: Correction, text: str, markup: str, found: Found) -> tuple[str, str]:
        """The text and markup that the next correction builds on."""
        better = one.correct(text)
        if better == text:
            return text, markup
        fix = None
        if better is not None and better.strip():
            marked = (one.correct(markup) or "") if markup else ""
            if not markup or plain(marked) == better:
                fix = Fix(cue.id, self._fits(cue, text, better), text=better, markup=marked)
        found.add(cue.id, one.rule, 1, 0, one.says, fix)
        return (fix.text or text, fix.markup or "") if fix is not None and fix.safe else (text, markup)

    def _fits(self, cue: Cue, text: str, better: str) -> bool:
        """Whether the better text breaks no limit that the text keeps."""
        counting, duration = self._limits.counting, cue.end_ms - cue.begin_ms
        now, then = units(text, counting), units(better, counting)
        if then <= now:
            return True
        longest = max(length(line, counting) for line in better.split("\n"))
        return longest <= self._limits.chars_per_line and then * 1000 <= self._fastest * duration


def _as_kept(text: str, markup: str) -> str:
    """Markup as a cue keeps it: empty where it says no more than the text."""
    return "" if markup == escape(text) else markup
