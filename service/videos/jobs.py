"""What follows by itself: a film is compared with its edit list, whenever one of the two changes; the shots of a new
source are looked for."""

from __future__ import annotations

from schemas.ids import CutId, SourceId
from service.assets.store import Store
from service.db.pool import Database
from service.events.model import Event
from service.events.subscriptions import on
from service.jobs.queue import Order
from service.jobs.registry import Job, job
from service.videos.filming import compare_film
from service.videos.shot_changes import find_shots


@on("cut.filmed", "cut.edited")
def after_change(event: Event) -> list[Order]:
    """A film or an edit list is new."""
    return [Order("videos.compare_film", event.subject, revision=str(event.id))]


@job("videos.compare_film", at_once=2, limit_s=3600)
async def compare(db: Database, job: Job) -> None:
    """Compare the film of one cut, if it has one."""
    await compare_film(db, job.tool(Store), job.scope, CutId.parse(job.subject))


@on("source.created")
def after_source(event: Event) -> list[Order]:
    """A source is new."""
    return [Order("videos.find_shots", event.subject, revision=str(event.id))]


@job("videos.find_shots", at_once=1, limit_s=3600)
async def look(db: Database, job: Job) -> None:
    """Find where the shots of one source begin."""
    await find_shots(db, job.tool(Store), job.scope, SourceId.parse(job.subject))
