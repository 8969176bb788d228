"""The worker process: jobs, and the dispatcher that makes jobs of events.

Every room that has jobs stands in ROOMS; importing its `jobs` module declares its handlers and subscriptions.
"""

from __future__ import annotations

import asyncio
import signal
from datetime import UTC, datetime
from types import ModuleType

import structlog

from service import rulebook
from service.accessibility import jobs as accessibility_jobs
from service.accessibility.taking import order_unmeasured
from service.assets import jobs as assets_jobs
from service.assets.store import Store
from service.captions import jobs as captions_jobs
from service.captions.checking import order_outdated
from service.db.pool import Database
from service.events import jobs as events_jobs
from service.events.dispatcher import Dispatcher
from service.jobs.crew import Crew, Pace
from service.jobs.registry import REGISTRY
from service.people import housekeeping
from service.posts.clock import tick
from service.settings import Settings
from service.startup import admit
from service.videos import jobs as videos_jobs
from service.videos.picturing import order_missing

log = structlog.get_logger(__name__)

ROOMS: tuple[ModuleType, ...] = (events_jobs, assets_jobs, videos_jobs, captions_jobs, accessibility_jobs)

SWEEP_S = 3600.0
WATCH_S = 120.0


async def run(settings: Settings, pace: Pace | None = None) -> None:
    """Work until SIGTERM or SIGINT, then finish what runs; a second signal sends it back into the queue at once.

    Ends by SystemExit when the database does not answer at the start, or has a wrong schema or role.
    """
    await admit("worker", settings)
    db = await Database.open(settings.database_url, size=settings.database_connections, name="cutdown worker")
    try:
        store = Store.from_url(settings.storage_url)
        crew = Crew(db, REGISTRY.values(), {Store: store, Settings: settings}, pace or Pace())
        stop = asyncio.Event()
        _obey_signals(stop, crew)
        log.info("worker_started", kinds=sorted(REGISTRY), rooms=len(ROOMS))
        async with asyncio.TaskGroup() as group:
            sweeping = group.create_task(_sweep(db, store))
            watching = group.create_task(_watch(db))
            dispatching = group.create_task(Dispatcher(db).run(stop))
            await crew.run(stop)
            await dispatching
            sweeping.cancel()
            watching.cancel()
    finally:
        await db.close()
    log.info("worker_stopped")


def _obey_signals(stop: asyncio.Event, crew: Crew) -> None:
    def obey() -> None:
        if stop.is_set():
            crew.interrupt()
        log.info("worker_stopping")
        stop.set()

    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, obey)


async def _watch(db: Database) -> None:
    """Every two minutes: what time alone changed about posts is told, each thing once."""
    while True:
        try:
            log.debug("clock_told", things=await tick(db, rulebook.load(), datetime.now(UTC)))
        except Exception as error:  # whatever the database says, the worker goes on and looks again
            log.warning("clock_not_told", exc_info=error)
        await asyncio.sleep(WATCH_S)


async def _sweep(db: Database, store: Store) -> None:
    """Once an hour: drafts of uploads whose process was killed, uploads that are over, what people no longer
    need; what was measured by other rules than those of now; and films that came before anybody made pictures of
    them."""
    while True:
        try:
            swept = await store.sweep()
            log.debug("drafts_swept", drafts=swept)
        except OSError as error:
            log.warning("drafts_not_swept", error=repr(error))
        try:
            log.debug("uploads_tidied", uploads=await assets_jobs.tidy_uploads(db, store))
        except Exception as error:  # whatever database or storage say, the worker goes on and asks again in an hour
            log.warning("uploads_not_tidied", exc_info=error)
        try:
            log.debug("people_tidied", rows=await housekeeping.tidy(db, datetime.now(UTC)))
        except Exception as error:
            log.warning("people_not_tidied", exc_info=error)
        try:
            log.debug("checks_ordered", cuts=await order_outdated(db, rulebook.load()))
        except Exception as error:
            log.warning("checks_not_ordered", exc_info=error)
        try:
            log.debug("measurements_ordered", cuts=await order_unmeasured(db, rulebook.load()))
        except Exception as error:
            log.warning("measurements_not_ordered", exc_info=error)
        try:
            log.debug("pictures_ordered", things=await order_missing(db))
        except Exception as error:
            log.warning("pictures_not_ordered", exc_info=error)
        await asyncio.sleep(SWEEP_S)
