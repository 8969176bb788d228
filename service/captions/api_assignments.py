"""Assignments and one's own calendar over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec.structs import replace

from schemas.assignments import (
    Assignables,
    Assignment,
    AssignmentChange,
    AssignmentPage,
    CalendarFeed,
    NewAssignment,
)
from schemas.ids import AssignmentId, VideoId
from service.bodies import tells
from service.captions import assigning, calendars, records_assignments
from service.captions.calendar import MEDIA_TYPE
from service.captions.problems import AlreadyAssigned
from service.captions.records_assignments import queries
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, Listing, page
from service.problems import Missing

ICS = ".ics"
CALENDAR = "/v1/me/calendar.ics"
_CALENDAR = {"cache-control": "private, no-cache", "content-type": f"{MEDIA_TYPE}; charset=utf-8"}


class Assignments(Controller):
    """Who looks after which locale of a video."""

    path = "/v1"
    tags = ["Assignments"]

    @get(
        "/videos/{video_id:str}/assignments",
        operation_id="assignments.list",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        video_id: FromPath[VideoId],
        locale: Annotated[str | None, QueryParameter(name="filter[locale]")] = None,
    ) -> Response[AssignmentPage]:
        """Who looks after what of a video, each with how far it is."""
        parent = partial(records_assignments.get_video_place, video=video_id, locale="und")
        return await page(request, listing, Assignment, queries.list_assignments, video_id, locale, parent=parent)

    @post(
        "/videos/{video_id:str}/assignments",
        operation_id="assignments.create",
        opt=needs("tracks:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, AlreadyAssigned),
    )
    async def create(
        self,
        request: ApiRequest,
        data: JSONBody[NewAssignment],
        video_id: FromPath[VideoId],
        key: OnceKey = None,
    ) -> Response[Assignment]:
        """Give a locale of a video to somebody, in one role and until a day.

        Giving it to others asks for `tracks:approve`; for oneself, what the role needs is enough.
        """
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(assigning.assign, tx, request.user, request.rulebook, video_id, data)
            return await once(tx, request, key, act, location=lambda made: f"/v1/assignments/{made.id}")

    @get(
        "/videos/{video_id:str}/assignable",
        operation_id="assignments.people",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404),
    )
    async def people(self, request: ApiRequest, video_id: FromPath[VideoId]) -> Response[Assignables]:
        """Who can be given something of this video: they see its brand and may do what a role asks."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await assigning.assignable(tx, video_id))

    @get(
        "/assignments/{assignment_id:str}",
        operation_id="assignments.get",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404),
    )
    async def show(self, request: ApiRequest, assignment_id: FromPath[AssignmentId]) -> Response[Assignment]:
        """One assignment and how far it is."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await assigning.shown(tx, assignment_id))

    @patch(
        "/assignments/{assignment_id:str}",
        operation_id="assignments.change",
        opt=needs("tracks:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[AssignmentChange],
        assignment_id: FromPath[AssignmentId],
        if_match: IfMatch = None,
    ) -> Response[Assignment]:
        """Give it to somebody else, or another day or note."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await assigning.reassign(tx, request.user, assignment_id, revision, data))

    @delete(
        "/assignments/{assignment_id:str}",
        operation_id="assignments.withdraw",
        opt=needs("tracks:write"),
        responses=problems(401, 403, 404),
    )
    async def withdraw(self, request: ApiRequest, assignment_id: FromPath[AssignmentId]) -> None:
        """Nobody looks after it any more. The texts stay as they are."""
        async with request.db.transaction(request.user.scope) as tx:
            await assigning.withdraw(tx, request.user, assignment_id)


class Mine(Controller):
    """What waits for whoever asks."""

    path = "/v1/me"
    tags = ["Assignments"]

    @get(
        "/assignments", operation_id="me.assignments", opt=needs("tracks:read"), responses=problems(401, 403, *OF_LIST)
    )
    async def assignments(self, request: ApiRequest, listing: NamedDependency[Listing]) -> Response[AssignmentPage]:
        """What you were given, done or not."""
        return await page(request, listing, Assignment, queries.list_my_assignments, request.user.id)

    @get("/calendar.ics", operation_id="me.calendar", responses=tells(MEDIA_TYPE) | problems(401))
    async def calendar(self, request: ApiRequest) -> Response[bytes]:
        """The days by which you were given something, as iCalendar."""
        async with request.db.reading(request.user.scope) as tx:
            data = await calendars.calendar_of(tx, request.user, request.settings.public_url)
        return Response(data, headers=_CALENDAR)

    @post("/calendar", operation_id="me.open_calendar", responses=problems(401, *OF_KEY))
    async def open_(self, request: ApiRequest, key: OnceKey = None) -> Response[CalendarFeed]:
        """Give your calendar a secret address, to which any calendar subscribes; the one before ends."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(calendars.open_feed, tx, request.user, request.settings.public_url)
            return await once(tx, request, key, act, location=lambda _: CALENDAR, kept=_unsaid)

    @delete("/calendar", operation_id="me.close_calendar", responses=problems(401))
    async def close(self, request: ApiRequest) -> None:
        """End the secret address of your calendar."""
        async with request.db.transaction(request.user.scope) as tx:
            await calendars.close_feed(tx, request.user)


@get(
    "/ics/{file_name:str}",
    operation_id="calendars.get",
    opt={"exclude_from_auth": True},
    include_in_schema=False,
)
async def feed(request: ApiRequest, file_name: FromPath[str]) -> Response[bytes]:
    """Somebody's calendar at its secret address."""
    if not file_name.endswith(ICS):
        raise Missing
    data = await calendars.calendar_at(request.db, file_name.removesuffix(ICS), request.settings.public_url)
    return Response(data, headers=_CALENDAR | {"referrer-policy": "no-referrer", "x-robots-tag": "noindex"})


def _unsaid(made: CalendarFeed) -> CalendarFeed:
    return replace(made, url=None)


handlers: list[Any] = [Assignments, Mine, feed]
