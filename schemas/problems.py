"""Errors on the wire: RFC 9457 problem details with every fault at once."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from schemas.bases import Returned


class WireFault(Returned, frozen=True, omit_defaults=True):
    """One thing wrong with a request."""

    pointer: Annotated[str, Meta(description="JSON Pointer into the body", examples=["/segments/0/out_frame"])]
    code: Annotated[str, Meta(examples=["beyond_source"])]
    detail: Annotated[str, Meta(examples=["the source ends at frame 750"])]
    parameter: Annotated[
        str | None, Meta(description="the query, header or path parameter, when it is not the body")
    ] = None


class ProblemDocument(Returned, frozen=True, omit_defaults=True):
    """An `application/problem+json` document. Members beyond these depend on `type`."""

    type: Annotated[str, Meta(description="resolves to a page that explains it", examples=["/problems/validation"])]
    title: Annotated[str, Meta(examples=["Invalid request"])]
    status: Annotated[int, Meta(examples=[422])]
    detail: Annotated[str, Meta(examples=["1 fault"])]
    instance: Annotated[str, Meta(examples=["/v1/brands"])]
    code: Annotated[str, Meta(examples=["validation"])]
    request_id: Annotated[str, Meta(examples=["req_01kahd2m3n4p5q6r7s8t9v0w1x"])]
    errors: list[WireFault] = field(default_factory=list)
