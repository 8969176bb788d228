"""What follows by itself: a film is compared with its edit list, whenever one of the two changes."""

from __future__ import annotations

from schemas.ids import CutId
from service.assets.store import Store
from service.db.pool import Database
from service.events.model import Event
from service.events.subscriptions import on
from service.jobs.queue import Order
from service.jobs.registry import Job, job
from service.videos.filming import compare_film


@on("cut.filmed", "cut.edited")
def after_change(event: Event) -> list[Order]:
    """A film or an edit list is new."""
    return [Order("videos.compare_film", event.subject, revision=str(event.id))]


@job("videos.compare_film", at_once=2, limit_s=3600)
async def compare(db: Database, job: Job) -> None:
    """Compare the film of one cut, if it has one."""
    await compare_film(db, job.tool(Store), job.scope, CutId.parse(job.subject))
