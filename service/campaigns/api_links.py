"""The links of a campaign's markets, over HTTP.

A link is made and revoked, never changed. Its address is in the first answer only; an answer that is said again to the
same Idempotency-Key has none. Whoever has a link needs no key: the page under /m serves a browser.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec.structs import replace

from schemas.ids import CampaignId, MarketLinkId
from schemas.market_links import MadeMarketLink, MarketLink, MarketLinkPage, NewMarketLink
from service.campaigns import links
from service.campaigns.records import get_campaign, queries
from service.exchange import OF_KEY, ApiRequest, OnceKey, once
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, FieldNames, Listing, narrowed, page


class MarketLinks(Controller):
    """Links with which the people of a market fetch its files without an account."""

    path = "/v1/campaigns/{campaign_id:str}/market_links"
    tags = ["Campaigns"]

    @post(
        operation_id="links.create",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY),
    )
    async def create(
        self, request: ApiRequest, data: JSONBody[NewMarketLink], campaign_id: FromPath[CampaignId], key: OnceKey = None
    ) -> Response[MadeMarketLink]:
        """Make a link for a market. Its address is in this answer and nowhere else."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(links.make_link, tx, request.user, campaign_id, data, request.settings.public_url)
            return await once(tx, request, key, act, location=_address, kept=_without_address)

    @get(
        operation_id="links.list",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        campaign_id: FromPath[CampaignId],
        market: Annotated[str | None, QueryParameter(name="filter[market]")] = None,
    ) -> Response[MarketLinkPage]:
        """The links of a campaign's markets, revoked ones too, without their addresses."""
        parent = partial(get_campaign, campaign=campaign_id)
        return await page(request, listing, MarketLink, queries.list_market_links, campaign_id, market, parent=parent)

    @get(
        "/{link_id:str}",
        operation_id="links.get",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self,
        request: ApiRequest,
        campaign_id: FromPath[CampaignId],
        link_id: FromPath[MarketLinkId],
        fields: FieldNames = None,
    ) -> Response[MarketLink]:
        """One link, without its address."""
        async with request.db.reading(request.user.scope) as tx:
            return narrowed(await links.show_link(tx, campaign_id, link_id), fields)

    @delete(
        "/{link_id:str}",
        operation_id="links.revoke",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404),
    )
    async def revoke(
        self, request: ApiRequest, campaign_id: FromPath[CampaignId], link_id: FromPath[MarketLinkId]
    ) -> None:
        """Revoke a link: it opens nothing any more, at once."""
        async with request.db.transaction(request.user.scope) as tx:
            await links.revoke_link(tx, request.user, campaign_id, link_id)


def _address(link: MarketLink) -> str:
    return f"/v1/campaigns/{link.campaign_id}/market_links/{link.id}"


def _without_address(made: MadeMarketLink) -> MadeMarketLink:
    return replace(made, url=None)


handlers: list[Any] = [MarketLinks]
