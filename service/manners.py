"""What every answer has, whatever made it: a request id, security headers, and 304 where the caller has the bytes.

Wraps the whole application, so that an unknown address has manners too. HEAD is answered wherever GET is: the
application sees a GET whose `state` says `head`, and its bytes stay here.
"""

from __future__ import annotations

import itertools
import re
import secrets
import time

import structlog
from litestar.enums import ScopeType
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.origin import LOOPBACK, ORIGIN, Networks, Origin, networks

_log = structlog.get_logger()
_GIVEN = re.compile(rb"^[A-Za-z0-9_.-]{8,64}$")
_TAG = re.compile(r'(?:W/)?("[^"]*")')
_SLOW_S = 1.0
_PROCESS = secrets.token_hex(8)
_COUNT = itertools.count(1)
_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),  # of whatever is no page
]
_HSTS = (b"strict-transport-security", b"max-age=31536000")


def matches(if_none_match: str, etag: str) -> bool:
    """Weak comparison of a list of validators with one (RFC 9110, section 13.1.2)."""
    if if_none_match.strip() == "*":
        return True
    wanted = etag.removeprefix("W/")
    return any(tag == wanted for tag in _TAG.findall(if_none_match))


def identify(given: bytes | None) -> str:
    """The id of a request: the caller's own, where it can do no harm, else a new one."""
    return given.decode() if given and _GIVEN.match(given) else f"req_{_PROCESS}{next(_COUNT):x}"


def always(*, https: bool) -> list[tuple[bytes, bytes]]:
    """The headers that every answer has, unless it says them itself."""
    return [*_ALWAYS, _HSTS] if https else _ALWAYS


def log_slow(method: str, path: str, status: int, took_s: float, *, always: bool = False) -> None:
    """Log a request that took long, or that failed on our side."""
    if always or status >= 500 or took_s > _SLOW_S:
        _log.info("request", method=method, path=path, status=status, ms=round(took_s * 1000, 1))


def _allow(scope: Scope, field: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """`Allow`, with every method of the address (the framework's OPTIONS may know but one), and HEAD beside GET."""
    name, value = field
    if name.lower() != b"allow":
        return field
    methods = {method.strip().decode() for method in value.split(b",")}
    for route in scope["litestar_app"].routes:
        if isinstance(route, HTTPRoute) and route.path_format == scope.get("path_template"):
            methods |= {str(method) for method in route.route_handler_map}
    return name, ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods)).encode()


def _origin(scope: Scope, headers: dict[bytes, bytes], request_id: str, proxies: Networks) -> Origin:
    forwarded, client = headers.get(b"x-forwarded-for"), scope.get("client")
    said = forwarded.decode("latin-1") if forwarded else None
    return Origin(request_id, client[0] if client else "", said, proxies)


class Manners:
    """The outermost application."""

    def __init__(self, app: ASGIApp, *, https: bool = False, log_all: bool = False, proxies: str = LOOPBACK) -> None:
        self.app = app
        self.proxies = networks(proxies)
        self.log_all = log_all
        self.always = always(https=https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request_id = identify(headers.get(b"x-request-id"))
        scope.setdefault("state", {})["request_id"] = request_id
        method = scope["method"]
        head = method == "HEAD"
        if head:
            scope["method"] = "GET"
            scope["state"]["head"] = True
        asked = headers.get(b"if-none-match") if scope["method"] == "GET" else None
        structlog.contextvars.bind_contextvars(request_id=request_id)
        origin = ORIGIN.set(_origin(scope, headers, request_id, self.proxies))
        begun = time.perf_counter()
        status = 0
        silent = head

        async def polite(message: Message) -> None:
            nonlocal status, silent
            if message["type"] == "http.response.start":
                status = message["status"]
                fields = list(message.get("headers", ()))
                if asked is not None and status == 200:
                    etag = next((value for name, value in fields if name.lower() == b"etag"), None)
                    if etag and matches(asked.decode("latin-1"), etag.decode("latin-1")):
                        status, silent = 304, True
                        drop = (b"content-length", b"content-type", b"content-encoding")
                        fields = [field for field in fields if field[0].lower() not in drop]
                if status == 405 or method == "OPTIONS":
                    fields = [_allow(scope, field) for field in fields]
                said = {name.lower() for name, _ in fields}
                fields += [field for field in self.always if field[0] not in said]
                fields.append((b"x-request-id", request_id.encode()))
                await send({**message, "status": status, "headers": fields})
            elif silent and message["type"] == "http.response.body":
                if not message.get("more_body"):
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
            else:
                await send(message)

        try:
            await self.app(scope, receive, polite)
        finally:
            log_slow(method, scope["path"], status, time.perf_counter() - begun, always=self.log_all)
            structlog.contextvars.unbind_contextvars("request_id")
            ORIGIN.reset(origin)
