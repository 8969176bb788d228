"""What the house says of itself to anybody: whether it lives, whether it is ready, and what each problem means."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from litestar import get
from msgspec import Meta

from schemas.bases import Returned
from service.db.problems import Unavailable
from service.db.queries import parse
from service.exchange import ApiRequest
from service.http_problems import problems

OPEN = {"exclude_from_auth": True}
_queries = parse("""
-- name: ping (system: asks nothing of anybody)
select 1;
""")


class Health(Returned, frozen=True):
    """Whether this process can do its work."""

    status: Annotated[Literal["alive", "ready"], Meta(examples=["ready"])]


@get("/healthz", operation_id="health.live", tags=["Health"], opt=OPEN)
async def live() -> Health:
    """Whether the process answers at all."""
    return Health(status="alive")


@get("/readyz", operation_id="health.ready", tags=["Health"], opt=OPEN, responses=problems(Unavailable))
async def ready(request: ApiRequest) -> Health:
    """Whether the database answers, so that requests can be served."""
    async with request.db.system() as tx:
        await tx.value(_queries.ping)
    return Health(status="ready")


handlers: list[Any] = [live, ready]
