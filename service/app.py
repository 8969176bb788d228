"""The composition root: the one place that knows all rooms."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import NotFoundException

from schemas.ids import Id
from service import logs, rulebook, signposts
from service.accessibility import api as checklists
from service.accessibility import api_evidence as evidence
from service.accessibility import api_rules as rules
from service.addresses import refuse_unknown
from service.assets import api_uploads as uploads
from service.assets.store import Store
from service.assets.tus_manners import TusManners
from service.board import api as board
from service.briefs import api as briefs
from service.campaigns import api as campaigns
from service.campaigns import api_links as market_links
from service.captions import api as captions
from service.captions import api_assignments as assignments
from service.captions import api_bulk as caption_bulk
from service.captions import api_files as caption_files
from service.captions import api_findings as caption_findings
from service.captions import api_imports as caption_imports
from service.captions import api_markets as caption_markets
from service.captions import api_overrides as overrides
from service.captions import api_reviews as reviews
from service.captions import api_shot_list as shot_lists
from service.captions import api_texts as caption_texts
from service.captions.api_hatch import Hatch
from service.captions.delivering import delivering
from service.db.migrate import check
from service.db.pool import Database
from service.decoding import from_text, to_text
from service.events import api as events
from service.events.feed import feeding
from service.exchange import ApiRequest
from service.http_problems import HANDLERS
from service.listings import provide_listing
from service.manners import Manners
from service.middleware import Authentication
from service.openapi import api as contract
from service.people import api as people
from service.people import api_audit as people_audit
from service.people import api_links as people_links
from service.people import api_me as people_me
from service.people.recognition import recognising
from service.posts import api as posts
from service.settings import Settings
from service.stories import api as stories
from service.stories import api_archetypes as archetypes
from service.stories import api_series as series
from service.videos import api as videos
from service.videos import api_comments as comments
from service.videos import api_contents as contents
from service.videos import api_coverage as coverage
from service.videos import api_edit_lists as edit_lists
from service.videos import api_films as films
from service.videos import api_pictures as pictures
from service.videos import api_shots as shots
from service.videos import api_sources as sources
from service.web import errors
from service.web import router as web
from service.web.pages import Pages
from service.web.shelf import Shelf


def create_app(settings: Settings | None = None) -> Litestar:
    """The application as the server runs it; its settings come from the environment unless given."""
    settings = settings or Settings.from_environment(os.environ)
    logs.configure(settings)
    pages = Pages(Shelf())

    app = Litestar(
        _handlers(settings, pages),
        lifespan=[_running],
        middleware=[Authentication(settings.public_url)],
        request_class=ApiRequest,
        before_request=refuse_unknown,
        dependencies=_dependencies(),
        exception_handlers=HANDLERS | {NotFoundException: errors.unknown_address(pages)},
        type_decoders=[(_is_id, from_text)],
        type_encoders={Id: to_text},
        logging_config=None,  # `logs.configure` has done it; Litestar's own would replace it
        openapi_config=None,
    )
    app.state.update(settings=settings, secret=settings.secret_bytes(), pages=pages, rulebook=rulebook.load())
    https = settings.public_url.startswith("https:")
    polite = Manners(app.asgi_handler, https=https, proxies=settings.trusted_proxies)
    with_uploads = TusManners(polite, settings.upload_limit_bytes)
    app.state.hatch = app.asgi_handler = Hatch(with_uploads, https=https)
    return app


def _handlers(settings: Settings, pages: Pages) -> list[Any]:
    """Every operation and every page."""
    return [
        *people.handlers,
        *people_me.handlers,
        *people_links.handlers,
        *people_audit.handlers,
        *events.handlers,
        *campaigns.handlers,
        *market_links.handlers,
        *briefs.handlers,
        *archetypes.handlers,
        *stories.handlers,
        *series.handlers,
        *videos.handlers,
        *edit_lists.handlers,
        *sources.handlers,
        *pictures.handlers,
        *shots.handlers,
        *coverage.handlers,
        *contents.handlers,
        *comments.handlers,
        *films.handlers,
        *uploads.handlers,
        *captions.handlers,
        *caption_files.handlers,
        *caption_markets.handlers,
        *caption_imports.handlers,
        *caption_bulk.handlers,
        *caption_findings.handlers,
        *caption_texts.handlers,
        *shot_lists.handlers,
        *overrides.handlers,
        *reviews.handlers,
        *assignments.handlers,
        *checklists.handlers,
        *evidence.handlers,
        *rules.handlers,
        *posts.handlers,
        *board.handlers,
        *signposts.handlers,
        *contract.handlers,
        web.router(settings, pages),
    ]


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    """What the application has while it runs; it refuses to start on a database of another schema or role."""
    settings: Settings = app.state.settings
    await check(settings.database_url)
    app.state.db = await Database.open(settings.database_url, size=settings.database_connections)
    app.state.store = Store.from_url(settings.storage_url)
    try:
        async with (
            recognising(app.state.db) as app.state.recognition,
            feeding(app.state.db) as app.state.feed,
            delivering(app.state.db, app.state.store, settings.delivery_memory_s) as app.state.deliveries,
        ):
            app.state.hatch.open(app.state.deliveries, app.state.recognition)
            yield
    finally:
        await app.state.db.close()


def _is_id(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Id)


def _dependencies() -> dict[str, Provide]:
    """What handlers ask for by name."""

    def of_state(name: str) -> Provide:
        def give(state: State) -> Any:
            return state[name]

        return Provide(give, sync_to_thread=False)

    return {
        "db": of_state("db"),
        "settings": of_state("settings"),
        "store": of_state("store"),
        "rulebook": of_state("rulebook"),
        "listing": Provide(provide_listing, sync_to_thread=False),
    }
