"""What tus asks of every exchange below /v1/uploads, whatever answers it: `Tus-Resumable` on each answer, but on that
of OPTIONS what the server knows of tus; and `X-HTTP-Method-Override`, for networks that refuse PATCH and DELETE.
"""

from __future__ import annotations

import re
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from service.assets.tus import VERSION, capabilities

ROOT = "/v1/uploads"
_METHOD = re.compile(rb"^[A-Za-z]{1,10}$")
_SPOKEN = [(b"tus-resumable", VERSION.encode())]


class TusManners:
    """Wraps the whole application; acts below /v1/uploads only."""

    def __init__(self, app: ASGIApp, limit_bytes: int) -> None:
        self.app = app
        self._known = [(name.lower().encode(), value.encode()) for name, value in capabilities(limit_bytes).items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] == ScopeType.HTTP and (scope["path"] == ROOT or scope["path"].startswith(f"{ROOT}/")):
            send = self._telling(send, scope["method"], _overridden(scope))
        await self.app(scope, receive, send)

    def _telling(self, send: Send, really: str, method: str) -> Send:
        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                fields = [*message.get("headers", ()), *(self._known if method == "OPTIONS" else _SPOKEN)]
                if method == "HEAD" and really != "HEAD":  # the caller waits for as many bytes as are announced
                    fields = [(name, b"0" if name.lower() == b"content-length" else value) for name, value in fields]
                message = {**message, "headers": fields}
            await send(message)

        return tell


def _overridden(scope: HTTPScope) -> str:
    """The method that counts, which the scope then has."""
    for name, value in scope["headers"]:
        if name == b"x-http-method-override" and _METHOD.match(value.strip()):
            asked: Any = value.strip().decode().upper()
            scope["method"] = asked
    return str(scope["method"])
