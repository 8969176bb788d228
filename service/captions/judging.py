"""What the captions of a cut are held to: laid out for its picture, then measured by the rules of their locale.

The one place where this room meets the engine's rules.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from schemas.captions import Kind
from service.briefs.actions import facts_by_market
from service.captions import records
from service.captions.facts import with_facts
from service.captions.model import CutFacts, Projected, Target, Wanted
from service.db.pool import Tx
from service.rulebook import Rulebook
from service.rulebook.breaking import words_of
from service.rulebook.profiles import HOUSE
from service.timedtext import layout
from service.timedtext.checks import check
from service.timedtext.cue_layout import lay_out_cue
from service.timedtext.findings import Finding
from service.timedtext.model import Cue, Document
from service.timedtext.rules import Limits
from service.timedtext.timing import Rate


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


def judge(
    rulebook: Rulebook,
    cut: CutFacts,
    locale: str,
    kind: Kind,
    rows: Sequence[Projected],
    shots_ms: Sequence[int] = (),
) -> Judged:
    """The captions of a cut in a locale, without the cues that have no text there yet. `shots_ms`: when its picture
    changes, where that is known and asked for; no error depends on it."""
    rules = rulebook.rules(locale, kind, aspect=cut.aspect)
    shown = standing(rows)
    cues = [
        Cue(str(row.cue_id), row.begin_ms, row.end_ms, row.text or "", row.settings, row.markup or "") for row in shown
    ]
    laid = in_lines(cues, rules.limits, locale)
    sources = {str(row.cue_id): row.source_text for row in shown if row.source_text != row.text}
    found = check(
        laid, rules, media_ms=cut.duration_ms, sources=sources, shots_ms=shots_ms, rate=Rate(cut.fps_num, cut.fps_den)
    )
    return Judged(Document(tuple(replace(cue, id="") for cue in laid), locale), found)


def laid_out(rulebook: Rulebook, cut: CutFacts, kind: Kind, made: Document) -> Document:
    """Captions of a cut with their lines as they are delivered; the document's language says by which rules."""
    locale = made.language or "und"
    return replace(made, cues=tuple(in_lines(made.cues, rulebook.limits(locale, kind, cut.aspect), locale)))


def judge_texts(
    rulebook: Rulebook,
    locale: str,
    kind: Kind,
    cues: Sequence[Cue],
    *,
    media_ms: int,
    wanting: Collection[str] = (),
    sources: Mapping[str, str] | None = None,
) -> list[Finding]:
    """What is wrong with the texts of a source, or of one cut, in a locale. `wanting` have no text that holds;
    `sources` are what the others translate. No picture's shape is known here: each cut is measured by its own."""
    rules = rulebook.rules(locale, kind)
    laid = in_lines(cues, rules.limits, locale)
    return check(laid, rules, media_ms=media_ms, untranslated=wanting, sources=sources)


def in_lines(cues: Sequence[Cue], limits: Limits, locale: str) -> list[Cue]:
    """Cues with their lines as they are delivered; an author's own lines stay, where they are within the limits."""
    words = words_of(locale)
    return [cue if layout.holds(cue.text, limits) else lay_out_cue(cue, limits, words) for cue in cues]


def standing(rows: Sequence[Projected]) -> list[Projected]:
    """The cues that a reader gets."""
    return [row for row in rows if not row.hidden and row.text is not None and row.fresh]


async def list_shown(tx: Tx, cut: CutFacts, targets: Sequence[Target]) -> list[tuple[list[Projected], set[str]]]:
    """A cut's captions for each target, facts written out, with the facts that are missing there."""
    facts = await facts_by_market(tx, cut.campaign_id)
    tracks = await records.list_projected(tx, [Wanted(cut.id, one.locale, one.kind) for one in targets])
    return [with_facts(rows, facts.get(one.market, {}), one.locale) for one, rows in zip(targets, tracks, strict=True)]
