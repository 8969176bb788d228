"""The HTTP face of a problem: RFC 9457 documents for everything that goes wrong, and their place in OpenAPI."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec

from schemas.problems import ProblemDocument
from service.addresses import missing
from service.decoding import in_words
from service.problems import (
    GENERAL,
    Fault,
    Internal,
    Invalid,
    Missing,
    Problem,
    Refused,
    TooLarge,
    Unreadable,
    UnsupportedType,
)

MEDIA_TYPE = "application/problem+json"
_log = structlog.get_logger()
_CHALLENGE = {"WWW-Authenticate": "Bearer"}  # RFC 9110, section 11.6.1: every 401 has one
_KINDS = {"query": "query", "header": "header", "cookie": "cookie", "path": "path"}


def problem_response(
    request: Request[Any, Any, Any],
    status: int,
    slug: str,
    title: str,
    detail: str = "",
    *,
    facts: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response[bytes]:
    """A problem document as a response."""
    body = _document(request, status, slug, title, detail, facts or {})
    content = msgspec.json.encode(body, enc_hook=str)
    return Response(content, status_code=status, media_type=MEDIA_TYPE, headers=headers or {})


def _document(
    request: Request[Any, Any, Any], status: int, slug: str, title: str, detail: str, facts: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": f"/problems/{slug}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.scope["path"],
        "code": slug,
        "request_id": request.scope.get("state", {}).get("request_id", ""),
        **facts,
    }


def problem_document(request: Request[Any, Any, Any], problem: Problem) -> dict[str, Any]:
    """One of our own problems as the part of an answer that tells of many."""
    return _document(request, problem.status, problem.slug, problem.title, problem.detail, problem.facts)


def on_problem(request: Request[Any, Any, Any], problem: Problem) -> Response[bytes]:
    """One of our own problems."""
    if problem.status >= 500:
        _log.warning("problem", slug=problem.slug, path=request.scope["path"], cause=repr(problem.__cause__))
    return problem_response(
        *(request, problem.status, problem.slug, problem.title, problem.detail),
        facts=problem.facts,
        headers=_CHALLENGE | problem.headers if problem.status == 401 else problem.headers,
    )


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """What the framework refuses: unknown addresses, methods, parameters, bodies too large."""
    if isinstance(error, ValidationException):
        return _on_parameters(request, error)
    status = error.status_code
    if status >= 500:
        return on_failure(request, error)
    known = GENERAL.get(status, Refused)
    detail, facts = ("" if status == 404 else error.detail), {}
    if known is TooLarge:
        limit = request.route_handler.resolve_request_max_body_size()
        detail, facts = f"the body is larger than {limit} bytes", {"limit_bytes": limit}
    return problem_response(
        *(request, status, known.slug, known.title, detail),
        facts=facts,
        headers=dict(error.headers or {}),
    )


def _on_parameters(request: Request[Any, Any, Any], error: ValidationException) -> Response[bytes]:
    extra = error.extra if isinstance(error.extra, list) else []
    if any(one.get("source") == "path" for one in extra):  # an identifier of the wrong form names nothing
        return on_problem(request, Missing())
    if any(one.get("key") == "data" for one in extra):
        return on_problem(request, Unreadable("this operation needs a body"))
    faults = [_fault(one) for one in extra] or missing(request) or [Fault("", "missing", error.detail)]
    return on_problem(request, Invalid(*faults))


def _fault(one: dict[str, Any]) -> Fault:
    parameter = f"{_KINDS.get(one.get('source', ''), 'query')}:{one.get('key')}"
    return Fault("", "format", in_words(str(one.get("message", ""))), parameter)


def on_failure(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Our own mistake: logged with its trace, and nothing of it told."""
    _log.error("failure", path=request.scope["path"], method=request.scope["method"], exc_info=error)
    broken = Internal("nothing is known to have been changed; the request_id finds it in our logs")
    return problem_response(request, broken.status, broken.slug, broken.title, broken.detail)


HANDLERS: dict[Any, Any] = {Problem: on_problem, HTTPException: on_http, Exception: on_failure}


@dataclass
class ProblemSpec(ResponseSpec):
    """The problems that an operation answers with one status."""

    of: list[type[Problem]] = field(default_factory=list)


def problems(*what: int | type[Problem]) -> dict[int, ResponseSpec]:
    """The problem answers of an operation, for its entry in the contract; a status alone means its general problem."""
    specs: dict[int, ResponseSpec] = {}
    for one in what:
        problem = GENERAL[one] if isinstance(one, int) else one
        spec = specs.setdefault(problem.status, ProblemSpec(ProblemDocument, media_type=MEDIA_TYPE))
        if isinstance(spec, ProblemSpec) and problem not in spec.of:
            spec.of.append(problem)
    return specs


# The problems of every operation that reads JSON.
OF_JSON: tuple[type[Problem], ...] = (Unreadable, TooLarge, UnsupportedType, Invalid)
