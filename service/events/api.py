"""The feed over HTTP: a page at a time, or live."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, get
from litestar.params import HeaderParameter, QueryParameter
from litestar.response import Stream

from schemas.bases import PageFacts
from schemas.events import EventPage
from service.bodies import tells
from service.cursors import BadCursor
from service.events.feed import Feed
from service.events.model import BEGINNING, Position, Question
from service.events.problems import TooManyStreams
from service.exchange import PRIVATE, ApiRequest, answer
from service.guards import needs
from service.http_problems import problems

Kinds = Annotated[
    str | None,
    QueryParameter(description="only these, separated by commas: types (`release.approved`) or things (`release`)"),
]
After = Annotated[str | None, QueryParameter(description="the `cursor` of an event, or `page.next_cursor`")]
LastEventId = Annotated[
    str | None, HeaderParameter(name="Last-Event-ID", description="where a live feed was cut off", required=False)
]
LIVE = {"cache-control": "private, no-store", "vary": "authorization, cookie", "x-accel-buffering": "no"}


class Events(Controller):
    """What happened in the organization, as far as you may know it."""

    path = "/v1/events"
    tags = ["Events"]

    @get(operation_id="events.list", opt=needs("campaigns:read"), responses=problems(BadCursor, 401, 403, 422))
    async def index(
        self,
        request: ApiRequest,
        after: After = None,
        types: Kinds = None,
        limit: Annotated[int, QueryParameter(ge=1, le=1000, description="events on a page")] = 100,
    ) -> Response[EventPage]:
        """What happened, oldest first, in the order of commits: nothing is ever added before a place you have reached.

        Without `after` it starts at the beginning. Keep `page.next_cursor` and come back with it: it is there on every
        page, also when nothing is new.
        """
        part = await _feed(request).read(_question(request, types), _place(after), limit)
        facts = PageFacts(next_cursor=str(part.position), has_more=part.more)
        return answer(EventPage(data=part.events, page=facts), headers=PRIVATE)

    @get(
        "/stream",
        operation_id="events.stream",
        opt=needs("campaigns:read"),
        responses=tells("text/event-stream") | problems(BadCursor, 401, 403, 422, TooManyStreams),
    )
    async def stream(
        self,
        request: ApiRequest,
        after: After = None,
        types: Kinds = None,
        last_event_id: LastEventId = None,
    ) -> Response[Any]:
        """The same, live, as server-sent events: the `data` of each message is an event, its `id` the cursor.

        Without `Last-Event-ID` or `after` it begins now. It ends after an hour at most; browsers come back by
        themselves, and are told what they missed.
        """
        feed, question = _feed(request), _question(request, types)
        feed.admit(request.user)
        known = last_event_id or after
        place = _place(known) if known else await feed.now(request.user)
        recognise = request.app.state.recognition.recognise
        live = feed.live(question, place, partial(recognise, request.auth))
        return Stream(live, media_type="text/event-stream", headers=LIVE)


def _feed(request: ApiRequest) -> Feed:
    return request.app.state.feed  # type: ignore[no-any-return]


def _question(request: ApiRequest, types: str | None) -> Question:
    kinds = None if types is None else tuple(one.strip() for one in types.split(",") if one.strip())
    return Question(request.user, kinds)


def _place(text: str | None) -> Position:
    return BEGINNING if text is None else Position.parse(text)


handlers: list[Any] = [Events]
