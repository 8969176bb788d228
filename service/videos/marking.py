"""Saying what stands where in a film: requirements that are met, things with limited rights, text, what AI made.

A mark is made and taken away, never changed, so two people who mark the same film at once do not undo each other.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemas.contents import MOST_MARKS, Mark, Marks, Meets, NewMark, Uses
from schemas.ids import CutId, Id, MarkId, SourceId
from schemas.videos import FrameRate
from service.campaigns.actions import require
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Invalid, Missing
from service.videos import records
from service.videos import records_contents as stored
from service.videos.actions import get_source_facts
from service.videos.model import CutRow, SourceFacts
from service.videos.problems import RequirementElsewhere, RightsElsewhere, TooManyMarks


async def marks_of(tx: Tx, home: SourceId | CutId) -> Marks:
    """What stands in a source, or in a cut alone; Missing outside the walls."""
    found = await _home(tx, home)
    return Marks(
        source_id=home if isinstance(home, SourceId) else None,
        cut_id=home if isinstance(home, CutId) else None,
        fps=FrameRate(num=found.rate.num, den=found.rate.den),
        frames=found.frames,
        marks=await stored.list_marks(tx, found.video_id, home),
    )


async def find_mark(tx: Tx, mark: MarkId) -> Mark:
    """One mark; Missing when it was taken away, and outside the walls."""
    found = await stored.get_mark(tx, mark)
    if found is None:
        raise Missing
    return found.shown()


async def mark(tx: Tx, person: Person, home: SourceId | CutId, new: NewMark) -> Mark:
    """Say what stands in some frames of a source or a cut. Everything that is wrong is said at once."""
    found = await _home(tx, home)
    require(person, "videos:write", found.brand_id, found.market if isinstance(found, CutRow) else None)
    frames = (new.in_frame or 0, found.frames if new.out_frame is None else new.out_frame)
    faults = [*_frame_faults(frames, found), *await _brief_faults(tx, found, new)]
    if faults:
        raise Invalid(*faults)
    made = await stored.insert_mark(tx, found, frames, new.what, person.id)
    if made is None:
        raise TooManyMarks(f"the sources and cuts of this video have {MOST_MARKS} marks; no more are possible")
    return await _told(tx, person, made, "marked")


async def unmark(tx: Tx, person: Person, mark_id: MarkId) -> None:
    """Take a mark away: what it said does not hold. Missing when somebody did meanwhile."""
    found = await stored.get_mark(tx, mark_id)
    if found is None:
        raise Missing
    require(person, "videos:write", found.brand_id)
    await _told(tx, person, mark_id, "unmarked")
    if not await stored.withdraw_mark(tx, mark_id):
        raise Missing


async def _told(tx: Tx, person: Person, mark_id: MarkId, what_happened: str) -> Mark:
    """Note in the log what was said of which film, so that readers need not find the mark any more."""
    found = await stored.get_mark(tx, mark_id)
    if found is None:
        raise Missing
    ids: dict[str, Id | None] = {"source_id": found.source_id, "cut_id": found.cut_id, "video_id": found.video_id}
    if isinstance(found.what, Meets):
        ids["requirement_id"] = found.what.requirement_id
    elif isinstance(found.what, Uses):
        ids["rights_id"] = found.what.rights_id
    data = {name: str(value) for name, value in ids.items() if value is not None}
    frames = {"in_frame": found.in_frame, "out_frame": found.out_frame}
    await record(tx, person, f"{found.kind}.{what_happened}", mark_id, found.brand_id, data | frames)
    return found.shown()


async def _home(tx: Tx, home: SourceId | CutId) -> SourceFacts | CutRow:
    if isinstance(home, SourceId):
        return await get_source_facts(tx, home)
    cut = await records.get_cut_row(tx, home)
    if cut is None:
        raise Missing
    return cut


def _frame_faults(frames: tuple[int, int], home: SourceFacts | CutRow) -> Iterator[Fault]:
    begin, end = frames
    if end <= begin:
        empty = f"it begins at frame {begin} and ends before frame {end}; it has no frames"
        yield Fault("/out_frame", "end_before_start", empty)
    if end > home.frames:
        what = "source" if isinstance(home, SourceFacts) else "cut"
        yield Fault("/out_frame", "beyond_source", f"{end} is too far: the {what} ends at frame {home.frames}")


async def _brief_faults(tx: Tx, home: SourceFacts | CutRow, new: NewMark) -> list[Fault]:
    """What the mark names and the campaign's brief has not."""
    what = new.what
    if isinstance(what, Meets) and not await stored.has_requirement(tx, home.campaign_id, what.requirement_id):
        return list(RequirementElsewhere().faults)
    if isinstance(what, Uses) and not await stored.has_window(tx, home.campaign_id, what.rights_id):
        return list(RightsElsewhere().faults)
    return []
