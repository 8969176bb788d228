"""What a check finds, and what it proposes to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from service.timedtext.rules import Rule, Severity


class Fix(Struct, frozen=True, omit_defaults=True):
    """A change that mends a finding; what is None stays as it is.

    `cue_id` is the cue to change: where two cues are in each other's way it is the earlier one. `text` and `markup`
    come together and hold what the fixes before this one in the same cue did. `remove` takes the cue away. `safe`:
    nobody needs to look, since neither sense nor synchrony suffers and no rule is broken by it.
    """

    cue_id: str
    safe: bool
    begin_ms: int | None = None
    end_ms: int | None = None
    text: str | None = None
    markup: str | None = None
    settings: str | None = None
    remove: bool = False


class Finding(Struct, frozen=True, omit_defaults=True):
    """A measured breach: `measured` and `limit` are in the unit of the rule (ms, frames, lines, units of the pack,
    places); `says` is for people. `cue_id` is empty where the whole track is meant."""

    cue_id: str
    rule: Rule
    severity: Severity
    measured: float
    limit: float
    says: str
    fix: Fix | None = None


class Found:
    """The findings of one track as they are met; a rule without a severity leaves none."""

    def __init__(self, severities: Mapping[Rule, Severity]) -> None:
        self.findings: list[Finding] = []
        self._severities = severities

    def add(self, cue_id: str, rule: Rule, measured: float, limit: float, says: str, fix: Fix | None = None) -> None:
        severity = self._severities.get(rule)
        if severity is not None:
            self.findings.append(Finding(cue_id, rule, severity, measured, limit, says, fix))
