"""The evidence of a checklist over HTTP."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from schemas.ids import CutId
from service.accessibility.evidence import NEEDED, evidence_of
from service.bodies import Delivered
from service.captions.api_answers import archived
from service.captions.zipping import MEDIA_TYPE
from service.exchange import ApiRequest
from service.guards import needs
from service.http_problems import problems

ARCHIVE = {200: Delivered(bytes, description="the archive", media_types=(MEDIA_TYPE,), ranges=False)}


@get(
    "/v1/cuts/{cut_id:str}/checklists/{market:str}/evidence.zip",
    operation_id="checklists.evidence",
    tags=["Checklists"],
    opt=needs(NEEDED),
    responses=ARCHIVE | problems(401, 403, 404),
)
async def evidence_zip(request: ApiRequest, cut_id: FromPath[CutId], market: FromPath[str]) -> Response[Any]:
    """The checklist as it stands, everything that was answered, what was measured, and the captions that it speaks of;
    `manifest.json` names each file with its sha256. The same evidence is the same bytes.
    """
    async with request.db.reading(request.user.scope) as tx:
        made = await evidence_of(tx, request.store, request.user, request.rulebook, cut_id, market)
    return archived(request, made)


handlers: list[Any] = [evidence_zip]
