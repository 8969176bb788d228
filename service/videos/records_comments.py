"""What was said of cuts, as stored."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from schemas.comments import Comment, CutDecision, NewComment, NewCutDecision
from schemas.ids import CommentId, CutId, PersonId
from service.db.pool import Tx
from service.db.queries import Slice, Sort
from service.videos.model import CutRow
from service.videos.records import queries
from service.videos.speaking import Speaker

NEWEST = Slice(Sort("id", "uuid", descending=True), None, 1000)
OLDEST = Slice(Sort("id", "uuid"), None, 1000)


class Open(Struct, frozen=True):
    """How many comments of a cut nobody resolved."""

    cut_id: CutId
    open: int


async def list_comments(tx: Tx, cut: CutId, *, open_only: bool | None = None) -> list[Comment]:
    """The first thousand comments on a cut, the oldest first."""
    return await tx.page(Comment, queries.list_comments, OLDEST, cut, open_only)


async def get_comment(tx: Tx, comment: CommentId) -> Comment | None:
    """The comment, unless it lies outside the walls."""
    return await tx.one(Comment, queries.get_comment, comment)


async def insert_comment(tx: Tx, cut: CutRow, new: NewComment, speaker: Speaker) -> CommentId:
    """A new comment on the edit list in force."""
    place = (cut.brand_id, cut.campaign_id, cut.video_id, cut.id, cut.edit_revision)
    said = (new.frame, new.text.strip(), *speaker.columns)
    return CommentId(await tx.value(queries.insert_comment, *place, *said))


async def resolve_comment(tx: Tx, comment: CommentId, seen: int | None, by: PersonId | None) -> bool:
    """Resolve it, or (None) open it again; False when it is not as it was seen."""
    return bool(await tx.do(queries.resolve_comment, comment, seen, by))


async def count_open_comments(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, int]:
    """How many comments of each of these cuts nobody resolved; nothing where there are none."""
    return {one.cut_id: one.open for one in await tx.all(Open, queries.count_open_comments, list(cuts))}


async def list_last_decisions(tx: Tx, cuts: Sequence[CutId]) -> dict[CutId, CutDecision]:
    """The newest word on each of these cuts on which there is one."""
    return {one.cut_id: one for one in await tx.all(CutDecision, queries.list_last_decisions, list(cuts))}


async def list_decisions(tx: Tx, cut: CutId) -> list[CutDecision]:
    """The newest thousand words on a cut, the newest first."""
    return await tx.page(CutDecision, queries.list_cut_decisions, NEWEST, cut)


async def insert_decision(tx: Tx, cut: CutRow, new: NewCutDecision, speaker: Speaker) -> None:
    """A word on a cut."""
    film = None if new.film_sha256 is None else bytes.fromhex(new.film_sha256)
    place = (cut.brand_id, cut.campaign_id, cut.video_id, cut.id)
    said = (new.word, bytes.fromhex(new.edit_sha256), film, new.note.strip(), *speaker.columns)
    await tx.do(queries.insert_cut_decision, *place, *said)
