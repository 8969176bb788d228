"""Edit lists of other programs: looked at first, then taken; onto a cut that is there, or for a new one."""

from __future__ import annotations

import asyncio

from msgspec.structs import replace

from schemas.ids import CutId, VideoId
from schemas.videos import Cut, ImportedCut, NewCut
from service.db.pool import Database, Tx
from service.identity import Person
from service.problems import Invalid
from service.rulebook import Rulebook
from service.timedtext.edits.forms import Form
from service.timedtext.edits.model import EditList
from service.timedtext.problems import Unreadable
from service.timedtext.timing import Rate
from service.videos import actions
from service.videos.edit_import import Naming, draft
from service.videos.problems import UnreadableEditList


class _OnlyLooked(Exception):
    """Ends a transaction that changed something only to see what it comes to."""


async def read(form: Form, data: bytes, rate: Rate) -> EditList:
    """The list, its time code counted at `rate`; UnreadableEditList with every line that cannot be taken."""
    try:
        return await asyncio.to_thread(form.read, data, rate)
    except Unreadable as error:
        listed = [{"line": one.line, "code": one.code, "detail": one.detail} for one in error.problems]
        first = {"line": error.line, "code": "unreadable", "detail": error.reason}
        raise UnreadableEditList(str(error), line=error.line, reason=error.reason, problems=listed or [first]) from None


async def bring_in(
    db: Database, person: Person, cut: CutId, seen: int | None, edit_list: EditList, naming: Naming, *, dry_run: bool
) -> ImportedCut:
    """Give a cut the edit list of another program.

    A dry run is done and undone, so it finds what taking would find; the revisions it tells are those that are there.
    """
    try:
        async with db.transaction(person.scope) as tx:
            before = await actions.find_cut(tx, cut)
            told = await actions.import_edit_list(tx, person, cut, seen, edit_list, naming)
            if dry_run:
                raise _OnlyLooked
    except _OnlyLooked:
        counts = {name: getattr(before, name) for name in ("revision", "edit_revision", "updated_at")}
        return replace(told, **counts)
    return told


async def create_cut(
    tx: Tx, person: Person, rulebook: Rulebook, video: VideoId, new: NewCut, edit_list: EditList, naming: Naming
) -> Cut:
    """A cut made of the edit list of another program; `new.segments` are taken from it. Faults point into the file."""
    rate = Rate(new.fps.num, new.fps.den)
    drafted = draft(edit_list, rate, await actions.sources_of(tx, video), naming, [])
    if drafted.faults:
        raise Invalid(*drafted.faults)
    try:
        return await actions.create_cut(tx, person, rulebook, video, replace(new, segments=drafted.segments))
    except Invalid as refused:
        raise Invalid(*(drafted.in_file(fault) for fault in refused.faults)) from None
