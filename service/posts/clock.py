"""What the clock alone makes happen: rights come to their end, posts are overdue, takedowns are wanted.

Nothing notifies by call: a worker looks every few minutes, computes what people see, and tells of each thing once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from schemas.ids import CampaignId, OrganizationId
from schemas.post_tasks import TaskKind
from service.db.pool import Database
from service.events.actions import record
from service.identity import Scope
from service.posts import records, records_clock
from service.posts.planning import told
from service.posts.tasks import marks_of, tasks_of
from service.rulebook import Rulebook

EVENTS: dict[TaskKind, str] = {
    "takedown_wanted": "takedown.wanted",
    "rights_ending": "rights.ending",
    "post_overdue": "post.overdue",
}


async def tick(db: Database, rulebook: Rulebook, now: datetime) -> int:
    """Tell of everything that was not told yet; how many things that were. Doing it twice tells nothing twice."""
    async with db.system() as tx:
        campaigns = await records_clock.list_on_the_clock(tx)
    return sum([await _campaign(db, rulebook, one.org, one.campaign_id, now) for one in campaigns])


async def _campaign(db: Database, rulebook: Rulebook, org: OrganizationId, campaign: CampaignId, now: datetime) -> int:
    """One campaign, in a transaction of its own: a notice and its event stand together or not at all."""
    async with db.transaction(Scope(org)) as tx:
        if await records.get_campaign_place(tx, campaign) is None:
            return 0  # it was withdrawn
        posts = {one.id: one for one in await records.list_plan(tx, campaign)}
        count = 0
        for task in (await tasks_of(tx, rulebook, campaign, now)).data:
            event, post = EVENTS.get(task.kind), posts[task.post_id]
            mark = marks_of(post, task)
            if event and await records_clock.insert_notice(tx, post.brand_id, event, str(post.id), mark):
                facts: dict[str, Any] = {"code": task.code, **task.facts, **told(post)}
                await record(tx, None, event, post.id, post.brand_id, facts)
                count += 1
        return count
