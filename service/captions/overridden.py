"""What cuts do differently, as it is shown: the cues of a cut with their overrides, and what waits for a decision.
Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from msgspec.structs import asdict

from schemas.captions import Kind
from schemas.ids import CueId, CutId, OverrideId, SegmentId
from schemas.overrides import CutCue, CutTrack, DerivedCue, Override
from service.briefs.actions import facts_by_market
from service.captions import records, records_overrides
from service.captions.actions import canonical_locale
from service.captions.facts import with_facts
from service.captions.merging import Merged, StoredOverride, Verdict
from service.captions.model import CutFacts, Projected, Wanted
from service.db.pool import Tx
from service.problems import Fault, Invalid, Missing
from service.rulebook import Rulebook

Place = tuple[CueId, SegmentId]


async def track_of(
    tx: Tx, rulebook: Rulebook, cut_id: CutId, locale: str | None, kind: Kind | None, market: str | None = None
) -> tuple[CutFacts, Wanted]:
    """A cut, and the track of it that is meant: without a kind the first in the locale, without a locale every cue.

    Missing outside the walls; Invalid for a track or a market that the cut is not made for.
    """
    cut = await records.get_cut(tx, cut_id)
    if cut is None:
        raise Missing
    if locale is None and kind is None and market is None:
        return cut, Wanted(cut_id, None, None)
    if locale is None:
        raise Invalid(Fault("", "missing", "a kind or a market needs a locale", "query:locale"))
    tag = canonical_locale(rulebook, locale, parameter="query:locale")
    planned = [one for one in await records.list_targets(tx, cut_id) if one.locale == tag]
    found = next((one for one in planned if kind in (None, one.kind) and market in (None, one.market)), None)
    if found is None:
        detail = f"this cut has no such captions in {tag}; see the campaign's markets, and the tracks of its sources"
        raise Invalid(Fault("", "not_planned", detail, "query:locale"))
    return cut, Wanted(cut_id, tag, found.kind)


async def show_track(tx: Tx, cut: CutFacts, wanted: Wanted, market: str | None) -> CutTrack:
    """The captions of a cut in a track; with a market, its facts are written out."""
    (merged,) = await records.list_merged(tx, [wanted])
    revisions = await records_overrides.list_revisions(tx, wanted)
    conform = await records.get_conform(tx, cut.id)
    rows, missing = [one.shown for one in merged], set[str]()
    if market is not None and wanted.locale is not None:
        facts = (await facts_by_market(tx, cut.campaign_id)).get(market, {})
        rows, missing = with_facts(rows, facts, wanted.locale)
    return CutTrack(
        cut_id=cut.id,
        locale=wanted.locale,
        kind=wanted.kind,
        market=market,
        edit_revision=cut.edit_revision,
        current=conform is not None and conform.newest,
        conflicts=len(_contested(merged)),
        missing_facts=sorted(missing),
        cues=[_shown(wanted, one, row, revisions) for one, row in zip(merged, rows, strict=True)],
    )


async def find_cue(tx: Tx, wanted: Wanted, place: Place) -> tuple[Merged, CutCue]:
    """A cue in a cut; Missing when it does not stand there."""
    (merged,) = await records.list_merged(tx, [wanted])
    found = next((one for one in merged if (one.derived.cue_id, one.derived.segment_id) == place), None)
    if found is None:
        raise Missing
    return found, _shown(wanted, found, found.shown, await records_overrides.list_revisions(tx, wanted))


async def show_overrides(tx: Tx, rows: Sequence[StoredOverride]) -> list[Override]:
    """Overrides with their states. Those whose cue does not stand in their cut now are parked."""
    wanted = list({Wanted(one.cut_id, one.locale, one.kind): None for one in rows})
    tracks = await records.list_merged(tx, wanted) if wanted else []
    judged = {verdict.override.id: verdict for track in tracks for one in track for verdict in one.verdicts}
    return [_told(judged.get(row.id) or Verdict(row, "parked", None)) for row in rows]


async def find_override(tx: Tx, override: OverrideId) -> Override:
    """One override; Missing when it was taken back, or outside the walls."""
    stored = await records_overrides.get_override(tx, override)
    if stored is None:
        raise Missing
    (shown,) = await show_overrides(tx, [stored])
    return shown


async def list_conflicts(tx: Tx, wanted: Wanted) -> list[Override]:
    """The overrides that keep a track of a cut from being released."""
    (merged,) = await records.list_merged(tx, [wanted])
    return [_told(one) for one in _contested(merged)]


async def list_overridden(tx: Tx, wanted: Sequence[Wanted]) -> dict[Wanted, list[Projected]]:
    """Of these tracks, those that have overrides, as their cuts show them. One query when none has."""
    cuts = list({one.cut_id for one in wanted})
    found = {(one.cut_id, one.locale, one.kind) for one in await records_overrides.list_overridden(tx, cuts)}
    touched = [
        one
        for one in dict.fromkeys(wanted)
        if (one.cut_id, None, None) in found or (one.cut_id, one.locale, one.kind) in found
    ]
    return dict(zip(touched, await records.list_projected(tx, touched), strict=True)) if touched else {}


def address(cut: CutId, cue: CueId, segment: SegmentId, locale: str | None, kind: str | None) -> str:
    """Where a cue of a cut is read and overridden."""
    query = f"?{urlencode({'locale': locale, 'kind': kind})}" if locale else ""
    return f"/v1/cuts/{cut}/cues/{cue}/{segment}{query}"


def _contested(merged: Sequence[Merged]) -> list[Verdict]:
    return [two for one in merged if one.shown.contested for two in one.verdicts if two.state == "conflict"]


def _shown(wanted: Wanted, merged: Merged, row: Projected, revisions: Mapping[tuple[UUID, UUID], int]) -> CutCue:
    derived = merged.derived
    return CutCue(
        cut_id=wanted.cut_id,
        cue_id=row.cue_id,
        segment_id=row.segment_id,
        locale=wanted.locale,
        kind=wanted.kind,
        how=row.how,
        begin_ms=row.begin_ms,
        end_ms=row.end_ms,
        text=row.text,
        hidden=row.hidden,
        derived=DerivedCue(begin_ms=derived.begin_ms, end_ms=derived.end_ms, text=derived.text),
        overrides=[_told(one) for one in merged.verdicts],
        revision=revisions[row.cue_id.uuid, row.segment_id.uuid],
    )


def _told(verdict: Verdict) -> Override:
    one = verdict.override
    facts: dict[str, Any] = {name: value for name, value in asdict(one).items() if name != "cut_ends_ms"}
    where = address(one.cut_id, one.cue_id, one.segment_id, one.locale, one.kind)
    return Override(**facts, derived=verdict.derived, state=verdict.state, address=where)
