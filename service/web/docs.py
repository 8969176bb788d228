"""Pages about the API, made from its contract and in its language: operations, and what each problem means."""

from __future__ import annotations

import inspect
from typing import Any

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from service.bodies import tells
from service.exchange import ApiRequest
from service.http_problems import HANDLERS, problems
from service.openapi.api import contract_of
from service.problems import Missing, Problem
from service.web.pages import Pages
from service.web.reference import Room, marked, rooms, who_answers
from service.web.visit import visit_of

OPEN = {"exclude_from_auth": True}


def _rooms(request: ApiRequest) -> list[Room]:
    """The contract's rooms, read once for each application."""
    known: list[Room] | None = request.app.state.get("rooms")
    if known is None:
        known = rooms(contract_of(request.app).document, request.settings.public_url)
        request.app.state.rooms = known
    return known


def _paragraphs(text: str) -> list[Any]:
    return [marked(" ".join(part.split())) for part in text.split("\n\n")]


@get("/docs", operation_id="web.docs", opt=OPEN, sync_to_thread=False)
def overview(request: ApiRequest, pages: NamedDependency[Pages]) -> Response[str]:
    """What the API is, and every operation in a line."""
    info = contract_of(request.app).document["info"]
    return pages.answer(
        visit_of(request),
        "docs/overview.html",
        summary=info["summary"],
        paragraphs=_paragraphs(info["description"]),
        rooms=_rooms(request),
        here="",
        problems=sorted(Problem.known.values(), key=lambda one: (one.status, one.slug)),
    )


@get("/docs/{room:str}", operation_id="web.docs_room", opt=OPEN, sync_to_thread=False)
def room(request: ApiRequest, pages: NamedDependency[Pages], room: FromPath[str]) -> Response[str]:
    """The operations of one tag."""
    every = _rooms(request)
    found = next((one for one in every if one.slug == room), None)
    if found is None:
        raise Missing
    return pages.answer(visit_of(request), "docs/room.html", room=found, rooms=every, here=room, marked=marked)


@get(
    "/problems/{slug:str}",
    operation_id="problems.get",
    tags=["Problems"],
    opt=OPEN,
    responses=tells("text/html", "text/plain") | problems(404),
    include_in_schema=True,
    exception_handlers=HANDLERS,
    sync_to_thread=False,
)
def problem(request: ApiRequest, pages: NamedDependency[Pages], slug: FromPath[str]) -> Response[str]:
    """What a problem means and what to do about it: a page for a browser, else plain text."""
    known = Problem.known.get(slug)
    if known is None:
        raise Missing
    text = inspect.cleandoc(known.__doc__ or "")
    vary = {"vary": "accept"}
    if "text/html" not in request.headers.get("accept", ""):
        return Response(f"{known.title} ({known.status})\n\n{text}\n", media_type=MediaType.TEXT, headers=vary)
    contract = contract_of(request.app).document
    answer = pages.answer(
        visit_of(request),
        "docs/problem.html",
        problem=known,
        paragraphs=_paragraphs(text),
        operations=who_answers(contract, slug),
        rooms=_rooms(request),
        here="",
    )
    answer.headers |= vary
    return answer


handlers: list[Any] = [overview, room, problem]
