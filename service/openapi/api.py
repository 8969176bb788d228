"""The contract over HTTP."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from litestar import Litestar, Response, get
from msgspec import Struct

from service.exchange import JSON, ApiRequest
from service.openapi.document import document
from service.openapi.shapes import Json


class Contract(Struct, frozen=True):
    """The contract of a running application."""

    document: Json
    body: bytes
    etag: str


def contract_of(app: Litestar) -> Contract:
    """The contract, put together when it is first asked for."""
    known = app.state.get("contract")
    if known is None:
        said = document(app)
        body = msgspec.json.encode(said)
        known = app.state.contract = Contract(said, body, f'"{hashlib.sha256(body).hexdigest()}"')
    return known


@get(
    "/openapi.json",
    operation_id="contract.get",
    opt={"exclude_from_auth": True},
    include_in_schema=False,
    sync_to_thread=False,
)
def show(request: ApiRequest) -> Response[bytes]:
    """The contract of this API, OpenAPI 3.1."""
    contract = contract_of(request.app)
    return Response(contract.body, media_type=JSON, headers={"etag": contract.etag, "cache-control": "no-cache"})


handlers: list[Any] = [show]
