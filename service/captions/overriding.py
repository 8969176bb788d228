"""What people do to one cut alone: override a field of a cue, keep it, take it back. Every rule is enforced here."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET
from msgspec.structs import asdict, replace

from schemas.ids import BrandId, CutId, OverrideId
from schemas.overrides import CutCue, CutCueChange
from service.captions import records, records_overrides
from service.captions.admitting import require_locale
from service.captions.merging import TIMES, Field, Merged, Values, fit
from service.captions.model import CutFacts, Wanted
from service.captions.overridden import Place, find_cue, find_override
from service.captions.problems import Conforming
from service.captions.records_overrides import CountedCut
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Forbidden, Invalid, Missing, PreconditionFailed
from service.timedtext.model import tidy, unshowable

Change = tuple[Field, Any, Any]  # field, base, value; a value of None takes the override back


async def override(
    tx: Tx, person: Person, cut: CutFacts, wanted: Wanted, place: Place, seen: int | None, change: CutCueChange
) -> CutCue:
    """Change what a cut does differently with a cue, if nothing there changed since `seen`.

    What is derived now becomes the base of what is set. What says the same as is derived is taken back. Raises
    Conforming while a worker still places the cues, and Invalid with every fault.
    """
    await _require(tx, person, cut.brand_id, cut.id, wanted.locale)
    counted = await _locked(tx, cut.id)
    conform = await records.get_conform(tx, cut.id)
    if conform is None or not conform.newest:
        raise Conforming("a worker is placing the cues in the newest edit list", headers={"retry-after": "1"})
    merged, current = await find_cue(tx, wanted, place)
    if seen is not None and seen != current.revision:
        raise PreconditionFailed.on(current)
    asked = _asked(change)
    _refuse_misfits(merged, wanted, asked, cut.duration_ms)
    changes = _changes(merged, wanted, asked)
    if not changes:
        return current
    await _write(tx, person, counted, place, (wanted.locale, wanted.kind), changes)
    return (await find_cue(tx, wanted, place))[1]


async def take_back(tx: Tx, person: Person, override_id: OverrideId, seen: int | None) -> None:
    """Take what is derived instead of an override, if it is still the one that was seen; also a parked one."""
    known = await records_overrides.get_override(tx, override_id)
    if known is None:
        raise Missing
    counted = await _locked(tx, known.cut_id)
    current = await find_override(tx, override_id)
    await _require(tx, person, counted.brand_id, known.cut_id, current.locale)
    if seen is not None and seen != current.revision:
        raise PreconditionFailed.on(current)
    place, track = (current.cue_id, current.segment_id), (current.locale, current.kind)
    await _write(tx, person, counted, place, track, [(current.field, current.base, None)])


async def _write(
    tx: Tx,
    person: Person,
    counted: CountedCut,
    place: Place,
    track: tuple[str | None, str | None],
    changes: list[Change],
) -> None:
    revision = await records_overrides.replace_overrides(tx, counted, place, track, changes, person.id)
    data = {
        "cue_id": str(place[0]),
        "segment_id": str(place[1]),
        "locale": track[0],
        "kind": track[1],
        "set": [field for field, _, value in changes if value is not None],
        "taken_back": [field for field, _, value in changes if value is None],
        "override_revision": revision,
    }
    await record(tx, person, "cut.overridden", counted.cut_id, counted.brand_id, data)


def _asked(change: CutCueChange) -> Values:
    if isinstance(change.text, str):
        change = replace(change, text=tidy(change.text))
    return {field: value for field, value in asdict(change).items() if value is not UNSET}  # type: ignore[misc]


def _refuse_misfits(merged: Merged, wanted: Wanted, asked: Values, cut_ends_ms: int) -> None:
    faults = []
    text = asked.get("text")
    if text is not None and wanted.locale is None:
        faults.append(Fault("/text", "needs_locale", "a text belongs to a language: name it with ?locale="))
    elif text is not None and (reason := unshowable(text)):
        faults.append(Fault("/text", "unshowable", reason))
    after = _after(merged, wanted, asked)
    timed = [field for field in TIMES if asked.get(field) is not None]
    if timed and not fit(after, cut_ends_ms):
        code, detail = "end_before_begin", f"the cue would stand from {after['begin_ms']} to {after['end_ms']} ms"
        if after["end_ms"] > cut_ends_ms:
            code, detail = "beyond_cut", f"the cut ends at {cut_ends_ms} ms"
        faults.append(Fault(f"/{timed[-1]}", code, detail))
    if faults:
        raise Invalid(*faults)


def _after(merged: Merged, wanted: Wanted, asked: Values) -> Values:
    """The cue as it would stand: what is derived, what is kept, and what is asked for."""
    of_track = wanted.locale is not None
    own = merged.own(of_track=of_track)
    kept: Values = {field: one.override.value for field, one in own.items() if one.state == "kept"}
    under = merged.under(of_track=of_track)
    return under | kept | {field: under[field] if value is None else value for field, value in asked.items()}


def _changes(merged: Merged, wanted: Wanted, asked: Values) -> list[Change]:
    """What there is to write: nothing for what is there already, and nothing is overridden with what is derived."""
    of_track = wanted.locale is not None
    own, under = merged.own(of_track=of_track), merged.under(of_track=of_track)
    changes: list[Change] = []
    for field, value in asked.items():
        known, theirs = own.get(field), under[field]
        if value is None or value == theirs:
            changes += [(field, theirs, None)] if known else []
        elif known is None or (known.override.value, known.override.base) != (value, theirs):
            changes.append((field, theirs, value))
    return changes


async def _locked(tx: Tx, cut: CutId) -> CountedCut:
    counted = await records_overrides.lock_overrides(tx, cut)
    if counted is None:
        raise Missing
    return counted


async def _require(tx: Tx, person: Person, brand: BrandId, cut: CutId, locale: str | None) -> None:
    """Forbidden unless the person may change the locale; without one, the cut itself."""
    if locale is not None:
        await require_locale(tx, person, "tracks:write", brand, cut, locale)
    elif not person.may("tracks:write", brand):
        raise Forbidden("this needs tracks:write", required_scope="tracks:write")
