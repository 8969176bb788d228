"""The job of events: what follows from one whose subscription failed."""

from __future__ import annotations

from schemas.ids import EventId
from service.db.pool import Database
from service.events import records
from service.events.subscriptions import STUCK, SUBSCRIPTIONS, name_of
from service.jobs.queue import enqueue_all
from service.jobs.registry import Hopeless, Job, job


@job(STUCK)
async def follow(db: Database, job: Job) -> None:
    """Call the subscription again; its failure is this job's failure. Enqueueing twice is enqueueing once."""
    async with db.transaction(job.scope) as tx:
        event = await records.get_event(tx, EventId.parse(job.subject))
        if event is None:
            raise Hopeless(f"{job.subject} is not in the outbox")
        functions = [one for one in SUBSCRIPTIONS.get(event.type, ()) if name_of(one) == job.revision]
        if not functions:
            raise Hopeless(f"{job.revision} no longer follows {event.type}")
        await enqueue_all(tx, [(event.org, order) for one in functions for order in one(event)])
