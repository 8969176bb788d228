"""Times that no player can show one after the other, mended: what the readers of every format do in repair mode.

A cue that ends before it begins has its times turned round; cues that begin together become one; of two that overlap
the earlier ends where the later begins; one that takes no time is given some.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from msgspec.structs import replace

from service.timedtext.cuetext import escape
from service.timedtext.model import Cue
from service.timedtext.problems import Problem

LEAST_MS = 1_000  # that a cue without any duration is given, where the next one leaves as much

_Placed = tuple[Cue, int]  # a cue and the line of its times


def mended(cues: Iterable[Cue], lines: Sequence[int]) -> tuple[list[Cue], list[int], list[Problem]]:
    """The cues in the order of their times, in step with their lines, and what was done."""
    problems: list[Problem] = []
    turned = [(_turned(cue, line, problems), line) for cue, line in zip(cues, lines, strict=True)]
    turned.sort(key=lambda one: one[0].begin_ms)
    kept = [_as_one(list(group), problems) for _, group in groupby(turned, lambda one: one[0].begin_ms)]
    for at, ((cue, line), (later, other)) in enumerate(pairwise(kept)):
        if cue.end_ms > later.begin_ms:
            kept[at] = replace(cue, end_ms=later.begin_ms), line
            said = f"The cue lasted into the one of line {other}; it ends where that begins."
            problems.append(Problem(line, "overlap", said, repaired=True))
    for at, (cue, line) in enumerate(kept):
        if cue.end_ms == cue.begin_ms:
            end = min([cue.begin_ms + LEAST_MS, *(later.begin_ms for later, _ in kept[at + 1 : at + 2])])
            kept[at] = replace(cue, end_ms=end), line
            said = f"The cue took no time; it was given {end - cue.begin_ms} ms."
            problems.append(Problem(line, "no_duration", said, repaired=True))
    problems.sort(key=lambda problem: problem.line)
    return [cue for cue, _ in kept], [line for _, line in kept], problems


def _turned(cue: Cue, line: int, problems: list[Problem]) -> Cue:
    if cue.end_ms >= cue.begin_ms:
        return cue
    problems.append(Problem(line, "reversed", "The cue ended before it began; its times were turned round.", True))
    return replace(cue, begin_ms=cue.end_ms, end_ms=cue.begin_ms)


def _as_one(group: list[_Placed], problems: list[Problem]) -> _Placed:
    """Cues that begin together as one, the texts below each other; the same text is not said twice."""
    if len(group) == 1:
        return group[0]
    first, line = group[0]
    for _, other in group[1:]:
        said = f"The cue begins together with that of line {line}; they were made one."
        problems.append(Problem(other, "overlap", said, repaired=True))
    texts = dict.fromkeys((cue.text, cue.markup) for cue, _ in group)
    marked = any(markup for _, markup in texts)
    one = replace(
        first,
        end_ms=max(cue.end_ms for cue, _ in group),
        text="\n".join(text for text, _ in texts if text),
        markup="\n".join(markup or escape(text) for text, markup in texts if text) if marked else "",
    )
    return one, line
