"""What is wrong with a track, measured. An error blocks a release; a warning asks a person to look."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from msgspec import Struct

from service.timedtext.counting import Counting, length
from service.timedtext.model import Cue

Severity = Literal["error", "warning"]
Rule = Literal["untranslated", "empty", "duration", "overlap", "beyond_end", "lines", "chars_per_line"]


class Limits(Struct, frozen=True):
    """What a locale's rule pack allows."""

    chars_per_line: int = 42
    lines: int = 2
    counting: Counting = "characters"


class Finding(Struct, frozen=True):
    """A measured breach: `measured` and `limit` are in the unit of the rule (ms, lines, characters); `says` is for
    people."""

    cue_id: str
    rule: Rule
    severity: Severity
    measured: float
    limit: float
    says: str


def check(
    cues: Sequence[Cue],
    limits: Limits = Limits(),  # noqa: B008  frozen
    *,
    media_ms: int | None = None,
    untranslated: Collection[str] = (),
) -> list[Finding]:
    """The findings in the order of the cues. `untranslated` holds the ids of cues that have no text in this locale
    yet; `media_ms` is where the film ends."""
    findings: list[Finding] = []
    before: Cue | None = None
    for cue in sorted(cues, key=lambda cue: (cue.begin_ms, cue.end_ms)):
        findings += _text(cue, limits, cue.id in untranslated)
        findings += _time(cue, before, media_ms)
        if before is None or cue.end_ms > before.end_ms:
            before = cue
    return findings


def _text(cue: Cue, limits: Limits, untranslated: bool) -> list[Finding]:
    if untranslated:
        return [Finding(cue.id, "untranslated", "error", 0, 1, "Not translated yet. Write its text in this language.")]
    if not cue.text.strip():
        return [Finding(cue.id, "empty", "error", 0, 1, "The cue has no text. Write it, or remove the cue.")]
    findings = []
    lines = cue.text.split("\n")
    if len(lines) > limits.lines:
        says = f"{len(lines)} lines; at most {limits.lines}. Shorten the text or split the cue."
        findings.append(Finding(cue.id, "lines", "warning", len(lines), limits.lines, says))
    longest = max(length(line, limits.counting) for line in lines)
    if longest > limits.chars_per_line:
        says = f"A line of {longest:g} characters; at most {limits.chars_per_line}. Break or shorten it."
        findings.append(Finding(cue.id, "chars_per_line", "warning", longest, limits.chars_per_line, says))
    return findings


def _time(cue: Cue, before: Cue | None, media_ms: int | None) -> list[Finding]:
    findings = []
    duration = cue.end_ms - cue.begin_ms
    if duration <= 0:
        says = "The cue does not end after it begins. Correct its times."
        findings.append(Finding(cue.id, "duration", "error", duration, 1, says))
    if before is not None and cue.begin_ms < before.end_ms:
        says = f"Begins {before.end_ms - cue.begin_ms} ms before the cue above it ends. Move one of them."
        findings.append(Finding(cue.id, "overlap", "error", cue.begin_ms, before.end_ms, says))
    if media_ms is not None and cue.end_ms > media_ms:
        says = f"Ends {cue.end_ms - media_ms} ms after the film. Shorten or remove it."
        findings.append(Finding(cue.id, "beyond_end", "error", cue.end_ms, media_ms, says))
    return findings
