"""What follows by itself: a film is compared with its edit list, whenever one of the two changes; the shots of a new
source are looked for; what pages show of sources and cuts is made."""

from __future__ import annotations

from schemas.ids import CutId, SourceId
from service.assets.store import Store
from service.db.pool import Database
from service.events.model import Event
from service.events.subscriptions import on
from service.jobs.queue import Order
from service.jobs.registry import Job, job
from service.videos import picturing
from service.videos.filming import compare_film
from service.videos.picturing import POSTER_JOB, PREVIEW_JOB, STILLS_JOB
from service.videos.shot_changes import SHOTS_JOB, find_shots


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
    return [Order(SHOTS_JOB, event.subject, revision=str(event.id))]


@job(SHOTS_JOB, at_once=1, limit_s=3600)
async def look(db: Database, job: Job) -> None:
    """Find where the shots of one source begin."""
    await find_shots(db, job.tool(Store), job.scope, SourceId.parse(job.subject))


@on("source.created", "cut.filmed")
def after_film(event: Event) -> list[Order]:
    """A film is new, or one that is known got another place."""
    return [Order(STILLS_JOB, event.data["sha256"], revision="1")] if "sha256" in event.data else []


@job(STILLS_JOB, at_once=1, limit_s=4 * 3600)
async def make_stills(db: Database, job: Job) -> None:
    """Make poster, contact sheet and waveform of a film."""
    await picturing.make_stills(db, job.tool(Store), job.scope, bytes.fromhex(job.subject))


@job(PREVIEW_JOB, at_once=1, limit_s=12 * 3600)
async def make_preview(db: Database, job: Job) -> None:
    """Make the light preview of a film."""
    await picturing.make_preview(db, job.tool(Store), job.scope, bytes.fromhex(job.subject))


@on("cut.created", "cut.edited")
def after_edit(event: Event) -> list[Order]:
    """A cut may begin with another picture."""
    return [Order(POSTER_JOB, event.subject, revision=str(event.id))]


@job(POSTER_JOB, at_once=1)
async def make_cut_poster(db: Database, job: Job) -> None:
    """Make the picture with which a cut begins."""
    await picturing.make_cut_poster(db, job.tool(Store), job.scope, CutId.parse(job.subject))
