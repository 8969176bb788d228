"""What is wrong with captions, as it is told: with a locale on its source or cut, and with a cut in a market."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

from schemas.captions import Kind
from schemas.findings import CaptionFinding, CheckedText, CutFindings, ProposedFix, TrackFindings
from schemas.ids import CueId, CutId, TrackId
from service.captions import records
from service.captions.actions import findings
from service.captions.judging import judge, list_shown, pack_of
from service.captions.model import Target
from service.captions.overridden import track_of
from service.db.pool import Tx
from service.problems import Missing
from service.rulebook import Rulebook
from service.timedtext.checks_text import units
from service.timedtext.findings import Finding, Fix
from service.timedtext.model import tidy
from service.videos.shot_changes import shots_of_cut


async def of_track(tx: Tx, rulebook: Rulebook, track_id: TrackId) -> TrackFindings:
    """The findings of a track as it is now; Missing outside the walls."""
    track = await records.get_track(tx, track_id)
    if track is None:
        raise Missing
    stored = await records.find_track(tx, track.source_id or track.cut_id, track.locale, track.kind)  # type: ignore[arg-type]
    if stored is None:
        raise Missing
    found = await findings(tx, rulebook, stored)
    facts = counted(found) | {"locale": track.locale, "kind": track.kind, "pack": pack_of(rulebook, track.locale)}
    return TrackFindings(track_id=track_id, revision=track.revision, **facts)


async def of_cut(tx: Tx, rulebook: Rulebook, cut_id: CutId, market: str, locale: str, kind: Kind | None) -> CutFindings:
    """The findings of a cut's captions as they would be released now; Missing outside the walls, Invalid for captions
    that the cut is not made for."""
    cut, wanted = await track_of(tx, rulebook, cut_id, locale, kind, market)
    if wanted.locale is None or wanted.kind is None:
        raise Missing
    ((rows, _),) = await list_shown(tx, cut, [Target(market, 0, wanted.locale, wanted.kind)])
    shots = (await shots_of_cut(tx, cut_id)).shots_ms
    facts = counted(judge(rulebook, cut, wanted.locale, wanted.kind, rows, shots).findings)
    place = {"market": market, "locale": wanted.locale, "kind": wanted.kind}
    return CutFindings(cut_id=cut_id, pack=pack_of(rulebook, wanted.locale), **place, **facts)  # type: ignore[arg-type]


async def of_draft(tx: Tx, rulebook: Rulebook, track_id: TrackId, cue_id: CueId, text: str) -> CheckedText:
    """What would be wrong with a cue if it said this; nothing is written. Missing outside the walls."""
    track = await records.get_track(tx, track_id)
    cue = await records.get_cue_text(tx, track_id, cue_id)
    if track is None or cue is None:
        raise Missing
    stored = await records.find_track(tx, track.source_id or track.cut_id, track.locale, track.kind)  # type: ignore[arg-type]
    if stored is None:
        raise Missing
    draft = tidy(text)
    found = [one for one in await findings(tx, rulebook, stored, {cue_id: draft}) if one.cue_id == str(cue_id)]
    rules = rulebook.rules(track.locale, track.kind)
    speed = units(draft, rules.limits.counting) * 1000 / (cue.end_ms - cue.begin_ms)
    facts = counted(found)
    return CheckedText(
        track_id=track_id,
        cue_id=cue_id,
        text=draft,
        units_per_second=round(speed, 1),
        comfortable=rules.reading_speed if rules.reading_speed < inf else None,
        pack=pack_of(rulebook, track.locale),
        **facts,
    )


def counted(found: Sequence[Finding]) -> dict[str, Any]:
    """The findings and how many there are of each weight."""
    errors = sum(one.severity == "error" for one in found)
    return {"errors": errors, "warnings": len(found) - errors, "data": [told(one) for one in found]}


def told(one: Finding) -> CaptionFinding:
    """A finding as the wire has it."""
    cue = CueId.parse(one.cue_id) if one.cue_id else None
    return CaptionFinding(
        cue_id=cue,
        rule=one.rule,
        severity=one.severity,
        measured=float(one.measured),
        limit=float(one.limit),
        says=one.says,
        fix=None if one.fix is None else proposed(one.fix),
    )


def proposed(fix: Fix) -> ProposedFix:
    """A fix as the wire has it."""
    return ProposedFix(
        cue_id=CueId.parse(fix.cue_id),
        safe=fix.safe,
        begin_ms=fix.begin_ms,
        end_ms=fix.end_ms,
        text=fix.text,
        remove=fix.remove,
    )
