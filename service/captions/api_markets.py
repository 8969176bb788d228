"""All approved files of a market in one archive, over HTTP, for integrations; a browser gets it behind a link."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from schemas.ids import CampaignId
from service.bodies import Delivered
from service.captions.api_answers import archived
from service.captions.market_files import NEEDED, bundle, files_of_market, market_of
from service.captions.zipping import MEDIA_TYPE
from service.exchange import ApiRequest
from service.guards import needs
from service.http_problems import problems
from service.problems import Missing

ARCHIVE = {200: Delivered(bytes, description="the archive", media_types=(MEDIA_TYPE,), ranges=False)}


@get(
    "/v1/campaigns/{campaign_id:str}/markets/{market:str}/files.zip",
    operation_id="markets.files",
    tags=["Files"],
    opt=needs(NEEDED),
    responses=ARCHIVE | problems(401, 403, 404),
)
async def files_zip(request: ApiRequest, campaign_id: FromPath[CampaignId], market: FromPath[str]) -> Response[Any]:
    """Every approved file of a market, and `manifest.json`, which says of each its cut, locale, kind, format, sha256,
    release and when it was approved. The same files are the same bytes; the ETag says whether there are others.
    """
    async with request.db.reading(request.user.scope) as tx:
        found = await market_of(tx, campaign_id, market)
        if not request.user.may(NEEDED, found.brand_id, market):
            raise Missing
        files = await files_of_market(tx, campaign_id, market)
    return archived(request, bundle(request.store, request.user.scope.organization, found, files))


handlers: list[Any] = [files_zip]
