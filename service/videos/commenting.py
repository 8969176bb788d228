"""What people and guests say of the frames of a cut, and who resolved it.

A comment is of the edit list that was watched; what a newer one shows at that frame may be something else.
"""

from __future__ import annotations

from schemas.comments import Comment, NewComment
from schemas.ids import CommentId, CutId
from service.briefs.model import OpenedGuestLink
from service.campaigns.actions import require
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Invalid, Missing, PreconditionFailed
from service.videos import records
from service.videos import records_comments as stored
from service.videos.model import CutRow
from service.videos.speaking import Speaker, guest


async def find_comment(tx: Tx, comment: CommentId) -> Comment:
    """One comment; Missing outside the walls."""
    found = await stored.get_comment(tx, comment)
    if found is None:
        raise Missing
    return found


async def comment(tx: Tx, person: Person, cut: CutId, new: NewComment) -> Comment:
    """Say something of a frame of a cut."""
    found = await _cut(tx, cut)
    require(person, "comments:write", found.brand_id, found.market)
    return await _say(tx, Speaker(person), found, new)


async def comment_as_guest(tx: Tx, link: OpenedGuestLink, name: str, cut: CutId, new: NewComment) -> Comment:
    """The same by a guest, under the name they type; Missing for a cut of another campaign and an ended link."""
    found = await guest_cut(tx, link, cut)
    return await _say(tx, guest(link, name), found, new)


async def resolve(tx: Tx, person: Person, comment_id: CommentId, seen: int | None) -> Comment:
    """It is done, as it was seen. Whoever commented may say so, and whoever cuts the film."""
    return await _set(tx, person, comment_id, seen, is_open=False)


async def reopen(tx: Tx, person: Person, comment_id: CommentId, seen: int | None) -> Comment:
    """It is not done after all."""
    return await _set(tx, person, comment_id, seen, is_open=True)


async def guest_cut(tx: Tx, link: OpenedGuestLink, cut: CutId) -> CutRow:
    """A cut that a guest may see; Missing otherwise."""
    found = await _cut(tx, cut)
    if not link.works or found.campaign_id != link.campaign_id:
        raise Missing
    return found


async def _cut(tx: Tx, cut: CutId) -> CutRow:
    found = await records.get_cut_row(tx, cut)
    if found is None:
        raise Missing
    return found


async def _say(tx: Tx, speaker: Speaker, cut: CutRow, new: NewComment) -> Comment:
    if new.frame >= cut.frames:
        beyond = f"{new.frame} is too far: the cut ends before frame {cut.frames}"
        raise Invalid(Fault("/frame", "beyond_cut", beyond))
    made = await stored.insert_comment(tx, cut, new, speaker)
    data = {"cut_id": str(cut.id), "frame": new.frame, **speaker.told}
    await record(tx, speaker.person, "comment.made", made, cut.brand_id, data)
    return await find_comment(tx, made)


async def _set(tx: Tx, person: Person, comment_id: CommentId, seen: int | None, *, is_open: bool) -> Comment:
    current = await find_comment(tx, comment_id)
    cut = await _cut(tx, current.cut_id)
    if current.by != person.id or not person.may("comments:write", cut.brand_id, cut.market):
        require(person, "videos:write", cut.brand_id, cut.market)
    if seen is not None and seen != current.revision:
        raise PreconditionFailed.on(current)
    if (current.resolved_at is None) == is_open:
        return current
    if not await stored.resolve_comment(tx, comment_id, seen, None if is_open else person.id):
        raise PreconditionFailed.on(await find_comment(tx, comment_id))
    what_happened = "comment.reopened" if is_open else "comment.resolved"
    await record(tx, person, what_happened, comment_id, cut.brand_id, {"cut_id": str(cut.id)})
    return await find_comment(tx, comment_id)
