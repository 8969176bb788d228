"""A form is taken only from our own pages: by what the browser says about its origin, and by a token of ours.

`Sec-Fetch-Site` cannot be forged by a page. Browsers leave it out where the connection is neither https nor loopback;
then `Origin` must be our own host. A request with neither does not come from a page of ours. Session cookies are
SameSite=Lax besides. A page whose address is a secret sends no referrer, and so `Origin: null`: there the address
itself and the token must do.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from litestar import Request
from litestar.config.csrf import CSRFConfig
from litestar.enums import ScopeType
from litestar.exceptions import PermissionDeniedException
from litestar.middleware import ASGIMiddleware, DefineMiddleware
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from service.settings import Settings
from service.web.visit import AnyRequest

ONCE = "once"  # the field of `once.py`
TOKEN = "_csrf_token"  # noqa: S105  the name of a field
SAFE = {"GET", "HEAD", "OPTIONS"}
SECRET_ADDRESS = "secret_address"  # noqa: S105  the name of a handler's option


async def fields(request: AnyRequest) -> dict[str, str]:
    """The text fields of a form, the last of a name, without the form's own marks; files are left out. The size of
    the whole is bounded by the handler's `request_max_body_size`."""
    form = await request.form()
    return {name: value for name, value in form.multi_items() if isinstance(value, str) and name not in (TOKEN, ONCE)}


async def chosen(request: AnyRequest, name: str) -> list[str]:
    """Every value of a field that may stand there more than once, as boxes to tick do."""
    form = await request.form()
    return [value for value in form.getall(name, []) if isinstance(value, str)]


class SameOrigin(ASGIMiddleware):
    """Refuses what another site's page sends."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] not in SAFE and not _ours(Request(scope)):
            raise PermissionDeniedException("The form does not come from a page of Cutdown.")
        await next_app(scope, receive, send)


def _ours(request: AnyRequest) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    if origin == "null" and request.route_handler.opt.get(SECRET_ADDRESS):
        return True
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")


def guards(settings: Settings) -> list[ASGIMiddleware | DefineMiddleware]:
    """The middleware of every page, outermost first."""
    secure = settings.public_url.startswith("https:")
    config = CSRFConfig(
        secret=settings.secret_bytes().hex(),
        cookie_name="__Host-cutdown-form" if secure else "cutdown-form",
        cookie_secure=secure,
        cookie_httponly=True,
        cookie_samesite="lax",
        header_name="x-cutdown-form",
    )
    return [SameOrigin(), DefineMiddleware(CSRFMiddleware, config=config)]
