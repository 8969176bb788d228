"""The log of who did what, over HTTP: every event of the outbox, which is written with the change and only grows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from schemas.audit import Entry, EntryPage
from schemas.ids import PersonId
from service.db.queries import load
from service.exchange import ApiRequest
from service.guards import needs
from service.http_problems import problems
from service.listings import OF_LIST, Listing, page
from service.problems import Forbidden

queries = load(__package__)

Actor = Annotated[PersonId | None, QueryParameter(description="what this person did, also with keys")]
Subject = Annotated[str | None, QueryParameter(description="what happened to this, such as `per_…`")]
Type = Annotated[str | None, QueryParameter(name="type", description="such as `role.granted`")]
Since = Annotated[datetime | None, QueryParameter(description="at this moment or later")]
Before = Annotated[datetime | None, QueryParameter(description="before this moment")]


@get(
    "/v1/audit",
    operation_id="audit.list",
    tags=["Audit"],
    opt=needs("people:manage"),
    responses=problems(401, 403, *OF_LIST),
)
async def list_log(
    request: ApiRequest,
    listing: NamedDependency[Listing],
    actor: Actor = None,
    subject: Subject = None,
    event_type: Type = None,
    since: Since = None,
    before: Before = None,
) -> Response[EntryPage]:
    """Who did what, newest first: of the whole organization, or of the brands that you administer."""
    brands = request.user.administers
    if brands == []:
        raise Forbidden("this needs the role admin in every market of a brand", required_scope="people:manage")
    filters = (brands, event_type, since, before)
    if subject is not None:
        return await page(request, listing, Entry, queries.list_log_of_subject, *filters, actor, subject)
    if actor is not None:
        return await page(request, listing, Entry, queries.list_log_of_actor, *filters, actor)
    return await page(request, listing, Entry, queries.list_log, *filters)


handlers: list[Any] = [list_log]
