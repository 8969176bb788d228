"""Remains: the pieces of cues that a cut leaves, made readable, with a report of what became of every cue.

A cut that leaves the middle of a sentence out leaves two pieces of its cue. Where they touch in the cut they are shown
as one: the text stands still, and nobody reads it twice. A piece that lasts less than 5/6 of a second, the least that
a caption may (Netflix, timed text style guide: minimum duration), and of which less than a third of the cue is heard,
is dropped: nobody can read it, and hardly a word of it is said. Anything more stays, for what is heard is captioned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal, TypeVar

from msgspec import Struct

from service.timedtext.retime import Conformed, Placed, SourceCue

SourceT = TypeVar("SourceT", bound=Hashable)

Remains = Literal["keep", "merge", "drop"]
Became = Literal["whole", "clipped", "split", "merged", "dropped"]

SHORTEST_MS = Fraction(5000, 6)
LEAST_SHARE = Fraction(1, 3)

_WHY: dict[Became, str] = {
    "whole": "all of it is in the cut",
    "clipped": "the cut begins after it does, or ends before it",
    "split": "the cut leaves out a part of it or shows its parts in several places",
    "merged": "its pieces follow each other in the cut and are shown as one",
    "dropped": "nothing of it is in the cut",
}
TOO_SHORT = "what the cut leaves of it is less than 5/6 s and less than a third of it"


class Outcome(Struct, frozen=True):
    """What became of a cue, or of one piece of it. Times are milliseconds: `begin_ms` and `end_ms` of the cut, None
    where it was dropped; `heard_ms` of the source. `segment` is the number of the segment in which it begins."""

    cue: int
    how: Became
    why: str
    heard_ms: tuple[int, int] | None = None
    begin_ms: int | None = None
    end_ms: int | None = None
    segment: int | None = None


Piece = Placed[int, int]


def settle(
    conformed: Conformed[int, int], cues: Sequence[SourceCue[int, SourceT]], rule: Remains = "merge"
) -> tuple[tuple[Piece, ...], tuple[Outcome, ...]]:
    """The pieces by time after the rule, and what became of each cue, in the order of the cues. `keep` changes nothing,
    `drop` drops what is too short, `merge` joins what touches first. `cues` are numbered as they come."""
    lasting = {cue.cue_id: cue.end_ms - cue.begin_ms for cue in cues}
    pieces: dict[int, list[Piece]] = defaultdict(list)
    for piece in conformed.placed:
        pieces[piece.cue_id].append(piece)
    placed, outcomes = [], []
    for cue in cues:
        found: list[tuple[Piece, Became]] = [(piece, piece.how) for piece in pieces[cue.cue_id]]
        joined = _joined(found) if rule == "merge" else found
        for piece, how in joined:
            if rule != "keep" and _is_remain(piece, lasting[cue.cue_id]):
                outcomes.append(Outcome(cue.cue_id, "dropped", TOO_SHORT, piece.heard_ms))
                continue
            placed.append(piece)
            where = (piece.heard_ms, piece.begin_ms, piece.end_ms, piece.segment_id)
            outcomes.append(Outcome(cue.cue_id, how, _WHY[how], *where))
        if not found:
            outcomes.append(Outcome(cue.cue_id, "dropped", _WHY["dropped"], (cue.begin_ms, cue.end_ms)))
    placed.sort(key=lambda piece: (piece.begin_ms, piece.end_ms))
    return tuple(placed), tuple(outcomes)


def _joined(found: Iterable[tuple[Piece, Became]]) -> list[tuple[Piece, Became]]:
    """Pieces of one cue, each that goes on where the one before stops joined to it. A stretch that is said again is no
    going on."""
    joined: list[tuple[Piece, Became]] = []
    for piece, how in found:
        last = joined[-1][0] if joined else None
        if last is not None and last.end_ms == piece.begin_ms and last.heard_ms[1] <= piece.heard_ms[0]:
            both = replace(last, end_ms=piece.end_ms, heard_ms=(last.heard_ms[0], piece.heard_ms[1]))
            joined[-1] = (both, "merged")
        else:
            joined.append((piece, how))
    return joined


def _is_remain(piece: Piece, lasting_ms: int) -> bool:
    heard_ms = piece.heard_ms[1] - piece.heard_ms[0]
    return piece.how != "whole" and piece.end_ms - piece.begin_ms < SHORTEST_MS and heard_ms < LEAST_SHARE * lasting_ms


def divided(text: str, begin_ms: int, end_ms: int, heard_ms: tuple[int, int]) -> str:
    """The words of a text that are said in a stretch of it, by their share of its time; at least one. A text without
    spaces is not divided."""
    words, at, kept = text.split(" "), 0, []
    if len(words) < 2:
        return text
    lasting = end_ms - begin_ms
    for word in words:
        middle = begin_ms + Fraction((2 * at + len(word)) * lasting, 2 * len(text))
        at += len(word) + 1
        if heard_ms[0] <= middle < heard_ms[1]:
            kept.append(word)
    if not kept:
        nearest = (heard_ms[0] + heard_ms[1] - 2 * begin_ms) * len(words) // (2 * lasting)
        kept = [words[min(nearest, len(words) - 1)]]
    return " ".join(kept)
