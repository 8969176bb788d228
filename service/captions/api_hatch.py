"""Caption files that are ready are handed out before the framework: by address, caller and headers, without a query.

An optimisation and nothing else. It answers a plain GET of what `delivering.py` remembers, for a caller whose key
`people.recognition` remembers, or for nobody in particular; the answer is the one that `api_files.py` would give. All
others go on to the application: sessions, ranges, dates, queries, HEAD, every refusal, and whatever is not remembered.
"""

from __future__ import annotations

from litestar.datastructures import State
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from service.captions.delivering import Deliveries
from service.captions.files import Delivery
from service.identity import Scope as Walls
from service.manners import always, identify
from service.people.recognition import Recognition

PATHS = ("/f/", "/v1/cuts/")
NOT_HERE = {b"cookie", b"if-modified-since", b"if-range", b"range"}
NEEDED = "files:read"


class Hatch:
    """Wraps the whole application. `state` has what the application's lifespan makes."""

    def __init__(self, app: ASGIApp, state: State, *, https: bool) -> None:
        self.app = app
        self._state = state
        self._always = always(https=https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == ScopeType.HTTP and scope["method"] == "GET" and scope["path"].startswith(PATHS):
            headers = dict(scope["headers"])
            delivery = self._ready(scope, headers)
            if delivery is not None:
                await self._hand_out(delivery, headers, send)
                return
        await self.app(scope, receive, send)

    def _ready(self, scope: HTTPScope, headers: dict[bytes, bytes]) -> Delivery | None:
        """What can be handed out; None for what the application must look at."""
        if not NOT_HERE.isdisjoint(headers) or (scope["query_string"] and scope["path"].startswith("/v1/")):
            return None
        sent = headers.get(b"authorization")
        deliveries: Deliveries = self._state.deliveries
        if sent is None:
            delivery = deliveries.known(scope["path"], None)
        else:
            walls = self._walls(sent)
            delivery = None if walls is None else deliveries.known(scope["path"], walls)
        if delivery is None or delivery.body is None:
            return None
        return delivery if headers.get(b"if-none-match", delivery.tag) == delivery.tag else None

    def _walls(self, sent: bytes) -> Walls | None:
        """Of the key that was sent, when it is remembered and may read files."""
        scheme, _, token = sent.partition(b" ")
        recognition: Recognition = self._state.recognition
        person = recognition.known(token.strip().decode("latin-1")) if scheme.lower() == b"bearer" else None
        return person.scope if person is not None and person.may(NEEDED) else None

    async def _hand_out(self, delivery: Delivery, headers: dict[bytes, bytes], send: Send) -> None:
        request_id = (b"x-request-id", identify(headers.get(b"x-request-id")).encode())
        if b"if-none-match" in headers:
            status, fields, body = 304, delivery.unchanged, b""
        else:
            status, fields, body = 200, delivery.whole, delivery.body or b""
        await send({"type": "http.response.start", "status": status, "headers": [*fields, *self._always, request_id]})
        await send({"type": "http.response.body", "body": body, "more_body": False})
