"""Findings that nobody needs to look at, mended in one go."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from service.timedtext.checks import FILM, check
from service.timedtext.findings import Finding, Fix
from service.timedtext.model import Cue
from service.timedtext.rules import Limits, Rules
from service.timedtext.timing import Rate

ROUNDS = 8  # in which fixes that make room for others have done so


class Mended(Struct, frozen=True):
    """The cues by now, the findings whose fixes were applied, and those that a person must look at."""

    cues: list[Cue]
    applied: list[Finding]
    left: list[Finding]


def apply(cues: Sequence[Cue], fixes: Iterable[Fix]) -> list[Cue]:
    """The cues with these fixes, in their order, as far as they are safe. Of several for one cue the last word on each
    of its fields counts: fixes of a text build on those before them."""
    by_cue: dict[str, list[Fix]] = {}
    for fix in fixes:
        if fix.safe:
            by_cue.setdefault(fix.cue_id, []).append(fix)
    mended = (_applied(cue, by_cue.get(cue.id, ())) for cue in cues)
    return [cue for cue in mended if cue is not None]


def mend(
    cues: Sequence[Cue],
    rules: Rules | Limits,
    *,
    media_ms: int | None = None,
    untranslated: Collection[str] = (),
    sources: Mapping[str, str] | None = None,
    shots_ms: Sequence[int] = (),
    rate: Rate = FILM,
    rounds: int = ROUNDS,
) -> Mended:
    """Check, apply what is safe, and look again until nothing safe is left. Ids of cues must differ.

    With no `rounds` it only looks. Fixes after which there would be more errors than before are left to a person.
    """

    def look(at: Sequence[Cue]) -> list[Finding]:
        return check(
            at, rules, media_ms=media_ms, untranslated=untranslated, sources=sources, shots_ms=shots_ms, rate=rate
        )

    now, findings = list(cues), look(cues)
    applied: list[Finding] = []
    for _ in range(rounds):
        safe = [one for one in findings if one.fix is not None and one.fix.safe]
        if not safe:
            break
        then = apply(now, [one.fix for one in safe if one.fix is not None])
        found = look(then)
        if _errors(found) > _errors(findings):
            break
        applied += safe
        now, findings = then, found
    return Mended(now, applied, findings)


def _errors(findings: Iterable[Finding]) -> int:
    return sum(one.severity == "error" for one in findings)


def _applied(cue: Cue, fixes: Iterable[Fix]) -> Cue | None:
    for fix in fixes:
        if fix.remove:
            return None
        cue = replace(
            cue,
            begin_ms=cue.begin_ms if fix.begin_ms is None else fix.begin_ms,
            end_ms=cue.end_ms if fix.end_ms is None else fix.end_ms,
            text=cue.text if fix.text is None else fix.text,
            markup=cue.markup if fix.text is None else fix.markup or "",
            settings=cue.settings if fix.settings is None else fix.settings,
        )
    return cue
