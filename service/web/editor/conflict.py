"""Two people wrote one cue: what either of them said."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from service.captions.sheets import Line, Sheet
from service.web.difference import Piece, difference


class Conflict(Struct, frozen=True):
    """`theirs` stands there at the revision `seen`; `pieces` lead from it to mine."""

    by: str
    at: datetime | None
    theirs: str
    mine: str
    seen: int
    locale: str
    pieces: list[Piece]


def conflict_of(sheet: Sheet, line: Line, mine: str, somebody: str) -> Conflict:
    """The text of a cue beside the one that came too late. `somebody`: who has no name here."""
    cue, theirs = line.cue, line.cue.text or ""
    pieces = difference(theirs, mine)
    return Conflict(cue.by_name or somebody, cue.written_at, theirs, mine, cue.revision, sheet.locale, pieces)
