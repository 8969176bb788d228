"""Which cue of a new caption file is which of the cues that are known: how identity survives a re-import.

Both sides stand in order of time. A cue of the file takes, in this order:

1. the living cue with its text and its times;
2. in the longest chain that keeps the order, the living cue with a text that occurs once on either side. This chain,
   with what 1 found, is the backbone: it cuts both sides into gaps and says by how much a gap was shifted;
3. within a gap, in the heaviest chain that keeps the order: a living cue with its text, the nearer the better; or one
   that overlaps it in time, shift taken off, and is worded alike, or stands at the same times whatever it says;
4. a living cue with its text, anywhere: it was moved past others;
5. a withdrawn cue with its text, first one with its times too.

Deterministic; nothing is taken twice. Of the candidates for a cue only the `NEAREST` are looked at, so all of it is
O(n log n) in cues. Texts are compared as `normalised` gives them, and likeness is linear in their length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

NEAREST = 8
ALIKE = 0.4  # of 1: texts that share half of their words stand above it, two unrelated ones of a language below
_SAME_TEXT, _SAME_TIMES = 4_000, 1_000

Pairs = dict[int, int]  # from a cue of the file to a known one


class Line(Struct, frozen=True):
    """A cue as it is compared: its times, and its text as normalised."""

    begin_ms: int
    end_ms: int
    text: str


def align(living: Sequence[Line], withdrawn: Sequence[Line], incoming: Sequence[Line]) -> list[int | None]:
    """For each incoming cue the known one that it is, counted through `living` and on through `withdrawn`; None for a
    new one. Each of the three is in order of begin, then end.
    """
    known, alive = [*living, *withdrawn], range(len(living))
    pairs = _same(known, alive, incoming, {}, _all)
    backbone = _chain(pairs | _once(known, alive, incoming, pairs))
    pairs |= backbone
    taken, named = set(pairs.values()), set(pairs)
    for olds, news, shift in _gaps(backbone, known, alive, incoming):
        free = [old for old in olds if old not in taken], [new for new in news if new not in named]
        pairs |= _fitting(known, free[0], incoming, free[1], shift)
    pairs |= _same(known, alive, incoming, pairs, _text)
    dead = range(len(living), len(known))
    pairs |= _same(known, dead, incoming, pairs, _all)
    pairs |= _same(known, dead, incoming, pairs, _text)
    return [pairs.get(new) for new in range(len(incoming))]


def alike(one: str, other: str) -> float:
    """How much two texts have in common, from 0 to 1: Dice's coefficient of their pairs of letters, case ignored."""
    first, second = (Counter(pairwise(f" {text.casefold()} ")) for text in (one, other))
    return 2 * (first & second).total() / (first.total() + second.total())


def _all(line: Line) -> Hashable:
    return line


def _text(line: Line) -> Hashable:
    return line.text


def _same(
    known: Sequence[Line], among: range, incoming: Sequence[Line], pairs: Pairs, key: Callable[[Line], Hashable]
) -> Pairs:
    """Pairs of what is still free and has the same key, in order."""
    taken = set(pairs.values())
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for old in among:
        if old not in taken:
            waiting[key(known[old])].append(old)
    found: Pairs = {}
    for new, line in enumerate(incoming):
        if new not in pairs and (there := waiting.get(key(line))):
            found[new] = there.popleft()
    return found


def _once(known: Sequence[Line], among: range, incoming: Sequence[Line], pairs: Pairs) -> Pairs:
    """Pairs of the texts that are free once on either side."""
    taken = set(pairs.values())
    olds, news = defaultdict(list), defaultdict(list)
    for old in among:
        if old not in taken:
            olds[known[old].text].append(old)
    for new, line in enumerate(incoming):
        if new not in pairs:
            news[line.text].append(new)
    return {here[0]: olds[text][0] for text, here in news.items() if len(here) == len(olds.get(text, ())) == 1}


def _chain(pairs: Pairs) -> Pairs:
    """The longest part of the pairs that keeps the order."""
    return _heaviest([(new, old, 1) for new, old in pairs.items()])


def _gaps(
    backbone: Pairs, known: Sequence[Line], among: range, incoming: Sequence[Line]
) -> Iterator[tuple[range, range, int]]:
    """What lies between two pairs of the backbone, on either side, and by how much it was shifted: as much as the pair
    before it, or the first one."""
    ends = [(-1, -1), *((old, new) for new, old in sorted(backbone.items())), (len(among), len(incoming))]
    for number, ((old, new), (next_old, next_new)) in enumerate(pairwise(ends)):
        at_old, at_new = ends[max(number, 1)]
        shift = incoming[at_new].begin_ms - known[at_old].begin_ms if backbone else 0
        if next_old - old > 1 and next_new - new > 1:
            yield range(old + 1, next_old), range(new + 1, next_new), shift


def _fitting(
    known: Sequence[Line], olds: Sequence[int], incoming: Sequence[Line], news: Sequence[int], shift: int
) -> Pairs:
    """The pairs of one gap."""
    begins = [known[old].begin_ms + shift for old in olds]
    worded: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for old, begin in zip(olds, begins, strict=True):
        worded[known[old].text][0].append(old)
        worded[known[old].text][1].append(begin)
    edges = []
    for new in news:
        line = incoming[new]
        near = {olds[place] for place in _nearest(begins, line.begin_ms)}
        if line.text in worded:
            same, when = worded[line.text]
            near |= {same[place] for place in _nearest(when, line.begin_ms)}
        edges += [(new, old, weight) for old in near if (weight := _weight(known[old], line, shift))]
    return _heaviest(edges)


def _nearest(begins: Sequence[int], begin: int) -> range:
    """The places on either side of a time, among times in order."""
    at = bisect_left(begins, begin)
    return range(max(0, at - NEAREST // 2), min(len(begins), at + NEAREST // 2))


def _weight(old: Line, new: Line, shift: int) -> int:
    """How much speaks for it that `new` is `old`; nothing: 0. The same text outweighs any other."""
    begin, end = old.begin_ms + shift, old.end_ms + shift
    if old.text == new.text:
        return _SAME_TEXT - min(abs(new.begin_ms - begin) // 10, _SAME_TEXT // 4)
    if (old.begin_ms, old.end_ms) == (new.begin_ms, new.end_ms):
        return _SAME_TIMES + int(1_000 * alike(old.text, new.text))
    if begin < new.end_ms and new.begin_ms < end and (much := alike(old.text, new.text)) >= ALIKE:
        return int(1_000 * much)
    return 0


def _heaviest(edges: Sequence[tuple[int, int, int]]) -> Pairs:
    """Of (new, old, weight) the pairs that ascend on both sides and weigh most together. O(n log n): a Fenwick tree
    over the old side holds the best chain that ends before each place."""
    places = {old: place for place, old in enumerate(sorted({old for _, old, _ in edges}), start=1)}
    best = [(0, -1)] * (len(places) + 1)
    links: list[tuple[int, int, int]] = []
    for new, old, weight in sorted(edges, key=lambda edge: (edge[0], -edge[1])):
        before, link = _best_before(best, places[old] - 1)
        links.append((new, old, link))
        at = places[old]
        while at < len(best):
            best[at] = max(best[at], (before + weight, len(links) - 1))
            at += at & -at
    _, link = _best_before(best, len(places))
    found: Pairs = {}
    while link >= 0:
        new, old, link = links[link]
        found[new] = old
    return found


def _best_before(best: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    found = (0, -1)
    while at > 0:
        found = max(found, best[at])
        at -= at & -at
    return found
