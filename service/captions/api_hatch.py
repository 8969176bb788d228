"""Caption files that are ready are handed out before the framework: by address, caller and headers.

An optimisation and nothing else. It answers a plain GET of what `delivering.py` remembers or, for a key that
`people.recognition` remembers, of what it finds; the answer is the one that `api_files.py` would give. All others go on
to the application: sessions, ranges, dates, queries, HEAD, every refusal, and what nobody in particular asks for first.
"""

from __future__ import annotations

import time

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from service.captions.delivering import Deliveries
from service.captions.files import NEEDED, Delivery
from service.identity import Person
from service.identity import Scope as Walls
from service.manners import always, identify, log_slow
from service.people.recognition import Recognition
from service.problems import Problem

NOT_HERE = {b"cookie", b"if-modified-since", b"if-range", b"range"}


class Hatch:
    """Wraps the whole application. Shut until it is opened: what it hands out exists while the application runs."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self._always = always(https=https)
        self._is_open = False

    def open(self, deliveries: Deliveries, recognition: Recognition) -> None:
        """Hand out these files to these callers. (They are kept here because each look into a `State` costs 1 µs.)"""
        self._deliveries = deliveries
        self._recognition = recognition
        self._is_open = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == ScopeType.HTTP and scope["method"] == "GET" and self._is_open and _is_file(scope["path"]):
            path, headers = scope["path"], dict(scope["headers"])
            if NOT_HERE.isdisjoint(headers) and not (scope["query_string"] and path.startswith("/v1/")):
                request_id = identify(headers.get(b"x-request-id"))
                sent = headers.get(b"authorization")
                person = None if sent is None else self._person(sent)
                walls = None if person is None else person.scope
                delivery = self._deliveries.known(path, walls) if sent is None or walls is not None else None
                if delivery is None and walls is not None:
                    delivery = await self._found(path, walls, request_id)
                if delivery is not None and _is_ready(delivery, headers) and _may(person, delivery):
                    await self._hand_out(delivery, b"if-none-match" in headers, request_id, send)
                    return
        await self.app(scope, receive, send)

    def _person(self, sent: bytes) -> Person | None:
        """The key's that is remembered and may read files."""
        scheme, _, token = sent.partition(b" ")
        person = self._recognition.known(token.strip().decode("latin-1")) if scheme.lower() == b"bearer" else None
        return person if person is not None and person.may(NEEDED) else None

    async def _found(self, path: str, walls: Walls, request_id: str) -> Delivery | None:
        begun = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                return await self._deliveries.find(path, walls)
            except Problem:  # the application will say it
                return None
            finally:
                log_slow("GET", path, 200, time.perf_counter() - begun)

    async def _hand_out(self, delivery: Delivery, known: bool, request_id: str, send: Send) -> None:
        fields = [
            *(delivery.unchanged if known else delivery.whole),
            *self._always,
            (b"x-request-id", request_id.encode()),
        ]
        body = b"" if known else delivery.body or b""
        await send({"type": "http.response.start", "status": 304 if known else 200, "headers": fields})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def _may(person: Person | None, delivery: Delivery) -> bool:
    return person is None or delivery.may_go_to(person)


def _is_file(path: str) -> bool:
    return path.startswith("/f/") or (path.startswith("/v1/cuts/") and "/captions/" in path)


def _is_ready(delivery: Delivery, headers: dict[bytes, bytes]) -> bool:
    return delivery.body is not None and headers.get(b"if-none-match", delivery.tag) == delivery.tag
