"""What posts want of people, computed from what there is now: nothing is ticked off, it goes when it is mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from schemas.gates import GateReason, WayOut
from schemas.ids import CampaignId, PostId
from schemas.post_tasks import PostTask, PostTasks, TaskKind
from schemas.posts import LiveCaption, Post
from service.db.pool import Tx
from service.posts import records
from service.posts.captioning import captions_of
from service.posts.gate_rights import rights_gate
from service.posts.gathering import gather
from service.posts.ground import Facts, Footing, Ground
from service.posts.wording import find_place
from service.rulebook import Rulebook

LATE = timedelta(minutes=5)
WATCHED = ("scheduled", "live", "unknown")  # what is only planned wants nothing yet
ENDED = ("rights_ended", "rights_withdrawn", "rights_elsewhere", "rights_medium")
URGENT: tuple[TaskKind, ...] = (
    "takedown_wanted",
    "outcome_unknown",
    "post_overdue",
    "captions_drifted",
    "rights_ending",
)


async def tasks_of(tx: Tx, rulebook: Rulebook, campaign: CampaignId, now: datetime | None = None) -> PostTasks:
    """What the posts of a campaign want; Missing outside the walls. A fixed number of queries."""
    await find_place(tx, campaign)
    now = now or datetime.now(UTC)
    posts = [one for one in await records.list_plan(tx, campaign) if one.status in WATCHED]
    grounds = await gather(tx, rulebook, campaign, posts, now)
    return tasks_on(grounds, await captions_of(tx, rulebook, posts), now)


def tasks_on(
    grounds: Mapping[PostId, Ground], captions: Mapping[PostId, Sequence[LiveCaption]], now: datetime
) -> PostTasks:
    """The same of posts whose ground was gathered before."""
    watched = [one for one in grounds.values() if one.post.status in WATCHED]
    found = [task for one in watched for task in _tasks(one, captions.get(one.post.id, []), now)]
    return PostTasks(data=sorted(found, key=lambda one: (URGENT.index(one.kind), one.since or now)))


def _tasks(ground: Ground, captions: Sequence[LiveCaption], now: datetime) -> Iterator[PostTask]:
    post = ground.post
    if post.status == "unknown":
        said = f"Nobody knows whether it is there: {post.note or 'no note was left'}"
        yield _task(ground, "outcome_unknown", "outcome_unknown", said, {}, post.last.at, "find_out")
    if post.status == "scheduled" and post.due_at is not None and post.due_at + LATE <= now:
        said = f"It was due at {post.due_at:%Y-%m-%dT%H:%M:%SZ} and is not on record."
        yield _task(ground, "post_overdue", "post_overdue", said, {}, post.due_at, "record_post")
    if post.status == "live":
        yield from _live(ground, captions)
    if post.status in ("live", "scheduled"):
        for one in rights_gate(ground):
            if one.code == "rights_ending":
                yield _of_rights(ground, "rights_ending", one, one.detail, "extend_rights")


def _live(ground: Ground, captions: Sequence[LiveCaption]) -> Iterator[PostTask]:
    yield from takedowns(ground)
    for live in captions:
        if live.state != "current":
            facts: Facts = {"locale": live.locale, "live": live.number, "newest": live.newest_number}
            said = f"{live.locale}: release {live.number} is live, {live.newest_number or 'none'} is approved."
            if live.price:
                said += f" Mending takes {live.price}."
            yield _task(ground, "captions_drifted", f"captions_{live.state}", said, facts, live.at, "mend_captions")


def takedowns(ground: Footing) -> Iterator[PostTask]:
    """Why a live post must not be live any more."""
    post = ground.post
    if ground.contents is None:
        said = f"{post.cut} was withdrawn, and this is live."
        yield _task(ground, "takedown_wanted", "cut_withdrawn", said, {}, None, "take_down")
    for one in rights_gate(ground):
        if one.code in ENDED:
            yield _of_rights(ground, "takedown_wanted", one, f"{one.detail} It is live.", "take_down")


def _of_rights(ground: Footing, kind: TaskKind, reason: GateReason, detail: str, way_out: str) -> PostTask:
    """A task whose way out names the window as well."""
    task = _task(ground, kind, reason.code, detail, reason.facts, None, way_out)
    return replace(task, way_out=WayOut(code=way_out, ids=reason.way_out.ids if reason.way_out else ground.ids))


def _task(
    ground: Footing, kind: TaskKind, code: str, detail: str, facts: Facts, since: datetime | None, way_out: str
) -> PostTask:
    post = ground.post
    return PostTask(
        kind=kind,
        post_id=post.id,
        cut_id=post.cut_id,
        cut=post.cut,
        market=post.market,
        platform=post.platform,
        handle=post.handle,
        code=code,
        facts=facts,
        detail=detail,
        since=since,
        way_out=WayOut(code=way_out, ids=ground.ids),
    )


def marks_of(post: Post, task: PostTask) -> str:
    """What a notice of a task is told once for: rights at 30, 7 and 1 days before their end, the rest once for what
    it is of."""
    if task.kind == "post_overdue":
        return f"due {post.due_at}"
    if task.kind == "rights_ending":
        days = task.facts.get("days")
        left = days if isinstance(days, int) else 0
        step = next(one for one in (1, 7, 30) if left <= one)
        return f"{task.facts.get('name')} {task.facts.get('ends_on')} {step}"
    return f"{task.code} {task.facts.get('name')} {task.facts.get('ends_on')}"
