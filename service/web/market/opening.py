"""Through a link to what it opens, or to a page that says whom to ask. Such pages are told to nobody: they send no
referrer, are kept in no cache and found by no search engine.

Every request asks the database whether the link still works, so a revoked one opens nothing any more, at once and in
every process.
"""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.types import ExceptionHandlersMap
from msgspec.structs import replace

from service import origin
from service.campaigns.links import find_link
from service.campaigns.model import OpenedLink
from service.exchange import ApiRequest
from service.web.forms import SECRET_ADDRESS
from service.web.market.strangers import Strangers
from service.web.pages import Pages
from service.web.visit import LANGUAGE, AnyRequest, Visit, visit_of
from service.web.words import Language, languages, negotiate

OPEN: dict[str, Any] = {"exclude_from_auth": True, SECRET_ADDRESS: True}
UNSAID = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow, noarchive"}


class Closed(Exception):
    """The link opens nothing; `answer` is the page that says so."""

    def __init__(self, answer: Response[str]) -> None:
        super().__init__("the link opens nothing")
        self.answer = answer


def _closed(_request: AnyRequest, closed: Closed) -> Response[str]:
    return closed.answer


CLOSED: ExceptionHandlersMap = {Closed: _closed}  # exception_handlers of whatever calls `opened`


async def opened(request: ApiRequest, pages: Pages, strangers: Strangers, token: str) -> tuple[Visit, OpenedLink]:
    """The visit in the market's language, and what the link leads to. Raises Closed."""
    visit, address = visit_of(request), origin.address()
    wait_s = strangers.wait_s(address)
    if wait_s:
        raise Closed(show_closed(pages, visit, *too_many(visit.language, wait_s), 429, retry_after_s=wait_s))
    link = await find_link(request.db, token)
    if link is None:
        strangers.was_wrong(address)
        raise Closed(show_closed(pages, visit, *unknown(visit.language), 404))
    visit = in_its_language(request, visit, link)
    if not link.works:
        raise Closed(show_closed(pages, visit, *ended(visit.language, link), 410))
    return visit, link


def in_its_language(request: ApiRequest, visit: Visit, link: OpenedLink) -> Visit:
    """The market's own language, unless the reader has chosen another."""
    if dict(visit.query).get("lang") in languages() or request.cookies.get(LANGUAGE) in languages():
        return visit
    accepted = request.headers.get("accept-language", "")
    return replace(visit, language=negotiate(None, None, ",".join([*link.locales, accepted])))


def show_closed(
    pages: Pages, visit: Visit, heading: str, advice: str, status: int, *, back: str = "", retry_after_s: int = 0
) -> Response[str]:
    """A page with one sentence, and a way back where there is one."""
    answer = pages.answer(visit, "market/closed.html", status=status, heading=heading, advice=advice, back=back)
    if retry_after_s:
        answer.headers["retry-after"] = str(retry_after_s)
    return unsaid(answer)


def unsaid(answer: Response[Any]) -> Response[Any]:
    """The answer, told to nobody else."""
    answer.headers.update({**UNSAID, "cache-control": "no-store"})
    return answer


def unknown(language: Language) -> tuple[str, str]:
    """Of a link that never was."""
    return language.say("This link leads nowhere"), language.say(
        "It may be mistyped, or a part of it is missing. Ask the person who gave it to you."
    )


def ended(language: Language, link: OpenedLink) -> tuple[str, str]:
    """Of a link that was revoked, or has expired."""
    advice = language.say(
        "%(person)s of %(organization)s made it. Ask there for a new one. Files that you have downloaded stay yours.",
        person=link.maker,
        organization=link.organization,
    )
    return language.say("This link does not work any more"), advice


def too_many(language: Language, wait_s: int) -> tuple[str, str]:
    """Of somebody who tried many links that never were."""
    advice = language.plural(
        "There were too many attempts. Try again in %(num)s minute.",
        "There were too many attempts. Try again in %(num)s minutes.",
        -(-wait_s // 60),
    )
    return language.say("Wait a moment"), advice
