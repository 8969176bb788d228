"""Line breaks beside those of the evaluation set, and the tuning of their weights on its tuning part.

`python -m tests.bench.breaks [--test]` prints, for each language and part, how many blocks are broken exactly as in the
set, the F1 of the places, and the share of blocks within the limit, beside simple baselines; `--misses` the blocks of
the tuning part that are broken elsewhere. With `--tune [LANGUAGE…]` it finds weights: the likelihood of the set's
breaks (a softmax over the legal ones) is raised by descent from the weights in `breaking.py`, held near them by a
penalty. Only `part = tuning` is looked at for that.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from service.rulebook.breaking import words_of
from service.timedtext import breaking
from service.timedtext.breaking import Words, described, measured
from service.timedtext.counting import Counting, length
from service.timedtext.layout import Search, holds, joined, lay_out
from service.timedtext.rules import Limits
from service.timedtext.segmentation import Place, every_place, places

SET = Path(__file__).parents[1] / "timedtext" / "breaks"
COUNTINGS: dict[str, Counting] = {"ja": "full_width", "ko": "hangul", "zh-Hans": "full_width"}
FIXED = {"number", "name", "after:title", "hyphen", "dash"}
ONLY = {one for one in sys.argv[1:] if not one.startswith("-")}  # languages, else all
STEPS, RATE, HOLD = 400, 0.03, 0.6


class Block(Struct):
    """One text of the set, and how it is broken there."""

    part: str
    text: str
    gold: str
    limits: Limits
    words: Words


def blocks() -> Iterator[Block]:
    for file in sorted(SET.glob("*.jsonl")):
        counting = COUNTINGS.get(file.stem, "characters")
        for line in file.read_text().splitlines():
            row = json.loads(line)
            gold = "\n".join(row["lines"])
            unspaced = file.stem in {"ja", "zh-Hans", "th"}
            text = "".join(row["lines"]) if unspaced else joined(" ".join(row["lines"]))
            yield Block(row["part"], text, gold, Limits(row["width"], 2, counting), words_of(file.stem))


def ours(block: Block) -> str:
    dialogue = block.gold.startswith("- ")
    return lay_out(block.gold if dialogue else block.text, block.limits, block.words)


def greedy(block: Block) -> str:
    """As much as fits on the first line, at ICU's places."""
    fitting = [one for one in every_place(block.text, block.words.language) if _fits(block, one.end)]
    return _cut(block, fitting[-1]) if fitting else block.text


def balanced(block: Block) -> str:
    """The most even break at ICU's places."""
    found = every_place(block.text, block.words.language)

    def longer(place: Place) -> float:
        return max(length(line, block.limits.counting) for line in _cut(block, place).split("\n"))

    return _cut(block, min(found, key=longer)) if found else block.text


def _fits(block: Block, end: int) -> bool:
    return length(block.text[:end], block.limits.counting) <= block.limits.chars_per_line


def _cut(block: Block, place: Place) -> str:
    return f"{block.text[: place.end]}\n{block.text[place.start :]}"


def _break_places(laid: str) -> set[int]:
    """How many visible characters stand before each break."""
    lines = ["".join(line.split()) for line in laid.split("\n")]
    return {sum(map(len, lines[:number])) for number in range(1, len(lines))}


def report(layouts: dict[str, Callable[[Block], str]], parts: set[str]) -> None:
    """A table for each layout; nothing in it is rounded up."""
    given = [block for block in blocks() if block.part in parts]
    for name, layout in layouts.items():
        rows: dict[tuple[str, str], list[tuple[bool, int, int, int, bool]]] = defaultdict(list)
        for block in given:
            laid = layout(block)
            gold, found = _break_places(block.gold), _break_places(laid)
            row = (gold == found, len(gold & found), len(gold), len(found), holds(laid, block.limits))
            for language in (block.words.language, "all"):
                rows[language, block.part].append(row)
        print(f"\n{name}\n{'':8}{'part':8}{'blocks':>7}{'exact %':>9}{'F1 %':>7}{'within %':>9}")
        for (language, part), found_rows in sorted(rows.items()):
            exact, both, wanted, given_breaks, within = (sum(column) for column in zip(*found_rows, strict=True))
            size = len(found_rows)
            shares = (exact / size, 2 * both / (wanted + given_breaks), within / size)
            print(f"{language:8}{part:8}{size:7}", *(f"{math.floor(1000 * share) / 10:8.1f}" for share in shares))


Candidates = list[dict[str, float]]


def candidates(block: Block) -> tuple[int, Candidates] | None:
    """Every two lines within the limit, each as what there is to say of it, and which of them is the set's."""
    search = Search(block.text, places(block.text, block.words.language), block.limits, block.words)
    mean = search.ends[-1] / 2
    found: Candidates = []
    wanted = None
    for at, place in enumerate(search.spots):
        lines = (search.ends[at], search.ends[-1] - search.starts[at + 1])
        if max(lines) > block.limits.chars_per_line:
            continue
        if _cut(block, place) == block.gold:
            wanted = len(found)
        told: defaultdict[str, float] = defaultdict(float)
        for number, units in enumerate(lines):
            for name, value in measured(units / mean, number == 0):
                told[name] += value
        for name, value in described(block.text, place, block.words):
            told[name] += value
        found.append(dict(told))
    return None if wanted is None else (wanted, found)


def tuned(given: list[tuple[int, Candidates]], start: dict[str, float], hold: float) -> dict[str, float]:
    """The weights that make the wanted candidates likeliest, `hold` strong near where they start."""
    weights = dict(start)
    for _ in range(STEPS):
        slope = {name: 2 * hold * (weights[name] - start[name]) for name in weights}
        for wanted, found in given:
            costs = [sum(weights.get(name, 0.0) * value for name, value in told.items()) for told in found]
            least = min(costs)
            odds = [math.exp(least - one) for one in costs]
            whole = sum(odds)
            for at, (told, odd) in enumerate(zip(found, odds, strict=True)):
                pull = (at == wanted) - odd / whole
                for name, value in told.items():
                    if name in slope:
                        slope[name] += pull * value
        for name in weights:
            if name not in FIXED:
                weights[name] -= RATE * slope[name] / 10
    return weights


def _hits(given: list[tuple[int, Candidates]], weights: dict[str, float]) -> int:
    def best(found: Candidates) -> int:
        return min(range(len(found)), key=lambda at: sum(weights.get(n, 0.0) * v for n, v in found[at].items()))

    return sum(best(found) == wanted for wanted, found in given)


def tune() -> None:
    """Prints how well each hold does on fifths left out, and the weights of the usual one."""
    given = [
        found
        for block in blocks()
        if block.part == "tuning" and (not ONLY or block.words.language in ONLY) and (found := candidates(block))
    ]
    start = dict(breaking.WEIGHTS)
    print(f"{len(given)} blocks, as they stand {_hits(given, start)} right")
    for hold in (0.1, 0.3, 0.6, 1.5, 4.0):
        left_out = sum(
            _hits(given[n::5], tuned([g for m, g in enumerate(given) if m % 5 != n], start, hold)) for n in range(5)
        )
        print(f"hold {hold}: {left_out} right of those left out")
    for name, weight in tuned(given, start, HOLD).items():
        print(f'    "{name}": {weight:.1f},')


def misses(part: str) -> None:
    """The blocks of the tuning part that are broken elsewhere."""
    for block in blocks():
        if block.part == part and _break_places(laid := ours(block)) != _break_places(block.gold):
            print(block.words.language, block.gold.replace("\n", " | "), " ours: ", laid.replace("\n", " | "))


if __name__ == "__main__":
    if "--tune" in sys.argv:
        tune()
    elif "--misses" in sys.argv:
        misses("tuning")
    else:
        measured_parts = {"tuning", "test"} if "--test" in sys.argv else {"tuning"}
        report({"ours": ours, "balanced at ICU's places": balanced, "greedy at ICU's places": greedy}, measured_parts)
