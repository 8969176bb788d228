"""What follows by itself: released captions and uploaded films are measured."""

from __future__ import annotations

from schemas.ids import CutId
from service import rulebook
from service.accessibility.taking import MEASURE_JOB, measure_cut
from service.assets.store import Store
from service.db.pool import Database
from service.events.model import Event
from service.events.subscriptions import on
from service.jobs.queue import Order
from service.jobs.registry import Job, job


@on("release.made", "release.approved")
def after_release(event: Event) -> list[Order]:
    """Captions of a cut are new. (What was approved by a person alone tells no cut; the round finds it.)"""
    return [Order(MEASURE_JOB, event.data["cut_id"], revision=str(event.id))] if "cut_id" in event.data else []


@on("cut.filmed", "cut.conformed")
def after_cut(event: Event) -> list[Order]:
    """A cut has another film, or another length."""
    return [Order(MEASURE_JOB, event.subject, revision=str(event.id))]


@job(MEASURE_JOB, at_once=2, limit_s=3600)
async def measure(db: Database, job: Job) -> None:
    """Measure what was not measured of one cut."""
    await measure_cut(db, job.tool(Store), rulebook.load(), job.scope, CutId.parse(job.subject))
