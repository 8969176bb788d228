"""What happens to cues when a file, or a person, says what they shall be. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from schemas.ids import CueId
from schemas.imports import CueBefore, CueChange, ImportedCue
from service.briefs.model import names
from service.captions.align import Line, align
from service.captions.model import normalised
from service.timedtext.cue_layout import only_rebroken
from service.timedtext.layout import joined
from service.timedtext.model import Cue


class KnownCue(Struct, frozen=True):
    """A cue of a source track with its time and text: as they are, or (not living) as they were once."""

    id: CueId
    begin_ms: int
    end_ms: int
    settings: str
    text: str
    markup: str
    living: bool

    @property
    def as_it_was(self) -> Cue:
        """The same as a file would have it."""
        return Cue("", self.begin_ms, self.end_ms, self.text, self.settings, self.markup)


class Change(Struct, frozen=True):
    """What happens to one cue. `now`: as it shall be (withdrawn: as it was); `before`: None for a new one."""

    what: CueChange
    now: Cue
    before: KnownCue | None = None

    @property
    def timed(self) -> bool:
        """Whether its time is written."""
        if self.before is None or self.what == "restored":
            return True
        was, now = self.before, self.now
        return (was.begin_ms, was.end_ms, was.settings) != (now.begin_ms, now.end_ms, now.settings)

    @property
    def worded(self) -> bool:
        """Whether its text is written."""
        return self.what in ("reworded", "added", "restored")

    @property
    def renamed(self) -> bool:
        """Whether its text names other facts than before."""
        return names(self.now.text) != (names(self.before.text) if self.before else set())

    def shown(self, cue: CueId | None) -> ImportedCue:
        """As the wire has it."""
        was = self.before
        before = CueBefore(begin_ms=was.begin_ms, end_ms=was.end_ms, text=was.text) if was else None
        return ImportedCue(
            cue_id=cue,
            change=self.what,
            begin_ms=self.now.begin_ms,
            end_ms=self.now.end_ms,
            text=self.now.text,
            before=before,
        )


def compare(known: Sequence[KnownCue], cues: Sequence[Cue]) -> list[Change]:
    """What a file with these cues does to those that are known, in order of time, as both are given."""
    living, dead = [one for one in known if one.living], [one for one in known if not one.living]
    found = align([_line(one) for one in living], [_line(one) for one in dead], [_line(cue) for cue in cues])
    every, taken = [*living, *dead], set(found)
    changes = [_change(cue, None if at is None else every[at]) for cue, at in zip(cues, found, strict=True)]
    changes += [withdrawal(one) for at, one in enumerate(living) if at not in taken]
    return sorted(changes, key=lambda change: (change.now.begin_ms, change.now.end_ms))


def withdrawal(cue: KnownCue) -> Change:
    """Taking a cue out."""
    return Change("withdrawn", cue.as_it_was, cue)


def _change(cue: Cue, known: KnownCue | None) -> Change:
    """Other line breaks change nothing: each release breaks lines for its picture, so a delivered file has others."""
    if known is None:
        return Change("added", cue)
    if not known.living:
        return Change("restored", cue, known)
    if not only_rebroken(known.text, known.markup, cue):
        return Change("reworded", cue, known)
    change = Change("moved", cue, known)
    return change if change.timed else Change("kept", cue, known)


def _line(cue: Cue | KnownCue) -> Line:
    return Line(cue.begin_ms, cue.end_ms, normalised(joined(cue.text)))


class _Said(Protocol):
    @property
    def what(self) -> CueChange: ...


def counts(changes: Sequence[_Said]) -> dict[str, int]:
    """How many cues fare how, by word."""
    return dict(Counter(change.what for change in changes))
