"""What follows by itself: cuts are conformed when edit lists or timings change; finished locales release themselves."""

from __future__ import annotations

from schemas.ids import CampaignId, CutId, SourceId
from service import rulebook
from service.assets.store import Store
from service.captions import records
from service.captions.conforming import conform_cut
from service.captions.releasing import release_cut
from service.db.pool import Database
from service.events.model import Event
from service.events.subscriptions import on
from service.jobs.queue import Order
from service.jobs.registry import Job, job


@on("cut.created", "cut.edited")
def after_edit(event: Event) -> list[Order]:
    """A new edit list moves the cues of its cut."""
    return [Order("captions.conform_cut", event.subject, revision=str(event.data["edit_revision"]))]


@on("track.imported", "cue.moved", "cue.added", "cue.withdrawn", "cue.restored")
def after_timing(event: Event) -> list[Order]:
    """A moved cue moves in every cut of its source, or in the one cut that it belongs to."""
    revision = str(event.data["timing_revision"])
    if "cut_id" in event.data:
        return [Order("captions.conform_cut", str(event.data["cut_id"]), revision=f"captions {revision}")]
    return [Order("captions.conform_source", str(event.data["source_id"]), revision=revision)]


@on("cut.conformed", "cut.overridden", "cut.film_compared", "cut.film_accepted", "cut.film_withdrawn")
def after_conform(event: Event) -> list[Order]:
    """A cut whose cues moved, or that does something differently, is released anew where its texts are approved; so is
    one whose releases waited for its film."""
    return [Order("captions.release_cut", event.subject, revision=str(event.id))]


@on("locale.approved")
def after_approval(event: Event) -> list[Order]:
    """An approved locale is released for every cut of its source, or for the one cut that it belongs to."""
    if "cut_id" in event.data:
        return [Order("captions.release_cut", str(event.data["cut_id"]), revision=str(event.id))]
    return [Order("captions.release_source", str(event.data["source_id"]), revision=str(event.id))]


@on("campaign.updated", "fact.changed")
def after_markets(event: Event) -> list[Order]:
    """A new market takes over the locales that are approved already; a changed fact changes what they say."""
    return [Order("captions.release_campaign", event.subject, revision=str(event.id))]


@job("captions.conform_cut")
async def conform_one(db: Database, job: Job) -> None:
    """Place the cues in one cut."""
    async with db.transaction(job.scope) as tx:
        await conform_cut(tx, CutId.parse(job.subject))


@job("captions.conform_source")
async def conform_all(db: Database, job: Job) -> None:
    """Place the cues in every cut of a source; each cut is a transaction of its own."""
    async with db.reading(job.scope) as tx:
        cuts = await records.list_cuts_of_source(tx, SourceId.parse(job.subject))
    for cut in cuts:
        async with db.transaction(job.scope) as tx:
            await conform_cut(tx, cut)


@job("captions.release_cut")
async def release_one(db: Database, job: Job) -> None:
    """Release what is approved of one cut."""
    await release_cut(db, job.tool(Store), rulebook.load(), job.scope, CutId.parse(job.subject))


@job("captions.release_source")
async def release_all(db: Database, job: Job) -> None:
    """Release what is approved of every cut of a source."""
    async with db.reading(job.scope) as tx:
        cuts = await records.list_cuts_of_source(tx, SourceId.parse(job.subject))
    for cut in cuts:
        await release_cut(db, job.tool(Store), rulebook.load(), job.scope, cut)


@job("captions.release_campaign")
async def release_campaign(db: Database, job: Job) -> None:
    """Release what is approved of every cut of a campaign."""
    async with db.reading(job.scope) as tx:
        cuts = await records.list_cuts_of_campaign(tx, CampaignId.parse(job.subject))
    for cut in cuts:
        await release_cut(db, job.tool(Store), rulebook.load(), job.scope, cut)
