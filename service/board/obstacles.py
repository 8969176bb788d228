"""What stands in the way in a market, put together from what the rooms say. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from schemas.board import Obstacle, ObstacleState, Share, Who
from schemas.captions import Cell
from schemas.checklists import Outstanding, Standing
from schemas.gates import Gate
from schemas.ids import CutId, VideoId
from schemas.people import RoleWord
from schemas.post_tasks import PostTask
from schemas.posts import PlannedPost
from service.board.model import Given, Times
from service.identity import PERMISSIONS, Role

# The most urgent first: what is out and must not be, what refuses, what was true and is not, what waits for a look,
# what is not there yet.
URGENCY: tuple[ObstacleState, ...] = (
    "takedown", "unknown", "overdue", "blocked", "stale", "in_review", "open", "draft", "missing",
)  # fmt: skip
DUTIES = {"in_review": "review", "blocked": "review", "stale": "localize", "draft": "localize", "missing": "localize"}
WORK = {"in_review": "tracks:approve", "stale": "tracks:write", "draft": "tracks:write", "missing": "tracks:write"}
SAID_ELSEWHERE = ("captions", "checklist")  # gates that repeat what stands here under another room


def caption_obstacles(
    cells: Iterable[Cell], videos: Mapping[CutId, VideoId], given: Iterable[Given], times: Iterable[Times]
) -> list[Obstacle]:
    """What keeps captions of one market from being approved, by state and locale."""
    groups: dict[tuple[ObstacleState, str, VideoId], list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.state != "approved":
            groups[cell.state, cell.locale, videos[cell.cut_id]].append(cell)
    by_duty = {(one.video_id, one.locale, one.role): one for one in given}
    moved = {(one.video_id, one.locale): one for one in times}
    return [
        _captions(state, here, by_duty.get((video, locale, DUTIES[state])), moved.get((video, locale)))
        for (state, locale, video), here in groups.items()
    ]


def _captions(state: ObstacleState, cells: Sequence[Cell], given: Given | None, times: Times | None) -> Obstacle:
    return Obstacle(
        room="captions",
        state=state,
        code=state,
        count=len(cells),
        cuts=list(dict.fromkeys(cell.cut_id for cell in cells)),
        locales=[cells[0].locale],
        posts=[],
        who=[Who(id=given.person_id, name=given.person)] if given else [],
        roles=[] if given or state not in WORK else roles_that_may(WORK[state]),
        since=_since(state, times),
        due_on=given.due_on if given else None,
        detail=cells[0].because,
    )


def _since(state: ObstacleState, times: Times | None) -> datetime | None:
    if times is None:
        return None
    match state:
        case "in_review":
            return times.submitted_at or times.written_at
        case "stale" | "missing":
            return times.source_at
    return times.written_at or times.source_at


def checklist_obstacles(standings: Iterable[Standing]) -> list[Obstacle]:
    """What keeps the cuts of one market back, item by item."""
    groups: dict[tuple[str, ObstacleState], list[tuple[CutId, Outstanding]]] = defaultdict(list)
    for standing in standings:
        for one in standing.blocking:
            groups[one.item, _checklist_state(one)].append((standing.cut_id, one))
    return [_checklist(state, here) for (_, state), here in groups.items()]


def _checklist_state(one: Outstanding) -> ObstacleState:
    match one.state:
        case "fails":
            return "blocked"
        case "stale":
            return "stale"
    return "open"


def _checklist(state: ObstacleState, here: Sequence[tuple[CutId, Outstanding]]) -> Obstacle:
    first = here[0][1]
    return Obstacle(
        room="checklists",
        state=state,
        code=first.item,
        count=len(here),
        cuts=[cut for cut, _ in here],
        locales=[],
        posts=[],
        who=[],
        roles=roles_that_may("checklists:sign") if state in ("open", "stale") else [],
        since=min((one.since for _, one in here if one.since), default=None),
        due_on=None,
        detail=f"{first.title}: {first.reason.detail}" if first.reason else first.title,
    )


def post_obstacles(posts: Iterable[PlannedPost], tasks: Iterable[PostTask], now: datetime) -> list[Obstacle]:
    """What must come down, what became of posts that nobody knows, what is late, and what their own gates refuse.
    `tasks` are what posts want, also those of other markets."""
    down = {one.post_id: one for one in reversed(list(tasks)) if one.kind == "takedown_wanted"}
    groups: dict[tuple[str, ObstacleState], list[tuple[PlannedPost, Trouble]]] = defaultdict(list)
    for post in posts:
        for one in _troubles(post, down.get(post.id), now):
            groups[one.code, one.state].append((post, one))
    return [_post(code, state, here) for (code, state), here in groups.items()]


class Trouble(Struct, frozen=True):
    """What keeps a post back, and since when."""

    code: str
    state: ObstacleState
    since: datetime | None
    detail: str


def _troubles(post: PlannedPost, down: PostTask | None, now: datetime) -> list[Trouble]:
    if down is not None:
        return [
            Trouble(down.kind, "takedown", down.since, f"{post.cut} on {post.handle} must come down: {down.detail}")
        ]
    if post.status == "unknown":
        detail = f"{post.cut} on {post.handle}: nobody knows whether it is there"
        return [Trouble("outcome_unknown", "unknown", post.last.at, detail)]
    if post.status not in ("planned", "scheduled"):
        return []
    told: list[Trouble] = []
    if post.status == "scheduled" and post.due_at is not None and post.due_at < now:
        detail = f"{post.cut} on {post.handle} was due and is not on record"
        told.append(Trouble("overdue", "overdue", post.due_at, detail))
    return told + [
        Trouble(gate.kind, "blocked", gate.reasons[0].since, gate.reasons[0].detail)
        for gate in post.gates
        if _is_its_own(gate)
    ]


def _is_its_own(gate: Gate) -> bool:
    return gate.state == "blocks" and gate.kind not in SAID_ELSEWHERE


def _post(code: str, state: ObstacleState, here: Sequence[tuple[PlannedPost, Trouble]]) -> Obstacle:
    first, trouble = here[0]
    people = {post.last.by: post.last.name for post, _ in here}
    return Obstacle(
        room="posts",
        state=state,
        code=code,
        count=len(here),
        cuts=list(dict.fromkeys(post.cut_id for post, _ in here)),
        locales=[],
        posts=[post.id for post, _ in here],
        who=[Who(id=person, name=name) for person, name in people.items()],
        roles=[],
        since=min((one.since for _, one in here if one.since), default=None),
        due_on=first.due_at.date() if first.due_at and state != "takedown" else None,
        detail=trouble.detail,
    )


def roles_that_may(permission: str) -> list[RoleWord]:
    """Who could have it: every role whose work it is. Those who administer may do everything and are not named."""
    may = (role.value for role, allowed in PERMISSIONS.items() if permission in allowed and role is not Role.ADMIN)
    return list(may)  # type: ignore[arg-type]  # the words of the wire are those of the roles


def unhindered(standings: Collection[Standing]) -> Share:
    """The cuts that nothing on their checklist keeps back, of all."""
    return Share(done=sum(not one.blocking for one in standings), total=len(standings))


def live(posts: Collection[PlannedPost]) -> Share:
    """The posts that are live, of all."""
    return Share(done=sum(one.status == "live" for one in posts), total=len(posts))


def ordered(obstacles: Iterable[Obstacle]) -> list[Obstacle]:
    """The most urgent first; of equals the one that waits longest."""
    return sorted(obstacles, key=lambda one: (URGENCY.index(one.state), one.due_on or date.max, -one.count, one.code))
