"""Overrides merged with what is derived: three ways, field by field, whenever captions are read. Pure.

Base is what was derived when the override was written, theirs is what is derived now, ours is the override. An override
holds for every language of its cut or for one track; those of a track stand on those of every language, so what is
derived for them is what the others leave.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from schemas.captions import Kind
from schemas.ids import CueId, CutId, OverrideId, PersonId, SegmentId
from service.captions.model import Projected, Wanted

Field = Literal["text", "begin_ms", "end_ms", "hidden"]
State = Literal["kept", "conflict", "parked", "void"]
Values = dict[Field, Any]
TIMES: tuple[Field, Field] = ("begin_ms", "end_ms")


class StoredOverride(Struct, frozen=True):
    """An override in force. `cut_ends_ms` is where its cut ends, rounded up."""

    id: OverrideId
    cut_id: CutId
    cue_id: CueId
    segment_id: SegmentId
    locale: str | None
    kind: Kind | None
    field: Field
    base: Any
    value: Any
    by: PersonId
    at: datetime
    revision: int
    cut_ends_ms: int


class Verdict(Struct, frozen=True):
    """An override beside what is derived for it now."""

    override: StoredOverride
    state: State
    derived: Any


class Merged(Struct, frozen=True):
    """A cue in a cut: as it is derived, as the cut shows it, and the overrides between the two."""

    derived: Projected
    shown: Projected
    verdicts: tuple[Verdict, ...] = ()

    def under(self, *, of_track: bool) -> Values:
        """What is derived for the overrides of a track, or of every language: what the layers below leave."""
        general = {
            one.override.field: one.override.value
            for one in self.verdicts
            if of_track and one.state == "kept" and one.override.locale is None
        }
        return values(self.derived) | general

    def own(self, *, of_track: bool) -> dict[Field, Verdict]:
        """The overrides of a track, or of every language, by their field."""
        return {one.override.field: one for one in self.verdicts if (one.override.locale is not None) is of_track}


def three_way(base: Any, theirs: Any, ours: Any) -> State:
    """One field. An override that says what is derived anyway is void; it holds again when that changes back."""
    if theirs == ours:
        return "void"
    return "kept" if theirs == base else "conflict"


def fit(now: Values, cut_ends_ms: int) -> bool:
    """Whether a cue can stand there: it ends after it begins, and within its cut."""
    return bool(now["begin_ms"] < now["end_ms"] <= cut_ends_ms)


def values(row: Projected) -> Values:
    """The fields of a cue that can be overridden."""
    return {"text": row.text, "begin_ms": row.begin_ms, "end_ms": row.end_ms, "hidden": row.hidden}


def merge(rows: Sequence[Projected], overrides: Iterable[StoredOverride], wanted: Wanted) -> list[Merged]:
    """The cues of a track as derived and as their cut shows them, in order of time. `overrides` are of this cut."""
    standing = _standing(overrides, wanted)
    merged = [_merged(row, standing.get(_place(row), ())) for row in rows]
    return sorted(merged, key=lambda one: one.shown.begin_ms)


def shown(rows: list[Projected], overrides: Iterable[StoredOverride], wanted: Wanted) -> list[Projected]:
    """The cues of a track as their cut shows them, in order of time: `merge` for those who read thousands."""
    standing = _standing(overrides, wanted)
    if not standing:
        return rows
    cues = {cue for cue, _ in standing}
    merged = [_merged(row, standing.get(_place(row), ())).shown if row.cue_id.uuid.int in cues else row for row in rows]
    return sorted(merged, key=lambda row: row.begin_ms)


def _standing(overrides: Iterable[StoredOverride], wanted: Wanted) -> dict[tuple[int, int], list[StoredOverride]]:
    found: dict[tuple[int, int], list[StoredOverride]] = defaultdict(list)
    for one in overrides:
        if one.locale is None or (one.locale, one.kind) == (wanted.locale, wanted.kind):
            found[_place(one)].append(one)
    return found


def _place(of: Projected | StoredOverride) -> tuple[int, int]:
    """A key that is quick to make and to look up, which an identifier is not."""
    return of.cue_id.uuid.int, of.segment_id.uuid.int


def _merged(row: Projected, overrides: Sequence[StoredOverride]) -> Merged:
    if not overrides:
        return Merged(row, row)
    now = values(row)
    verdicts: list[Verdict] = []
    for of_track in (False, True):
        layer = [one for one in overrides if (one.locale is not None) is of_track]
        told = _judged(now, layer)
        now = now | _kept(told)
        verdicts += told
    contested = any(one.state == "conflict" for one in verdicts) and not now["hidden"]
    markup = row.markup if now["text"] == row.text else ""
    overridden = any(one.state == "kept" for one in verdicts)
    shown = replace(row, **now, markup=markup, overridden=overridden, contested=contested)
    return Merged(row, shown, tuple(verdicts))


def _judged(now: Values, layer: Sequence[StoredOverride]) -> list[Verdict]:
    """The overrides of one layer. Times that no longer fit together, or in the cut, are a conflict."""
    told = [Verdict(one, three_way(one.base, now[one.field], one.value), now[one.field]) for one in layer]
    if not layer or fit(now | _kept(told), layer[0].cut_ends_ms):
        return told
    return [
        replace(one, state="conflict") if one.state == "kept" and one.override.field in TIMES else one for one in told
    ]


def _kept(told: Iterable[Verdict]) -> Values:
    return {one.override.field: one.override.value for one in told if one.state == "kept"}
