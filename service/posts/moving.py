"""What people do with a post between the plan and the platform: schedule it, take the date back, say that nobody knows.

Whoever acts on a post holds its row: of two at the same moment one wins, and the other reads who did what, and when.
"""

from __future__ import annotations

from collections.abc import Sequence

from schemas.ids import PostId
from schemas.posts import Doubt, Post, PostRemark, Schedule
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.posts import records
from service.posts.overriding import require_open
from service.posts.planning import find_post, hold_post, told, zone_of
from service.posts.timing import time_of
from service.problems import Fault, Invalid
from service.rulebook import Rulebook


async def schedule_post(
    tx: Tx, person: Person, rulebook: Rulebook, post: PostId, seen: int | None, when: Schedule
) -> Post:
    """It goes out at its time. Raises Invalid without one, GateClosed."""
    now = await hold_post(tx, person, post, seen, "planned")
    local_at = when.local_at or now.local_at
    if local_at is None:
        raise Invalid(Fault("/local_at", "missing", "say when it goes out, such as 2026-11-20T18:00"))
    fold = when.fold or (now.fold if when.local_at is None else None)
    time = time_of(local_at, await zone_of(tx, now, when.zone), fold)
    await records.set_time(tx, post, now.media, time)
    await require_open(tx, rulebook, await find_post(tx, post))
    await records.set_status(tx, post, "scheduled")
    return await stepped(tx, person, now, "scheduled", "post.scheduled")


async def unschedule_post(tx: Tx, person: Person, post: PostId, seen: int | None) -> Post:
    """It keeps its time, but does not go out until it is scheduled again."""
    now = await hold_post(tx, person, post, seen, "scheduled")
    await records.set_status(tx, post, "planned")
    return await stepped(tx, person, now, "unscheduled", "post.unscheduled")


async def doubt_post(tx: Tx, person: Person, post: PostId, seen: int | None, doubt: Doubt) -> Post:
    """Somebody tried, and nobody knows whether it is there: nobody may post it until that is found out.

    No gate is asked: what may have happened is written down whatever was allowed.
    """
    now = await hold_post(tx, person, post, seen, "planned", "scheduled")
    await records.set_record(tx, post, "unknown", doubt.url, None, None, None, doubt.note.strip())
    return await stepped(tx, person, now, "doubted", "post.doubted", doubt.note)


async def not_arrived(tx: Tx, person: Person, post: PostId, seen: int | None, remark: PostRemark) -> Post:
    """Somebody looked, and it is not there: it is planned again."""
    now = await hold_post(tx, person, post, seen, "unknown")
    await records.set_record(tx, post, "planned", None, None, None, None, "")
    return await stepped(tx, person, now, "not_arrived", "post.not_arrived", remark.note)


async def stepped(
    tx: Tx, person: Person, now: Post, verb: str, event: str, note: str = "", touched: Sequence[str] = ()
) -> Post:
    """The post after a step, which is written into its history and told."""
    await records.insert_step(tx, now.id, verb, note.strip(), person.id, touched=touched)
    after = await find_post(tx, now.id)
    await record(tx, person, event, now.id, now.brand_id, told(after) | {"revision": after.revision})
    return after
