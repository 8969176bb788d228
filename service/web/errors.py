"""When a page cannot be shown: what happened and what now, in the same look and the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from litestar import Response
from litestar.exceptions import HTTPException, NotFoundException, ValidationException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap

from service.http_problems import on_http
from service.problems import Forbidden, Problem, Unauthenticated
from service.web.pages import Pages
from service.web.visit import AnyRequest, local_path, visit_of
from service.web.words import Language

MACHINES = ("/v1", "/f")  # below these nothing is a page
log = structlog.get_logger(__name__)


def words_for(language: Language, status: int, *, of_role: bool = False) -> tuple[str, str]:
    """A heading and an advice for a status; `of_role`: a right is missing, and not the form's token."""
    say = language.say
    match status:
        case 403 if of_role:
            return say("Your role may not do this here"), say(
                "Nothing was changed. An administrator of your organization can give you the role that it needs."
            )
        case 404:
            return say("There is nothing here"), say(
                "The address may be mistyped, or the thing behind it is not yours to see. The list of campaigns has"
                " everything that you can open."
            )
        case 403:
            return say("This was not accepted"), say(
                "The page was open for too long, or the form came from another site. Nothing was changed. Open the page"
                " again and repeat what you did."
            )
        case 405:
            return say("This address is not a page"), say("It only takes forms. Start from the list of campaigns.")
        case 400:
            return say("This could not be read"), say("A part of it is not what it should be. Nothing was changed.")
        case 503:
            return say("Cutdown is busy"), say("The database does not answer at the moment. Try again in a minute.")
        case _:
            return say("Something broke on our side"), say(
                "Nothing was lost. The details are in the log, under the number below. Try again; if it stays broken,"
                " tell your administrator the number."
            )


def handlers(pages: Pages) -> ExceptionHandlersMap:
    """The exception handlers of every page."""

    def page(request: AnyRequest, status: int, *, of_role: bool = False) -> Response[str]:
        visit = visit_of(request)
        heading, advice = words_for(visit.language, status, of_role=of_role)
        number = request.scope.get("state", {}).get("request_id", "")
        retry = visit.address if request.method == "GET" and status >= 500 else None
        return pages.answer(
            visit, "errors/page.html", status=status, heading=heading, advice=advice, retry=retry, request_id=number
        )

    def of_problem(request: AnyRequest, problem: Problem) -> Response[str]:
        return page(request, problem.status, of_role=isinstance(problem, Forbidden))

    def of_exception(request: AnyRequest, exception: HTTPException) -> Response[str]:
        return page(request, exception.status_code)

    def of_address(request: AnyRequest, _: ValidationException) -> Response[str]:
        return page(request, 404)  # an identifier of the wrong form names nothing

    def of_anything(request: AnyRequest, exception: Exception) -> Response[str]:
        log.error("page_failed", path=request.url.path, exc_info=exception)
        return page(request, 500)

    return {
        Unauthenticated: to_sign_in,
        Problem: of_problem,
        ValidationException: of_address,
        HTTPException: of_exception,
        Exception: of_anything,
    }


def unknown_address(pages: Pages) -> Callable[[AnyRequest, NotFoundException], Response[Any]]:
    """What answers at an address that nothing has: a page to who reads pages, a problem to everybody else."""

    def answer(request: AnyRequest, exception: NotFoundException) -> Response[Any]:
        path = request.scope["path"]
        machines = path in MACHINES or path.startswith(tuple(f"{one}/" for one in MACHINES))
        if machines or "text/html" not in request.headers.get("accept", ""):
            return on_http(request, exception)
        visit = visit_of(request)
        heading, advice = words_for(visit.language, 404)
        number = request.scope.get("state", {}).get("request_id", "")
        told = {"heading": heading, "advice": advice, "retry": None, "request_id": number}
        return pages.answer(visit, "errors/page.html", status=404, **told)

    return answer


def _came_from(request: AnyRequest) -> str:
    """The page of ours whose form was sent; the home page where the browser does not say."""
    came = urlsplit(request.headers.get("referer", ""))
    ours = came.netloc == request.url.netloc
    return local_path(came._replace(scheme="", netloc="", fragment="").geturl() if ours else "")


def to_sign_in(request: AnyRequest, _: Unauthenticated) -> Response[object]:
    """Without a session a page leads to sign-in, and from there back; htmx is told so in its own header."""
    read = request.method == "GET"
    said = {"next": visit_of(request).address} if read else {"next": _came_from(request), "lost": "1"}
    there = Redirect("/signin", query_params=said, status_code=303).url
    if request.headers.get("hx-request"):
        return Response("", status_code=200, headers={"hx-redirect": there, "cache-control": "no-store"})
    return Redirect(there, status_code=303)
