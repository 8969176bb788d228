"""What follows by itself: cuts are conformed when edit lists or timings change, and measured when texts do; finished
locales release themselves."""

from __future__ import annotations

from schemas.ids import CampaignId, CutId, SourceId, TrackId
from service import rulebook
from service.assets.store import Store
from service.captions import records
from service.captions.checking import check_cut
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


@on("track.imported", "track.fixed", "cue.moved", "cue.added", "cue.withdrawn", "cue.restored")
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
    revision = str(event.id)
    return [Order(kind, event.subject, revision) for kind in ("captions.check_cut", "captions.release_cut")]


@on("locale.approved")
def after_approval(event: Event) -> list[Order]:
    """An approved locale is released for every cut of its source, or for the one cut that it belongs to."""
    if "cut_id" in event.data:
        return [Order("captions.release_cut", str(event.data["cut_id"]), revision=str(event.id))]
    return [Order("captions.release_source", str(event.data["source_id"]), revision=str(event.id))]


@on("campaign.updated", "fact.changed")
def after_markets(event: Event) -> list[Order]:
    """A new market takes over the locales that are approved already; a changed fact changes what they say."""
    revision = str(event.id)
    return [Order(kind, event.subject, revision) for kind in ("captions.check_campaign", "captions.release_campaign")]


@on("cue.written", "track.imported", "track.fixed", "translation.imported")
def after_text(event: Event) -> list[Order]:
    """Another text is measured in every cut that shows it."""
    return [Order("captions.check_track", event.subject, revision=str(event.id))]


@on("source.shots_found")
def after_shots(event: Event) -> list[Order]:
    """Cues near a change of the picture are measured again."""
    return [Order("captions.check_source", event.subject, revision=str(event.id))]


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


@job("captions.check_cut")
async def check_one(db: Database, job: Job) -> None:
    """Measure what one cut shows."""
    await check_cut(db, rulebook.load(), job.scope, CutId.parse(job.subject))


@job("captions.check_track")
async def check_texts(db: Database, job: Job) -> None:
    """Measure what the cuts show of a track. Another text of the source is another one to translate: every locale."""
    async with db.reading(job.scope) as tx:
        track = await records.get_track(tx, TrackId.parse(job.subject))
        if track is None:
            return
        cuts = await records.list_cuts_of_source(tx, track.source_id) if track.source_id else [track.cut_id]
    locales = None if track.is_source else {track.locale}
    for cut in cuts:
        if cut is not None:
            await check_cut(db, rulebook.load(), job.scope, cut, locales)


@job("captions.check_source")
async def check_source(db: Database, job: Job) -> None:
    """Measure what every cut of a source shows."""
    async with db.reading(job.scope) as tx:
        cuts = await records.list_cuts_of_source(tx, SourceId.parse(job.subject))
    for cut in cuts:
        await check_cut(db, rulebook.load(), job.scope, cut)


@job("captions.check_campaign")
async def check_campaign(db: Database, job: Job) -> None:
    """Measure what every cut of a campaign shows."""
    async with db.reading(job.scope) as tx:
        cuts = await records.list_cuts_of_campaign(tx, CampaignId.parse(job.subject))
    for cut in cuts:
        await check_cut(db, rulebook.load(), job.scope, cut)


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
