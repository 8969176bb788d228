"""Who calls: an API key in `Authorization: Bearer`, else a session in a cookie. Everything else is answered 401.

A handler with `opt={"exclude_from_auth": True}` is open to everybody and asks nobody; with `{"optional_auth": True}`
it is open too, and `request.user` is whoever signed the request, or None. `request.auth` is what they signed it with.
What `needs(…, unless=…)` opens is optional for that one request. Pages turn the 401 into the way to sign-in.

A browser sends the cookie along with whatever another site's page makes it send, so a change under /v1 that comes with
it must come from our own pages. A key is sent by nobody unasked and needs no such proof.
"""

from __future__ import annotations

from typing import Any

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from service.guards import NEEDS, UNLESS, admit, nobody
from service.identity import Person
from service.people.problems import CrossSite
from service.people.recognition import Recognition
from service.problems import Unauthenticated

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def cookie_name(public_url: str) -> str:
    """The name of the session cookie; over https the browser itself keeps it to this host and to https."""
    return "__Host-cutdown" if public_url.startswith("https:") else "cutdown"


class Authentication(ASGIMiddleware):
    """Middleware of the whole application; needs `app.state.recognition`. Costs 4 µs where the caller is remembered."""

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = "exclude_from_auth"

    def __init__(self, public_url: str) -> None:
        self._cookie = cookie_name(public_url).encode() + b"="
        self._origin = public_url.rstrip("/").encode()

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Go on with `request.user`, or raise Unauthenticated or CrossSite."""
        if scope["type"] == ScopeType.HTTP and scope["method"] != "OPTIONS":
            opt = scope["route_handler"].opt
            token, person = await self._caller(scope, opt)
            if person is not None and NEEDS in opt:
                admit(person, opt[NEEDS])
            scope["user"] = person
            scope["auth"] = token
        await next_app(scope, receive, send)

    async def _caller(self, scope: HTTPScope, opt: dict[str, Any]) -> tuple[str | None, Person | None]:
        """The token that was sent, and whose it is."""
        sent, cookie = self._credentials(scope)
        if sent is None and cookie is None:
            if await _is_open(scope, opt):
                return None, None
            raise nobody()
        token = sent if sent is not None else cookie
        recognition: Recognition = scope["litestar_app"].state.recognition
        person = recognition.known(token or "") or await recognition.recognise(token or "")
        if person is None:
            if sent is None and await _is_open(scope, opt):
                return None, None
            raise Unauthenticated(
                "it is not known, it has expired, or it was revoked",
                headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
            )
        if sent is None and scope["method"] not in READING and scope["path"].startswith("/v1/"):
            self._require_own_page(scope)
        return token, person

    def _credentials(self, scope: HTTPScope) -> tuple[str | None, str | None]:
        """What was sent as a key, and what as a session. A key that cannot be read is an unknown one."""
        sent = cookie = None
        for name, value in scope["headers"]:
            if name == b"authorization":
                scheme, _, token = value.partition(b" ")
                sent = token.strip().decode("latin-1") if scheme.lower() == b"bearer" else ""
            elif name == b"cookie" and cookie is None:
                for part in value.split(b";"):
                    if part.lstrip().startswith(self._cookie):
                        cookie = part.lstrip()[len(self._cookie) :].strip(b' "').decode("latin-1")
        return sent, cookie

    def _require_own_page(self, scope: HTTPScope) -> None:
        """Raises CrossSite unless the browser says that the request comes from a page of ours, or from no page."""
        headers = dict(scope["headers"])
        site, origin = headers.get(b"sec-fetch-site"), headers.get(b"origin")
        if site not in (b"same-origin", b"none") and origin != self._origin:
            raise CrossSite("send Sec-Fetch-Site: same-origin or our own Origin, or use an API key")


async def _is_open(scope: HTTPScope, opt: dict[str, Any]) -> bool:
    """Whether a request may come from nobody in particular."""
    if UNLESS in opt:
        opened: bool = await opt[UNLESS](scope)
        return opened
    return NEEDS not in opt and bool(opt.get("optional_auth"))
