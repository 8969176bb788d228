"""Line breaking: the best of all legal breakings by a scored search, within the limits whenever that is possible.

A text that fits is one line. What does not fit gets as few lines as it needs; among their breakings the cheapest wins,
where each break costs what `breaking` says of its place, and lines cost what they lack in balance. Speakers of one cue
(lines that begin with a dash) keep lines of their own. Cost: places times places times lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from service.timedtext.breaking import Words, balance, cost
from service.timedtext.counting import length
from service.timedtext.rules import Limits
from service.timedtext.segmentation import BLANKS, UNSPACED, Place, every_place, places

_GAP = re.compile(f"[{BLANKS}]+")
_JOINT = re.compile(r"[ \t]*\n[ \t]*")
_ENDS_UNSPACED = re.compile(f"[{UNSPACED}、。！？…」』）]$")
_BEGINS_UNSPACED = re.compile(f"[{UNSPACED}「『（]")
_CAPITAL = "A-ZÀ-ÖØ-ÞΑ-ΩА-Я"
_LABEL = f"[{_CAPITAL}][{_CAPITAL} .'0-9-]{{0,30}}:[ \t]"  # THE DOCTOR: …
_TURN = re.compile(rf"\n(?=[ \t]*(?:[-\u2010-\u2015\u2212](?!\d)|>>|{_LABEL}|[\[（♪♫]))")
_TOO_LONG, _NO_WAY = 1e3, 1e9


PLAIN = Words("und")


@lru_cache(maxsize=1 << 16)
def lay_out(text: str, limits: Limits, words: Words = PLAIN) -> str:
    r"""The text in lines, `\n` between them; breaks it came with are made anew, those between speakers are kept.

    Where no legal breaking is within the limits, the lines are too many rather than too long, and a word longer than a
    line stays whole; `holds` tells.
    """
    return "\n".join(_broken(turn, limits, words) for turn in turns(text))


def holds(text: str, limits: Limits) -> bool:
    """Whether a laid out text is within the limits."""
    lines = text.split("\n")
    return len(lines) <= limits.lines and all(length(line, limits.counting) <= limits.chars_per_line for line in lines)


def turns(text: str) -> list[str]:
    """What the speakers of a cue say, each without line ends."""
    return [joined(turn) for turn in _TURN.split(text)]


def joined(text: str) -> str:
    """The text in one line: a space for a line end, nothing between scripts that have no spaces."""
    lines = [line for line in _JOINT.split(text.strip(" \t\n")) if line]
    whole = lines[0] if lines else ""
    for line in lines[1:]:
        unspaced = _ENDS_UNSPACED.search(whole) and _BEGINS_UNSPACED.match(line)
        whole += line if unspaced else f" {line}"
    return whole


def same_but_for_breaks(one: str, other: str) -> bool:
    """Whether two texts say the same in other lines. Where scripts have no spaces, a line end is a space or nothing."""
    return one == other or not _unbroken(one).isdisjoint(_unbroken(other))


def _unbroken(text: str) -> set[str]:
    return {_GAP.sub(" ", text).strip(" "), _GAP.sub(" ", joined(text))}


def _broken(text: str, limits: Limits, words: Words) -> str:
    """One speaker's text in lines."""
    if length(text, limits.counting) <= limits.chars_per_line:
        return text
    search = Search(text, places(text, words.language), limits, words)
    if search.fewest > limits.lines or search.overflows:
        finer = Search(text, _finer(text, search.spots, words.language), limits, words)
        if (finer.overflows, finer.fewest) < (search.overflows, search.fewest):
            search = finer
    return search.best()


def _finer(text: str, spots: Sequence[Place], language: str) -> list[Place]:
    """Every place that Unicode allows; those that nobody would look at weigh as much as the inside of a word."""
    known = {place.start: place for place in spots}
    return [known.get(place.start) or place._replace(weight=-1.0) for place in every_place(text, language)]


class Search:
    """The places of one text, and how long the lines between them are."""

    def __init__(self, text: str, spots: Sequence[Place], limits: Limits, words: Words) -> None:
        self.text, self.spots, self.limits, self.words = text, spots, limits, words
        ends, starts, units, before = [], [0.0], 0.0, 0
        for end, start, _ in spots:
            units += length(text[before:end], limits.counting)
            ends.append(units)
            units += length(text[end:start], limits.counting)
            starts.append(units)
            before = start
        ends.append(units + length(text[before:], limits.counting))
        self.starts, self.ends = starts, ends
        self.overflows, self.fewest = self._filled()

    def _filled(self) -> tuple[int, int]:
        """How many lines are too long whatever is done, and how many lines it takes: by filling each in turn."""
        overflows, lines, at = 0, 1, 0
        for piece, end in enumerate(self.ends):
            if end - self.starts[at] > self.limits.chars_per_line:
                if at < piece:
                    lines, at = lines + 1, piece
                overflows += end - self.starts[at] > self.limits.chars_per_line
        return overflows, lines

    def best(self) -> str:
        """The cheapest breaking into the fewest lines: a dynamic programme over lines and places."""
        text, last = self.text, len(self.spots)
        mean = self.ends[-1] / self.fewest
        costs = [cost(text, place, self.words) if self._counts(at) else 0.0 for at, place in enumerate(self.spots)]
        ways: list[tuple[float, list[int]]] = [(self._line(0, piece, mean), []) for piece in range(last + 1)]
        for line in range(1, self.fewest):
            final = line == self.fewest - 1
            ways = [
                min(
                    (before + costs[at] + self._line(at + 1, piece, mean), [*breaks, at])
                    for at, (before, breaks) in enumerate(ways[:piece])
                )
                if piece >= line and (piece == last or not final)
                else (_NO_WAY, [])
                for piece in range(last + 1)
            ]
        chosen = [self.spots[at] for at in ways[-1][1]]
        begins, ends = [0, *(place.start for place in chosen)], [*(place.end for place in chosen), len(text)]
        return "\n".join(text[begin:end] for begin, end in zip(begins, ends, strict=True))

    def _counts(self, at: int) -> bool:
        """Whether both sides of a place have room in the other lines; where not, what it costs decides nothing."""
        room = self.limits.chars_per_line * (self.fewest - 1)
        return self.overflows > 0 or (self.ends[at] <= room and self.ends[-1] - self.starts[at + 1] <= room)

    def _line(self, first: int, last: int, mean: float) -> float:
        """The cost of a line of these pieces; one that is too long costs more than any other fault."""
        units = self.ends[last] - self.starts[first]
        excess = units - self.limits.chars_per_line
        return balance(units / mean, first == 0) + (_TOO_LONG * (1 + excess) if excess > 0 else 0)
