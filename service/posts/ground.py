"""Everything that the gates of one post look at, gathered beforehand. Pure."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from schemas.approvals import BriefStanding
from schemas.captions import Cell
from schemas.checklists import Standing
from schemas.contents import CutContents
from schemas.gates import GateKind, GateReason, Severity, WayOut
from schemas.ids import PersonId, PostId, RightsId
from schemas.post_copy import Inherited
from schemas.posts import Post, PostStatus
from schemas.requirements import Requirement
from schemas.rights import Rights
from service.rulebook.platforms import Platform

Facts = dict[str, str | int | list[str] | None]


class Twin(Struct, frozen=True):
    """Another post on the same channel with the same film or the same text, which went out or is about to."""

    id: PostId
    status: PostStatus
    cut: str
    market: str
    url: str | None
    due_at: datetime | None
    same_film: bool
    same_text: bool


class StoredOverride(Struct, frozen=True):
    """Who let a gate be passed, and the hash of each thing that was in the way then."""

    post_id: PostId
    gate: GateKind
    closed: list[bytes]
    reason: str
    role: str
    by: PersonId
    name: str
    at: datetime


class Footing(Struct, frozen=True, kw_only=True):
    """A post and the rights that it rests on. `day` is that of its moment, on the clock of its zone; without a moment
    it is today there. `contents` is None for a cut that was withdrawn."""

    post: Post
    day: date
    windows: dict[RightsId, Rights]
    contents: CutContents | None
    zone: str = "UTC"

    @property
    def ids(self) -> dict[str, str]:
        """What a way out may need to name."""
        post = self.post
        return {
            "campaign_id": str(post.campaign_id),
            "cut_id": str(post.cut_id),
            "post_id": str(post.id),
            "market": post.market,
        }

    def found(
        self,
        code: str,
        severity: Severity,
        detail: str,
        facts: Facts,
        way_out: str | None = None,
        *,
        since: datetime | None = None,
        **ids: object,
    ) -> GateReason:
        """Something that a gate found, with the way out. `since`: when what it looks at came to be as it is; a post
        is not older than its plan."""
        named = self.ids | {name: str(one) for name, one in ids.items() if one is not None}
        way = None if way_out is None else WayOut(code=way_out, ids=named)
        return GateReason(
            code=code,
            severity=severity,
            facts=facts,
            detail=detail,
            way_out=way,
            since=since and max(since, self.post.created_at),
        )


class Ground(Footing, frozen=True, kw_only=True):
    """A post and all that it rests on. `checklist` is None for a cut that is not for the market. `said_at` is when
    something was said last at a level that the post inherits from."""

    says: Inherited
    brief: BriefStanding
    requirements: list[Requirement]
    cells: list[Cell]
    checklist: Standing | None
    platform: Platform | None
    twins: list[Twin]
    said_at: datetime | None = None
