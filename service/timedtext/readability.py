"""Cues that can be read: what is too long for one is split at the best place of its sentence, what is too short joins
its neighbour. Every change is named; cues that need none are given back as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, inf
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from service.timedtext import cuetext
from service.timedtext.breaking import Words, balance, cost
from service.timedtext.counting import length
from service.timedtext.cue_layout import divided, lay_out_cue, respaced
from service.timedtext.layout import PLAIN, holds, lay_out, turns
from service.timedtext.model import Cue
from service.timedtext.rules import Rules
from service.timedtext.segmentation import BLANKS, every_place, places
from service.timedtext.timing import half_up

How = Literal["split", "merged", "longer", "shorter", "chained", "left"]

_WHOLE = re.compile(r"<(?:\d|ruby)")  # markup that belongs to the whole of its cue
_VOICE = re.compile(r"<v[^>]*>")
MOST_PARTS = 16  # of one cue
SPLIT_SHARE = 3.0  # what a place between two cues weighs beside the balance of the two


class Change(Struct, frozen=True):
    """What was done to a cue, or could not be; `index` is its place among the cues that were given."""

    index: int
    cue_id: str
    how: How
    says: str


def split_long(cues: Sequence[Cue], rules: Rules, words: Words = PLAIN) -> tuple[list[Cue], list[Change]]:
    """Cues of more lines than a cue may have, or that last longer, as several that follow each other; the time is
    shared by length. A part is never shorter than `rules.min_ms`; where that cannot be, the cue stays as it is."""
    found: list[Cue] = []
    changes = []
    taken = {cue.id for cue in cues}
    for index, cue in enumerate(cues):
        parts = _parts(cue, rules, words)
        if len(parts) > 1:
            changes.append(Change(index, cue.id, "split", f"into {len(parts)} cues"))
            parts = [replace(part, id=_fresh(cue.id, number, taken)) for number, part in enumerate(parts, 1)]
        elif _needs(cue, rules, words) > 1:
            changes.append(Change(index, cue.id, "left", "too long for one cue, and no part of it would last"))
        found += parts
    return found, changes


def merge_short(
    cues: Sequence[Cue], rules: Rules, words: Words = PLAIN, shots_ms: Sequence[int] = ()
) -> tuple[list[Cue], list[Change]]:
    """Cues that last less than `rules.min_ms` join the one before or behind them: of the same speaker, in the same
    place, without a pause or a shot change between, where both fit in one cue."""
    found: list[Cue] = []
    changes = []
    for index, cue in enumerate(cues):
        before = found[-1] if found else None
        both = before and _merged(before, cue, rules, words, shots_ms)
        if before and both:
            found[-1] = both
            changes.append(Change(index, cue.id, "merged", f"joins the cue before it{_named(before)}"))
        else:
            found.append(cue)
    return found, changes


def _named(cue: Cue) -> str:
    return f", {cue.id}" if cue.id else ""


def _needs(cue: Cue, rules: Rules, words: Words) -> int:
    """How many cues the text and the time take."""
    lines = lay_out(cue.text, rules.limits, words).count("\n") + 1
    lasting = ceil((cue.end_ms - cue.begin_ms) / rules.max_ms) if lines > 1 and rules.max_ms < inf else 1
    return min(MOST_PARTS, max(ceil(lines / rules.limits.lines), lasting, 1))


def _parts(cue: Cue, rules: Rules, words: Words) -> list[Cue]:
    """The cue, or the halves of its halves."""
    needed = _needs(cue, rules, words)
    if needed == 1 or _WHOLE.search(cue.markup):
        return [cue]
    halves = _halves(cue, rules, words)
    if halves is None:
        return [cue]
    return [part for half in halves for part in _parts(half, rules, words)]


def _halves(cue: Cue, rules: Rules, words: Words) -> tuple[Cue, Cue] | None:
    """The cue in two: such that both need the fewest cues, and among those at the best place."""
    whole = cue.end_ms - cue.begin_ms
    best: tuple[int, float, tuple[Cue, Cue]] | None = None
    for left, right, fault in _ways(cue.text, words):
        units = length(left, rules.limits.counting)
        share = units / ((units + length(right, rules.limits.counting)) or 1)
        middle = cue.begin_ms + half_up(Fraction(share) * whole)
        if min(middle - cue.begin_ms, cue.end_ms - middle) < max(rules.min_ms, 1):
            continue
        marked = _marked(cue.markup, left, right) if cue.markup else ("", "")
        halves = (
            lay_out_cue(replace(cue, end_ms=middle, text=left, markup=marked[0]), rules.limits, words),
            lay_out_cue(replace(cue, begin_ms=middle, text=right, markup=marked[1]), rules.limits, words),
        )
        needed = sum(_needs(half, rules, words) for half in halves)
        total = SPLIT_SHARE * fault + balance(2 * share, False) + balance(2 - 2 * share, False)
        if best is None or (needed, total) < best[:2]:
            best = needed, total, halves
    return best and best[2]


def _marked(markup: str, left: str, right: str) -> tuple[str, str]:
    """The markup of both halves of a text."""
    first, rest = divided(markup, len(left) - sum(map(left.count, BLANKS)))
    return respaced(first, left), respaced(rest, right)


def _ways(text: str, words: Words) -> Iterator[tuple[str, str, float]]:
    """Every way to part a text in two, with what is against it: between speakers, or where a line may end."""
    said = turns(text)
    for at in range(1, len(said)):
        yield "\n".join(said[:at]), "\n".join(said[at:]), 0.0
    if len(said) == 1:
        whole = said[0]
        for place in places(whole, words.language) or every_place(whole, words.language):
            yield whole[: place.end], whole[place.start :], cost(whole, place, words)


def _fresh(name: str, number: int, taken: set[str]) -> str:
    """The name of a part: the first keeps the cue's own."""
    if number == 1 or not name:
        return name
    while f"{name}-{number}" in taken:
        number += 1
    taken.add(f"{name}-{number}")
    return f"{name}-{number}"


def _merged(before: Cue, cue: Cue, rules: Rules, words: Words, shots_ms: Sequence[int]) -> Cue | None:
    """Both as one cue, or None where they are better two."""
    short = min(before.end_ms - before.begin_ms, cue.end_ms - cue.begin_ms) < rules.min_ms
    pause = cue.begin_ms - before.end_ms
    if not short or not 0 <= pause <= rules.gap.close_below_ms or cue.end_ms - before.begin_ms > rules.max_ms:
        return None
    if bisect_right(shots_ms, before.begin_ms) < bisect_right(shots_ms, cue.begin_ms):
        return None
    if before.settings != cue.settings or _speakers(before) != _speakers(cue) or len(turns(f"\n{cue.text}")) > 1:
        return None
    text = lay_out(f"{before.text}\n{cue.text}", rules.limits, words)
    if not holds(text, rules.limits):
        return None
    markup = ""
    if before.markup or cue.markup:
        both = "\n".join(one.markup or cuetext.escape(one.text) for one in (before, cue))
        markup = respaced(both, text)
    return replace(before, end_ms=cue.end_ms, text=text, markup=markup)


def _speakers(cue: Cue) -> list[str]:
    return _VOICE.findall(cue.markup)
