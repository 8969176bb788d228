"""What a reviewer reads: each text with its changes, findings, cuts and remarks. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from schemas.findings import CaptionFinding
from schemas.reviews import Remark, ReviewedCue
from service.web.difference import Piece, difference
from service.web.finding_words import rule
from service.web.staleness import span
from service.web.words import Language


class Wrong(Struct, frozen=True):
    """A finding by its name, with what was measured beside the limit (`47 > 42`)."""

    severity: str
    rule: str
    measured: str
    says: str


class Line(Struct, frozen=True):
    """A cue. `source` and `target` are pieces of what was approved last and what there is now; `typed` is the remark
    that is being written."""

    cue: ReviewedCue
    number: int
    clock: str
    source: tuple[Piece, ...]
    target: tuple[Piece, ...]
    changed: bool
    findings: tuple[Wrong, ...]
    remarks: tuple[Remark, ...]
    typed: str

    @property
    def field(self) -> str:
        """The name of its remark in the form."""
        return f"cue-{self.cue.cue_id}"


class Sheet(Struct, frozen=True):
    """All of it; `approved_before`: there is something to compare with."""

    lines: list[Line]
    approved_before: bool

    @property
    def changed(self) -> int:
        """How many texts are not as they were approved."""
        return sum(line.changed for line in self.lines)

    @property
    def errors(self) -> int:
        """What keeps the locale from being approved."""
        return sum(one.severity == "error" for line in self.lines for one in line.findings)

    @property
    def warnings(self) -> int:
        """What somebody should look at."""
        return sum(one.severity != "error" for line in self.lines for one in line.findings)

    def shown(self, which: str) -> list[Line]:
        """The lines of a filter: `changed`, `found`; anything else is all of them."""
        if which == "changed":
            return [line for line in self.lines if line.changed]
        return [line for line in self.lines if line.findings] if which == "found" else self.lines


def sheet(
    language: Language,
    cues: Sequence[ReviewedCue],
    found: Sequence[CaptionFinding],
    remarks: Sequence[Remark],
    *,
    approved_before: bool,
    typed: Mapping[str, str],
) -> Sheet:
    """The cues in order of time. Only remarks that nobody has answered are shown."""
    named = {name: rule(language, name) for name in {one.rule for one in found}}
    wrong: dict[str, list[Wrong]] = defaultdict(list)
    for one in sorted(found, key=lambda one: one.severity != "error"):
        wrong[str(one.cue_id)].append(Wrong(one.severity, named[one.rule], _beside(language, one), one.says))
    said: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        if not remark.answered and remark.cue_id:
            said[str(remark.cue_id)].append(remark)
    lines = [
        _line(cue, number, wrong[str(cue.cue_id)], said[str(cue.cue_id)], approved_before, typed)
        for number, cue in enumerate(cues, 1)
    ]
    return Sheet(lines, approved_before)


def _beside(language: Language, one: CaptionFinding) -> str:
    """What was measured, and the limit that it is above or below."""
    measured, limit = language.number(round(one.measured, 1)), language.number(round(one.limit, 1))
    return f"{measured} {'>' if one.measured > one.limit else '<'} {limit}"


def _line(
    cue: ReviewedCue,
    number: int,
    findings: list[Wrong],
    remarks: list[Remark],
    approved_before: bool,
    typed: Mapping[str, str],
) -> Line:
    now = cue.text or ""
    source = _pieces(cue.approved_source_text, cue.source_text)
    target = _pieces(cue.approved_text, now)
    changed = approved_before and (cue.approved_text != cue.text or any(one.how != "kept" for one in source))
    typing = typed.get(f"cue-{cue.cue_id}", "") if typed else ""
    return Line(cue, number, span(cue), source, target, changed, tuple(findings), tuple(remarks), typing)


def _pieces(old: str | None, new: str) -> tuple[Piece, ...]:
    return (Piece("kept", new),) if old is None else tuple(difference(old, new))
