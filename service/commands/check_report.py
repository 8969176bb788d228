"""What `cutdown captions check` says of a file, to people and to programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from service.commands.files import Opened, Refused
from service.rulebook.single import Single
from service.rulebook.timed_text import Kind
from service.timedtext.cuetext import stamp
from service.timedtext.findings import Finding, Fix
from service.timedtext.fixes import Mended
from service.timedtext.model import Cue
from service.timedtext.problems import ASIDE, Problem


class Checked(Struct, frozen=True):
    """A file, and what was found in it. Cues are numbered from 1, as the file has them."""

    opened: Opened
    mended: Mended

    @property
    def faults(self) -> list[Problem]:
        """Where the file is not as its format has it."""
        return [one for one in self.opened.document.problems if one.code not in ASIDE and not one.repaired]

    def count(self, severity: str) -> int:
        faults = len(self.faults) if severity == "error" else 0
        return faults + sum(one.severity == severity for one in self.mended.left)

    @property
    def clean(self) -> bool:
        return not self.count("error")

    @property
    def cues(self) -> dict[str, Cue]:
        """The cues by number: as they are now where they are left, else as they were read."""
        read = enumerate(self.opened.document.cues, start=1)
        return {str(number): replace(cue, id=str(number)) for number, cue in read} | {
            cue.id: cue for cue in self.mended.cues
        }

    def line(self, number: str) -> int | None:
        """Where a cue's times stand in the file."""
        lines = self.opened.document.lines
        return lines[int(number) - 1] if number and lines else None


def as_text(checked: Checked, held_to: Single, kind: Kind) -> str:
    """The report for people: a line for the file, and one or two for each finding."""
    return "\n".join(_lines(checked, held_to, kind))


def _lines(checked: Checked, held_to: Single, kind: Kind) -> Iterator[str]:
    file, made = checked.opened.file, len(checked.mended.applied)
    counts = [_several(checked.count("error"), "error"), _several(checked.count("warning"), "warning")]
    said = ", ".join(counts + ([f"{made} mended"] if made else []))
    yield f"{file}: {said}  ({held_to.language.english}, {kind}; {held_to.profile.title})"
    for fault in checked.faults:
        yield f"  line {fault.line}: error: {fault.detail}"
    cues = checked.cues
    for one in checked.mended.left:
        where = "the whole track"
        if one.cue_id:
            line = checked.line(one.cue_id)
            where = f"{f'line {line}, ' if line else ''}cue {one.cue_id} at {stamp(cues[one.cue_id].begin_ms)}"
        yield f"  {where}: {one.severity}: {one.rule} {one.measured:g}/{one.limit:g}: {one.says}"
        if one.fix is not None:
            yield f"    {'fix' if one.fix.safe else 'perhaps'}: {_told(one.fix, one.cue_id)}"


def as_json(checked: Checked, held_to: Single, kind: Kind) -> str:
    """The report for programs, in one line."""
    document, cues = checked.opened.document, checked.cues
    said = {
        "file": checked.opened.file,
        "format": checked.opened.format.name,
        "locale": held_to.language.tag,
        "kind": kind,
        "profile": held_to.profile.name,
        "counting": held_to.rules.limits.counting,
        "cues": len(document.cues),
        "errors": checked.count("error"),
        "warnings": checked.count("warning"),
        "findings": [_finding(one, checked, cues) for one in checked.mended.left],
        "mended": [_finding(one, checked, cues) for one in checked.mended.applied],
        "problems": document.problems,
    }
    return msgspec.json.encode(said).decode()


def refused_json(refused: Refused) -> str:
    """A file that could not be read, in one line."""
    places = [{"line": line, "detail": detail} for line, detail in refused.places]
    return msgspec.json.encode({"file": refused.file, "refused": places}).decode()


def _finding(one: Finding, checked: Checked, cues: Mapping[str, Cue]) -> dict[str, Any]:
    said: dict[str, Any] = {"cue": None}
    if one.cue_id:
        cue = cues[one.cue_id]
        said = {
            "cue": int(one.cue_id),
            "line": checked.line(one.cue_id),
            "begin_ms": cue.begin_ms,
            "end_ms": cue.end_ms,
        }
    said |= {key: value for key, value in msgspec.to_builtins(one).items() if key not in ("cue_id", "fix")}
    if one.fix is not None:
        changed = {key: value for key, value in msgspec.to_builtins(one.fix).items() if key != "cue_id"}
        said["fix"] = {"cue": int(one.fix.cue_id)} | changed
    return said


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
