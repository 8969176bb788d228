"""What `cutdown captions check` says of a file, to people and to programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from service.rulebook.single import Single
from service.rulebook.timed_text import Kind
from service.timedtext.cuetext import stamp
from service.timedtext.findings import Finding, Fix
from service.timedtext.fixes import Mended
from service.timedtext.formats import Format
from service.timedtext.model import Cue, Document
from service.timedtext.problems import ASIDE, Problem, Unreadable


class Checked(Struct, frozen=True):
    """A file, and what was found in it or why it was refused. Cues are numbered from 1, as the file has them."""

    file: Path
    format: Format
    document: Document | None = None
    mended: Mended | None = None
    refusal: Unreadable | None = None

    @property
    def left(self) -> list[Finding]:
        return self.mended.left if self.mended else []

    @property
    def faults(self) -> list[Problem]:
        """Where the file is not as its format has it."""
        if self.document is None:
            return []
        return [problem for problem in self.document.problems if problem.code not in ASIDE and not problem.repaired]

    def count(self, severity: str) -> int:
        faults = len(self.faults) if severity == "error" else 0
        return faults + sum(one.severity == severity for one in self.left)

    @property
    def clean(self) -> bool:
        return self.refusal is None and not self.count("error")


def as_text(checked: Checked, held_to: Single, kind: Kind) -> str:
    """The report for people: a line for the file, and one or two for each finding."""
    if checked.refusal is not None:
        lines = [(one.line, one.detail) for one in checked.refusal.problems]
        lines = lines or [(checked.refusal.line, checked.refusal.reason)]
        return "\n".join([f"{checked.file}: refused", *(f"  line {line}: {detail}" for line, detail in lines)])
    return "\n".join(_lines(checked, held_to, kind))


def _lines(checked: Checked, held_to: Single, kind: Kind) -> Iterator[str]:
    errors, warnings = checked.count("error"), checked.count("warning")
    said = f"{_several(errors, 'error')}, {_several(warnings, 'warning')}"
    made = f", {len(checked.mended.applied)} mended" if checked.mended and checked.mended.applied else ""
    yield f"{checked.file}: {said}{made}  ({held_to.language.english}, {kind}; {held_to.profile.title})"
    for fault in checked.faults:
        yield f"  line {fault.line}: error: {fault.detail}"
    cues = _cues(checked)
    for one in checked.left:
        cue = cues.get(one.cue_id)
        where = f"cue {cue.id} at {stamp(cue.begin_ms)}" if cue else "the whole track"
        yield f"  {where}: {one.severity}: {one.rule} {one.measured:g}/{one.limit:g}: {one.says}"
        if one.fix is not None:
            yield f"    {'fix' if one.fix.safe else 'perhaps'}: {_told(one.fix, one.cue_id)}"


def as_json(checked: Checked, held_to: Single, kind: Kind) -> str:
    """The report for programs, in one line."""
    said: dict[str, Any] = {
        "file": str(checked.file),
        "format": checked.format.name,
        "locale": held_to.language.tag,
        "kind": kind,
        "profile": held_to.profile.name,
    }
    if checked.refusal is not None:
        said["refused"] = {"line": checked.refusal.line, "reason": checked.refusal.reason}
        said["problems"] = checked.refusal.problems
    if checked.document is not None and checked.mended is not None:
        cues = _cues(checked)
        said |= {
            "counting": held_to.rules.limits.counting,
            "cues": len(checked.document.cues),
            "errors": checked.count("error"),
            "warnings": checked.count("warning"),
            "findings": [_finding(one, cues.get(one.cue_id)) for one in checked.left],
            "mended": [_finding(one, cues.get(one.cue_id)) for one in checked.mended.applied],
            "problems": checked.document.problems,
        }
    return msgspec.json.encode(said).decode()


def _finding(one: Finding, cue: Cue | None) -> dict[str, Any]:
    place = {"cue": None if cue is None else int(cue.id)}
    if cue is not None:
        place |= {"begin_ms": cue.begin_ms, "end_ms": cue.end_ms}
    fields = {key: value for key, value in msgspec.to_builtins(one).items() if key != "cue_id"}
    if one.fix is not None:
        fields["fix"] = {("cue" if key == "cue_id" else key): value for key, value in fields["fix"].items()}
        fields["fix"]["cue"] = int(one.fix.cue_id)
    return place | fields


def _cues(checked: Checked) -> dict[str, Cue]:
    """The cues as they were read, by number, and those that are left as they are now."""
    if checked.document is None or checked.mended is None:
        return {}
    read = {str(number): cue for number, cue in enumerate(checked.document.cues, start=1)}
    numbered = {number: msgspec.structs.replace(cue, id=number) for number, cue in read.items()}
    return numbered | {cue.id: cue for cue in checked.mended.cues}


def _told(fix: Fix, cue_id: str) -> str:
    parts = [] if fix.cue_id == cue_id else [f"cue {fix.cue_id}"]
    parts += ["remove it"] if fix.remove else []
    parts += [f"begin at {stamp(fix.begin_ms)}"] if fix.begin_ms is not None else []
    parts += [f"end at {stamp(fix.end_ms)}"] if fix.end_ms is not None else []
    parts += [fix.settings] if fix.settings is not None else []
    parts += [(fix.markup or fix.text).replace("\n", " / ")] if fix.text is not None else []
    return ", ".join(parts)


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
