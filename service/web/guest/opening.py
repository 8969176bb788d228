"""Through a guest's link to what it opens, or to a page that says whom to ask. Told to nobody, as a market's pages are.

A guest types a name before they say something; their browser remembers it for these pages alone.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from litestar.datastructures import Cookie
from litestar.response import Redirect

from service import origin
from service.briefs.approving import NAME_LENGTH
from service.briefs.guests import find
from service.briefs.model import OpenedGuestLink
from service.exchange import ApiRequest
from service.web.market.opening import Closed, show_closed, too_many, unknown
from service.web.market.strangers import Strangers
from service.web.notices import see_other
from service.web.pages import Pages
from service.web.visit import A_YEAR, AnyRequest, Visit, visit_of
from service.web.words import Language

NAME = "cutdown-guest"


async def opened(request: ApiRequest, pages: Pages, strangers: Strangers, token: str) -> tuple[Visit, OpenedGuestLink]:
    """The visit, and what the link leads to. Raises Closed."""
    visit, address = visit_of(request), origin.address()
    wait_s = strangers.wait_s(address)
    if wait_s:
        raise Closed(show_closed(pages, visit, *too_many(visit.language, wait_s), 429, retry_after_s=wait_s))
    link = await find(request.db, token)
    if link is None:
        strangers.was_wrong(address)
        raise Closed(show_closed(pages, visit, *unknown(visit.language), 404))
    if not link.works:
        raise Closed(show_closed(pages, visit, *_ended(visit.language, link), 410))
    return visit, link


def name_of(request: AnyRequest) -> str:
    """The name that this browser typed last."""
    return unquote(request.cookies.get(NAME, ""))[:NAME_LENGTH]


def lead_back(request: AnyRequest, path: str, words: str, name: str) -> Redirect:
    """Lead back to a page after something was said, under a name that the browser remembers."""
    answer = see_other(request, path, words)
    secure = request.url.scheme == "https"
    remembered = Cookie(
        key=NAME, value=quote(name), path="/b/", max_age=A_YEAR, secure=secure, httponly=True, samesite="lax"
    )
    answer.cookies = [*answer.cookies, remembered]
    return answer


def _ended(language: Language, link: OpenedGuestLink) -> tuple[str, str]:
    """Of a link that was revoked, or has expired."""
    advice = language.say(
        "%(person)s of %(organization)s made it. Ask there for a new one. What you have said stays.",
        person=link.maker,
        organization=link.organization,
    )
    return language.say("This link does not work any more"), advice
