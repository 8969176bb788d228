"""A caption file, or a market's archive, as the answer to a request."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.response import Stream

from service.assets.delivery import body
from service.captions.files import TO_ANYBODY, Delivery
from service.captions.problems import Gone
from service.captions.zipping import Archive
from service.exchange import ApiRequest
from service.manners import matches
from service.problems import Problem


async def deliver(request: ApiRequest, delivery: Delivery) -> Response[Any]:
    """The file, a part of it, or that the caller has it. Raises Gone and RangeNotSatisfiable."""
    try:
        if delivery.file.withdrawn_at is not None:
            raise Gone("this release was withdrawn", withdrawn_at=delivery.file.withdrawn_at)
        answer = delivery.answer(request.headers, request.asked)
    except Problem as problem:
        if delivery.is_public:
            problem.headers |= TO_ANYBODY
        raise
    if answer.start == answer.end:
        return Response(b"", status_code=answer.status, headers=answer.headers)
    if delivery.body is not None:
        part = delivery.body[answer.start : answer.end]
        return Response(part, status_code=answer.status, headers=answer.headers)
    pieces = await body(request.store, delivery.organization, delivery.file.sha256, answer)
    return Stream(pieces, status_code=answer.status, headers=answer.headers)


def archived(request: ApiRequest, made: Archive) -> Response[Any]:
    """The archive; 304 for who has it, and no byte of it is read then."""
    headers = made.headers()
    if matches(request.headers.get("if-none-match", ""), made.etag):
        kept = {name: headers[name] for name in ("etag", "cache-control", "vary")}
        return Response(None, status_code=304, headers=kept)
    if request.asked == "HEAD":
        return Response(None, headers=headers)
    return Stream(made.stream(), headers=headers)
