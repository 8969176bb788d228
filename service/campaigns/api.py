"""Brands and campaigns over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.campaigns import (
    Brand,
    BrandChange,
    BrandPage,
    Campaign,
    CampaignChange,
    CampaignPage,
    NewBrand,
    NewCampaign,
)
from schemas.ids import BrandId, CampaignId
from service.campaigns import actions
from service.campaigns.problems import BrandNameTaken, MarketInUse
from service.campaigns.records import get_brand, get_campaign, queries
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import CHANGED, NAMED, NEWEST, OF_LIST, FieldNames, Listing, narrowed, page
from service.problems import Missing

SORTS = NEWEST | CHANGED | NAMED


class Brands(Controller):
    """Who pays."""

    path = "/v1/brands"
    tags = ["Brands"]

    @post(
        operation_id="brands.create",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, *OF_JSON, *OF_KEY, BrandNameTaken),
    )
    async def create(self, request: ApiRequest, data: JSONBody[NewBrand], key: OnceKey = None) -> Response[Brand]:
        """Make a brand."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(actions.create_brand, tx, request.user, data)
            return await once(tx, request, key, act, location=lambda brand: f"/v1/brands/{brand.id}")

    @get(operation_id="brands.list", opt=needs("campaigns:read"), responses=problems(401, 403, *OF_LIST))
    async def index(self, request: ApiRequest, listing: NamedDependency[Listing]) -> Response[BrandPage]:
        """The brands you may see."""
        return await page(request, listing, Brand, queries.list_brands, sorts=SORTS)

    @get(
        "/{brand_id:str}",
        operation_id="brands.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self, request: ApiRequest, brand_id: FromPath[BrandId], fields: FieldNames = None
    ) -> Response[Brand]:
        """One brand."""
        async with request.db.reading(request.user.scope) as tx:
            brand = await get_brand(tx, brand_id)
        if brand is None:
            raise Missing
        return narrowed(brand, fields)

    @patch(
        "/{brand_id:str}",
        operation_id="brands.change",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, BrandNameTaken),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[BrandChange],
        brand_id: FromPath[BrandId],
        if_match: IfMatch = None,
    ) -> Response[Brand]:
        """Rename a brand."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await actions.change_brand(tx, request.user, brand_id, revision, data))


class Campaigns(Controller):
    """One body of work with markets and dates."""

    path = "/v1/campaigns"
    tags = ["Campaigns"]

    @post(
        operation_id="campaigns.create",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, *OF_JSON, *OF_KEY),
    )
    async def create(
        self,
        request: ApiRequest,
        data: JSONBody[NewCampaign],
        key: OnceKey = None,
    ) -> Response[Campaign]:
        """Make a campaign with its markets."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(actions.create_campaign, tx, request.user, request.rulebook, data)
            return await once(tx, request, key, act, location=lambda campaign: f"/v1/campaigns/{campaign.id}")

    @get(operation_id="campaigns.list", opt=needs("campaigns:read"), responses=problems(401, 403, *OF_LIST))
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        brand: Annotated[BrandId | None, QueryParameter(name="filter[brand_id]")] = None,
        market: Annotated[str | None, QueryParameter(name="filter[market]")] = None,
    ) -> Response[CampaignPage]:
        """The campaigns you may see."""
        return await page(request, listing, Campaign, queries.list_campaigns, brand, market, sorts=SORTS)

    @get(
        "/{campaign_id:str}",
        operation_id="campaigns.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self,
        request: ApiRequest,
        campaign_id: FromPath[CampaignId],
        fields: FieldNames = None,
    ) -> Response[Campaign]:
        """One campaign with its markets."""
        async with request.db.reading(request.user.scope) as tx:
            campaign = await get_campaign(tx, campaign_id)
        if campaign is None:
            raise Missing
        return narrowed(campaign, fields)

    @patch(
        "/{campaign_id:str}",
        operation_id="campaigns.change",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, MarketInUse),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[CampaignChange],
        campaign_id: FromPath[CampaignId],
        if_match: IfMatch = None,
    ) -> Response[Campaign]:
        """Change a campaign's name, dates or markets. A market in which posts stand cannot be left out."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(
                await actions.change_campaign(tx, request.user, request.rulebook, campaign_id, revision, data)
            )


handlers: list[Any] = [Brands, Campaigns]
