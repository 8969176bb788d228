"""What the captions of a cut are held to: laid out for its picture, then measured by the rules of their locale.

The one place where this room meets the engine's rules.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from schemas.captions import Kind
from service.briefs.actions import facts_by_market
from service.captions import records
from service.captions.facts import with_facts
from service.captions.model import CutFacts, Projected, StoredTrack, Target, Wanted, document
from service.db.pool import Tx
from service.rulebook import Rulebook
from service.rulebook.profiles import HOUSE
from service.timedtext.checks import check
from service.timedtext.findings import Finding
from service.timedtext.model import Cue, Document


class Judged(Struct, frozen=True):
    """Captions as a reader gets them, and what is wrong with them."""

    document: Document
    findings: list[Finding]

    @property
    def errors(self) -> int:
        """What keeps them from being approved."""
        return sum(one.severity == "error" for one in self.findings)

    @property
    def warnings(self) -> int:
        """What somebody should look at."""
        return len(self.findings) - self.errors


def pack_of(rulebook: Rulebook, locale: str) -> str:
    """The rules of a locale with the date that they are of: what a result was found by."""
    pack = rulebook.pack(locale)
    return f"{pack.locale} {max(pack.date, rulebook.profiles[HOUSE].date)}"


def judge(rulebook: Rulebook, cut: CutFacts, locale: str, kind: Kind, rows: Sequence[Projected]) -> Judged:
    """The captions of a cut in a locale, without the cues that have no text there yet."""
    made = document(rows, locale)
    named = [Cue(str(row.cue_id), row.begin_ms, row.end_ms, row.text or "", row.settings) for row in standing(rows)]
    findings = check(named, rulebook.limits(locale, kind), media_ms=cut.duration_ms)
    return Judged(made, findings)


def judge_track(
    rulebook: Rulebook, track: StoredTrack, duration_ms: int, cues: Sequence[Cue], wanting: set[str]
) -> list[Finding]:
    """What is wrong with the texts of a source, or of one cut, in a locale. `wanting` have no text that holds."""
    return check(cues, rulebook.limits(track.locale, track.kind), media_ms=duration_ms, untranslated=wanting)


def standing(rows: Sequence[Projected]) -> list[Projected]:
    """The cues that a reader gets."""
    return [row for row in rows if not row.hidden and row.text is not None and row.fresh]


async def list_shown(tx: Tx, cut: CutFacts, targets: Sequence[Target]) -> list[tuple[list[Projected], set[str]]]:
    """A cut's captions for each target, facts written out, with the facts that are missing there."""
    facts = await facts_by_market(tx, cut.campaign_id)
    tracks = await records.list_projected(tx, [Wanted(cut.id, one.locale, one.kind) for one in targets])
    return [with_facts(rows, facts.get(one.market, {}), one.locale) for one, rows in zip(targets, tracks, strict=True)]
