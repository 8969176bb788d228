"""Stretches of a timeline in exact seconds: cut, moved and laid over each other."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from service.timedtext.timing import Rate


class Piece(Struct, frozen=True):
    """From `begin_s` to `end_s` a source is seen from its second `in_s` on, at a speed. Without `names` something
    else is seen that hides what lies below: black, bars, a freeze. `origin_s` is where the source's media begin."""

    at: str
    begin_s: Fraction
    end_s: Fraction
    names: tuple[str, ...]
    rate: Rate
    in_s: Fraction
    speed: Fraction
    origin_s: Fraction | None

    def between(self, begin_s: Fraction, end_s: Fraction) -> Piece:
        """As much of it as lies between two times; or more of it."""
        in_s = self.in_s + (begin_s - self.begin_s) * self.speed
        return replace(self, begin_s=begin_s, end_s=end_s, in_s=in_s)


def shifted(pieces: list[Piece], by_s: Fraction) -> list[Piece]:
    return [replace(piece, begin_s=piece.begin_s + by_s, end_s=piece.end_s + by_s) for piece in pieces]


def trimmed(pieces: list[Piece], begin_s: Fraction, end_s: Fraction) -> list[Piece]:
    """What lies between two times, the first of which becomes 0."""
    kept = [
        piece.between(max(begin_s, piece.begin_s), min(end_s, piece.end_s))
        for piece in pieces
        if piece.begin_s < end_s and begin_s < piece.end_s
    ]
    return shifted(kept, -begin_s)


def over(lower: list[Piece], upper: list[Piece]) -> list[Piece]:
    """Both, the upper hiding the lower. Each comes in order and without overlaps, and so does the result."""
    if not lower or not upper:
        return lower or upper
    found = list(upper)
    begins = [piece.begin_s for piece in upper]
    for piece in lower:
        now, at = piece.begin_s, max(0, bisect_right(begins, piece.begin_s) - 1)
        while at < len(upper) and upper[at].begin_s < piece.end_s:
            if now < upper[at].begin_s:
                found.append(piece.between(now, upper[at].begin_s))
            now = max(now, upper[at].end_s)
            at += 1
        if now < piece.end_s:
            found.append(piece.between(now, piece.end_s))
    return sorted(found, key=lambda one: one.begin_s)


def moved_seam(
    before: list[Piece], after: list[Piece], early_s: Fraction, late_s: Fraction, frame_s: Fraction
) -> tuple[list[Piece], list[Piece]]:
    """Two neighbours with their seam in the middle of a transition, which begins `early_s` before it and ends `late_s`
    after it. Between nothing and a picture, the picture keeps all of it."""
    if not before and not after:
        return before, after
    if not before:
        return before, _begun(after, after[0].begin_s - early_s)
    if not after:
        return _ended(before, before[-1].end_s + late_s), after
    seam = before[-1].end_s + (late_s - early_s) / 2 // frame_s * frame_s
    return _ended(before, seam), _begun(after, seam)


def _ended(pieces: list[Piece], end_s: Fraction) -> list[Piece]:
    kept = [piece for piece in pieces if piece.begin_s < end_s]
    return [*kept[:-1], kept[-1].between(kept[-1].begin_s, end_s)] if kept else []


def _begun(pieces: list[Piece], begin_s: Fraction) -> list[Piece]:
    kept = [piece for piece in pieces if piece.end_s > begin_s]
    return [kept[0].between(begin_s, kept[0].end_s), *kept[1:]] if kept else []
